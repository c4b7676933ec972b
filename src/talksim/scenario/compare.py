"""What was expected against what was seen, through the vocabulary.

A word and its number are equal where the server's value is a constant. The fields a row names are compared,
those it does not name are not; only a single thing that is compared `exactly` must have no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from talksim.constants import FlagConstant, UnknownWord, Vocabulary
from talksim.scenario.script import Mode
from talksim.scenario.value import seconds

__all__ = ["Eyes", "matches", "project", "shown"]


@attrs.frozen
class Eyes:
    """How values are read: `nicknames` of tokens and ids the server made up, and what time it is."""

    nicknames: Mapping[str, str] = {}
    now: float = 0.0


def matches(expected: Any, seen: Any, mode: Mode, eyes: Eyes, main: str = "") -> bool:
    """Whether what was seen is what was expected; a plain word stands for the field `main` of a row."""
    if isinstance(seen, list):
        return isinstance(expected, list) and _rows(expected, seen, mode, eyes, main)
    if isinstance(expected, dict) and isinstance(seen, dict):
        return _fields(expected, seen, eyes) and (mode == "including" or expected.keys() == seen.keys())
    return _equal(expected, seen, eyes)


def project(seen: Any, expected: Any, eyes: Eyes, main: str = "") -> Any:
    """What was seen, reduced to the fields that were expected, in the words of the vocabulary."""
    if isinstance(seen, list) and isinstance(expected, list):
        names = _names(expected, main)
        return [_reduced(row, names, _is_plain(expected), eyes, main) for row in seen]
    if isinstance(seen, dict) and isinstance(expected, dict):
        return {name: shown(value, eyes) for name, value in seen.items() if name in expected}
    return shown(seen, eyes)


def shown(value: Any, eyes: Eyes) -> Any:
    """A value as a scenario would write it: constants by their words, rooms and guests by their names."""
    if isinstance(value, FlagConstant):
        return str(value)
    if isinstance(value, Vocabulary):
        return value.word
    if isinstance(value, str):
        return eyes.nicknames.get(value, value)
    if isinstance(value, dict):
        return {str(key): shown(item, eyes) for key, item in value.items()}
    return [shown(item, eyes) for item in value] if isinstance(value, list | tuple) else value


def _rows(expected: Sequence[Any], seen: Sequence[Any], mode: Mode, eyes: Eyes, main: str) -> bool:
    if mode == "exactly":
        return len(expected) == len(seen) and all(
            _row(row, other, eyes, main) for row, other in zip(expected, seen, strict=True)
        )
    rest = iter(seen)
    return all(any(_row(row, other, eyes, main) for other in rest) for row in expected)


def _row(expected: Any, seen: Any, eyes: Eyes, main: str) -> bool:
    if isinstance(seen, dict) and not isinstance(expected, dict) and main:
        return _equal(expected, seen.get(main), eyes)
    return _equal(expected, seen, eyes)


def _equal(expected: Any, seen: Any, eyes: Eyes) -> bool:
    if isinstance(seen, Vocabulary):
        return _same_word(expected, seen)
    if isinstance(seen, dict | list | tuple):
        return _same_items(expected, seen, eyes)
    if isinstance(expected, bool) or isinstance(seen, bool):
        return expected is seen
    if isinstance(seen, str):
        return str(expected) in (seen, eyes.nicknames.get(seen)) and not isinstance(expected, dict | list)
    if isinstance(seen, int | float) and isinstance(expected, str):
        return _moment(expected, eyes) == int(seen)
    return bool(expected == seen)


def _same_items(expected: Any, seen: Any, eyes: Eyes) -> bool:
    if isinstance(expected, dict) and isinstance(seen, dict):
        return _fields(expected, seen, eyes)
    if not isinstance(expected, list) or isinstance(seen, dict):
        return False
    pairs = zip(expected, seen, strict=False)
    return len(expected) == len(seen) and all(_equal(one, other, eyes) for one, other in pairs)


def _same_word(expected: Any, seen: Vocabulary) -> bool:
    try:
        return type(seen).parse(expected) == seen
    except UnknownWord:
        return False


def _fields(expected: Mapping[str, Any], seen: Mapping[str, Any], eyes: Eyes) -> bool:
    return all(name in seen and _equal(value, seen[name], eyes) for name, value in expected.items())


def _moment(text: str, eyes: Eyes) -> int | None:
    """The time that `in 6 h` or `6 h ago` is."""
    ahead, ago = text.startswith("in "), text.endswith(" ago")
    length = seconds(text.removeprefix("in ").removesuffix(" ago")) if ahead is not ago else None
    return None if length is None else int(eyes.now + length if ahead else eyes.now - length)


def _names(expected: Sequence[Any], main: str) -> list[str]:
    """Every field that some expected row names, in the order they first come."""
    rows = [row for row in expected if isinstance(row, dict)]
    return list(dict.fromkeys(name for row in rows for name in row)) or ([main] if main else [])


def _is_plain(expected: Sequence[Any]) -> bool:
    return not any(isinstance(row, dict) for row in expected)


def _reduced(row: Any, names: list[str], plain: bool, eyes: Eyes, main: str) -> Any:
    if not isinstance(row, dict):
        return shown(row, eyes)
    if plain and main:
        return shown(row.get(main), eyes)
    return {name: shown(row[name], eyes) for name in names if name in row} or shown(row, eyes)
