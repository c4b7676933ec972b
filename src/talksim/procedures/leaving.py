"""Ending sessions, removing attendees, deleting rooms, and what that drags along.

spec: participant 1.6, 3.4; conversation 2.3, 2.5.
"""

from __future__ import annotations

from talksim.constants import AttendeeType, BreakoutMode, ObjectType, ParticipantType, Permission
from talksim.model.attendee import Attendee
from talksim.model.event import AttendeeRemoved, GuestsCleanedUp, RoomDeleted, SessionLeft
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.session import KILL_AFTER, Session
from talksim.procedures.circles import circles_of, members_of_circle
from talksim.procedures.presence import leave_call, reset_empty_call

__all__ = [
    "clean_up_guests",
    "delete_room",
    "is_absent_guest",
    "leave_group_rooms",
    "leave_session",
    "reap_sessions",
    "remove_attendee",
]

_REAPED = (AttendeeType.USERS, AttendeeType.FEDERATED_USERS)


def leave_session(
    server: Server, room: Room, attendee: Attendee, session: Session, *, rejoining: bool = False
) -> None:
    """End one session: out of the call first; a self-joined user without sessions is gone."""
    leave_call(server, room, attendee, session)
    server.drop_session(room, attendee, session)
    server.emit(SessionLeft(room, attendee, session, rejoining))
    if _destroyed_by_leaving(server, room):
        return
    if attendee.type is ParticipantType.SELF_JOINED and not attendee.sessions:
        remove_attendee(server, room, attendee, left=True)
    else:
        _reset_call(server, room)


def remove_attendee(server: Server, room: Room, attendee: Attendee, *, left: bool = False) -> None:
    """Take an attendee out of the room and its breakout rooms; its sessions vanish without a word.

    Who has gone already, with a room that ended when another one left, is left alone.
    """
    if attendee.id not in room.attendees:
        return
    if attendee.is_user and room.breakout_mode is not BreakoutMode.NOT_CONFIGURED:
        _remove_from_breakout_rooms(server, room, attendee.actor_id, left=left)
    sessions = tuple(attendee.sessions.values())
    server.drop_attendee(room, attendee)
    server.emit(AttendeeRemoved(room, attendee, left, sessions))
    if attendee.is_collective:
        _remove_members(server, room, attendee)
    if not _destroyed_by_leaving(server, room):
        _reset_call(server, room)


def delete_room(server: Server, room: Room) -> None:
    """Delete a room with everything it owns; its breakout rooms go only while a mode is set."""
    server.emit(RoomDeleted(room))
    if room.breakout_mode is not BreakoutMode.NOT_CONFIGURED:
        for child in list(server.breakout_rooms.get(room.token, {}).values()):
            delete_room(server, child)
    server.drop_room(room)


def leave_group_rooms(
    server: Server, user: str, group: str, kind: AttendeeType = AttendeeType.GROUPS
) -> None:
    """Take an account out of the rooms of a group, or circle, it has just left, unless others keep it in."""
    for room in server.rooms_with(kind, group):
        attendee = room.find(AttendeeType.USERS, user)
        if attendee is not None and _held_by_nothing_else(server, room, attendee):
            remove_attendee(server, room, attendee)


def reap_sessions(server: Server, room: Room) -> None:
    """Remove sessions of accounts that were not seen for 100 s (spec: participant 3.1).

    Only the first session of each attendee is looked at per reading.
    """
    for attendee in list(room.attendees.values()):
        session = next(iter(attendee.sessions.values()), None)
        if session is not None and attendee.actor_type in _REAPED and _is_dead(server, session):
            leave_session(server, room, attendee, session)


def clean_up_guests(server: Server, room: Room) -> None:
    """Remove guests without a live session who left nothing worth keeping (spec: participant 3.4).

    They go without a word; a call that only they were in ends (spec: conversation 3.1).
    """
    spent = [
        guest
        for guest in room.attendees.values()
        if is_absent_guest(server, guest) and not guest.display_name
    ]
    for guest in spent:
        server.drop_attendee(room, guest)
    if spent:
        server.emit(GuestsCleanedUp(room, tuple(spent)))
        if not _destroyed_by_leaving(server, room):
            _reset_call(server, room)


def is_absent_guest(server: Server, attendee: Attendee) -> bool:
    """Whether the list of participants leaves this guest out: not here, not promoted, not restricted."""
    return (
        attendee.actor_type is AttendeeType.GUESTS
        and attendee.type is ParticipantType.GUEST
        and attendee.permissions in (Permission.DEFAULT, Permission.CUSTOM)
        and all(_is_dead(server, session) for session in attendee.sessions.values())
    )


def _reset_call(server: Server, room: Room) -> None:
    """End a call that nobody is in any more; one begun without any flag goes on (spec: participant 3.4)."""
    if room.call.flag:
        reset_empty_call(server, room)


def _is_dead(server: Server, session: Session) -> bool:
    return session.last_ping <= server.now - KILL_AFTER


def _remove_from_breakout_rooms(server: Server, parent: Room, user: str, *, left: bool) -> None:
    for room in list(server.breakout_rooms.get(parent.token, {}).values()):
        attendee = room.find(AttendeeType.USERS, user)
        if attendee is not None:
            remove_attendee(server, room, attendee, left=left)


def _remove_members(server: Server, room: Room, collective: Attendee) -> None:
    if collective.actor_type is AttendeeType.CIRCLES:
        members = members_of_circle(server, collective.actor_id)
    else:
        group = server.groups.get(collective.actor_id)
        members = list(group.members) if group else []
    for user in members:
        attendee = room.find(AttendeeType.USERS, user)
        if attendee is not None and _held_by_nothing_else(server, room, attendee):
            remove_attendee(server, room, attendee)


def _held_by_nothing_else(server: Server, room: Room, attendee: Attendee) -> bool:
    """Whether a plain user has no other group or circle in the room; invitations are not remembered."""
    if attendee.type is not ParticipantType.USER:
        return False
    groups = server.groups_of(attendee.actor_id)
    circles = circles_of(server, attendee.actor_id)
    return not any(room.find(AttendeeType.GROUPS, group) is not None for group in groups) and not any(
        room.find(AttendeeType.CIRCLES, circle) is not None for circle in circles
    )


def _destroyed_by_leaving(server: Server, room: Room) -> bool:
    """A room made to verify a share's password lasts only as long as nobody leaves it."""
    if room.object_type is not ObjectType.SHARE_PASSWORD:
        return False
    if room.token in server.rooms:
        delete_room(server, room)
    return True
