"""What the rule pages say of calls: `participant` section 4.10."""

from __future__ import annotations

from collections.abc import Iterator

from talksim.constants import RoomType
from talksim.invariants.invariant import Step, invariant
from talksim.model.room import Room
from talksim.model.session import Presence, Session

__all__: list[str] = []

_SILENT = (RoomType.CHANGELOG, RoomType.FORMER_ONE_TO_ONE, RoomType.NOTE_TO_SELF)


@invariant("C1")
def flags_belong_to_a_call(room: Room) -> Iterator[str]:
    """Only a room that shows a call has call flags (spec: participant 4.10)."""
    if room.call.flag and not room.call.active:
        yield f"flags {room.call.flag} without a call"


@invariant("C1")
def a_call_has_a_start(room: Room) -> Iterator[str]:
    """A room has a start time exactly while it shows a call (spec: participant 4.10)."""
    if bool(room.call.since) != room.call.active:
        yield f"it began at {room.call.since} and is {room.call.status}"


@invariant("C5")
def some_types_have_no_calls(step: Step) -> Iterator[str]:
    """Nobody joins the call of the changelog, of a note to self or of a former one-to-one.

    The signaling server may say of a session there that it is in a call (spec: participant 4.10).
    """
    room = step.after.rooms.get(step.asked.token)
    joined = step.asked.operation == "join_call" and step.outcome is not None and step.outcome.ok
    if joined and room is not None and room.type in _SILENT:
        yield f"{room.label}: {step.asked.caller} is in the call of a {room.type}"


@invariant("S1")
def presence_and_flags_agree(room: Room) -> Iterator[str]:
    """A session is in the call exactly when it has flags (spec: participant 4.1)."""
    yield from (f"{s.id} does not" for s in _sessions(room) if bool(s.in_call) != (s.presence is Presence.IN))


@invariant("S1")
def a_call_knows_who_is_in_it(room: Room) -> Iterator[str]:
    """The call's index holds the sessions with flags (spec: participant 4.1)."""
    present = room.call.present
    yield from (f"{s.id} is lost" for s in _sessions(room) if bool(s.in_call) != (s.id in present))


def _sessions(room: Room) -> Iterator[Session]:
    for attendee in room.attendees.values():
        yield from attendee.sessions.values()
