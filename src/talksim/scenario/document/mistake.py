"""Mistakes found while structuring, before it is known where in the file they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import attrs

from talksim.by_fields import EqualByFields
from talksim.scenario.document.fault import Fault, Path
from talksim.scenario.document.source import Document

__all__ = ["Mistake", "Wrong", "attempt", "locate"]


@attrs.frozen(eq=False, repr=False)
class Mistake(EqualByFields):
    """One thing wrong at a path; `start` and `length` say which part of the text there."""

    message: str
    hint: str = ""
    path: Path = ()
    at: Literal["key", "value"] = "value"
    start: int = 0
    length: int = 1

    @property
    def sentence(self) -> str:
        """What is wrong, with the hint, where no caret can be shown."""
        if not self.hint:
            return self.message
        return f"{self.message}{'.' if self.hint[0].isupper() else ';'} {self.hint}"

    def under(self, *path: str | int) -> Mistake:
        """The same mistake, seen from further up."""
        return attrs.evolve(self, path=(*path, *self.path))


class Wrong(ValueError):  # noqa: N818  it is wrong, and reads so
    """Raised by whoever structures a value, with every mistake in it."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(*mistakes)
        self.mistakes = mistakes


def attempt(found: list[Mistake], path: Path, make: Callable[..., Any], *given: Any) -> Any:
    """What `make` makes, or None with its mistakes added to `found`."""
    try:
        return make(*given)
    except Wrong as wrong:
        found += [mistake.under(*path) for mistake in wrong.mistakes]
        return None


def locate(document: Document, mistakes: Iterable[Mistake]) -> Iterator[Fault]:
    """The mistakes as faults of the document, each once."""
    seen = set()
    for mistake in mistakes:
        fault = _fault(document, mistake)
        if fault not in seen:
            seen.add(fault)
            yield fault


def _fault(document: Document, mistake: Mistake) -> Fault:
    key = mistake.at == "key"
    line, column = document.key_position(mistake.path) if key else document.position(mistake.path)
    length = mistake.length
    if key and mistake.path:
        length = max(length, len(str(mistake.path[-1])))
    elif mistake.start or length > 1:
        column += mistake.start + _quote(document, line, column)
    return Fault(document.path, line, column, mistake.message, mistake.hint, length)


def _quote(document: Document, line: int, column: int) -> int:
    """1 where the text at the place begins with a quote."""
    lines = document.text.splitlines()
    return int(line <= len(lines) and lines[line - 1][column - 1 : column] in ("'", '"'))
