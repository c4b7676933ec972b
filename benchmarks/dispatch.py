"""What one event of a lifecycle costs, next to a hand-written dispatch and to other engines.

One recording: 6 states, 15 rows, the guards "call active and actor a moderator" and "actor a moderator",
a cycle of 12 events of which one is refused. All engines are checked for the same answers first.

    python benchmarks/dispatch.py [--rounds N] [--json] [--check]
"""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

import attrs
from harness import Bound, Fact, Row, main, require

from talksim.rules.lifecycle import Lifecycle, Move

BOUNDS = [Bound("compiled", "floor", most=1.25), Bound("transitions", "compiled", least=40)]

Fires = Callable[[str, "Actor"], bool]
Reads = Callable[[], str]


class Status(IntEnum):
    """The recording status of a call."""

    NONE = 0
    VIDEO = 1
    AUDIO = 2
    STARTING_VIDEO = 3
    STARTING_AUDIO = 4
    FAILED = 5


NONE, VIDEO, AUDIO, STARTING_VIDEO, STARTING_AUDIO, FAILED = Status
RUNNING = [STARTING_VIDEO, VIDEO, STARTING_AUDIO, AUDIO]
TABLE: list[tuple[str, Status, Status, str | None]] = [
    *[("start_video", source, STARTING_VIDEO, "can_record") for source in (NONE, FAILED)],
    *[("start_audio", source, STARTING_AUDIO, "can_record") for source in (NONE, FAILED)],
    ("started", STARTING_VIDEO, VIDEO, None),
    ("started", STARTING_AUDIO, AUDIO, None),
    *[("stop", source, NONE, "is_moderator") for source in RUNNING],
    *[("fail", source, FAILED, None) for source in RUNNING],
    ("reset", FAILED, NONE, None),
]


@attrs.define(eq=False)
class Actor:
    """Who fires an event."""

    moderator: bool


@attrs.define(eq=False)
class Call:
    """What is recorded: a bare slotted object."""

    active: bool = True
    state: Status = NONE


@attrs.define(eq=False)
class Scene:
    """What a guard of a lifecycle sees, made before the timing."""

    call: Call
    actor: Actor


MODERATOR, USER = Actor(True), Actor(False)
CYCLE: list[tuple[str, Actor, bool]] = [
    ("start_video", USER, False),
    ("start_video", MODERATOR, True),
    ("started", MODERATOR, True),
    ("stop", MODERATOR, True),
    ("start_audio", MODERATOR, True),
    ("started", MODERATOR, True),
    ("fail", MODERATOR, True),
    ("start_video", MODERATOR, True),
    ("fail", MODERATOR, True),
    ("reset", MODERATOR, True),
    ("start_audio", MODERATOR, True),
    ("stop", MODERATOR, True),
]
PATH = [0, 3, 1, 0, 4, 2, 5, 3, 5, 0, 4, 0]
"""The state after each event of the cycle."""


class Refused(Exception):  # noqa: N818
    """No entry for the event in this state."""


def can_record(call: Call, actor: Actor) -> bool:
    return call.active and actor.moderator


def is_moderator(_call: Call, actor: Actor) -> bool:
    return actor.moderator


GUARDS: dict[str | None, Any] = {"can_record": can_record, "is_moderator": is_moderator, None: None}
BY_HAND = {(source, event): (dest, GUARDS[guard]) for event, source, dest, guard in TABLE}


def by_hand(call: Call, event: str, actor: Actor) -> bool:
    """The usual hand-written form."""
    entry = BY_HAND.get((call.state, event))
    if entry is None:
        raise Refused(event)
    dest, guard = entry
    if guard is not None and not guard(call, actor):
        return False
    call.state = dest
    return True


@attrs.frozen(eq=False)
class SceneGuard:
    """A guard as `Lifecycle` takes it."""

    id: str
    test: Callable[[Scene], bool]


def recording() -> Lifecycle:
    """The same table as a lifecycle."""
    guards = {
        "can_record": (SceneGuard("can record", lambda at: at.call.active and at.actor.moderator),),
        "is_moderator": (SceneGuard("is moderator", lambda at: at.actor.moderator),),
        None: (),
    }
    moves = [Move(event, source, dest, guards[guard]) for event, source, dest, guard in TABLE]
    return Lifecycle("recording", attribute="state", states=Status, initial=NONE, moves=moves, register=False)


def floor() -> Row:
    call = Call()
    check("floor", lambda event, actor: by_hand(call, event, actor), lambda: call.state.name)

    def run(cycles: int, fire: Any = by_hand) -> None:
        for _ in range(cycles):
            for event, actor, _answer in CYCLE:
                fire(call, event, actor)

    return Row("floor", run, len(CYCLE))


def compiled() -> Row:
    """Timed as it is written in the model: `lifecycle.fire(...)`, looked up each time."""
    call, lifecycle = Call(), recording()
    check(
        "compiled",
        lambda event, actor: lifecycle.fire(call, event, Scene(call, actor)) is None,
        lambda: call.state.name,
    )
    script = [(event, Scene(call, actor), answer) for event, actor, answer in CYCLE]

    def run(cycles: int) -> None:
        for _ in range(cycles):
            for event, at, _answer in script:
                lifecycle.fire(call, event, at)

    return Row("compiled", run, len(CYCLE))


def transitions() -> Row:
    """A machine declared by hand, plain functions as conditions: nothing of talksim in the way."""
    from transitions import Machine  # noqa: PLC0415

    call = Call()
    machine = Machine(model=None, states=Status, initial=NONE, auto_transitions=False)
    for event, source, dest, guard in TABLE:
        machine.add_transition(event, source, dest, conditions=GUARDS[guard])
    events = machine.events
    check(
        "transitions", lambda event, actor: events[event].trigger(call, call, actor), lambda: call.state.name
    )

    def run(cycles: int) -> None:
        for _ in range(cycles):
            for event, actor, _answer in CYCLE:
                events[event].trigger(call, call, actor)

    return Row("transitions", run, len(CYCLE))


def python_statemachine() -> Row:
    """Events without an open row are ignored there, so that a refusal costs no exception."""
    import statemachine  # noqa: PLC0415

    states = {status: statemachine.State(initial=status is NONE) for status in Status}
    body: dict[str, Any] = {status.name: state for status, state in states.items()}
    for event, source, dest, guard in TABLE:
        row = states[source].to(states[dest], **({"cond": guard} if guard else {}))
        body[event] = body[event] | row if event in body else row
    body["active"] = True
    body["can_record"] = lambda self, actor: self.active and actor.moderator
    body["is_moderator"] = lambda _self, actor: actor.moderator
    body["allow_event_without_transition"] = True
    machine = type("Recording", (statemachine.StateMachine,), body)()

    def fire(event: str, actor: Actor) -> bool:
        before = reads()
        machine.send(event, actor=actor)
        return before != reads()

    def reads() -> str:
        return str(next(iter(machine.configuration)).id)

    check("python-statemachine", fire, reads)

    def run(cycles: int) -> None:
        for _ in range(cycles):
            for event, actor, _answer in CYCLE:
                machine.send(event, actor=actor)

    return Row("python-statemachine", run, len(CYCLE))


def sismic() -> Row:
    from sismic.interpreter import Interpreter  # noqa: PLC0415
    from sismic.model import BasicState, CompoundState, Statechart, Transition  # noqa: PLC0415

    guards = {"can_record": "active and event.actor.moderator", "is_moderator": "event.actor.moderator"}
    chart = Statechart("recording", preamble="active = True")
    chart.add_state(CompoundState("root", initial="NONE"), None)
    for status in Status:
        chart.add_state(BasicState(status.name), "root")
    for event, source, dest, guard in TABLE:
        chart.add_transition(
            Transition(source.name, dest.name, event=event, guard=guards[guard] if guard else None)
        )
    interpreter = Interpreter(chart)
    interpreter.execute()

    def fire(event: str, actor: Actor) -> bool:
        steps = interpreter.queue(event, actor=actor).execute()
        return any(step.transitions for step in steps)

    check("sismic", fire, lambda: interpreter.configuration[-1])

    def run(cycles: int) -> None:
        for _ in range(cycles):
            for event, actor, _answer in CYCLE:
                interpreter.queue(event, actor=actor).execute()

    return Row("sismic", run, len(CYCLE))


def check(engine: str, fire: Fires, reads: Reads) -> None:
    """Leave when an engine answers otherwise than the cycle says, or passes through other states."""
    for number, (event, actor, answer) in enumerate(CYCLE):
        got, state = fire(event, actor), reads()
        if got is not answer or state != Status(PATH[number]).name:
            raise SystemExit(f"{engine}: event {number} ({event}) answered {got}, then {state}")


def attached_bytes(objects: int = 1000) -> float:
    """Bytes per object that driving it through the cycle leaves behind."""
    lifecycle, calls = recording(), [Call() for _ in range(objects)]
    for call in calls:
        drive(lifecycle, call)  # compiled by now, and every state seen
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for call in calls:
            drive(lifecycle, call)
        after = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    return max(0, (after - before) // objects)


def drive(lifecycle: Lifecycle, call: Call) -> None:
    for event, actor, _answer in CYCLE:
        lifecycle.fire(call, event, Scene(call, actor))


def rows() -> Sequence[Row]:
    return [floor(), compiled(), transitions(), python_statemachine(), sismic()]


def facts() -> Sequence[Fact]:
    return [Fact("bytes attached per object", attached_bytes(), most=0)]


if __name__ == "__main__":
    require("statemachine", "sismic")
    sys.exit(main("dispatch", rows, bounds=BOUNDS, facts=facts))
