"""Two worlds at once: a universe under one policy and under another, with the same steps in both.

A search goes on only where both answer alike; where they do not, that is a difference, and what would follow
from it is none. So whatever is found differs in its last step alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import nullcontext
from typing import Any, Final, TypeAlias

import attrs

from talksim.compare.change import Cell, cell, place
from talksim.errors import UsageError
from talksim.explore.action import Action, Request
from talksim.explore.model import Alarm
from talksim.explore.packed.footprint import Move, Table
from talksim.explore.stage import TalkModel
from talksim.explore.universe.made import made
from talksim.explore.universe.universe import Universe
from talksim.model.server import Server
from talksim.rules.policy import Policy

__all__ = ["Product", "cell_of", "product"]

Pair: TypeAlias = tuple[int, int]

_NOWHERE: Final = ("", "")


class Product:
    """A model of pairs of states; a difference is an alarm whose name says the cell (see `cell_of`)."""

    def __init__(self, before: TalkModel, after: TalkModel) -> None:
        self.sides = before, after
        self.actions = [deed.label for deed in before.footprints.actions]
        self.asked: set[tuple[str, str]] = set()
        """The operations that were asked for, each with the roles of those who did."""
        self._askers = {(one.actor, one.room) for one in self.actions if isinstance(one, Request)}
        self._looks: dict[tuple[str, str], tuple[Table, Callable[[Server], Any]]] = {}

    def initial(self) -> Iterator[Pair]:
        """The universe as it begins on both sides."""
        yield 0, 0

    def key(self, state: Pair) -> Hashable:
        """What makes both the same."""
        return self.sides[0].key(state[0]), self.sides[1].key(state[1])

    def successors(self, state: Pair) -> Sequence[Pair]:
        """The pairs after a step on whose answer both agree."""
        return [after for _, after in self.edges(state)]

    def edges(self, state: Pair) -> Iterator[tuple[Action, Pair]]:
        """The same with their labels."""
        for number, moves in self._moves(state):
            one, other = moves
            if one.result.answer == other.result.answer:
                after = tuple(at & move.keep | move.bits for at, move in zip(state, moves, strict=True))
                if one.result.allowed or after != state:
                    yield self.actions[number], (after[0], after[1])

    def alarms(self, state: Pair) -> Iterator[Alarm[Action]]:
        """The steps that are answered otherwise."""
        places = {who: self._place(who, state[0]) for who in self._askers}
        for number, (one, other) in self._moves(state):
            action, answers = self.actions[number], (one.result.answer, other.result.answer)
            if not isinstance(action, Request) or answers == (None, None):
                continue
            standing = places[action.actor, action.room]
            self.asked.add((action.operation.phrase, standing[0]))
            if answers[0] != answers[1] and (found := cell(action.operation, standing, *answers)):
                yield Alarm(json.dumps(attrs.astuple(found)), action, ())

    def narrow(self) -> bool:
        """As `PackedModel.narrow`, of both sides."""
        changed = [side.narrow() for side in self.sides]
        return any(changed)

    def _moves(self, state: Pair) -> Iterator[tuple[int, tuple[Move, Move]]]:
        before, after = (side.footprints for side in self.sides)
        for number in range(len(self.actions)):
            yield number, (before.move(number, state[0]), after.move(number, state[1]))

    def _place(self, key: tuple[str, str], state: int) -> tuple[str, str]:
        """In which role somebody asks in a room, and in what kind of room."""
        if key not in self._looks:
            table, stage = Table(), self.sides[0].stage
            self.sides[0].footprints.tables.append(table)
            self._looks[key] = table, lambda _: place(stage, *key)
        found: tuple[str, str] = self.sides[0].footprints.observe(*self._looks[key], state)
        return found


def cell_of(name: str) -> Cell:
    """The cell that an alarm names."""
    return Cell(*json.loads(name))


def product(universe: Universe, before: Policy | None, after: Policy | None) -> Product:
    """A universe under two policies; None is Talk as it is.

    Raises `UsageError` where it does not begin with the same things to be done.
    """
    sides = [_side(universe, policy) for policy in (before, after)]
    first, second = ([deed.label.text for deed in side.footprints.actions] for side in sides)
    if first != second:
        raise UsageError(f"{universe.name}: under the two policies there are not the same things to be done")
    return Product(*sides)


def _side(universe: Universe, policy: Policy | None) -> TalkModel:
    with policy.in_force() if policy is not None else nullcontext():
        return TalkModel(made(attrs.evolve(universe, claims=(), refused=None)))
