"""Differences from the real server that are known and meant: a file of their own, with reason and link.

An entry excuses what it names, and fails as soon as there is nothing left to excuse. One file serves
recordings and features: `where` is the name of a recording or of a scenario, `what` the cause as the command
shows it; `*` stands for anything in both.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any, Final

import attrs

from talksim.scenario.document.fault import Collector, one_of
from talksim.scenario.document.source import Document, read_file

__all__ = ["KnownDifference", "KnownDifferences"]

_KEYS: Final = ("where", "what", "reason", "link")


@attrs.frozen
class KnownDifference:
    """One entry, and the line it stands in."""

    where: str
    what: str
    reason: str
    link: str
    line: int = 1

    def covers(self, where: str, what: str) -> bool:
        """Whether the entry names this divergence."""
        return _matches(self.where, where) and _matches(self.what, what)


@attrs.define
class KnownDifferences:
    """The entries of a file; remembers which of them excused something."""

    entries: tuple[KnownDifference, ...] = ()
    path: str = ""
    _used: set[KnownDifference] = attrs.field(factory=set, alias="used")

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> KnownDifferences:
        """Read a file: a list of entries. Raises `Faults` with everything that is wrong in it."""
        document = read_file(path)
        faults = Collector(document)
        items = document.value if document.value is not None else []
        if not isinstance(items, list):
            faults.add((), "known differences are a list", hint=f"of entries with {', '.join(_KEYS)}")
            faults.fail()
        for number, item in enumerate(items):
            _check(faults, number, item)
        faults.raise_if_any()
        return cls(tuple(_entry(document, number, item) for number, item in enumerate(items)), document.path)

    def excuse(self, where: str, what: str) -> bool:
        """Whether a divergence is known; the entries that name it count as used."""
        found = [entry for entry in self.entries if entry.covers(where, what)]
        self._used.update(found)
        return bool(found)

    def gone(self, judged: Iterable[str]) -> list[KnownDifference]:
        """The entries that name something which was judged, and excused nothing."""
        names = list(judged)
        return [
            entry
            for entry in self.entries
            if entry not in self._used and any(_matches(entry.where, name) for name in names)
        ]


def _check(faults: Collector, number: int, item: Any) -> None:
    if not isinstance(item, dict):
        faults.add((number,), "an entry is a mapping", hint=f"with {', '.join(_KEYS)}")
        return
    for key in item:
        if key not in _KEYS:
            faults.add((number, key), f'unknown key "{key}"', hint=one_of(str(key), _KEYS), at="key")
    for key in _KEYS:
        if not (isinstance(item.get(key), str) and item[key].strip()):
            faults.add(
                (number, key), f'"{key}" must say something', hint="every entry gives a reason and a link"
            )


def _entry(document: Document, number: int, item: dict[str, str]) -> KnownDifference:
    return KnownDifference(**item, line=document.position((number,)).line)


def _matches(pattern: str, text: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text, re.DOTALL) is not None
