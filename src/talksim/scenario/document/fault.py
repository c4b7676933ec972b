"""What is wrong with a scenario file, where, and how that is shown.

A file's faults are gathered in one pass by a `Collector` and leave together as one `Faults`, ordered by
position. Lines and columns count from 1, columns in characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, NoReturn, Protocol

import attrs

from talksim.by_fields import EqualByFields
from talksim.near import guess, nearest

__all__ = [
    "LINE_BREAK",
    "Collector",
    "Fault",
    "Faults",
    "Path",
    "Position",
    "did_you_mean",
    "nearest",
    "one_of",
    "render",
]

Path = tuple[str | int, ...]
"""The way to a value: mapping keys and list indices from the root, such as `("steps", 3, "with")`."""

LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""The line breaks of YAML 1.1, as libyaml counts them; `str.splitlines` knows more."""

_WINDOW = 100
"""The most characters of a line that are shown."""


class Position(NamedTuple):
    """A place in a text: line and column, both from 1, the column in characters."""

    line: int
    column: int


@attrs.frozen(eq=False, repr=False)
class Fault(EqualByFields):
    """One thing wrong in one place of a file. `length` is how many characters are underlined.

    `included_from` says for a fragment which files include it, as `webinar.yaml:9`, the nearest first.
    """

    path: str
    line: int
    column: int
    message: str
    hint: str = ""
    length: int = 1
    code: str = "scenario"
    included_from: tuple[str, ...] = ()

    @property
    def position(self) -> Position:
        """Where the fault is."""
        return Position(self.line, self.column)


class Faults(Exception):  # noqa: N818  it is many faults, and reads so
    """All faults of one file, ordered by position. `str()` of it is what a person should see.

    `texts` are the texts of other files, which the file includes, by their path.
    """

    def __init__(
        self, faults: Iterable[Fault], text: str = "", texts: Mapping[str, str] | None = None
    ) -> None:
        self.texts = dict(texts or {})
        self.faults = sorted(faults, key=lambda fault: (fault.path in self.texts, fault.position))
        self.text = text
        super().__init__(self.faults, text, self.texts)

    def __str__(self) -> str:
        return "\n".join(self._told())

    def _told(self) -> Iterator[str]:
        """Each fault, those that say the same in their first line alone, with the lines of the others."""
        alike: dict[tuple[str, ...], list[Fault]] = {}
        for fault in self.faults:
            alike.setdefault((fault.path, fault.message, fault.hint, *fault.included_from), []).append(fault)
        for first, *others in alike.values():
            lines = dict.fromkeys(str(other.line) for other in others if other.line != first.line)
            yield render(first, self.text_of(first)) + _also_in(list(lines))
            yield from (render(one, self.text_of(one)) for one in others if one.line == first.line)

    def included_from(self, place: str) -> Faults:
        """The same faults, of a file that is included there."""
        around = [attrs.evolve(f, included_from=(*f.included_from, place)) for f in self.faults]
        return Faults(around, self.text, self.texts)

    def text_of(self, fault: Fault) -> str:
        """The text of the file a fault is in."""
        return self.texts.get(fault.path, self.text)


class Located(Protocol):
    """What a collector needs of a document: its name, its text, and where things stand in it."""

    @property
    def path(self) -> str:
        """The file's name, as it is to be shown."""

    @property
    def text(self) -> str:
        """The file's text."""

    def position(self, path: Path) -> Position:
        """Where the value at `path` begins."""

    def key_position(self, path: Path) -> Position:
        """Where the key at the end of `path` begins."""


class Collector:
    """Gathers the faults of one document, so that a person sees them all at once."""

    def __init__(self, document: Located) -> None:
        self.document = document
        self.faults: list[Fault] = []

    def add(
        self,
        path: Path,
        message: str,
        *,
        hint: str = "",
        at: Literal["key", "value"] = "value",
        length: int = 1,
        code: str = "scenario",
    ) -> None:
        """Note a fault at the value at `path`, or at its key."""
        find = self.document.key_position if at == "key" else self.document.position
        line, column = find(path)
        self.faults.append(Fault(self.document.path, line, column, message, hint, length, code))

    def raise_if_any(self) -> None:
        """Raise `Faults` if any fault was noted."""
        if self.faults:
            self.fail()

    def fail(self) -> NoReturn:
        """Raise `Faults` with all that was noted."""
        raise Faults(self.faults, self.document.text)


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """`Did you mean "…"?` with the choice nearest to `word`, or nothing if none is near."""
    return guess(word, choices).strip()


def one_of(word: str, choices: Iterable[str], shown: Iterable[str] | None = None) -> str:
    """The hint that lists the choices and names the nearest.

    `shown` is how the choices are listed if otherwise than as they are written: `no lobby (0)`.
    """
    words = list(choices)
    listed = "one of: " + ", ".join(words if shown is None else shown)
    guess = did_you_mean(word, words)
    return f"{listed}. {guess}" if guess else listed


def render(fault: Fault, text: str) -> str:
    """Show a fault with its line of `text`: where and what, the line, and a caret with the hint."""
    around = _visible(", ".join(fault.included_from))
    return _rendered(fault, text) + (f"\n    included from {around}" if around else "")


def _also_in(lines: Sequence[str]) -> str:
    if not lines:
        return ""
    *most, last = lines
    return f"\n    also in lines {', '.join(most)} and {last}" if most else f"\n    also in line {last}"


def _rendered(fault: Fault, text: str) -> str:
    if fault.code == "file-unreadable":
        return f"{_visible(fault.path)}: {_visible(fault.message)}"
    head = f"{_visible(fault.path)}:{fault.line}:{fault.column}  {_visible(fault.message)}"
    hint = _visible(fault.hint)
    lines = LINE_BREAK.split(text)
    if not text or fault.line > len(lines):
        return f"{head}\n    {hint}" if hint else head
    before, marked, after = _window(lines[fault.line - 1], fault.column - 1, fault.length)
    gutter = " " * len(str(fault.line))
    caret = " " * _width(before) + "^" * max(_width(marked), 1)
    shown = f"    {fault.line} | {before}{marked}{after}".rstrip()
    return f"{head}\n{shown}\n    {gutter} | {caret} {hint}".rstrip()


def _window(line: str, column: int, length: int) -> tuple[str, str, str]:
    """What is shown of a line before, in and after the mark; long lines are cut around the mark."""
    start = max(0, min(column - _WINDOW // 2, len(line) - _WINDOW))
    end = start + _WINDOW
    before = ("…" if start else "") + _visible(line[start:column])
    after = _visible(line[column + length : end]) + ("…" if end < len(line) else "")
    return before, _visible(line[column : min(column + length, end)]), after


def _visible(text: str) -> str:
    """The text with what would move the cursor or hide itself written as an escape."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text
    )


def _width(text: str) -> int:
    """How many cells of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(char) else _cells(char) for char in text)


def _cells(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
