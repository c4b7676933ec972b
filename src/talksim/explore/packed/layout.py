"""States as numbers: which cells of a world vary, and which bits of a number say what is in them.

A cell is the smallest thing that can be read or written: a field of an object, a key of a dict. Most never
change and have no bits. One that is seen to change gets some, above all others, where every number made
before has zeros: zero stands for what was there in the beginning. It gets more bits in the same way when it
is seen to hold more values than they can tell apart, so nothing has to be known beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any, Final

import attrs

from talksim.explore.model import Unsettled
from talksim.model.fields import Kind

__all__ = ["ABSENT", "ALL", "Cell", "Layout"]


class _Mark(Enum):
    """Marks that are themselves in every process."""

    ABSENT = "absent"
    ALL = "all"

    def __str__(self) -> str:
        return f"({self.value})"


ABSENT: Final = _Mark.ABSENT
"""What a cell of an object, or of a dict's key, holds while there is no such object or key."""

ALL: Final = _Mark.ALL
"""The name of the cell that stands for all keys of a dict, and has no bits of its own."""

_FIRST_BITS: Final = 1
_MORE_BITS: Final = 2


@attrs.define(eq=False, repr=False)
class Cell:
    """One cell: the path of its object or dict, its name there, and the bits that say what is in it.

    `mask` is 0 while the cell never changed. `values` gives the value for the cell's bits in a state, `bits`
    the bits for a value. `field` names the declared field, `Session.in_call`. `group` is the cell that stands
    for all keys of a dict, for the cells of its keys.
    """

    path: tuple[Any, ...]
    name: Any
    kind: Kind
    initial: Any
    field: str
    group: Cell | None = None
    keys: list[Cell] = attrs.field(factory=list, init=False)
    mask: int = attrs.field(default=0, init=False)
    shifts: list[tuple[int, int]] = attrs.field(factory=list, init=False)
    values: dict[int, Any] = attrs.field(factory=dict, init=False)
    bits: dict[Any, int] = attrs.field(factory=dict, init=False)

    def __repr__(self) -> str:
        return ".".join(map(str, (*self.path, self.name)))

    def value(self, state: int) -> Any:
        """What is in the cell in a state."""
        return self.values[state & self.mask] if self.mask else self.initial


class Layout:
    """All cells of a world, and which bits are taken.

    `key_mask` are the bits that tell states apart: those of state, after `narrow` of some fields.
    One that is `fixed` gives no more bits itself: `encode` raises `Unsettled` where it would have to.
    """

    def __init__(self) -> None:
        self.cells: dict[tuple[tuple[Any, ...], Any], Cell] = {}
        self.varying: list[Cell] = []
        self.width = 0
        self.changed: list[Cell] = []
        self.fixed = False
        self.key_mask = 0
        self.fields: frozenset[str] | None = None

    def cell(self, made: Cell) -> Cell:
        """The cell with that path and name: the one that is known, or this."""
        found = self.cells.setdefault((made.path, made.name), made)
        if found is made and made.group is not None:
            made.group.keys.append(made)
        return found

    def encode(self, cell: Cell, value: Any) -> int:
        """The bits, in place, that say that a cell holds a value; there are more where they are needed."""
        code = cell.bits.get(value)
        if code is None:
            if not cell.mask and value == cell.initial:
                return 0
            if self.fixed:
                raise Unsettled(cell)
            if not cell.mask:
                self._widen(cell, _FIRST_BITS)
                cell.bits[cell.initial] = 0
                cell.values[0] = cell.initial
            code = self._next_code(cell)
            cell.bits[value] = code
            cell.values[code] = value
        return code

    def mask_of(self, cells: Iterable[Cell]) -> int:
        """The bits of all of these cells; of one that stands for a dict's keys, those of the keys as well."""
        mask = 0
        for cell in cells:
            mask |= cell.mask
            for key in cell.keys:
                mask |= key.mask
        return mask

    def taken(self) -> list[Cell]:
        """The cells that got bits since this was last asked."""
        changed, self.changed = self.changed, []
        return changed

    def narrow(self, fields: frozenset[str]) -> None:
        """Let only these fields tell states apart."""
        self.fields = fields
        self.key_mask = 0
        for cell in self.varying:
            self._count(cell)

    def _count(self, cell: Cell) -> None:
        if cell.kind == "state" and (self.fields is None or cell.field in self.fields):
            self.key_mask |= cell.mask

    def take(self, cells: Iterable[Cell]) -> None:
        """Have these bits, of the layout of another process, and give no more."""
        self.fixed = True
        for other in cells:
            group = self.cell(other.group) if other.group is not None else None
            mine = self.cell(Cell(other.path, other.name, other.kind, other.initial, other.field, group))
            if not mine.mask:
                self.varying.append(mine)
            if mine.mask != other.mask:
                self.changed.append(mine)
            mine.mask, mine.shifts, mine.values, mine.bits = (
                other.mask,
                other.shifts,
                other.values,
                other.bits,
            )
            self.width = max(self.width, mine.mask.bit_length())
            self._count(mine)

    def _next_code(self, cell: Cell) -> int:
        number = len(cell.values)
        if number >= 1 << sum(width for _, width in cell.shifts):
            self._widen(cell, _MORE_BITS)
        code = 0
        for shift, width in cell.shifts:
            code |= (number & ((1 << width) - 1)) << shift
            number >>= width
        return code

    def _widen(self, cell: Cell, width: int) -> None:
        if not cell.mask:
            self.varying.append(cell)
        cell.shifts.append((self.width, width))
        cell.mask |= ((1 << width) - 1) << self.width
        self.width += width
        self._count(cell)
        self.changed.append(cell)
