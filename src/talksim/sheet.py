"""A table of texts as a value: whoever shows it decides how, and how wide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import attrs

from talksim.by_fields import EqualByFields
from talksim.displayed import Displayed

__all__ = ["Row", "Sheet"]

Row: TypeAlias = tuple[str, ...]


@attrs.frozen(eq=False, repr=False)
class Sheet(EqualByFields, Displayed):
    """A head, rows as long as it, and perhaps a last row with the sums.

    With `numbers`, all columns but the first stand to the right. As a text it is plain columns, which nothing
    wraps, whatever their width.
    """

    head: Row
    rows: tuple[Row, ...]
    title: str = ""
    sums: Row = ()
    numbers: bool = False

    def __repr__(self) -> str:
        """The table, as it is printed."""
        return str(self)

    def __str__(self) -> str:
        title = [self.title] if self.title else []
        return "\n".join([*title, *self._lines()])

    def _lines(self) -> Iterator[str]:
        lines = [self.head, *self.rows, *([self.sums] if self.sums else [])]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        place = str.rjust if self.numbers else str.ljust
        for first, *others in lines:
            cells = [first.ljust(widths[0]), *map(place, others, widths[1:])]
            yield "  ".join(cells).rstrip()
