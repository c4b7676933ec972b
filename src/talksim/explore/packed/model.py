"""The quick model: states are numbers, and what follows a state is looked up.

    model = PackedModel(Mirror(root, Layout()), actions)
    breadth_first(model)

`root` is a world of model classes, `actions` are what can be done in it (see `Doing`). Look-ups are gathered:
a group of actions whose guards read much the same is looked up at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

from talksim.explore.model import Alarm, Property
from talksim.explore.packed.footprint import Doing, Footprints, Passed, Table
from talksim.explore.packed.layout import Cell
from talksim.explore.packed.mirror import Grown, Mirror
from talksim.model.codec import Frozen

__all__ = ["PackedModel"]

R = TypeVar("R")
L = TypeVar("L")

Learned: TypeAlias = tuple[Sequence[Cell], Sequence[Grown]]
"""What a model knows of the world, beside what it knows of the actions."""

_LARGEST_GROUP = 1 << 9
"""How many combinations of values the cells of a group may have been seen to hold."""


class _Entry:
    """What a group says of a state: moves that are known, and tables that know the others."""

    __slots__ = ("moves", "tables")

    def __init__(self) -> None:
        self.moves: list[tuple[int, int]] = []
        self.tables: list[tuple[Table, int]] = []


class _Group:
    """Actions that are looked up together."""

    __slots__ = ("entries", "mask", "numbers")

    def __init__(self, numbers: list[int], mask: int) -> None:
        self.numbers, self.mask = numbers, mask
        self.entries: dict[int, _Entry] = {}


class PackedModel(Generic[R, L]):
    """A world and its actions as a model to search; see `talksim.explore.model.Model`.

    States are numbers. `key` is what of a number says anything: the bits of cells that are state, and no
    index; once `narrow` was called, of fields alone that something reads.
    """

    def __init__(self, mirror: Mirror[R], actions: Iterable[Doing[R, L]]) -> None:
        self.layout = mirror.layout
        self.footprints = Footprints(mirror, actions)
        self._groups: list[_Group] = []
        self._version = -1
        self._shared = 0

    def initial(self) -> Iterator[int]:
        """The state of the world as it was given."""
        yield 0

    def key(self, state: int) -> int:
        """The bits of state alone; the very object where these are all, so that it is kept once."""
        key = state & self.layout.key_mask
        return state if key == state else key

    def narrow(self) -> bool:
        """Tell states apart only by fields that were read so far; whether some were that were not known of.

        A search in which this changes has to be made again.
        """
        known, read = self.layout.fields, self.footprints.fields_read()
        self.layout.narrow(read)
        return known is None or not read <= known

    def successors(self, state: int) -> list[int]:
        """The states after one step, one for each action that is allowed or changes something."""
        while True:
            if self._version != self.footprints.version:
                self._regroup()
            found = self._following(state)
            if self._version == self.footprints.version:
                return found

    def _following(self, state: int) -> list[int]:
        """The same, unless something new was learned on the way: then it may be wrong."""
        found: list[int] = []
        for group in self._groups:
            entry = group.entries.get(state & group.mask)
            if entry is None:
                entry = self._entry(group, state)
            for keep, bits in entry.moves:
                found.append(state & keep | bits)
            for table, number in entry.tables:
                move = table.entries.get(state & table.mask)
                if move is None:
                    move = self.footprints.move(number, state)
                after = state & move.keep | move.bits
                if move.result.allowed or after != state:
                    found.append(after)
        return found

    def edges(self, state: int) -> Iterator[tuple[L, int]]:
        """The same steps with their labels."""
        for number, action in enumerate(self.footprints.actions):
            move = self.footprints.move(number, state)
            after = state & move.keep | move.bits
            if move.result.allowed or after != state:
                yield action.label, after

    def alarms(self, state: int) -> Iterator[Alarm[L]]:
        """The steps that break a property of steps."""
        for number, action in enumerate(self.footprints.actions):
            for name, breaches in self.footprints.move(number, state).result.alarms:
                yield Alarm(name, action.label, breaches)

    def frozen(self, state: int) -> Frozen:
        """The world in a state, as `talksim.model.codec.freeze` gives it; dicts are in no order."""
        return self.footprints.mirror.frozen(state)

    def watching(self, name: str, kind: Any, look: Callable[[R], Sequence[str]]) -> Property[int]:
        """A property of states that looks at the world, kept by what it reads as actions are."""
        table = Table()
        self.footprints.tables.append(table)
        return Property(name, kind, lambda state: self.footprints.observe(table, look, state))

    def share(self) -> Learned | None:
        """The cells that vary and the objects that came to be, if there is anything new in them."""
        known, self._shared = self._shared, sum(len(cell.values) for cell in self.layout.varying)
        return None if known == self._shared else (self.layout.varying, self.footprints.mirror.grown())

    def take(self, learned: Learned | None) -> None:
        """Know of no other cells and values than these."""
        cells, grown = learned or ((), ())
        self.footprints.mirror.grow(grown)
        self.layout.take(cells)
        self.footprints.heed_layout()

    def _entry(self, group: _Group, state: int) -> _Entry:
        made = _Entry()
        for number in group.numbers:
            found = self.footprints.guard(number, state)
            if isinstance(found, Passed):
                self._follow(made, found.table, number, state, group.mask)
            elif found.result.allowed:
                made.moves.append((found.keep, found.bits))
            elif found.bits or found.keep != -1:
                made.tables.append((self.footprints.guards[number], number))
        if self._version == self.footprints.version:
            group.entries[state & group.mask] = made
        return made

    def _follow(self, made: _Entry, table: Table, number: int, state: int, mask: int) -> None:
        """The effect is known here as well, if it has read no more than the group's guards."""
        move = table.find(state)
        if move is not None and not table.mask & ~mask and move.result.allowed:
            made.moves.append((move.keep, move.bits))
        else:
            made.tables.append((table, number))

    def _regroup(self) -> None:
        """Group the actions anew, after something that they rest on has changed."""
        self._version = self.footprints.version
        self._groups = list(_grouped(self.footprints.guards, self.layout.varying))


def _grouped(tables: Sequence[Table], varying: Sequence[Cell]) -> Iterator[_Group]:
    """Neighbours are put together as long as what they read has few values."""
    numbers: list[int] = []
    mask = 0
    for number, table in enumerate(tables):
        wider = mask | table.mask
        if numbers and _combinations(wider, varying) > _LARGEST_GROUP:
            yield _Group(numbers, mask)
            numbers, wider = [], table.mask
        numbers.append(number)
        mask = wider
    if numbers:
        yield _Group(numbers, mask)


def _combinations(mask: int, varying: Sequence[Cell]) -> int:
    count = 1
    for cell in varying:
        if cell.mask & mask:
            count *= len(cell.values)
    return count
