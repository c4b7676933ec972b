"""A request asked once more, with each of its stages watched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from typing import Any, Final, Protocol, Self

import attrs

from talksim.by_fields import ShownByFields
from talksim.handle import Forkable
from talksim.model.server import Server
from talksim.model.spots import Spot, ways
from talksim.model.watch import Use, Watched, fields_behind, watching
from talksim.outcome import Outcome
from talksim.procedures.scene import InCall, InRoom, OnServer
from talksim.rules.lifecycle import LIFECYCLES, Edge, GuardLike
from talksim.rules.operation import Operation
from talksim.rules.policy import Policy, swapped
from talksim.rules.stage import Guard, Refused, Run, Stage

__all__ = ["Asked", "Probe", "Request", "World", "probe"]

_SCENES: Final = (OnServer, InRoom, InCall)
_BOUND: Final = frozenset(["attendee", "found", "room", "session", "target"])
"""What binds put on the scene."""

_IDENTITY: Final = frozenset(["Browser.name", "Browser.user", "Browser.role", "Server.caller"])
"""Who asks is part of the request."""


class World(Forkable, Protocol):
    """What is needed of the simulator."""

    server: Server
    journal: list[Any]
    policy: Policy | None

    def fork(self) -> Self:
        """An independent copy."""

    def set_up(self, what: str, **given: Any) -> None:
        """Do what no request does."""

    def begin(self, server: Server) -> None:
        """Go on with this server."""

    def wait(self, time: float | str) -> None:
        """Let time pass."""


@attrs.frozen(eq=False, repr=False)
class Request(ShownByFields):
    """Who asks for what, as the journal holds it."""

    caller: str
    user: str
    role: str
    operation: Operation
    token: str
    params: Mapping[str, Any]
    address: str = ""
    client: str = ""

    def place_of(self, guard: Stage) -> int:
        """At which stage a guard speaks; those of effects come last."""
        steps = self.operation.steps
        return next((number for number, (_, _, stage) in enumerate(steps) if stage is guard), len(steps))

    def ask(self, world: World) -> Outcome:
        """Ask it in a world, which it changes."""
        browser = world.browser(self.caller, self.user, self.role)
        browser.address = self.address or browser.address
        browser.client = self.client
        return world.perform(browser, self.operation, self.token, **self.params)


@attrs.frozen(eq=False, repr=False)
class Asked(ShownByFields):
    """A stage that was run: what it read, and whether the request went on from it.

    A guard that reads nothing but what a bind has found has read what the bind read.
    """

    stage: Stage
    reads: tuple[Spot, ...]
    fields: frozenset[str]
    """What it read with what is behind the indexes: `Room.lobby`."""

    passed: bool
    by_params: bool = False
    """Whether it looked at the parameters of the request."""

    due: tuple[Spot, ...] = ()
    """What the due moves before it read: when the timer of the lobby is over."""


@attrs.frozen(eq=False, repr=False)
class Probe(ShownByFields):
    """What came of a request, and the guards that were asked, in order."""

    outcome: Outcome
    asked: tuple[Asked, ...]

    @property
    def refusing(self) -> Asked | None:
        """The guard that refused, None where none did."""
        return self.asked[-1] if self.asked and not self.asked[-1].passed else None


def probe(world: World, request: Request) -> Probe:
    """Ask for something in a world, which that changes."""
    places = ways(world.server)
    asked: list[Asked] = []
    due: list[Spot] = []

    def note(stage: Stage, watched: Watched, passed: bool) -> None:
        spots, fields = _read(places, watched.reads)
        if stage.kind == "commit":
            due.extend(spots if "Server.now" in fields else ())
            return
        scene = {name for owner, name in watched.reads if isinstance(owner, OnServer)}
        if not fields and scene & _BOUND:
            binds = [one for one in asked if one.stage.kind == "bind"]
            spots, fields = (binds[-1].reads, binds[-1].fields) if binds else (spots, fields)
        by_params = "params" in scene or bool(stage.needs)
        asked.append(Asked(stage, spots, fields, passed, by_params, tuple(due)))
        watched.clear()

    with watching(Server, *_SCENES) as watched, ExitStack() as stack:
        operation = request.operation
        steps = [
            (kind, _noting(kind, run, stage, watched, note), stage) for kind, run, stage in operation.steps
        ]
        effect = _effect(operation.effect, watched, note)
        stack.enter_context(swapped(operation, steps=tuple(steps), effect=effect))
        for lifecycle in LIFECYCLES.values():
            stack.callback(lifecycle.watch, lifecycle.observer)
            lifecycle.watch(_Moves(watched, note))
        outcome = request.ask(world)
    return Probe(outcome, _ended(asked, outcome))


_Note = Callable[[Stage, Watched, bool], None]


def _noting(kind: str, run: Run, stage: Any, watched: Watched, note: _Note) -> Run:
    def asked(at: Any) -> Any:
        watched.clear()
        answer = run(at)
        if kind != "finish":
            note(stage, watched, bool(answer))
        watched.clear()
        return answer

    return asked


def _effect(run: Run, watched: Watched, note: _Note) -> Run:
    """The effect, which may ask guards of its own."""

    def ran(at: Any, **params: Any) -> Any:
        watched.clear()
        try:
            return run(at, **params)
        except Refused as refused:
            note(refused.guard, watched, False)
            raise

    return ran


class _Moves:
    """Notes the guards of moves, which are asked within an effect."""

    def __init__(self, watched: Watched, note: _Note) -> None:
        self.watched, self.note = watched, note

    def on_guard(self, _edge: Edge, guard: GuardLike, passed: bool, /) -> None:
        """A guard of a move spoke."""
        if isinstance(guard, Guard):
            self.note(guard, self.watched, passed)
            self.watched.clear()

    def on_move(self, _edge: Edge, /) -> None:
        """A move was made."""


def _ended(asked: list[Asked], outcome: Outcome) -> tuple[Asked, ...]:
    """The guards that passed and the one that refused; other ways of a move do not count."""
    passed = tuple(one for one in asked if one.passed)
    if outcome.refusal is None:
        return passed
    guard = outcome.refusal.guard
    said = [one for one in asked if one.stage is guard and not one.passed and one.fields]
    return (*passed, said[0] if said else Asked(guard, (), frozenset(), False))


def _read(
    places: Mapping[int, tuple[Any, ...]], reads: Iterable[Use]
) -> tuple[tuple[Spot, ...], frozenset[str]]:
    """The values and the fields that were read; an index counts as what it is derived from."""
    spots, fields = dict[Spot, None](), set[str]()
    for owner, name in reads:
        cls: Any = type(owner)
        way = places.get(id(owner))
        if isinstance(owner, OnServer):
            continue
        behind = fields_behind(cls, name)
        fields.update(behind)
        own = [field.partition(".")[2] for field in behind if field.partition(".")[0] == cls.__name__]
        if way is not None and (cls is not Server or own == [name]):
            spots.update(dict.fromkeys(Spot(cls, way, field) for field in own))
    return tuple(s for s in spots if s.field not in _IDENTITY), frozenset(fields - _IDENTITY)
