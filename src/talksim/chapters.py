"""Who may do what, by chapter: a line for all operations of one, so that a room fits on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from talksim.grid import Cell, Grid
from talksim.sheet import Sheet

__all__ = ["by_chapter"]


def by_chapter(grid: Grid) -> Sheet:
    """The table of a room with a row for each chapter: `yes`, `3 of 5`, or what refuses all of it.

    Operations for which nothing fits that is there are not counted; nobody was refused them.
    """
    ordered = sorted(grid.rows, key=lambda row: row[0].chapter)
    chapters = groupby(ordered, key=lambda row: row[0].chapter)
    rows = (_row(chapter, [cells for _, cells in found]) for chapter, found in chapters)
    return Sheet(("chapter", *grid.people), tuple(rows), grid.title)


def _row(chapter: str, cells: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    return chapter.replace("_", " "), *map(_together, zip(*cells, strict=True))


def _together(cells: Sequence[Cell]) -> str:
    """What one person would be answered to the operations of a chapter."""
    counted = [cell for cell in cells if cell.asked and cell.fits]
    allowed = sum(cell.allowed for cell in counted)
    if allowed == 0:
        said = dict.fromkeys(map(str, counted or (cell for cell in cells if cell.asked)))
        return next(iter(said), "") if len(said) <= 1 else "no"
    return "yes" if allowed == len(counted) else f"{allowed} of {len(counted)}"
