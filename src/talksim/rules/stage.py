"""Stages: what the server does, in order, before the effect of an operation.

Four kinds, all named, so that they can be covered, drawn and dropped alike:

* `Guard` may refuse, with an HTTP status and an error key;
* `Bind` finds something (a room, a participant) and puts it on the scene, or refuses;
* `Commit` stores something that stays although a later guard may refuse;
* `Finish` may answer at once: an equal value is 200, a fault of the server is 500.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

import attrs

from talksim.by_fields import EqualByFields, ShownByFields
from talksim.errors import DeclarationError

__all__ = [
    "RULES",
    "Answer",
    "Bind",
    "Commit",
    "Finish",
    "Guard",
    "Refused",
    "Stage",
    "bind",
    "commit",
    "finish",
    "guard",
    "keyword_only",
]

Run: TypeAlias = Callable[..., Any]
S = TypeVar("S", bound="Stage")


@attrs.frozen(eq=False, repr=False)
class Stage(ShownByFields):
    """One named step before an effect; `run(at, **needed parameters)` does it."""

    id: str
    run: Run = attrs.field(repr=False)
    needs: tuple[str, ...] = ()
    kind = "stage"

    @property
    def doc(self) -> str:
        """What the stage is about, in words."""
        return inspect.cleandoc(self.run.__doc__ or "")

    @property
    def name(self) -> str:
        """The words by which messages call the stage: `gate.lobby_passed` → "lobby passed"."""
        return self.id.rpartition(".")[2].replace("_", " ")

    def __str__(self) -> str:
        """The same as `name`."""
        return self.name


@attrs.frozen(eq=False, repr=False)
class Guard(Stage):
    """A predicate with the refusal it answers.

    `status` is the HTTP status, `error` the key the server sends in the body (or None for an empty
    body), `because` an optional function that says in words why this scene did not pass.
    """

    status: int = 403
    error: str | None = None
    answer: Run | None = attrs.field(default=None, repr=False)
    because: Run | None = attrs.field(default=None, repr=False)
    kind = "guard"

    @property
    def test(self) -> Run:
        """The predicate itself, as lifecycles call it."""
        return self.run


@attrs.frozen(eq=False, repr=False)
class Bind(Guard):
    """Finds what later stages rely on; false means it is not there for this caller."""

    kind = "bind"


@attrs.frozen(eq=False, repr=False)
class Commit(Stage):
    """Writes to the model before later guards have spoken: the derived list of leaks."""

    kind = "commit"


@attrs.frozen(eq=False, repr=False)
class Finish(Stage):
    """Returns an `Answer` to end the request at once, or None to go on."""

    kind = "finish"


@attrs.frozen(eq=False, repr=False)
class Answer(EqualByFields):
    """What an effect or a finish hands back: status, body, response headers."""

    status: int = 200
    data: Any = None
    headers: tuple[tuple[str, str], ...] = ()


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Raised inside an effect or a procedure when a guard there refuses the request."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(guard.id)
        self.guard = guard


RULES: dict[str, Stage] = {}
"""Every stage by its stable id."""


def guard(
    status: int, error: str | None = None, *, answer: Run | None = None, because: Run | None = None
) -> Callable[[Run], Guard]:
    """Declare a guard: the decorated predicate's name is the guard's name."""

    def declare(test: Run) -> Guard:
        made = Guard(**_described(test), status=status, error=error, answer=answer, because=because)
        return _registered(made)

    return declare


def bind(
    status: int = 404, error: str | None = None, *, answer: Run | None = None, because: Run | None = None
) -> Callable[[Run], Bind]:
    """Declare a bind: the decorated function puts something on the scene and says whether it was there."""

    def declare(find: Run) -> Bind:
        return _registered(
            Bind(**_described(find), status=status, error=error, answer=answer, because=because)
        )

    return declare


def commit(write: Run) -> Commit:
    """Declare a commit."""
    return _registered(Commit(**_described(write)))


def finish(answer: Run) -> Finish:
    """Declare a finish: the decorated function returns an `Answer` or None."""
    return _registered(Finish(**_described(answer)))


def keyword_only(function: Run) -> tuple[str, ...]:
    """The names of the keyword-only parameters, in order; twenty times as quick as `inspect.signature`."""
    code = function.__code__
    names: tuple[str, ...] = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    return names


def _described(function: Run) -> dict[str, Any]:
    group = function.__module__.rpartition(".")[2]
    return {"id": f"{group}.{function.__name__}", "run": function, "needs": keyword_only(function)}


def _registered(stage: S) -> S:
    if stage.id in RULES:
        raise DeclarationError(f"two rules are called {stage.id}")
    RULES[stage.id] = stage
    return stage
