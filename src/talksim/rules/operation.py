"""Operations: what an actor can ask for, each declared once as a function with its stages.

The decorated function is the *effect*. Its first parameter is the scene it plays in; its keyword-only
parameters are what the request carries. Everything else that knows an operation (scenarios, the Python
API, routes, explanations) is derived from the `Operation` value.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, TypeAlias, get_type_hints

import attrs

from talksim.by_fields import ShownByFields
from talksim.errors import DeclarationError, UsageError
from talksim.near import guess
from talksim.rules.parameter import Parameter, parameters_of
from talksim.rules.stage import Guard, Run, Stage, keyword_only

__all__ = [
    "OPERATIONS",
    "Operation",
    "Operations",
    "Step",
    "UnknownOperation",
    "Unwind",
    "call_of",
    "operation",
]

Unwind: TypeAlias = Callable[[Any, Guard], None]
"""What is done with the scene when a guard has refused."""

Step: TypeAlias = tuple[str, Run, Any]
"""A stage as it is run: kind, call and stage."""


@attrs.frozen(eq=False, repr=False, slots=False)
class Operation(ShownByFields):
    """One operation of the API.

    `endpoint` is "VERB /path" as documented, `stages` run in order before `effect`, `answers` builds the
    body of a successful answer from the scene, `success` is its status, `by` says who may call at all:
    "browser" (people) or one of the servers and tools, such as "recording backend", "admin" or "cli".
    `wire` holds the API's names of parameters where they are not the Python names in camel case.
    `unwind(at, guard)`, where there is one, does what is left to do when a guard has refused: it takes back
    what commits have stored, or counts the try.

    What the signature of the effect says is read when somebody asks: a short run uses few of the operations,
    and resolving the annotations of all would cost it a tenth of its time.
    """

    id: str
    endpoint: str
    stages: tuple[Stage, ...] = attrs.field(repr=False)
    effect: Run = attrs.field(repr=False)
    answers: Run | None = attrs.field(default=None, repr=False)
    success: int = 200
    by: str = "browser"
    wire: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    samples: tuple[Mapping[str, Any], ...] = ()
    phrase: str = ""
    unwind: Unwind | None = attrs.field(default=None, repr=False)
    declared: Run = attrs.field(init=False, repr=False)
    """The effect of the declaration, whose signature counts whatever a policy puts in its place."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "declared", self.effect)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The stages as they are run."""
        return tuple((stage.kind, call_of(stage), stage) for stage in self.stages)

    @cached_property
    def names(self) -> frozenset[str]:
        """The Python names of the parameters."""
        return frozenset(keyword_only(self.declared))

    @cached_property
    def defaults(self) -> Mapping[str, Any]:
        """What the parameters are that are not given, by their Python names."""
        return self.declared.__kwdefaults__ or {}

    @cached_property
    def scene(self) -> type:
        """What the operation plays in; it is called with server, browser, token and parameters."""
        scene: type = self._hints[self.declared.__code__.co_varnames[0]]
        return scene

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """What a request carries, in the order of the signature."""
        return parameters_of(self.declared, self.wire, self._hints)

    @cached_property
    def _hints(self) -> Mapping[str, Any]:
        return get_type_hints(self.declared, include_extras=True)

    @property
    def doc(self) -> str:
        """What the operation does, in words."""
        return inspect.cleandoc(self.declared.__doc__ or "")

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


class UnknownOperation(UsageError, KeyError):  # noqa: N818  the name says what is wrong
    """No operation has this name; says which one may be meant."""

    __str__ = Exception.__str__


class Operations(dict[str, Operation]):
    """Every operation by its Python name; a phrase such as "join call" finds it as well.

    Raises `UnknownOperation` with the nearest phrase.
    """

    def __missing__(self, name: str) -> Operation:
        words = _plain(name)
        found = self.get(words.replace(" ", "_"))
        found = found or next((one for one in self.values() if one.phrase.casefold() == words), None)
        if found is None:
            hint = guess(words, [operation.phrase for operation in self.values()])
            raise UnknownOperation(f'there is no operation "{name}".{hint}')
        return found

    def chosen(self, names: Iterable[str] | str) -> list[Operation]:
        """The operations of these names, phrases or chapters, in declared order; one may stand alone.

        Raises `UnknownOperation` with the nearest for one that is none of these.
        """
        wanted = {_plain(name): name for name in ([names] if isinstance(names, str) else names)}
        called = {one: set(map(_plain, (one.phrase, one.name, one.chapter))) for one in self.values()}
        known = set[str]().union(*called.values())
        for words, name in wanted.items():
            if words not in known:
                hint = guess(words, sorted(known))
                raise UnknownOperation(f'there is no operation or chapter "{name}".{hint}')
        return [one for one, said in called.items() if not wanted.keys().isdisjoint(said)]

    def __repr__(self) -> str:
        return f"<{len(self)} operations, by name or phrase>"


def _plain(name: object) -> str:
    return " ".join(str(name).replace("_", " ").split()).casefold()


OPERATIONS: Final = Operations()
"""Every operation."""


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
    unwind: Unwind | None = None,
) -> Callable[[Run], Run]:
    """Declare an operation; the decorated effect stays an ordinary function."""

    def declare(effect: Run) -> Run:
        chapter = effect.__module__.rpartition(".")[2]
        made = Operation(
            id=f"{chapter}.{effect.__name__}",
            endpoint=endpoint,
            stages=tuple(stages),
            effect=effect,
            answers=answers,
            success=success,
            by=by,
            wire=dict(wire or {}),
            samples=tuple(samples),
            phrase=phrase or effect.__name__.replace("_", " "),
            unwind=unwind,
        )
        _check(made)
        OPERATIONS[made.name] = made
        return effect

    return declare


def _check(made: Operation) -> None:
    if made.name in OPERATIONS:
        raise DeclarationError(f"two operations are called {made.name}")
    for stage in made.stages:
        if missing := set(stage.needs) - made.names:
            raise DeclarationError(f"{made.id}: stage {stage.id} needs {', '.join(sorted(missing))}")


def call_of(stage: Stage) -> Run:
    """How `perform` calls the stage: with the scene alone; its parameters are taken from there."""
    run, needs = stage.run, stage.needs
    if not needs:
        return run
    if len(needs) == 1:
        only = needs[0]
        return lambda at: run(at, **{only: at.params[only]})
    return lambda at: run(at, **{name: at.params[name] for name in needs})
