"""What a line was meant for that YAML refuses because of its indentation.

Every remedy is tried: only what YAML takes, up to the line and what stands below it, is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from talksim.scenario.document.fault import LINE_BREAK, Position
from talksim.scenario.document.keys import ON_LOOKS, ON_REQUESTS, ON_STEPS

__all__ = ["Remedy", "remedy"]

_LINE: Final = re.compile(r"""( *)(- +)?(["']?)([^\s#:\[{"'][^:#\[{"']*?)\3 *:(?: |$)""")
_SEES: Final = (" sees", " received")


class Remedy(NamedTuple):
    """Where a line stands, what is wrong with it and what helps."""

    at: Position
    message: str
    hint: str


class _Place(NamedTuple):
    """A column where a key or a dash stands, its line from 1, and the key there; `step` of a list's item."""

    column: int
    line: int
    key: str
    is_dash: bool = False
    step: bool = False


def remedy(text: str, at: Position, broken: Callable[[str], int | None]) -> Remedy | None:
    """What helps a text that YAML refuses at a line, if only the line's indentation is wrong.

    `broken` says in which line (from 1) YAML refuses a text, None if it takes it.
    """
    lines = LINE_BREAK.split(text)
    found = _LINE.match(lines[at.line - 1]) if at.line <= len(lines) else None
    if found is None:
        return None
    line = _Line(lines, at.line, len(found[1]), bool(found[2]), found[4], broken)
    place = Position(at.line, line.column + 1)
    if hint := line.hint():
        return Remedy(place, f'"{"- " * line.is_dash}{line.key}" is indented by {line.column}', hint)
    if not line.is_dash and line.helps_dash():
        return Remedy(
            place, f'"{line.key}" is no item of the list', f'begin it with a dash: "- {line.key}: …"'
        )
    return None


class _Line(NamedTuple):
    """The line that YAML refuses."""

    lines: Sequence[str]
    number: int
    column: int
    is_dash: bool
    key: str
    broken: Callable[[str], int | None]

    def hint(self) -> str:
        """Where the line belongs, "" if that is not known."""
        places = list(_places(self.lines[: self.number - 1]))
        if self.is_dash:
            found = self._nearest([place for place in places if place.is_dash])
            return f"indent it by {found.column}, as the dash in line {found.line}" if found else ""
        if self.key in ON_STEPS and (steps := self._around(list(filter(self._may_be_of, places)))):
            ways = "; or to that in ".join(f"line {at.line}: indent it by {at.column}" for at in steps)
            return f"it belongs to the step in {ways}"
        if any(place.is_dash and place.column == self.column for place in places):
            return ""
        near = self._around([place for place in places if not place.is_dash])
        likes = ", or ".join(f'by {at.column}, as "{at.key}" in line {at.line}' for at in near)
        return likes and f"indent it {likes}"

    def helps(self, column: int) -> bool:
        """Whether YAML takes the line there, alone or with what stands to the right below it."""
        block = [self._moved(line, column) for line in self._block()]
        return self._takes(block[:1]) or self._takes(block)

    def helps_dash(self) -> bool:
        """Whether YAML takes the line with a dash before it, be what stands below it right already or not."""
        first, *rest = self._block()
        first = f"{first[: self.column]}- {first[self.column :]}"
        return self._takes([first, *rest]) or self._takes([first, *(f"  {line}" for line in rest)])

    def _block(self) -> Sequence[str]:
        """The line with what stands below it."""
        later = range(self.number, len(self.lines))
        end = next((number for number in later if not self._holds(number)), len(self.lines))
        return self.lines[self.number - 1 : end]

    def _takes(self, block: Sequence[str]) -> bool:
        """Whether YAML takes the text with these lines instead, whatever comes after them."""
        end = self.number - 1 + len(block)
        line = self.broken("\n".join([*self.lines[: self.number - 1], *block, *self.lines[end:]]))
        return line is None or line > end

    def _holds(self, number: int) -> bool:
        """Whether a later line, by its number from 0, stands below this one."""
        line = self.lines[number]
        return not line.strip() or _indent(line) > self.column

    def _moved(self, line: str, column: int) -> str:
        return " " * (_indent(line) - self.column + column) + line.lstrip(" ") if line.strip() else line

    def _may_be_of(self, place: _Place) -> bool:
        """Whether the key can belong to the step whose keys stand there."""
        if self.key in (*ON_REQUESTS, *ON_LOOKS):
            return place.step and place.key.endswith(_SEES) is (self.key in ON_LOOKS)
        return place.step

    def _nearest(self, places: Sequence[_Place]) -> _Place | None:
        others = sorted(places, key=lambda place: abs(place.column - self.column))
        return next((at for at in others if at.column != self.column and self.helps(at.column)), None)

    def _around(self, places: Sequence[_Place]) -> list[_Place]:
        """The nearest place to the right and, unless the line is the last of its block, to the left."""
        right = self._nearest([place for place in places if place.column > self.column])
        left = self._nearest([place for place in places if place.column < self.column])
        return [place for place in (right, left) if place]


def _places(lines: Sequence[str]) -> Iterator[_Place]:
    """The columns of what is still open after these lines, from the right."""
    edge = 1000
    for number in range(len(lines), 0, -1):
        found = _LINE.match(lines[number - 1])
        if found is None or len(found[1]) >= edge:
            continue
        column, dash, key = len(found[1]), found[2] or "", found[4]
        if column + len(dash) <= edge or dash:
            yield _Place(column + len(dash), number, key, step=bool(dash))
        if dash:
            yield _Place(column, number, key, is_dash=True)
        edge = column


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
