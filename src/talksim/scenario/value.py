"""Values as people write them in scenarios: words, numbers, durations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import Any, Final, get_args

from talksim.constants import UnknownWord, Vocabulary
from talksim.errors import UsageError
from talksim.rules.parameter import Parameter
from talksim.scenario.document.fault import did_you_mean
from talksim.scenario.matching import is_reference
from talksim.scenario.repeated import EXAMPLE
from talksim.values import duration, moment

__all__ = [
    "JSON_MEANINGS",
    "UNITS",
    "check_parameter",
    "check_word",
    "listed",
    "named",
    "scalar",
    "seconds",
    "vocabulary_of",
    "written",
]

UNITS: Final = '"90 s", "15 min", "6 h", "2 days" or "1 week"'
"""How durations are written, with every unit there is."""

JSON_MEANINGS: Final = ("attendee map", "JSON")
"""What parameters mean that carry JSON in a text; a scenario writes a mapping."""

_NAMED: Final = ("poll", "message")
"""What numbers mean that people know by name: by its question, by its text."""

_TIMES: Final = ("duration", "moment")

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?").fullmatch
_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None}
_PLAIN = re.compile(r"[^\W\d][\w .@/'()+-]*").fullmatch


def scalar(text: str) -> Any:
    """The value of a plain word, by the rules of the YAML reader: only `true` and `false` are booleans."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    match = _NUMBER(text)
    if match is None or len(text) > 20:
        return text
    return float(text) if match[1] else int(text)


@lru_cache(maxsize=1024, typed=True)
def _seconds(value: str) -> float | None:
    try:
        return duration(value)
    except UsageError:
        return None


def seconds(value: object) -> float | None:
    """A duration in seconds (`6 h`, `90`, `1 h 30 min`), or None if it is not one."""
    if isinstance(value, str):
        return _seconds(value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def named(parameter: Parameter, value: Any) -> Any:
    """The value of a parameter; where a number stands for a poll or message, its name is a reference."""
    if parameter.means not in _NAMED or not isinstance(value, str) or isinstance(scalar(value), int | float):
        return value
    return {parameter.means: value}


def check_word(vocabulary: type[Vocabulary], value: object) -> tuple[str, str] | None:
    """What is wrong with a word of a vocabulary, with a hint; None if it is known."""
    parse = getattr(vocabulary, "parse_or_number", vocabulary.parse)
    try:
        parse(value)
    except UnknownWord as wrong:
        guess = f'. Did you mean "{wrong.suggestion}"?' if wrong.suggestion else ""
        shown = written(wrong.value)
        return f"unknown {wrong.title} {_quoted(shown)}", f"one of: {', '.join(wrong.choices)}{guess}"
    return None


def vocabulary_of(hint: Any) -> type[Vocabulary] | None:
    """The vocabulary in a type hint, `Permission | None` included."""
    members = get_args(hint) or (hint,)
    return next((m for m in members if isinstance(m, type) and issubclass(m, Vocabulary)), None)


def check_parameter(parameter: Parameter, value: object) -> tuple[str, str] | None:
    """What is wrong with the value of a parameter, with a hint; None if nothing can be said against it."""
    if is_reference(value) or (parameter.means in JSON_MEANINGS and isinstance(value, dict)):
        return None
    if value is None:
        return None if parameter.optional else (f'"{parameter.name}" cannot be null', "")
    if parameter.vocabulary is not None and issubclass(parameter.vocabulary, Vocabulary):
        return None if parameter.free and isinstance(value, str) else check_word(parameter.vocabulary, value)
    if parameter.kind:
        return None if isinstance(value, str | int) else (f'"{parameter.name}" is a name', "")
    return _check_type(parameter, value)


def written(value: object) -> str:
    """A value as it would be written on one line of a scenario."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(key)}: {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(written, value)) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = str(value)
    if isinstance(value, int | float) and not isinstance(value, Enum):
        return text
    if _PLAIN(text) and not text.endswith(" ") and text not in _CONSTANTS:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def listed(choices: Iterable[str], word: str) -> str:
    """A hint with the nearest choice, or with all of them if none is near and they are few."""
    known = sorted(choices)
    guess = did_you_mean(word, known)
    return guess or (f"one of: {', '.join(known)}" if 0 < len(known) <= 12 else "")


_TYPES: dict[type, tuple[tuple[type, ...], str]] = {
    bool: ((bool,), "true or false"),
    str: ((str, int, float), "text"),
    list: ((list,), "a list"),
    dict: ((dict,), "a mapping"),
}


def _check_type(parameter: Parameter, value: object) -> tuple[str, str] | None:
    wanted = parameter.python_type
    if wanted in (int, float):
        if seconds(value) is not None or (parameter.means == "moment" and _is_moment(value)):
            return None
        hint = f"a number, or a duration: {UNITS}" if parameter.means in _TIMES else f"not {written(value)}"
        return f'"{parameter.name}" must be a number', hint
    if wanted not in _TYPES:
        return None
    types, words = _TYPES[wanted]
    if isinstance(value, types) and not (isinstance(value, bool) and wanted is not bool):
        return None
    long = f"; a long one is {EXAMPLE}" if wanted is str and isinstance(value, dict) else ""
    return f'"{parameter.name}" must be {words}', f"not {written(value)}{long}"


def _is_moment(value: object) -> bool:
    try:
        moment(value, 0)
    except UsageError:
        return False
    return True


def _quoted(shown: str) -> str:
    return shown if shown.startswith('"') else f'"{shown}"'
