"""Who may do what: people and operations, in every room, with the guard behind each refusal."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from html import escape
from io import StringIO
from typing import Any, Final, cast

import attrs

from talksim.asking import Asker, asker_name
from talksim.by_fields import ShownByFields
from talksim.called import called
from talksim.can import LONGEST, Permit, permits
from talksim.chapters import by_chapter
from talksim.displayed import Displayed, framed
from talksim.errors import UsageError
from talksim.grid import Cell, Grid
from talksim.handle import Forkable, RoomHandle
from talksim.rules.operation import OPERATIONS, Operation
from talksim.sheet import Sheet
from talksim.values import guess

__all__ = ["Cell", "Grid", "Matrix", "matrix"]

_HEAD: Final = ("room", "operation", "who", "allowed", "status", "guard", "because", "fits", "lacks")
_HINT: Final = 'print shows every operation, talk.matrix(operations="calls") those of a chapter'


@attrs.frozen(eq=False, repr=False)
class Matrix(ShownByFields, Displayed):
    """Who may do what, a grid for each room. It prints as tables, in notebooks too."""

    grids: tuple[Grid, ...]

    def cell(self, who: Asker | str, operation: str, room: str = "") -> Cell:
        """What somebody would be answered. Raises `UsageError` for what is not in the matrix."""
        name = asker_name(who)
        for grid in self.grids:
            for known, cells in grid.rows:
                if grid.room == room and name in grid.people and operation in (known.phrase, known.name):
                    return cells[grid.people.index(name)]
        raise self._missing(name, operation, room)

    def _missing(self, name: str, operation: str, room: str) -> UsageError:
        """Names the first of the three that no grid has, with the nearest one."""
        people = [known for grid in self.grids for known in grid.people]
        operations = [
            known for grid in self.grids for row, _ in grid.rows for known in (row.phrase, row.name)
        ]
        near = ((room, [grid.room for grid in self.grids]), (name, people), (operation, operations))
        hint = next((guess(word, known) for word, known in near if word not in known), "")
        where = f" in {room}" if room else ""
        return UsageError(f"{name}, {operation}{where}: not in the matrix.{hint}".removesuffix("."))

    def markdown(self) -> str:
        """Markdown tables under headings."""
        return "\n\n".join(f"## {grid.title}\n\n{_markdown(grid.sheet)}" for grid in self.grids) + "\n"

    def csv(self) -> str:
        """One line for each room, operation and person."""
        text = StringIO()
        writer = csv.DictWriter(text, _HEAD, lineterminator="\n")
        writer.writeheader()
        said = {True: "yes", False: "no"}
        writer.writerows(
            {**row, **{key: said[row[key]] for key in ("allowed", "fits")}} for row in self.as_rows()
        )
        return text.getvalue()

    def as_rows(self) -> list[dict[str, Any]]:
        """Every cell in which something was asked, as plain values."""
        return [
            _plain(grid.room, operation, who, cell.permit)
            for grid in self.grids
            for operation, cells in grid.rows
            for who, cell in zip(grid.people, cells, strict=True)
            if cell.permit is not None
        ]

    def by_chapter(self) -> Sheet:
        """A line for all operations of a chapter in a room: `yes`, `3 of 5`, or what refuses all of it."""
        people = self.grids[0].people if self.grids else ()
        rows = ((grid.room, *row) for grid in self.grids for row in by_chapter(grid).rows)
        return Sheet(("room", "chapter", *people), tuple(rows))

    def __str__(self) -> str:
        return "\n\n".join(str(grid.sheet) for grid in self.grids)

    def __repr__(self) -> str:
        """The tables, or a line for each chapter where they would be longer than a screen."""
        if sum(len(grid.rows) for grid in self.grids) <= LONGEST:
            return str(self)
        return f"{self.by_chapter()}\n{_HINT}"

    def _repr_html_(self) -> str:
        """The tables as notebooks show them; what is refused says why when pointed at."""
        return framed("".join(map(_html, self.grids)), "Who may do what")


def matrix(
    talk: Forkable,
    people: Iterable[Asker | str] | Asker | str | None = None,
    rooms: Iterable[object] | object | None = None,
    operations: Iterable[str] | str | None = None,
) -> Matrix:
    """Try every operation for everybody in every room, or those that are named, of which one may stand alone.

    Raises `UsageError` for a person, a room or an operation that is not there.
    """
    names = _people(talk) if people is None else [asker_name(who) for who in _each(people)]
    roles = {talk.names.role(name) for name in names}
    known = OPERATIONS.values() if operations is None else OPERATIONS.chosen(operations)
    chosen = [o for o in known if o.by in roles]
    found = [] if rooms is not None else [_grid(talk, names, "", [o for o in chosen if not o.in_room])]
    for room in talk.server.rooms if rooms is None else _each(rooms):
        found.append(_grid(talk, names, room, [o for o in chosen if o.in_room]))
    return Matrix(tuple(grid for grid in found if grid.rows))


def _grid(talk: Forkable, names: Sequence[str], room: object, chosen: Sequence[Operation]) -> Grid:
    columns = [_by_operation(permits(talk, name, room, chosen)) for name in names]
    rows = ((o, tuple(Cell(tuple(column.get(o.id, ()))) for column in columns)) for o in chosen)
    return Grid(_called(talk, room), tuple(names), tuple(rows))


def _by_operation(found: Iterable[Permit]) -> dict[str, list[Permit]]:
    grouped: dict[str, list[Permit]] = {}
    for permit in found:
        grouped.setdefault(permit.operation.id, []).append(permit)
    return grouped


def _each(given: object) -> Iterable[Any]:
    """Several of something, or one that stands alone."""
    alone = isinstance(given, str) or not isinstance(given, Iterable)
    return [given] if alone else cast("Iterable[Any]", given)


def _people(talk: Forkable) -> list[str]:
    """Everybody with an account, and every guest."""
    guests = [browser.name for browser in talk.server.browsers.values() if _is_guest(browser)]
    return list(dict.fromkeys([*talk.server.users, *talk.names.guests, *guests]))


def _is_guest(browser: Any) -> bool:
    return browser.role == "browser" and not browser.user


def _called(talk: Forkable, room: object) -> str:
    """What people call a room, "" if none is named."""
    if room == "":
        return ""
    token = RoomHandle(talk, room).token
    alias = next((alias for alias, known in talk.names.aliases.items() if known == token), "")
    known = talk.server.rooms[token]
    return alias or (token if known.is_one_to_one else known.name) or token


def _plain(room: str, operation: Operation, who: str, permit: Permit) -> dict[str, Any]:
    guard = permit.guard.id if permit.guard else ""
    answer = (permit.allowed, permit.outcome.status, guard, permit.because, permit.fits, permit.lacks)
    return dict(zip(_HEAD, (room, operation.phrase, who, *answer), strict=True))


def _markdown(sheet: Sheet) -> str:
    lines = (sheet.head, *sheet.rows)
    rows = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines]
    return "\n".join([rows[0], f"|{' --- |' * len(sheet.head)}", *rows[1:]])


def _html(grid: Grid) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in ("operation", *grid.people))
    rows = "".join(
        f"<tr><td>{escape(operation.phrase)}</td>{''.join(map(_html_cell, cells))}</tr>"
        for operation, cells in grid.rows
    )
    return f"<h4>{escape(grid.title)}</h4><table><tr>{head}</tr>{rows}</table>"


def _html_cell(cell: Cell) -> str:
    return f'<td title="{escape(cell.because)}">{escape(str(cell))}</td>'


called(__name__)
