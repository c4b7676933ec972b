"""Who may do what: people and operations, in every room, with the guard behind each refusal."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from html import escape
from io import StringIO
from typing import Any, Final

import attrs

from talksim.asking import Asker, asker_name
from talksim.by_fields import EqualByFields, ShownByFields
from talksim.can import Permit, permits
from talksim.displayed import Displayed
from talksim.errors import UsageError
from talksim.handle import Forkable, RoomHandle
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.stage import Guard
from talksim.sheet import Sheet
from talksim.values import guess

__all__ = ["Cell", "Grid", "Matrix", "matrix"]

_HEAD: Final = ("room", "operation", "who", "allowed", "status", "guard", "because", "fits", "lacks")


@attrs.frozen(eq=False, repr=False)
class Cell(EqualByFields):
    """What one person would be answered to one operation, asked with each of its samples and what is there.

    It is allowed if one of them is; else the first refusal of who asks counts, else the first because nothing
    that is there fits (`fits` is then false). Nothing was `asked` in a role that does not have the operation.
    """

    asked: tuple[Permit, ...] = ()

    @property
    def permit(self) -> Permit | None:
        """The answer that counts."""
        ranked = sorted(self.asked, key=lambda one: (not one.allowed, not one.fits))
        return ranked[0] if ranked else None

    @property
    def allowed(self) -> bool:
        """Whether the request would succeed."""
        return self.permit is not None and self.permit.allowed

    @property
    def fits(self) -> bool:
        """False where nothing that is there fits, whoever asks, which is no refusal of the person."""
        return self.permit is None or self.permit.fits

    @property
    def guard(self) -> Guard | None:
        """The guard that would refuse."""
        return self.permit.guard if self.permit is not None else None

    @property
    def because(self) -> str:
        """Why it would be refused, in words."""
        return self.permit.because if self.permit is not None else ""

    def __str__(self) -> str:
        """`yes`, `403 moderator`, `(no poll)` where nothing fits, or nothing where nobody asked."""
        if self.permit is None:
            return ""
        if self.allowed:
            return "yes"
        status = self.permit.outcome.status
        text = f"{status} {self.guard.name}" if self.guard else str(status)
        return text if self.fits else f"({f'no {self.permit.lacks}' if self.permit.lacks else text})"


@attrs.frozen(eq=False, repr=False)
class Grid(ShownByFields):
    """The operations of one room, or with `room` "" those that play in none; a column per person."""

    room: str
    people: tuple[str, ...]
    rows: tuple[tuple[Operation, tuple[Cell, ...]], ...]

    @property
    def title(self) -> str:
        """What the table is about."""
        return f"in {self.room}" if self.room else "in no room"

    @property
    def sheet(self) -> Sheet:
        """The table as texts."""
        rows = ((operation.phrase, *map(str, cells)) for operation, cells in self.rows)
        return Sheet(("operation", *self.people), tuple(rows), self.title)


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

    def __str__(self) -> str:
        return "\n\n".join(str(grid.sheet) for grid in self.grids)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The tables as notebooks show them; what is refused says why when pointed at."""
        return "".join(map(_html, self.grids))


def matrix(
    talk: Forkable,
    people: Iterable[Asker | str] | None = None,
    rooms: Iterable[object] | None = None,
    operations: Iterable[str] | None = None,
) -> Matrix:
    """Try every operation for everybody in every room, or those that are named.

    Raises `UsageError` for a person, a room or an operation that is not there.
    """
    names = _people(talk) if people is None else [asker_name(who) for who in people]
    roles = {talk.names.role(name) for name in names}
    chosen = [o for o in _operations(operations) if o.by in roles]
    found = [] if rooms is not None else [_grid(talk, names, "", [o for o in chosen if not o.in_room])]
    for room in _rooms(talk) if rooms is None else rooms:
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


def _people(talk: Forkable) -> list[str]:
    """Everybody with an account, and every guest."""
    guests = [browser.name for browser in talk.server.browsers.values() if _is_guest(browser)]
    return list(dict.fromkeys([*talk.server.users, *talk.names.guests, *guests]))


def _is_guest(browser: Any) -> bool:
    return browser.role == "browser" and not browser.user


def _rooms(talk: Forkable) -> list[str]:
    return list(talk.server.rooms)


def _called(talk: Forkable, room: object) -> str:
    """What people call a room, "" if none is named."""
    if room == "":
        return ""
    token = RoomHandle(talk, room).token
    alias = next((alias for alias, known in talk.names.aliases.items() if known == token), "")
    known = talk.server.rooms[token]
    return alias or (token if known.is_one_to_one else known.name) or token


def _operations(phrases: Iterable[str] | None) -> list[Operation]:
    """The operations of these phrases, Python names or chapters. Raises `UsageError` with the nearest."""
    if phrases is None:
        return list(OPERATIONS.values())
    wanted = {" ".join(phrase.replace("_", " ").split()).casefold(): phrase for phrase in phrases}
    found = [o for o in OPERATIONS.values() if not wanted.keys().isdisjoint(_words(o))]
    for words, phrase in wanted.items():
        if not any(words in _words(operation) for operation in found):
            known = {word for operation in OPERATIONS.values() for word in _words(operation)}
            raise UsageError(f'there is no operation or chapter "{phrase}".{guess(words, sorted(known))}')
    return found


def _words(operation: Operation) -> tuple[str, str, str]:
    return operation.phrase.casefold(), operation.name.replace("_", " "), operation.chapter.replace("_", " ")


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
