"""Footprints: what an action does, kept by what it has read.

An action is the ordinary code run in a mirror. What came of it depends on the cells that it has read and
on nothing else; so it is kept under their bits, and the next state with the same bits there costs a look-up.
It is kept in two steps: what the guards said, under what they read; and what the effect did, under what it
read, for whoever asked in whatever way, so long as the effect did not look at who that was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, Generic, Protocol, TypeVar

import attrs

from talksim.explore.packed.frozen import shut
from talksim.explore.packed.layout import Cell, Layout
from talksim.explore.packed.mirror import Mirror, Writes
from talksim.explore.packed.recorder import RECORDER
from talksim.explore.packed.twin import looked, watch

__all__ = ["Doing", "Footprints", "Move", "Passed", "Result", "Table"]

R = TypeVar("R")
R_contra = TypeVar("R_contra", contravariant=True)
L_co = TypeVar("L_co", covariant=True)

_MOST_ENTRIES: Final = 1 << 10
"""What was looked up is forgotten beyond that: it can be looked up again, and states need the memory."""

Reached = Callable[[Any], None]
"""To be called with the scene when all guards have passed, before the effect."""


@attrs.frozen
class Result:
    """What came of an action: whether it was allowed, and the answer in a few hashable words.

    `alarms` are properties of steps that it breaks, with the breaches. One that is `undone` has changed
    nothing, whatever it wrote.
    """

    allowed: bool
    answer: Any = None
    alarms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    undone: bool = False


class Doing(Protocol[R_contra, L_co]):
    """An action of a model: what it is called, what effect it has in which terms, and how to do it."""

    @property
    def label(self) -> L_co:
        """What paths call it."""

    @property
    def effect(self) -> Any:
        """What it does but for who asks: actions with equal ones share what is known of their effects."""

    def run(self, root: R_contra, reached: Reached) -> Result:
        """Do it in a world."""


class Move:
    """What an action does to a state: `state & keep | bits`."""

    __slots__ = ("bits", "keep", "result")

    def __init__(self, keep: int, bits: int, result: Result) -> None:
        self.keep, self.bits, self.result = keep, bits, result


class Table:
    """What is known by the bits of the cells that were ever read for it.

    Most runs have read only some of them. `known` keeps what came of a run by the bits of exactly these, so
    that it counts for all states alike there; `entries` is what was looked up, by the bits of all. `touched`
    are all cells on which any of this rests.
    """

    __slots__ = ("entries", "known", "mask", "reads", "touched")

    def __init__(self) -> None:
        self.reads: set[Cell] = set()
        self.touched: set[Cell] = set()
        self.mask = 0
        self.entries: dict[int, Any] = {}
        self.known: dict[int, dict[int, Any]] = {}

    def find(self, state: int) -> Any:
        """What is known of a state, or None."""
        found = self.entries.get(state & self.mask)
        if found is None:
            for mask, known in self.known.items():
                found = known.get(state & mask)
                if found is not None:
                    if len(self.entries) >= _MOST_ENTRIES:
                        self.entries.clear()
                    self.entries[state & self.mask] = found
                    break
        return found

    def learn(
        self, layout: Layout, state: int, reads: Iterable[Cell], written: Iterable[Cell], value: Any
    ) -> bool:
        """Keep what came of a run. Whether more cells have to be looked at from now on."""
        self.touched.update(written)
        self.touched.update(reads)
        wider = not self.reads.issuperset(reads) and self._look_at(layout, reads)
        mask = layout.mask_of(reads)
        self.known.setdefault(mask, {})[state & mask] = value
        self.entries[state & self.mask] = value
        return wider

    def renew(self, layout: Layout) -> None:
        """Forget everything; the cells may have other bits now."""
        self.entries.clear()
        self.known.clear()
        self.mask = layout.mask_of(self.reads)

    def rests_on(self, cell: Cell) -> bool:
        """Whether what is known is wrong once a cell has other bits."""
        return cell in self.touched or cell.group in self.touched

    def _look_at(self, layout: Layout, reads: Iterable[Cell]) -> bool:
        self.reads.update(reads)
        mask = layout.mask_of(self.reads)
        if mask == self.mask:
            return False
        self.mask = mask
        self.entries.clear()
        return True


class Passed:
    """The guards have passed, in a way that leads to this table of the effect."""

    __slots__ = ("table",)

    def __init__(self, table: Table) -> None:
        self.table = table


class _Effect:
    """The tables of one effect, by what it looks at of its scene."""

    __slots__ = ("looks", "tables")

    def __init__(self) -> None:
        self.looks: set[str] = set()
        self.tables: dict[Any, Table] = {}


class Footprints(Generic[R]):
    """All that is known of the actions of one world, found out by running them in a mirror where it is not.

    `version` grows when what was handed out before may be wrong.
    """

    def __init__(self, mirror: Mirror[R], actions: Iterable[Doing[R, Any]]) -> None:
        self.mirror, self.layout = mirror, mirror.layout
        self.actions = tuple(actions)
        self.guards = tuple(Table() for _ in self.actions)
        self.tables: list[Table] = list(self.guards)
        self.version = 0
        self.misses = 0
        self._effects: dict[Any, _Effect] = {}

    def move(self, number: int, state: int) -> Move:
        """What an action does in a state."""
        found = self.guard(number, state)
        while isinstance(found, Passed):
            move = found.table.find(state)
            if move is not None:
                return move  # type: ignore[no-any-return]
            self._run(number, state)
            found = self.guard(number, state)
        return found

    def guard(self, number: int, state: int) -> Move | Passed:
        """What the guards of an action say in a state: what that does, or the table of the effect."""
        table = self.guards[number]
        while (found := table.find(state)) is None:
            self._run(number, state)
        return found  # type: ignore[no-any-return]

    def observe(self, table: Table, look: Callable[[R], Any], state: int) -> Any:
        """What a look at the world tells in a state."""
        found = table.find(state)
        if found is None:
            self.misses += 1
            self.mirror.begin(state)
            found = look(self.mirror.root)
            _, reads = self.mirror.settle()
            table.learn(self.layout, state, reads, (), found)
        return found

    def _run(self, number: int, state: int) -> None:
        """Run an action in a state, and keep what came of it."""
        self.misses += 1
        self.mirror.begin(state)
        run = _Run(self.mirror)
        result = self.actions[number].run(self.mirror.root, run.reached)
        writes, reads = self.mirror.settle(undo=result.undone)
        self.heed_layout()
        guards = self.guards[number]
        if run.binding is None:
            self.version += guards.learn(self.layout, state, reads, writes, self._move(writes, result))
        else:
            table = self._table(number, run, looked())
            decisive = reads | run.guard_reads if run.entangled else reads
            self.version += guards.learn(self.layout, state, run.guard_reads, (), Passed(table))
            self.version += table.learn(self.layout, state, decisive, writes, self._move(writes, result))

    def fields_read(self) -> frozenset[str]:
        """The fields that anything has read so far, as `Session.in_call`."""
        return frozenset(cell.field for table in self.tables for cell in table.reads)

    def _table(self, number: int, run: _Run[R], looks: frozenset[str]) -> Table:
        """The table of an effect, by what it looks at; one where guards have written is another."""
        effect = self._effects.setdefault(self.actions[number].effect, _Effect())
        if not looks <= effect.looks:
            effect.looks |= looks
            effect.tables.clear()
            self._drop_passes()
        binding = run.binding or {}
        sign = (run.entangled, *(binding.get(name) for name in sorted(effect.looks)))
        if sign not in effect.tables:
            effect.tables[sign] = Table()
            self.tables.append(effect.tables[sign])
        return effect.tables[sign]

    def _drop_passes(self) -> None:
        """Forget which tables the guards lead to."""
        self.version += 1
        for table in self.guards:
            table.renew(self.layout)

    def heed_layout(self) -> None:
        """Drop what rests on cells that have other bits now."""
        changed = self.layout.taken()
        if changed:
            self.version += 1
        for table in self.tables if changed else ():
            if any(table.rests_on(cell) for cell in changed):
                table.renew(self.layout)

    def _move(self, writes: Writes, result: Result) -> Move:
        mask = bits = 0
        for cell, value in writes.items():
            bits |= self.layout.encode(cell, value)
            mask |= cell.mask
        return Move(~mask, bits, result)


class _Run(Generic[R]):
    """One run: what was read before the effect began, what the scene was then, what the effect looks at."""

    def __init__(self, mirror: Mirror[R]) -> None:
        self.mirror = mirror
        self.guard_reads: frozenset[Cell] = frozenset()
        self.binding: dict[str, Any] | None = None
        self.entangled = False

    def reached(self, scene: Any) -> None:
        """The guards have passed; what follows is the effect."""
        self.guard_reads = self.mirror.reads()
        self.entangled = bool(RECORDER.written)
        self.binding = {field.name: self._kept(scene, field.name) for field in attrs.fields(type(scene))}
        RECORDER.reads.clear()
        watch(scene)

    def _kept(self, scene: Any, name: str) -> Any:
        try:
            value = getattr(scene, name)
        except AttributeError:  # a scene says only what its guards have found
            return None
        try:
            kept = shut(value, self.mirror.path_of)
            hash(kept)
        except (TypeError, KeyError):
            self.entangled = True
            return None
        return kept
