"""What a stage relies on: the things on the scene which it reads, and which stages before it put there.

It is read off the code: a stage reads `at.room`, a bind stores it. A test holds this against every declared
operation: nothing is read there that was not stored before.
"""

from __future__ import annotations

import dis
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from types import FunctionType
from typing import Any, Final, get_type_hints

from talksim.rules.operation import OPERATIONS, Operation, Step
from talksim.rules.stage import Guard, Stage

__all__ = ["missing_on_scene", "puts", "reads", "scene_of"]

_THINGS: Final = frozenset({"attendee", "found", "room", "session", "target"})
_DERIVED: Final = {"permissions": frozenset({"attendee", "room"})}
_OF_ITS_KIND: Final = frozenset({"found", "target"})
"""What means something else in each operation: it must come from the stages it comes from at home."""


def scene_of(guard: Guard) -> type:
    """The scene a guard plays in."""
    scene: type = get_type_hints(guard.run)[guard.run.__code__.co_varnames[0]]
    return scene


def reads(run: Callable[..., Any]) -> frozenset[str]:
    """The things on the scene that a stage or an effect reads."""
    return _touched(run, "LOAD_ATTR")


def puts(run: Callable[..., Any]) -> frozenset[str]:
    """The things that a stage puts on the scene."""
    return _touched(run, "STORE_ATTR")


def missing_on_scene(guard: Guard, operation: Operation, place: int) -> list[str]:
    """What the guard would look for in vain, asked at that place among the operation's steps."""
    before = operation.steps[:place]
    return sorted(thing for thing in reads(guard.run) if not _is_there(thing, guard, before))


def _is_there(thing: str, guard: Guard, before: Iterable[Step]) -> bool:
    putting = {stage.id for _, _, stage in before if thing in puts(stage.run)}
    return bool(putting & _put_at_home(thing, guard) if thing in _OF_ITS_KIND else putting)


@cache
def _put_at_home(thing: str, guard: Guard) -> frozenset[str]:
    """The stages that put a thing there for the guard in the operations that declare it."""
    homes = (o.stages[: o.stages.index(guard)] for o in OPERATIONS.values() if guard in o.stages)
    return frozenset(stage.id for stages in homes for stage in stages if thing in puts(stage.run))


@cache
def _touched(run: Callable[..., Any], how: str) -> frozenset[str]:
    found: set[str] = set()
    for function in _called(run):
        named = {i.argval for i in dis.get_instructions(function) if i.opname == how}
        found |= named & _THINGS
        for name in named & _DERIVED.keys():
            found |= _DERIVED[name]
    return frozenset(found)


def _called(run: Callable[..., Any]) -> list[FunctionType]:
    """A function, and those it hands the scene on to."""
    found: list[FunctionType] = []
    waiting: list[Any] = [run]
    while waiting:
        function = waiting.pop()
        if function not in found:
            found.append(function)
            waiting += _callees(function)
    return found


def _callees(function: FunctionType) -> Iterator[FunctionType]:
    for name in (i.argval for i in dis.get_instructions(function) if i.opname == "LOAD_GLOBAL"):
        called = function.__globals__.get(name)
        called = called.run if isinstance(called, Stage) else called
        if isinstance(called, FunctionType) and called.__code__.co_varnames[:1] == ("at",):
            yield called
