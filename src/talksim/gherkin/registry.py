"""Patterns of sentences, in the notation of the suite's description.

`"{}"` is a quoted argument, `{n}` a whole number, `{status}` the status an answer must have, `({api})` the
version of the API, which means nothing and may be left out of any sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Final, TypeVar

import attrs

from talksim.errors import DeclarationError

__all__ = ["PATTERNS", "Found", "Pattern", "find", "load_steps", "matching", "step"]

F = TypeVar("F", bound=Callable[..., None])

_TOKEN = re.compile(r'"\{\}"|\{n\}|\{status\}| ?\(\{api\}\)')
_PARTS: Final = {
    '"{}"': r"""(?:"([^"]*)"|'([^']*)')""",
    "{n}": r"(-?\d+)",
    "{status}": r"(?P<status>\d{3})",
}
_STEPS: Final = "talksim.gherkin.steps"
_API: Final = r"(?: \(v\d+\))?"


@attrs.frozen
class Pattern:
    """A pattern, what writes its steps, and the fixed arguments of this wording."""

    text: str
    write: Callable[..., None] = attrs.field(repr=False)
    fixed: dict[str, Any]
    regex: re.Pattern[str] = attrs.field(repr=False)


@attrs.frozen
class Found:
    """The pattern of a sentence with the arguments of the sentence."""

    pattern: Pattern
    values: tuple[str | int, ...]
    named: dict[str, Any]


PATTERNS: dict[str, Pattern] = {}
"""Every pattern, once `load_steps` has run."""


def step(text: str, **fixed: Any) -> Callable[[F], F]:
    """Declare what a sentence means; `fixed` are further arguments of this wording.

    The function is given the world, the arguments of the sentence in order, `status` if the pattern has one.
    """

    def declare(write: F) -> F:
        if text in PATTERNS:
            raise DeclarationError(f'the pattern "{text}" is declared twice')
        PATTERNS[text] = Pattern(text, write, fixed, _regex(text))
        return write

    return declare


def load_steps() -> None:
    """Import the modules that declare the patterns."""
    steps = import_module(_STEPS)  # they import this module
    for module in iter_modules(steps.__path__):
        import_module(f"{_STEPS}.{module.name}")


def matching(sentence: str) -> Iterator[Pattern]:
    """All patterns a sentence fits; a test sees to it that there is never more than one."""
    return (pattern for pattern in PATTERNS.values() if pattern.regex.fullmatch(sentence))


def find(sentence: str) -> Found | None:
    """The pattern of a sentence, or None if it has none."""
    for pattern in PATTERNS.values():
        match = pattern.regex.fullmatch(sentence)
        if match is not None:
            return _found(pattern, match)
    return None


def _found(pattern: Pattern, match: re.Match[str]) -> Found:
    values: list[str | int] = []
    named = dict(pattern.fixed)
    groups = iter(match.groups())
    for token in _TOKEN.findall(pattern.text):
        if token == '"{}"':
            double, single = next(groups), next(groups)
            values.append(single if double is None else double)
        elif token == "{n}":
            values.append(int(next(groups)))
        elif token == "{status}":
            named["status"] = int(next(groups))
    return Found(pattern, tuple(values), named)


def _regex(text: str) -> re.Pattern[str]:
    pieces, end = [], 0
    for match in _TOKEN.finditer(text):
        pieces += [re.escape(text[end : match.start()]), _PARTS.get(match[0], _API)]
        end = match.end()
    pieces.append(re.escape(text[end:]))
    last = "" if "({api})" in text else _API
    return re.compile("".join(pieces) + last)
