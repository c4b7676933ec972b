"""Where the states and labels of a graph go: columns from left to right, with few crossings.

The layered method in its plain form (Sugiyama, Tagawa, Toda 1981): states get ranks, the label of the edges
between two states stands in a column of its own between theirs, edges over several columns bend at points in
them, and the order within the columns follows the neighbours'. Edges between states of one column leave and
come back on the right. Deterministic; sizes in pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

import attrs

__all__ = ["Item", "Layout", "Pair", "Size", "layout"]

Pair: TypeAlias = tuple[str, str]
"""Two states between which edges run, in this direction."""

Size: TypeAlias = tuple[float, float]

_GAP_X: Final = 34
_GAP_Y: Final = 12
_SWEEPS: Final = 12


@attrs.define(eq=False)
class Item:
    """Something with a place in a column; `x` and `y` are of its middle."""

    column: int
    width: float = 0
    height: float = 0
    x: float = 0
    y: float = 0
    before: list[Item] = attrs.field(factory=list, repr=False)
    after: list[Item] = attrs.field(factory=list, repr=False)

    def beside(self, forward: bool) -> list[Item]:
        """The neighbours in the columns on one side."""
        return self.before if forward else self.after


@attrs.frozen
class Layout:
    """States by name; for each pair the items its edges pass, in order, one of them the label."""

    width: float
    height: float
    states: Mapping[str, Item]
    ways: Mapping[Pair, Sequence[Item]]
    labels: Mapping[Pair, Item]


def layout(states: Mapping[str, Size], labels: Mapping[Pair, Size]) -> Layout:
    """Place states and the labels of pairs of different states; the first state stands leftmost."""
    ranks = _ranks(list(states), labels)
    placed = {name: Item(2 * ranks[name], *size) for name, size in states.items()}
    ways, tags = {}, {}
    for pair, size in labels.items():
        ways[pair], tags[pair] = _way(placed, pair, size)
    columns = _columns([*placed.values(), *(item for way in ways.values() for item in way)])
    _order(columns)
    width, height = _across(columns), _down(columns)
    return Layout(width, height, placed, ways, tags)


def _ranks(names: Sequence[str], pairs: Iterable[Pair]) -> dict[str, int]:
    """The column of each state: behind all that lead to it, or in a circle as near to the first as can be."""
    following: dict[str, list[str]] = {name: [] for name in names}
    for source, dest in pairs:
        following[source].append(dest)
    return _behind(following) or _near(following)


def _behind(following: Mapping[str, list[str]]) -> dict[str, int]:
    """The length of the longest way to each state; empty where there is a circle."""
    waits = dict.fromkeys(following, 0)
    for others in following.values():
        for other in others:
            waits[other] += 1
    rank = {name: 0 for name, number in waits.items() if not number}
    free = list(rank)
    for name in free:
        for other in following[name]:
            rank[other] = max(rank.get(other, 0), rank[name] + 1)
            waits[other] -= 1
            if not waits[other]:
                free.append(other)
    return rank if len(free) == len(following) else {}


def _near(following: Mapping[str, list[str]]) -> dict[str, int]:
    """The length of the shortest way from the first state, or from one that no way leads to."""
    rank: dict[str, int] = {}
    for start in following:
        queue = [] if start in rank else [start]
        rank.setdefault(start, 0)
        for name in queue:
            for other in following[name]:
                if other not in rank:
                    rank[other] = rank[name] + 1
                    queue.append(other)
    return rank


def _way(placed: Mapping[str, Item], pair: Pair, size: Size) -> tuple[list[Item], Item]:
    """The items between two states, the label in the column next to where the edges begin."""
    left, right = sorted((placed[name] for name in pair), key=lambda item: item.column)
    items = [Item(column) for column in range(left.column + 1, max(right.column, left.column + 2))]
    label = items[0] if left is placed[pair[0]] else items[-1]
    label.width, label.height = size
    ends = [left, *items, right] if left.column < right.column else [left, *items]
    for one, other in pairwise(ends):
        one.after.append(other)
        other.before.append(one)
    if left.column == right.column:
        right.after.append(label)
        label.before.append(right)
    return (items if left is placed[pair[0]] else items[::-1]), label


def _columns(items: Iterable[Item]) -> list[list[Item]]:
    found: dict[int, list[Item]] = {}
    for item in items:
        found.setdefault(item.column, []).append(item)
    return [found[number] for number in sorted(found)]


def _order(columns: list[list[Item]]) -> None:
    """Sort each column by its neighbours, to and fro; keep the order with the fewest crossings."""
    best, least = [list(column) for column in columns], _crossings(columns)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for column in columns if forward else reversed(columns):
            _number(columns)
            column.sort(key=lambda item: _mean((near.y for near in item.beside(forward)), item.y))
        _number(columns)
        if (found := _crossings(columns)) < least:
            best, least = [list(column) for column in columns], found
    columns[:] = best


def _number(columns: list[list[Item]]) -> None:
    for column in columns:
        for number, item in enumerate(column):
            item.y = (number + 1) / (len(column) + 1)


def _crossings(columns: list[list[Item]]) -> int:
    count = 0
    for column in columns:
        at = {id(item): number for other in columns for number, item in enumerate(other)}
        ends = [at[id(near)] for item in column for near in sorted(item.after, key=lambda near: at[id(near)])]
        count += sum(one > other for number, one in enumerate(ends) for other in ends[number + 1 :])
    return count


def _across(columns: list[list[Item]]) -> float:
    x = 0.0
    for column in columns:
        width = max(item.width for item in column)
        for item in column:
            item.x = x + width / 2
        x += width + _GAP_X
    return x - _GAP_X


def _down(columns: list[list[Item]]) -> float:
    """Every item as near to the middle of its neighbours as its column allows."""
    for column in columns:
        _stack(column, [0.0] * len(column))
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for column in columns if forward else reversed(columns):
            wanted = [_mean((near.y for near in item.beside(forward)), item.y) for item in column]
            _stack(column, wanted)
    items = [item for column in columns for item in column]
    top = min(item.y - item.height / 2 for item in items)
    for item in items:
        item.y -= top
    return max(item.y + item.height / 2 for item in items)


def _stack(column: list[Item], wanted: Sequence[float]) -> None:
    """Place a column without overlaps, on average where its items want to be."""
    for number, (item, y) in enumerate(zip(column, wanted, strict=True)):
        above = column[number - 1] if number else None
        least = above.y + (above.height + item.height) / 2 + _GAP_Y if above else y
        item.y = max(y, least)
    shift = _mean((y - item.y for item, y in zip(column, wanted, strict=True)), 0)
    for item in column:
        item.y += shift


def _mean(values: Iterable[float] | Iterator[float], otherwise: float) -> float:
    found = list(values)
    return sum(found) / len(found) if found else otherwise
