"""Ways of comparing in what is expected: whether each is one, and holds what it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from talksim.scenario.document.fault import Path, nearest
from talksim.scenario.document.mistake import Mistake
from talksim.scenario.matching import REFERENCES, WAYS

__all__ = ["wrong_ways"]

_ALIKE: Final = 0.8
_SPELLED: Final = [way for way in WAYS if way not in REFERENCES]
"""The ways that, misspelled, would make a mapping that equals nothing; the others are fields as well."""


def wrong_ways(value: Any, path: Path = ()) -> Iterator[Mistake]:
    """What is wrong with the ways of comparing in a value, wherever they stand in it."""
    if isinstance(value, dict):
        if len(value) == 1:
            yield from _way(*next(iter(value.items())), path)
        for key, item in value.items():
            yield from wrong_ways(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from wrong_ways(item, (*path, number))


def _way(way: Any, needs: Any, path: Path) -> Iterator[Mistake]:
    if way == "matches" and isinstance(needs, str):
        try:
            re.compile(needs)
        except re.error as wrong:
            yield Mistake("this is no regular expression", wrong.msg, (*path, way))
    elif way == "matches":
        yield Mistake('"matches" holds a regular expression', 'such as {matches: "^Room"}', (*path, way))
    elif isinstance(way, str) and way not in WAYS and (near := nearest(way, _SPELLED, cutoff=_ALIKE)):
        yield Mistake(f'nothing is compared by "{way}"', f'Did you mean "{near}"?', (*path, way), "key")
