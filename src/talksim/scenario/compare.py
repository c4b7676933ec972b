"""What was expected against what was seen, through the vocabulary.

A word and its number are equal where the server's value is a constant. The fields a row names are compared,
those it does not name are not; only a single thing that is compared `exactly` must have no others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

import attrs

from talksim.by_fields import EqualByFields
from talksim.constants import FlagConstant, UnknownWord, Vocabulary
from talksim.scenario.matching import found_in, is_way_of_comparing, pair_up, way_of
from talksim.scenario.script import Mode
from talksim.scenario.value import seconds

__all__ = ["Eyes", "left", "matches", "project", "row_holds", "shown"]


_WORDS = re.compile(r"[0-9a-z]{8,}")


def _nobody_knows(_kind: str, _name: str) -> Collection[int]:
    return ()


@attrs.frozen(eq=False, repr=False)
class Eyes(EqualByFields):
    """How values are read: `nicknames` of tokens and ids the server made up, and what time it is."""

    nicknames: Mapping[str, str] = {}
    now: float = 0.0
    ids: Callable[[str, str], Collection[int]] = _nobody_knows
    """The ids of what is called so: `ids("message", "Hello")`."""

    def called(self, seen: str) -> str:
        """A text with tokens and ids in it replaced: `abc123/7` → `webinar/Hello`, were 7 asked for."""
        return _WORDS.sub(lambda word: self.nicknames.get(word[0], word[0]), seen)


def matches(expected: Any, seen: Any, mode: Mode, eyes: Eyes, main: str = "") -> bool:
    """Whether what was seen is what was expected; a plain word stands for the field `main` of a row."""
    if is_way_of_comparing(expected):
        return _equal(expected, seen, eyes)
    if isinstance(expected, list) and isinstance(seen, dict):
        seen = list(seen.values())
    if mode == "number":
        return isinstance(seen, list) and len(seen) == expected
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
            row_holds(row, other, eyes, main) for row, other in zip(expected, seen, strict=True)
        )
    if mode == "in any order":
        return pair_up(expected, seen, lambda row, other: row_holds(row, other, eyes, main))
    if mode == "excluding":
        return not any(row_holds(row, other, eyes, main) for row in expected for other in seen)
    rest = iter(seen)
    return all(any(row_holds(row, other, eyes, main) for other in rest) for row in expected)


def row_holds(expected: Any, seen: Any, eyes: Eyes, main: str) -> bool:
    """Whether one row is as expected; a plain word stands for the field `main`."""
    if isinstance(seen, dict) and not isinstance(expected, dict) and main:
        return _equal(expected, seen.get(main), eyes)
    return _equal(expected, seen, eyes)


def _equal(expected: Any, seen: Any, eyes: Eyes) -> bool:
    if expected.__class__ is dict and is_way_of_comparing(expected) and not _is_field_of(expected, seen):
        return _by_its_way(*way_of(expected), seen, eyes)
    if isinstance(seen, Vocabulary):
        return _same_word(expected, seen)
    if isinstance(seen, dict | list | tuple):
        return _same_items(expected, seen, eyes)
    return _same_scalar(expected, seen, eyes)


def _same_scalar(expected: Any, seen: Any, eyes: Eyes) -> bool:
    if isinstance(expected, bool) or isinstance(seen, bool):
        return expected is seen
    if isinstance(seen, str):
        if isinstance(expected, dict | list):
            return False
        return str(expected) in (seen, eyes.nicknames.get(seen)) or _says(str(expected), seen, eyes)
    if isinstance(seen, int | float) and isinstance(expected, str):
        return _moment(expected, eyes) == int(seen)
    return bool(expected == seen)


def _is_field_of(expected: Mapping[str, Any], seen: Any) -> bool:
    """Whether a way of comparing is meant as a field: `{message: Hello}` of a message."""
    return isinstance(seen, dict) and next(iter(expected)) in seen


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
    return all(
        _equal(value, seen.get(name), eyes) if name in seen or is_way_of_comparing(value) else value is None
        for name, value in expected.items()
    )


def left(seen: Any, without: Mapping[str, Any], eyes: Eyes) -> Any:
    """The rows without those that have one of the values named."""
    if not without or not isinstance(seen, list):
        return seen
    return [row for row in seen if not _has_any(row, without, eyes)]


def _has_any(row: Any, without: Mapping[str, Any], eyes: Eyes) -> bool:
    if not isinstance(row, dict):
        return False
    named = [(n, value if isinstance(value, list) else [value]) for n, value in without.items() if n in row]
    return any(_equal(value, row[name], eyes) for name, values in named for value in values)


def _says(expected: str, seen: str, eyes: Eyes) -> bool:
    """Whether a text with tokens in it, or a room and a message, says what is expected."""
    room, _, text = expected.partition("/")
    token, _, number = seen.partition("/")
    if text and number.isdigit() and room in (token, eyes.nicknames.get(token)):
        return int(number) in eyes.ids("message", text)
    return expected == eyes.called(seen)


def _by_its_way(way: str, value: Any, seen: Any, eyes: Eyes) -> bool:
    compare = _WAYS.get(way)
    if compare is not None:
        return compare(value, seen, eyes)
    return str(seen).isdigit() and int(seen) in eyes.ids(way, value)


def _contains(value: Any, seen: Any, eyes: Eyes) -> bool:
    text = eyes.called("\n".join(map(str, seen)) if isinstance(seen, list) else str(seen))
    return all(part in text for part in (value if isinstance(value, list) else [value]))


def _below(value: Any, seen: Any, eyes: Eyes) -> bool:
    return str(seen).isdigit() and any(int(seen) < number for number in _numbers(value, eyes))


def _in_any_order(value: Any, seen: Any, eyes: Eyes) -> bool:
    return isinstance(seen, list) and pair_up(value, seen, lambda row, one: _equal(row, one, eyes))


def _numbers(value: Any, eyes: Eyes) -> Collection[int]:
    return eyes.ids(*way_of(value)) if isinstance(value, dict) else (value,)


def _same(expected: Any, seen: Any, eyes: Eyes) -> bool:
    """Equal, with the same keys on every floor; an empty list is an empty mapping, as in PHP."""
    if not expected and not seen and isinstance(expected, dict | list):
        return isinstance(seen, dict | list)
    if isinstance(expected, dict) and not is_way_of_comparing(expected):
        return (
            isinstance(seen, dict)
            and expected.keys() == seen.keys()
            and all(_same(value, seen[name], eyes) for name, value in expected.items())
        )
    if isinstance(expected, list):
        pairs = zip(expected, seen, strict=True) if isinstance(seen, list) else ()
        return len(expected) == len(seen) and all(_same(one, other, eyes) for one, other in pairs)
    return _equal(expected, seen, eyes)


def _moment(text: str, eyes: Eyes) -> int | None:
    """The time that `now`, `in 6 h` or `6 h ago` is."""
    if text == "now":
        return int(eyes.now)
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


_WAYS: Final[Mapping[str, Callable[[Any, Any, Eyes], bool]]] = {
    "matches": lambda value, seen, _: found_in(value, seen),
    "contains": _contains,
    "number": lambda value, seen, _: isinstance(seen, list | dict) and len(seen) == value,
    "exactly": _same,
    "in any order": _in_any_order,
    "below": _below,
}
