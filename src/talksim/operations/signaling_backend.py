"""What the signaling server reports of rooms: sessions that come and go (spec: participant 3.2)."""

from __future__ import annotations

from typing import Any

from talksim.constants import AttendeeType, InCall
from talksim.model.attendee import Attendee
from talksim.model.session import Session
from talksim.procedures.leaving import leave_session, remove_attendee
from talksim.procedures.presence import set_flags
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.parameter import PersonId
from talksim.rules.stage import bind, guard

__all__ = ["report_room_visit"]

_JOIN, _LEAVE = "join", "leave"


def _error(code: str) -> Any:
    return lambda _: {"type": "error", "error": {"code": code}}


@guard(200, answer=_error("invalid_request"), because=lambda _: "the request is not signed")
def visit_signed(at: InRoom, *, signed: bool) -> bool:
    """The report carries a valid signature."""
    return signed


@bind(200, answer=_error("no_such_room"))
def visited_room_found(at: InRoom) -> bool:
    """The room exists."""
    room = at.server.rooms.get(at.token)
    if room is not None:
        at.room = room
    return room is not None


@bind(200, answer=_error("no_such_room"))
def visitor_found(
    at: InRoom, *, session: str, user: str, actor_type: AttendeeType | str, actor_id: str
) -> bool:
    """Somebody of the room is meant: by session, else by actor, else by account; groups visit no room.

    That groups never have a session is the rule of participant 1.9.
    """
    where, attendee = at.server.sessions.get(session, (None, None))
    if attendee is None or where is not at.room:
        attendee = at.room.find(actor_type, actor_id) if actor_id else at.room.find("users", user)
    if attendee is None or attendee.is_collective:
        return False
    at.attendee = attendee
    at.session = attendee.sessions.get(session)
    return True


@operation(
    "POST /api/v3/signaling/backend",
    stages=[visit_signed, visited_room_found, visitor_found],
    by="signaling server",
    wire={"session": "sessionid", "user": "userid", "in_call": "incall"},
    samples=[{"action": _JOIN, "session": "session", "user": "bob"}],
)
def report_room_visit(
    at: InRoom,
    *,
    action: str,
    session: str,
    user: PersonId | str = "",
    actor_type: AttendeeType | str = "",
    actor_id: str = "",
    in_call: InCall | int | None = None,
    signed: bool = True,
) -> None:
    """A session came into the room, or left it; errors are bodies of an answer 200 (spec: participant 3.2).

    Joining makes a session nobody has seen before; flags that come along count, without the room's call
    being started or anybody asked for consent. A guest who leaves is gone at once.
    """
    if action == _JOIN:
        _come(at, session, in_call)
    elif action == _LEAVE:
        _go(at, at.attendee)


def _come(at: InRoom, session_id: str, in_call: InCall | int | None) -> None:
    session = at.session
    if session is None:
        session = Session(session_id, at.now)
        at.server.add_session(at.room, at.attendee, session)
    session.last_ping = at.now
    if in_call is not None:
        set_flags(at, session, int(in_call))


def _go(at: InRoom, attendee: Attendee) -> None:
    if attendee.actor_type is AttendeeType.GUESTS:
        remove_attendee(at.server, at.room, attendee, left=True)
    elif at.session is not None:
        leave_session(at.server, at.room, attendee, at.session)
