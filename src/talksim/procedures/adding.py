"""Letting attendees in (spec: participant 1.1, 1.3, 1.4)."""

from __future__ import annotations

from collections.abc import Iterable

from talksim.constants import AttendeeType, ParticipantType, ReadPrivacy
from talksim.model.attendee import Attendee
from talksim.model.event import AttendeesAdded
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.bans import is_user_banned

__all__ = ["add_collective", "add_users", "enter", "join_group_rooms", "new_attendee"]

_PRIVATE = (AttendeeType.FEDERATED_USERS, AttendeeType.GROUPS, AttendeeType.CIRCLES)


def new_attendee(
    server: Server,
    room: Room,
    actor_type: AttendeeType,
    actor_id: str,
    type: ParticipantType = ParticipantType.USER,
    display_name: str = "",
) -> Attendee:
    """An attendee with the defaults of its kind; the caller lets it in with `enter`."""
    return Attendee(
        id=server.next_id("attendee"),
        actor_type=actor_type,
        actor_id=actor_id,
        type=type,
        display_name=display_name or _display_name(server, actor_type, actor_id),
        read_privacy=_read_privacy(server, actor_type, actor_id),
        last_read=room.last_message,
    )


def enter(server: Server, room: Room, *attendees: Attendee) -> None:
    """Let new attendees in and say so."""
    for attendee in attendees:
        server.add_attendee(room, attendee)
    server.emit(AttendeesAdded(room, attendees))


def add_users(
    server: Server, room: Room, users: Iterable[str], type: ParticipantType = ParticipantType.USER
) -> list[Attendee]:
    """Add accounts in one go: banned ones are skipped, self-joined ones become permanent.

    Those who are in already stay as they are; if that is everybody, nothing is emitted.
    """
    added: list[Attendee] = []
    upgraded: list[Attendee] = []
    for user in users:
        attendee = room.find(AttendeeType.USERS, user)
        if attendee is not None:
            if attendee.type is ParticipantType.SELF_JOINED:
                room.retype(attendee, "make permanent")
                upgraded.append(attendee)
        elif not is_user_banned(room, user):
            added.append(new_attendee(server, room, AttendeeType.USERS, user, type))
    for attendee in added:
        server.add_attendee(room, attendee)
    if added or upgraded:
        server.emit(AttendeesAdded(room, tuple(added), tuple(upgraded)))
    return added


def add_collective(server: Server, room: Room, actor_type: AttendeeType, id: str, members: Iterable[str]) -> None:
    """Add a group or circle, and its members with it."""
    if room.find(actor_type, id) is None:
        enter(server, room, new_attendee(server, room, actor_type, id))
    add_users(server, room, members)


def join_group_rooms(server: Server, user: str, group: str) -> None:
    """Let an account into the rooms of a group it has just joined."""
    for room in server.rooms_with(AttendeeType.GROUPS, group):
        add_users(server, room, [user])


def _display_name(server: Server, actor_type: AttendeeType, actor_id: str) -> str:
    if actor_type is AttendeeType.USERS:
        user = server.users.get(actor_id)
        return user.display_name if user else actor_id
    if actor_type is AttendeeType.GROUPS:
        group = server.groups.get(actor_id)
        return group.display_name if group else actor_id
    return "" if actor_type is AttendeeType.GUESTS else actor_id


def _read_privacy(server: Server, actor_type: AttendeeType, actor_id: str) -> ReadPrivacy:
    if actor_type is AttendeeType.USERS and actor_id in server.users:
        return server.users[actor_id].read_privacy
    return ReadPrivacy.PRIVATE if actor_type in _PRIVATE else ReadPrivacy.PUBLIC
