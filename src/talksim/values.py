"""Plain values as people write them: durations, moments, yes and no, words of a vocabulary.

What a request could not carry over the wire at all is a mistake of the writer and raises `UsageError`; a
value which the server would refuse passes, since refusing it is the server's part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, Final, cast

from talksim.constants import Vocabulary
from talksim.errors import UsageError
from talksim.model.server import START
from talksim.near import guess
from talksim.rules.parameter import Parameter
from talksim.rules.wire import is_json

__all__ = [
    "FIRST_DATE",
    "duration",
    "duration_text",
    "guess",
    "moment",
    "moment_text",
    "plain_value",
    "word_value",
]

_SECONDS: Final = {"s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3600, "hour": 3600}
_UNITS: Final = {**_SECONDS, "d": 86400, "day": 86400, "w": 604800, "week": 604800}
_DURATION: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*(?:,|and\b)?", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\s*-?\d+(?:\.\d+)?\s*")
_RELATIVE: Final = re.compile(r"now|in (.+)|(.+) ago")
_YES_NO: Final = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}

_HUGE: Final = float("inf")
_LONGEST: Final = 1e12
"""Seconds beyond which nothing is a duration or a date."""

FIRST_DATE: Final = 1_000_000_000
"""A number of seconds from here on is a date (the virtual clock begins in 2024), not a distance."""


def duration(text: object) -> float:
    """Seconds in a duration: `6 h`, `90 s`, `1 h 30 min`, `2 days`, a number of seconds, or a timedelta.

    Raises `UsageError` for anything else; a negative number passes.
    """
    seconds = text.total_seconds() if isinstance(text, timedelta) else _float(text)
    if seconds is None and isinstance(text, str) and (parts := _parts(text)):
        seconds = sum(float(number) * _UNITS[unit] for number, unit in parts)
    if seconds is None or abs(seconds) > _LONGEST:
        raise UsageError(f'"{text}" is not a duration; write "90 s", "1 h 30 min", "2 days" or seconds')
    return seconds


def _parts(text: str) -> list[tuple[str, str]] | None:
    parts, end = [], 0
    while end < len(text.rstrip()):
        found = _DURATION.match(text, end)
        unit = _unit(found[2]) if found else None
        if found is None or unit is None:
            return None
        parts.append((found[1], unit))
        end = found.end()
    return parts


def _unit(word: str) -> str | None:
    word = word.lower()
    return next((unit for unit in (word, word.removesuffix("s")) if unit in _UNITS), None)


def moment_text(time: float) -> str:
    """A moment of the virtual clock, in UTC: `09:29` of the first day, `2024-10-02 09:29:30` of another."""
    moment, first = (datetime.fromtimestamp(at, UTC) for at in (time, START))
    day = "" if moment.date() == first.date() else "%Y-%m-%d "
    return moment.strftime(f"{day}%H:%M:%S" if moment.second else f"{day}%H:%M")


def duration_text(seconds: float) -> str:
    """Seconds as people write them: `1 h 30 min`."""
    left, parts = seconds, []
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        count, left = divmod(left, length)
        parts += [f"{count:g} {unit}"] if count else []
    return " ".join([*parts, *([f"{left:g} s"] if left or not parts else [])])


def moment(value: object, now: float) -> int:
    """The timestamp that `value` from now is; 0, negative numbers and dates stay as they are.

    `now`, `in 6 h` and `6 h ago` are taken as well. Raises `UsageError` for anything else.
    """
    if isinstance(value, str) and (relative := _RELATIVE.fullmatch(value)):
        ahead, ago = relative.groups()
        return int(now + (duration(ahead) if ahead else -duration(ago) if ago else 0))
    if isinstance(value, int) and value >= FIRST_DATE and not isinstance(value, bool):
        return value
    seconds = duration(value)
    return int(seconds if seconds <= 0 or seconds >= FIRST_DATE else now + seconds)


def word_value(parameter: Parameter, value: object) -> Any:
    """The constant that `value` means, or its number if it means none, or any text where that passes.

    Raises `UsageError`.
    """
    vocabulary = cast("type[Any]", parameter.vocabulary)
    try:
        return vocabulary.parse_or_number(value)
    except ValueError as unknown:  # UnknownWord, or a number of thousands of digits
        if parameter.free and isinstance(value, str):
            return value
        raise UsageError(str(unknown)) from unknown


def plain_value(parameter: Parameter, value: object) -> Any:
    """`value` as the parameter's Python type. Raises `UsageError` when it cannot be read as that."""
    found = _READERS.get(parameter.python_type, lambda given: given)(value)
    if found is None:
        raise UsageError(f'{parameter.name} is {_TYPES[parameter.python_type]}, not "{_shown(value)}"')
    return found


def _bool(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and value in (0, 1):
        return bool(value)
    return _YES_NO.get(value.strip().lower()) if isinstance(value, str) else None


def _int(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return int(value) if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,18}\s*", value) else None


def _float(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    number = float(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else value
    return None if isinstance(number, str) or not -_HUGE < number < _HUGE else number


def _str(value: object) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, Enum):
        return str(value.value)
    if not is_json(value):
        return None
    return str(value) if isinstance(value, str | int | float) else None


def _list(value: object) -> list[Any] | None:
    if isinstance(value, str):
        return [value]
    return list(value) if isinstance(value, Iterable) and not isinstance(value, Mapping) else None


def _dict(value: object) -> dict[Any, Any] | None:
    return dict(value) if isinstance(value, Mapping) else None


_READERS: Final[dict[type, Any]] = {
    bool: _bool,
    int: _int,
    float: _float,
    str: _str,
    list: _list,
    dict: _dict,
}
_TYPES: Final[dict[type, str]] = {
    bool: "yes or no",
    int: "a whole number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "a mapping",
}


def _shown(value: object) -> str:
    text = value.word if isinstance(value, Vocabulary) else str(value)
    return text.encode(errors="backslashreplace").decode()
