"""Ways to compare a value other than by being equal: `{matches: "^Room"}`, `{message: Hello}`.

A mapping with one of these keys, and no other, stands where a value would stand. `exactly` and `in any order`
hold the value itself, compared more or less strictly than usual; `message`, `poll` and `bot` name what has an
id by what people call it, also where a request needs that id. `raw` holds what a request carries as it is,
though no vocabulary knows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

__all__ = [
    "REFERENCES",
    "WAYS",
    "found_in",
    "is_raw",
    "is_reference",
    "is_way_of_comparing",
    "pair_up",
    "way_of",
]

REFERENCES: Final = ("message", "poll", "bot", "notification")
"""What can be named where the server wants an id."""

WAYS: Final = ("matches", "contains", "below", "exactly", "in any order", "number", *REFERENCES)
"""The keys; `matches` holds a regular expression, `contains` parts of a text, `number` how many."""


def is_raw(value: Any) -> bool:
    """Whether a value is to be sent as it is."""
    return isinstance(value, dict) and value.keys() == {"raw"}


def is_way_of_comparing(value: Any) -> bool:
    """Whether a value says how to compare."""
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)) in WAYS


def is_reference(value: Any) -> bool:
    """Whether a value names something whose id is meant."""
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)) in (*REFERENCES, "raw")


def way_of(value: dict[str, Any]) -> tuple[str, Any]:
    """The way of comparing and what it needs."""
    return next(iter(value.items()))


def found_in(pattern: str, seen: Any) -> bool:
    """Whether a regular expression is found in a value as text."""
    text = "" if seen is None else str(seen)
    return not isinstance(seen, dict | list) and re.search(pattern, text) is not None


def pair_up(rows: Sequence[Any], others: Sequence[Any], equal: Callable[[Any, Any], bool]) -> bool:
    """Whether each row can be given an equal one of its own among the others, and none is left over."""
    if len(rows) != len(others):
        return False
    fits = [[number for number, other in enumerate(others) if equal(row, other)] for row in rows]
    taken: dict[int, int] = {}
    return all(_place(row, fits, taken, set()) for row in range(len(rows)))


def _place(row: int, fits: Sequence[Sequence[int]], taken: dict[int, int], tried: set[int]) -> bool:
    """Find a place for one row, moving others out of the way."""
    for place in fits[row]:
        if place in tried:
            continue
        tried.add(place)
        if place not in taken or _place(taken[place], fits, taken, tried):
            taken[place] = row
            return True
    return False
