"""Commands that only look: calls, rooms, consents (spec: chat 7, participant 5.5)."""

from __future__ import annotations

from typing import Any

from talksim.constants import AttendeeType
from talksim.model.room import Room
from talksim.model.session import Session
from talksim.procedures.command_line import exits, printed
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.parameter import PersonId, Token
from talksim.rules.stage import Answer, bind, guard

__all__ = ["occ_active_calls", "occ_monitor_calls", "occ_monitor_room", "occ_recording_consent"]

SEEN_WITHIN = 60
"""Seconds without a ping after which these commands no longer count a session."""

_NO_CALLS = "No calls in progress"


@operation("occ talk:active-calls", stages=[], by="cli")
def occ_active_calls(at: OnServer) -> Answer:
    """Say whether anybody calls: the command fails, with exit code 1, while somebody does (spec: chat 7)."""
    calls = [room for room in at.server.rooms.values() if room.call.active]
    if not calls:
        return printed(_NO_CALLS, calls=0, participants=0)
    participants = sum(len(_seen_in_call(at, room)) for room in at.server.rooms.values())
    line = f"Calls in progress: {len(calls)}, with {participants} participants"
    return printed(line, status=400, code=1, calls=len(calls), participants=participants)


@operation("occ talk:monitor:calls", stages=[], by="cli")
def occ_monitor_calls(at: OnServer) -> Answer:
    """List the rooms with somebody in the call; never fails (spec: chat 7)."""
    counts = {room.token: len(_seen_in_call(at, room)) for room in at.server.rooms.values()}
    counts = {token: count for token, count in counts.items() if count}
    lines = [f'  - "{token}": {count}' for token, count in counts.items()]
    return printed(*(lines or [_NO_CALLS]), calls=counts)


@bind(400, answer=exits(1, lambda at: f"Room with token {at.token} not found"))
def monitored_room_found(at: OnServer) -> bool:
    """The token is that of a room, of whatever type."""
    at.found = at.server.rooms.get(at.token)
    return at.found is not None


@operation("occ talk:monitor:room {token}", stages=[monitored_room_found], by="cli")
def occ_monitor_room(at: OnServer) -> Answer:
    """Count attendees of all kinds, their sessions and those in the call (spec: chat 7)."""
    room: Room = at.found
    seen = sum(_is_seen(at, s) for attendee in room.attendees.values() for s in attendee.sessions.values())
    counts = {"attendees": len(room.attendees), "sessions": seen, "inCall": len(_seen_in_call(at, room))}
    line = "Attendees: {attendees}, sessions: {sessions}, of these in the call: {inCall}"
    return printed(line.format(**counts), **counts)


@guard(400, answer=exits(1, "Actor type and actor id have to be given together."))
def actor_named_in_full(at: OnServer, *, actor_type: str, actor_id: str) -> bool:
    """Type and id of the actor are given together, or neither."""
    return bool(actor_type) is bool(actor_id)


@guard(400, answer=exits(2, "The room could not be found."))
def consent_room_known(at: OnServer, *, room: Token | str) -> bool:
    """The room, if one is named, exists."""
    return not room or room in at.server.rooms


@guard(400, answer=exits(3, "A room or an actor has to be given."))
def something_asked_for(at: OnServer, *, room: Token | str, actor_type: str) -> bool:
    """A room or an actor is named."""
    return bool(room or actor_type)


@operation(
    "occ talk:recording:consent",
    stages=[actor_named_in_full, consent_room_known, something_asked_for],
    by="cli",
    wire={"room": "token", "actor_type": "actor-type", "actor_id": "actor-id"},
    samples=[{"actor_type": "users", "actor_id": "alice"}],
)
def occ_recording_consent(
    at: OnServer,
    *,
    room: Token | str = "",
    actor_type: AttendeeType | str = "",
    actor_id: PersonId | str = "",
) -> Answer:
    """List who consented to be recorded, in a room, by an actor, or both (spec: participant 5.5)."""
    rooms = [at.server.rooms[room]] if room else list(at.server.rooms.values())
    given: list[dict[str, Any]] = [
        {"token": where.token, "actorType": kind, "actorId": who, "timestamp": int(time)}
        for where in rooms
        for kind, who, time in where.call.consents
        if not actor_type or (kind, who) == (actor_type, actor_id)
    ]
    given.sort(key=lambda consent: consent["timestamp"])
    lines = [f"{c['token']} {c['actorType']} {c['actorId']} {c['timestamp']}" for c in given]
    return printed(*lines, consents=given)


def _is_seen(at: OnServer, session: Session) -> bool:
    return session.last_ping > at.now - SEEN_WITHIN


def _seen_in_call(at: OnServer, room: Room) -> list[Session]:
    return [session for session in room.call.present.values() if _is_seen(at, session)]
