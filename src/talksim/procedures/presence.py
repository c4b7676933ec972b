"""Being in a call: the flags of sessions, and the start and end of the room's call.

spec: participant 4.3 to 4.6.
"""

from __future__ import annotations

from talksim.constants import (
    InCall,
    ObjectType,
    ParticipantType,
    Permission,
    RoomType,
    StartCalls,
)
from talksim.model.attendee import Attendee
from talksim.model.call import call_state
from talksim.model.event import CallEnded, CallStarted, InCallChanged, RoomModified
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.session import Presence, Session
from talksim.procedures.permissions import allowed_flags, effective_permissions
from talksim.procedures.scene import InRoom
from talksim.rules.lifecycle import Lifecycle, Move
from talksim.rules.stage import Guard, Refused, guard

__all__ = [
    "call_startable",
    "can_start_call",
    "end_call",
    "end_empty_call",
    "in_call",
    "leave_call",
    "presence",
    "reset_empty_call",
    "set_flags",
    "start_call",
    "update_flags",
]


def can_start_call(server: Server, room: Room, attendee: Attendee) -> bool:
    """Whether the attendee may be the first in the call (spec: participant 4.3)."""
    if room.type is RoomType.NOTE_TO_SELF:
        return False
    if Permission.START_CALL not in effective_permissions(server, room, attendee):
        return False
    match server.settings.start_calls:
        case StartCalls.EVERYONE:
            return True
        case StartCalls.ACCOUNTS:
            return attendee.type is not ParticipantType.GUEST
        case StartCalls.MODERATORS:
            return attendee.moderates
    return False


def _start_because(at: InRoom) -> str:
    if Permission.START_CALL not in effective_permissions(at.server, at.room, at.attendee):
        return f'{at.attendee.label} is {at.attendee.type} without "start call"; nobody is in the call'
    setting = at.server.settings.start_calls
    return f'{at.attendee.label} is {at.attendee.type} and start_calls is "{setting}"; nobody is in the call'


@guard(403, because=_start_because)
def call_startable(at: InRoom) -> bool:
    """Somebody is in the call already, or the actor may start one."""
    room = at.room
    if room.type is RoomType.PUBLIC and room.object_type is ObjectType.SHARE_PASSWORD:
        return True
    return room.call.has_fresh_session(at.now) or can_start_call(at.server, room, at.attendee)


presence = Lifecycle(
    "presence",
    attribute="presence",
    states=Presence,
    initial=Presence.OUT,
    moves=[
        Move("join", Presence.OUT, Presence.IN, guards=(call_startable,)),
        Move("join", Presence.IN, Presence.IN),
        Move("leave", Presence.IN, Presence.OUT),
    ],
)
"""Whether a session is in the call (spec: participant 4.1)."""


def set_flags(at: InRoom, session: Session, flags: int, *, silent: bool = False) -> None:
    """Set the caller's in-call flags, masked by the permissions.

    Raises `Refused` when the caller may not start the call; then nothing has changed.
    """
    masked = allowed_flags(at.server, at.room, at.attendee, flags)
    if not masked:
        leave_call(at.server, at.room, at.attendee, session)
        return
    refused = presence.fire(session, "join", at)
    if refused is not None:
        raise Refused(_as_guard(refused))
    old, room = session.in_call, at.room
    at.emit(InCallChanged(room, at.attendee, session, old, masked, after=False, silent=silent))
    session.in_call = masked
    room.call.present[session.id] = session
    at.attendee.last_joined_call = int(at.now)
    at.emit(InCallChanged(room, at.attendee, session, old, masked, after=True, silent=silent))


def update_flags(at: InRoom, session: Session, flags: int) -> None:
    """Change the flags of a session that stays in the call; neither room nor attendee notices.

    spec: participant 4.2, 4.4.
    """
    room, attendee, old = at.room, at.attendee, session.in_call
    masked = allowed_flags(at.server, room, attendee, flags)
    at.emit(InCallChanged(room, attendee, session, old, masked, after=False))
    session.in_call = masked
    at.emit(InCallChanged(room, attendee, session, old, masked, after=True))


def in_call(server: Server, room: Room) -> list[tuple[Attendee, Session]]:
    """Those in the call, attendee by attendee as they came into the room."""
    there = {attendee.id: attendee for _, attendee in map(server.sessions.__getitem__, room.call.present)}
    people = [attendee for _, attendee in sorted(there.items())]
    return [(person, s) for person in people for s in person.sessions.values() if s.in_call]


def leave_call(
    server: Server, room: Room, attendee: Attendee, session: Session, *, for_everyone: bool = False
) -> None:
    """Take one session out of the call; nothing happens when it is not in."""
    if not session.in_call:
        return
    old = session.in_call
    out = InCall.DISCONNECTED
    server.emit(InCallChanged(room, attendee, session, old, out, after=False, for_everyone=for_everyone))
    presence.fire(session, "leave", None)
    session.in_call = out
    room.call.present.pop(session.id, None)
    attendee.call_id = ""
    server.emit(InCallChanged(room, attendee, session, old, out, after=True, for_everyone=for_everyone))


def start_call(at: InRoom, flags: int, *, silent: bool = False) -> None:
    """Mark the room as having a call, or add new flags to the running one.

    The room keeps the flags as requested, not as masked (spec: participant 4.4).
    """
    call = at.room.call
    if call.active:
        _widen(at, flags)
        return
    call_state.fire(call, "start", at)
    call.since = int(at.now)
    call.flag = InCall(flags)
    at.emit(CallStarted(at.room, at.attendee, silent))


def _widen(at: InRoom, flags: int) -> None:
    call, old = at.room.call, at.room.call.flag
    if flags & ~old:
        call.flag = InCall(old | flags)
        at.emit(RoomModified(at.room, "in_call", old, call.flag))


def end_call(server: Server, room: Room, by: Attendee | None, *, for_everyone: bool = False) -> None:
    """End the room's call, for those still in it as well when it ends for everyone."""
    call = room.call
    if not call.active:
        return
    since = call.since
    call_state.fire(call, "end", None)
    call.since = 0
    call.flag = InCall.DISCONNECTED
    if for_everyone:
        for attendee, session in in_call(server, room):
            leave_call(server, room, attendee, session, for_everyone=True)
    server.emit(CallEnded(room, since, by, for_everyone))


def end_empty_call(server: Server, room: Room, by: Attendee | None) -> None:
    """End the call if nobody seen in the last 30 s is in it any more."""
    if room.call.active and not room.call.has_fresh_session(server.now):
        end_call(server, room, by)


def reset_empty_call(server: Server, room: Room) -> None:
    """End an empty call in nobody's name, after a session or attendee has gone; not one started with flags 0.

    spec: participant 3.4, 4.6.
    """
    if room.call.flag:
        end_empty_call(server, room, None)


def _as_guard(refused: object) -> Guard:
    assert isinstance(refused, Guard)
    return refused
