"""Operations: what an actor can ask for, each declared once as a function with its stages.

The decorated function is the *effect*. Its first parameter is the scene it plays in; its keyword-only
parameters are what the request carries. Everything else that knows an operation (scenarios, the Python
API, routes, explanations) is derived from the `Operation` value.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_type_hints

import attrs

from talksim.errors import DeclarationError
from talksim.rules.parameter import Parameter, parameters_of
from talksim.rules.stage import Run, Stage

__all__ = ["OPERATIONS", "Operation", "operation"]


@attrs.frozen(eq=False)
class Operation:
    """One operation of the API.

    `endpoint` is "VERB /path" as documented, `stages` run in order before `effect`, `answers` builds the
    body of a successful answer from the scene, `success` is its status, `by` says who may call at all:
    "browser" (people) or one of the servers and tools, such as "recording backend", "admin" or "cli".
    `unwind(at)`, where there is one, takes back what commits have stored when a later guard refuses.
    """

    id: str
    endpoint: str
    scene: type
    parameters: tuple[Parameter, ...]
    stages: tuple[Stage, ...] = attrs.field(repr=False)
    effect: Run = attrs.field(repr=False)
    answers: Run | None = attrs.field(default=None, repr=False)
    success: int = 200
    by: str = "browser"
    samples: tuple[Mapping[str, Any], ...] = ()
    phrase: str = ""
    doc: str = attrs.field(default="", repr=False)
    unwind: Run | None = attrs.field(default=None, repr=False)
    steps: tuple[tuple[str, Run, Any], ...] = attrs.field(init=False, repr=False)
    defaults: Mapping[str, Any] = attrs.field(init=False, repr=False)
    names: frozenset[str] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "steps", tuple((s.kind, _call(s), s) for s in self.stages))
        object.__setattr__(self, "defaults", {p.name: p.default for p in self.parameters if not p.required})
        object.__setattr__(self, "names", frozenset(p.name for p in self.parameters))

    @property
    def name(self) -> str:
        """The Python name: `start_recording`."""
        return self.id.rpartition(".")[2]

    @property
    def chapter(self) -> str:
        """The module that declares it: `recording`."""
        return self.id.partition(".")[0]

    @property
    def in_room(self) -> bool:
        """Whether the request names a room by its token, in its path or in its body."""
        return "{token}" in self.endpoint or hasattr(self.scene, "room")

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, if there is one."""
        return next((p for p in self.parameters if p.name == name), None)


OPERATIONS: dict[str, Operation] = {}
"""Every operation by its Python name."""


def operation(
    endpoint: str,
    *,
    stages: Sequence[Stage],
    answers: Run | None = None,
    success: int = 200,
    by: str = "browser",
    wire: Mapping[str, str] | None = None,
    samples: Sequence[Mapping[str, Any]] = ({},),
    phrase: str = "",
    unwind: Run | None = None,
) -> Callable[[Run], Run]:
    """Declare an operation; the decorated effect stays an ordinary function."""

    def declare(effect: Run) -> Run:
        chapter = effect.__module__.rpartition(".")[2]
        hints = get_type_hints(effect, include_extras=True)
        made = Operation(
            id=f"{chapter}.{effect.__name__}",
            endpoint=endpoint,
            scene=hints[effect.__code__.co_varnames[0]],
            parameters=parameters_of(effect, dict(wire or {}), hints),
            stages=tuple(stages),
            effect=effect,
            answers=answers,
            success=success,
            by=by,
            samples=tuple(samples),
            phrase=phrase or effect.__name__.replace("_", " "),
            doc=inspect.cleandoc(effect.__doc__ or ""),
            unwind=unwind,
        )
        _check(made)
        OPERATIONS[made.name] = made
        return effect

    return declare


def _check(made: Operation) -> None:
    if made.name in OPERATIONS:
        raise DeclarationError(f"two operations are called {made.name}")
    given = {p.name for p in made.parameters}
    for stage in made.stages:
        if missing := set(stage.needs) - given:
            raise DeclarationError(f"{made.id}: stage {stage.id} needs {', '.join(sorted(missing))}")


def _call(stage: Stage) -> Run:
    """How `perform` calls the stage: with the scene alone; its parameters are taken from there."""
    run, needs = stage.run, stage.needs
    if not needs:
        return run
    if len(needs) == 1:
        only = needs[0]
        return lambda at: run(at, **{only: at.params[only]})
    return lambda at: run(at, **{name: at.params[name] for name in needs})
