"""A lifecycle: which moves a status can make, declared once as a table.

The engine of record is `transitions`: `Lifecycle.machine` is a `Machine` declared from the moves, and
`Lifecycle.fire` is compiled from that machine's tables at the first use. `Lifecycle.fire_machine` asks the
machine itself; tests hold the two equal. A lifecycle changes one attribute of one object and has no other
effect: what follows from a move is for procedures and reactions.

    recording = Lifecycle("recording", attribute="recording", states=RecordingStatus, initial=NONE, moves=[
        Move("start video", [NONE, FAILED], STARTING_VIDEO),
        Move("started", STARTING_VIDEO, VIDEO),
    ])
    recording.fire(call, "start video", at)
"""

from __future__ import annotations

import keyword
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

import attrs

from talksim.by_fields import EqualByFields
from talksim.displayed import Displayed
from talksim.errors import DeclarationError
from talksim.rules.compile import (
    Condition,
    Fire,
    GuardLike,
    NoMove,
    UncoveredMachine,
    compile_machine,
    word_of,
)

if TYPE_CHECKING:
    from transitions import Machine

__all__ = [
    "LIFECYCLES",
    "Edge",
    "Fire",
    "GuardLike",
    "Lifecycle",
    "Move",
    "NoMove",
    "Observer",
    "Table",
    "UncoveredMachine",
    "by_machines",
]


def _states(source: Enum | Iterable[Enum]) -> tuple[Enum, ...]:
    return (source,) if isinstance(source, Enum) else tuple(source)


def _guards(guards: Iterable[GuardLike]) -> tuple[GuardLike, ...]:
    return tuple(guards)


@attrs.frozen(eq=False, repr=False)
class Move(EqualByFields):
    """One declared row: from any of `source` to `dest` when every guard passes.

    Rows of the same trigger and source are tried in the order of declaration.
    """

    trigger: str
    source: tuple[Enum, ...] = attrs.field(converter=_states)
    dest: Enum
    guards: tuple[GuardLike, ...] = attrs.field(default=(), converter=_guards)
    meaning: str = ""


@attrs.frozen(eq=False, repr=False)
class Edge(EqualByFields):
    """One move from one source: what is drawn, counted and covered."""

    lifecycle: str
    trigger: str
    source: Enum
    dest: Enum
    guards: tuple[GuardLike, ...]
    id: str
    meaning: str = ""


class Observer(Protocol):
    """Is told what a watched lifecycle does: for coverage and traces."""

    def on_guard(self, edge: Edge, guard: GuardLike, passed: bool, /) -> None:
        """A guard of the edge was asked."""

    def on_move(self, edge: Edge, /) -> None:
        """The edge was taken."""


_WARM_UP = 16
"""How often a lifecycle fires before it is compiled."""

_Rows = dict[tuple[str, Enum], list[Edge]]


@attrs.define(eq=False, repr=False)
class Table:
    """The moves a lifecycle has, and what is made of them when it is needed: made once for each table."""

    moves: tuple[Edge, ...]
    rows: _Rows
    left: int = _WARM_UP
    machine: Machine | None = None
    compiled: Fire | None = None

    @classmethod
    def of(cls, edges: Iterable[Edge]) -> Table:
        """A table of these edges, in their order."""
        rows: _Rows = {}
        moves = tuple(edges)
        for edge in moves:
            rows.setdefault((edge.trigger, edge.source), []).append(edge)
        return cls(moves, rows)


LIFECYCLES: dict[str, Lifecycle] = {}
"""Every registered lifecycle by its name."""


class Lifecycle(Displayed):
    """The moves of one status, held in `attribute` of the objects it is fired on.

    `fire(obj, trigger, at)` returns the guard that refused (of the last row tried), or None when the move
    was made; it raises `NoMove` when there is no row from the present state. It is an attribute which, after
    a few calls, holds the generated function, so call it through the lifecycle: a copy would not see that,
    nor `watch`.

    `states` is the enum, or those of its members that the status can have. Objects hold the member itself.
    Raises `DeclarationError` for a wrong table or a name already registered.
    """

    def __init__(
        self,
        name: str,
        *,
        attribute: str,
        states: Iterable[Enum],
        initial: Enum,
        moves: Sequence[Move],
        meaning: str = "",
        register: bool = True,
    ) -> None:
        self.name = name
        self.attribute = attribute
        self.states: tuple[Enum, ...] = tuple(states)
        self.initial = initial
        self.meaning = meaning
        _check(self, moves)
        self.triggers: tuple[str, ...] = tuple(dict.fromkeys(move.trigger for move in moves))
        self.observer: Observer | None = None
        self.fire: Fire
        self.table = Table.of(_edges(name, moves))
        if register:
            _register(self)

    def __repr__(self) -> str:
        return f"Lifecycle({self.name!r})"

    @property
    def table(self) -> Table:
        """What is declared, or what a policy has put in its place; to be set for as long as that lasts."""
        return self._table

    @table.setter
    def table(self, table: Table) -> None:
        self._table = table
        self.fire = self._unwatched() if self.observer is None else self._watched(self.observer)

    @property
    def moves(self) -> tuple[Edge, ...]:
        """Every move, in the order in which those of one trigger and source are tried."""
        return self._table.moves

    def may(self, obj: Any, trigger: str) -> bool:
        """Whether a row leads from the present state; the guards are not asked."""
        return (trigger, getattr(obj, self.attribute)) in self._table.rows

    @property
    def machine(self) -> Machine:
        """The machine declared from the moves, without a model; made at the first use."""
        if self._table.machine is None:
            self._table.machine = self._declared()
        return self._table.machine

    def _declared(self) -> Machine:
        from transitions import Machine  # noqa: PLC0415 - 20 ms, paid when a lifecycle is first fired

        machine = Machine(
            model=None,
            states=list(self.states),
            initial=self.initial,
            auto_transitions=False,
            model_attribute=self.attribute,
            name=self.name,
        )
        for edge in self.moves:
            conditions: list[str | Callable[..., bool | None]] = [Condition(guard) for guard in edge.guards]
            machine.add_transition(edge.trigger, edge.source, edge.dest, conditions=conditions)
        return machine

    def fire_machine(self, obj: Any, trigger: str, at: Any = None, /) -> GuardLike | None:
        """`fire` through `transitions` itself: the reference, about fifty times slower."""
        from transitions import MachineError  # noqa: PLC0415

        event = self.machine.events.get(trigger)
        refused: list[GuardLike] = []
        try:
            moved = event is not None and event.trigger(obj, at, refused)
        except MachineError:
            event = None
        if event is None:
            raise NoMove(self.name, getattr(obj, self.attribute), trigger)
        return None if moved else refused[-1]

    def watch(self, observer: Observer | None) -> None:
        """Tell the observer of every guard asked and every move made; None ends it, at no further cost."""
        self.observer = observer
        self.fire = self._compiled() if observer is None else self._watched(observer)

    def _compiled(self) -> Fire:
        if self._table.compiled is None:
            self._table.compiled = compile_machine(self.machine, self.name)
        return self._table.compiled

    def _unwatched(self) -> Fire:
        return self._table.compiled or self._warming_up()

    def _warming_up(self) -> Fire:
        """Walk the declared rows at first: a short run is over before compiling would pay."""

        def fire(obj: Any, trigger: str, at: Any = None, /) -> GuardLike | None:
            self._table.left -= 1
            if self._table.left <= 0:
                self.fire = self._compiled()
            return self._walk(obj, trigger, at, _asked, _unseen)

        return fire

    def _walk(
        self, obj: Any, trigger: str, at: Any, passes: _Passes, moved: Callable[[Edge], None]
    ) -> GuardLike | None:
        state = getattr(obj, self.attribute)
        rows = self._table.rows.get((trigger, state))
        if rows is None:
            raise NoMove(self.name, state, trigger)
        refused: GuardLike | None = None
        for edge in rows:
            refused = next((guard for guard in edge.guards if not passes(edge, guard, at)), None)
            if refused is None:
                setattr(obj, self.attribute, edge.dest)
                moved(edge)
                break
        return refused

    def _watched(self, observer: Observer) -> Fire:
        def passes(edge: Edge, guard: GuardLike, at: Any) -> bool:
            passed = _asked(edge, guard, at)
            observer.on_guard(edge, guard, passed)
            return passed

        def fire(obj: Any, trigger: str, at: Any = None, /) -> GuardLike | None:
            return self._walk(obj, trigger, at, passes, observer.on_move)

        return fire


@contextmanager
def by_machines() -> Iterator[None]:
    """Let `transitions` itself make every move while the block lasts: the reference for what is compiled."""
    before = {lifecycle: lifecycle.fire for lifecycle in LIFECYCLES.values()}
    for lifecycle in before:
        lifecycle.fire = lifecycle.fire_machine
    try:
        yield
    finally:
        for lifecycle, fire in before.items():
            lifecycle.fire = fire


_Passes = Callable[[Edge, GuardLike, Any], bool]


def _asked(_edge: Edge, guard: GuardLike, at: Any) -> bool:
    return bool(guard.test(at))


def _unseen(_edge: Edge) -> None:
    """Nobody watches."""


def _edges(name: str, moves: Sequence[Move]) -> Iterator[Edge]:
    """A row for each source of each move, those of one trigger and source side by side."""
    rows: _Rows = {}
    for move in moves:
        for source in move.source:
            same = rows.setdefault((move.trigger, source), [])
            if same and not same[-1].guards:
                raise DeclarationError(f"{name}: no row after the unguarded {same[-1].id!r} is ever tried")
            again = f" ({len(same) + 1})" if same else ""
            made = f"{name}.{move.trigger} from {word_of(source)}{again}"
            same.append(Edge(name, move.trigger, source, move.dest, move.guards, made, move.meaning))
    return (edge for same in rows.values() for edge in same)


def _check(lifecycle: Lifecycle, moves: Sequence[Move]) -> None:
    name, attribute = lifecycle.name, lifecycle.attribute
    if not all(isinstance(state, int | str) for state in lifecycle.states):
        raise DeclarationError(f"{name}: the states must be of an IntEnum or a StrEnum (quick to hash)")
    if not attribute.isidentifier() or keyword.iskeyword(attribute):
        raise DeclarationError(f"{name}: {attribute!r} cannot be an attribute")
    for state in (lifecycle.initial, *(state for move in moves for state in (*move.source, move.dest))):
        if not any(state is known for known in lifecycle.states):
            raise DeclarationError(f"{name}: {state!r} is not one of its states")
    for move in moves:
        if not move.source or not move.trigger or move.trigger == attribute:
            raise DeclarationError(f"{name}: {move.trigger!r} needs a source and a name of its own")


def _register(lifecycle: Lifecycle) -> None:
    if lifecycle.name in LIFECYCLES:
        raise DeclarationError(f"two lifecycles are called {lifecycle.name!r}")
    LIFECYCLES[lifecycle.name] = lifecycle
