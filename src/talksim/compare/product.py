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
        for number, (one, other) in self._moves(state):
            if one.result.answer != other.result.answer:
                action = self.actions[number]
                found = self._cell(action, state, one.result.answer, other.result.answer)
                if found is not None:
                    yield Alarm(json.dumps(attrs.astuple(found)), action, ())

    def narrow(self) -> bool:
        """As `PackedModel.narrow`, of both sides."""
        changed = [side.narrow() for side in self.sides]
        return any(changed)

    def _moves(self, state: Pair) -> Iterator[tuple[int, tuple[Move, Move]]]:
        before, after = (side.footprints for side in self.sides)
        for number in range(len(self.actions)):
            yield number, (before.move(number, state[0]), after.move(number, state[1]))

    def _cell(self, action: Action, state: Pair, before: Any, after: Any) -> Cell | None:
        if not isinstance(action, Request):
            return None
        return cell(action.operation, self._place(action, state[0]), before, after)

    def _place(self, action: Request, state: int) -> tuple[str, str]:
        key = action.actor, action.room
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
