"""What the sections of a policy file have in common: entries by phrases of operations, lists of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import talksim.operations  # noqa: F401  declares what policies speak of
from talksim.rules.operation import Operation
from talksim.rules.policy import Changes
from talksim.scenario.document.fault import Path
from talksim.scenario.document.mistake import Mistake
from talksim.scenario.reading.command import phrases
from talksim.scenario.reading.suggest import suggestion

__all__ = ["Change", "by_operation", "entries", "words"]


class Change(NamedTuple):
    """One thing that a policy changes, and where the file says so."""

    path: Path
    make: Changes


def entries(raw: Any, hint: str, found: list[Mistake], *path: str | int) -> Iterator[tuple[str, Any]]:
    """The entries of a mapping, which stands at the path; what is none is a mistake."""
    if isinstance(raw, Mapping):
        yield from raw.items()
    else:
        found.append(Mistake("this must be a mapping", hint, path))


def by_operation(raw: Any, hint: str, found: list[Mistake]) -> Iterator[tuple[str, Operation, Any]]:
    """The entries of a mapping by operations; an unknown phrase is a mistake."""
    for phrase, value in entries(raw, hint, found):
        operation = phrases().get(phrase)
        if operation is None:
            meant = suggestion(phrase.split(), phrases())
            found.append(Mistake(f'unknown operation "{phrase}"', meant, (phrase,), "key"))
        else:
            yield phrase, operation, value


def words(raw: Any, path: Path, hint: str, found: list[Mistake]) -> Iterator[tuple[Path, str]]:
    """The words of a list, or a single word, with the place of each."""
    if isinstance(raw, str):
        yield path, raw
    elif not isinstance(raw, list):
        found.append(Mistake("this is a list of names", hint, path))
    else:
        for number, word in enumerate(raw):
            if isinstance(word, str):
                yield (*path, number), word
            else:
                found.append(Mistake("a name is text", "", (*path, number)))
