"""A table of who may do what in one room: a row for each operation, a column for each person."""

from __future__ import annotations

import attrs

from talksim.by_fields import EqualByFields, ShownByFields
from talksim.permit import Permit
from talksim.rules.operation import Operation
from talksim.rules.stage import Guard
from talksim.sheet import Sheet

__all__ = ["Cell", "Grid"]


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
