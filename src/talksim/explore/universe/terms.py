"""The parts of a condition: each has a value in a state, and says in words why it has it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any, Final, TypeAlias

import attrs

from talksim.explore.universe.facts import NUMBER, PERSON, ROOM, ROOMS, Fact, Type, find_person, find_room
from talksim.model.attendee import Attendee
from talksim.model.room import Room

__all__ = [
    "AllRooms",
    "Both",
    "Comparison",
    "Count",
    "Either",
    "FactOf",
    "Items",
    "Listing",
    "Literal",
    "Not",
    "PersonIn",
    "Quantified",
    "RoomNamed",
    "Term",
    "Variable",
    "shown",
]

Env: TypeAlias = Mapping[str, Any]
"""What the variables are; the server is under ""."""

COMPARED: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
    "In": lambda left, right: left in (right or ()),
    "NotIn": lambda left, right: left not in (right or ()),
}


@attrs.frozen(eq=False, repr=False)
class Term:
    """A part of a condition, as it was written, with the type of its value."""

    text: str
    type: Type

    def value(self, env: Env) -> Any:
        """What it is."""
        raise NotImplementedError

    def why(self, env: Env) -> list[str]:
        """Why it is what it is, in words: the parts that decide, with their values."""
        return [f"{self.text} is {shown(self.value(env))}"]


@attrs.frozen(eq=False, repr=False)
class Literal(Term):
    """A number, a text, true, false or nothing."""

    known: Any

    def value(self, env: Env) -> Any:  # noqa: ARG002
        """What it is."""
        return self.known


@attrs.frozen(eq=False, repr=False)
class Variable(Term):
    """What a `for` goes through."""

    def value(self, env: Env) -> Any:
        """What it is."""
        return env[self.text]


@attrs.frozen(eq=False, repr=False)
class AllRooms(Term):
    """`rooms`."""

    type: Type = ROOMS

    def value(self, env: Env) -> Any:
        """What it is."""
        return list(env[""].rooms.values())


@attrs.frozen(eq=False, repr=False)
class RoomNamed(Term):
    """`room("standup")`."""

    name: Term
    type: Type = ROOM

    def value(self, env: Env) -> Any:
        """What it is."""
        return find_room(env[""], self.name.value(env))


@attrs.frozen(eq=False, repr=False)
class PersonIn(Term):
    """`room("standup").person("bob")`."""

    room: Term
    name: Term
    type: Type = PERSON

    def value(self, env: Env) -> Any:
        """What it is."""
        return find_person(env[""], self.room.value(env), self.name.value(env))


@attrs.frozen(eq=False, repr=False)
class FactOf(Term):
    """`room("standup").lobby`; of nothing it is nothing, or no list."""

    of: Term
    fact: Fact

    def value(self, env: Env) -> Any:
        """What it is."""
        holder = self.of.value(env)
        if holder is None:
            return [] if self.type.kind == "list" else None
        return self.fact.read(env[""], holder)


@attrs.frozen(eq=False, repr=False)
class Not(Term):
    """`not part`."""

    part: Term

    def value(self, env: Env) -> Any:
        """What it is."""
        return not self.part.value(env)

    def why(self, env: Env) -> list[str]:
        """Why it is what it is."""
        return self.part.why(env)


@attrs.frozen(eq=False, repr=False)
class Both(Term):
    """`one and other and …`."""

    parts: tuple[Term, ...]

    def value(self, env: Env) -> Any:
        """What it is."""
        return all(part.value(env) for part in self.parts)

    def why(self, env: Env) -> list[str]:
        """Why it is what it is."""
        wrong = next((part for part in self.parts if not part.value(env)), None)
        return _of_all(self.parts, env) if wrong is None else wrong.why(env)


@attrs.frozen(eq=False, repr=False)
class Either(Term):
    """`one or other or …`."""

    parts: tuple[Term, ...]

    def value(self, env: Env) -> Any:
        """What it is."""
        return any(part.value(env) for part in self.parts)

    def why(self, env: Env) -> list[str]:
        """Why it is what it is."""
        right = next((part for part in self.parts if part.value(env)), None)
        return _of_all(self.parts, env) if right is None else right.why(env)


@attrs.frozen(eq=False, repr=False)
class Comparison(Term):
    """`one == other`, also in a chain."""

    sides: tuple[Term, ...]
    by: tuple[str, ...]

    def value(self, env: Env) -> Any:
        """What it is."""
        values = [side.value(env) for side in self.sides]
        return all(_holds(by, *pair) for by, pair in zip(self.by, pairwise(values), strict=True))

    def why(self, env: Env) -> list[str]:
        """Why it is what it is."""
        said = [side for side in self.sides if not isinstance(side, Literal | Items)]
        values = ", ".join(f"{side.text} is {shown(side.value(env))}" for side in said)
        return [f"{self.text} is {shown(self.value(env))}" + (f": {values}" if values else "")]


@attrs.frozen(eq=False, repr=False)
class Items(Term):
    """A list that is written out."""

    parts: tuple[Term, ...]

    def value(self, env: Env) -> Any:
        """What it is."""
        return [part.value(env) for part in self.parts]


@attrs.frozen(eq=False, repr=False)
class Listing(Term):
    """`part for each in all if such`."""

    part: Term
    each: str
    all: Term
    such: tuple[Term, ...]

    def rounds(self, env: Env) -> Iterable[dict[str, Any]]:
        """The variables in each round."""
        for one in self.all.value(env) or ():
            inner = {**env, self.each: one}
            if all(test.value(inner) for test in self.such):
                yield inner

    def value(self, env: Env) -> Any:
        """What it is."""
        return [self.part.value(inner) for inner in self.rounds(env)]


@attrs.frozen(eq=False, repr=False)
class Quantified(Term):
    """`any(…)`, or `all(…)` if `every`."""

    over: Listing
    every: bool

    def value(self, env: Env) -> Any:
        """What it is."""
        test = all if self.every else any
        return test(self.over.part.value(inner) for inner in self.over.rounds(env))

    def why(self, env: Env) -> list[str]:
        """Why it is what it is."""
        for inner in self.over.rounds(env):
            if bool(self.over.part.value(inner)) is not self.every:
                who = f"{self.over.each} = {shown(inner[self.over.each])}"
                return [f"{who}: {line}" for line in self.over.part.why(inner)]
        there = [inner[self.over.each] for inner in self.over.rounds(env)]
        return [f"{self.text} is {shown(self.every)} of {shown(there)}"]


@attrs.frozen(eq=False, repr=False)
class Count(Term):
    """`len(…)`, or `sum(…)`, which counts what is true."""

    over: Term
    total: bool
    type: Type = NUMBER

    def value(self, env: Env) -> Any:
        """What it is."""
        found = self.over.value(env) or ()
        return sum(found) if self.total else len(found)


def shown(value: Any) -> str:
    """A value in words."""
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    if isinstance(value, list | tuple):
        return f"[{', '.join(_named(one) for one in value)}]"
    return f'"{value}"' if isinstance(value, str) else _named(value)


def _named(value: Any) -> str:
    if isinstance(value, Room | Attendee):
        return value.label
    return value if isinstance(value, str) else shown(value) if isinstance(value, bool) else str(value)


def _of_all(parts: Iterable[Term], env: Env) -> list[str]:
    return [line for part in parts for line in part.why(env)]


def _holds(by: str, left: Any, right: Any) -> bool:
    """Nothing is neither more nor less than anything."""
    if (left is None or right is None) and by not in ("Eq", "NotEq", "In", "NotIn"):
        return False
    return bool(COMPARED[by](left, right))
