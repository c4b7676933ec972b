"""Who may do what, as tables: what `talksim can` and `can` in the repl take and show alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from talksim.cli.terminal import tell

if TYPE_CHECKING:
    from talksim.matrix import Matrix
    from talksim.sheet import Sheet

__all__ = ["asked_options", "tell_permitted"]

_UNFIT: Final = "In parentheses: nothing that is there fits, which is no refusal of a person."
_BRIEF: Final = (
    "A chapter of operations in a line: yes to all of it, to so many of it, or the condition it fails at. "
    "Its operations: -o CHAPTER; all of them, also those in no room: -a."
)
_WHICH: Final = "Only this operation, or those of a chapter such as 'recording'; can be repeated."
_OPTIONS: Final = (
    click.option(
        "-w", "--who", "people", multiple=True, metavar="NAME", help="Only this person; can be repeated."
    ),
    click.option(
        "-r", "--room", "rooms", multiple=True, metavar="ROOM", help="Only in this room; can be repeated."
    ),
    click.option("-o", "--operation", "operations", multiple=True, metavar="PHRASE", help=_WHICH),
    click.option(
        "-a", "--all", "everything", is_flag=True, help="Every operation, not a line for each chapter."
    ),
)


def asked_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take who is asked about, where, and which operations."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def tell_permitted(found: Iterable[tuple[str, Matrix]], *, brief: bool) -> None:
    """The tables of each matrix under its title, a `brief` one by chapter, then what their words mean."""
    parts: list[str | Sheet] = []
    sheets: list[Sheet] = []
    for title, matrix in found:
        shown = _by_chapter(matrix) if brief else [grid.sheet for grid in matrix.grids]
        sheets += shown
        parts += [title, *shown]
    cells = (cell for sheet in sheets for row in sheet.rows for cell in row[1:])
    said = [_BRIEF] if brief else []
    said += [_UNFIT] if any(cell.startswith("(") for cell in cells) else []
    tell(*parts, " ".join(said) if parts else "", apart=True)


def _by_chapter(matrix: Matrix) -> Sequence[Sheet]:
    from talksim.chapters import by_chapter  # noqa: PLC0415

    return list(map(by_chapter, [grid for grid in matrix.grids if grid.room] or matrix.grids))
