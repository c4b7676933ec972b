"""Letting attendees in (spec: participant 1.1, 1.3, 1.4)."""

from __future__ import annotations

from collections.abc import Iterable

from talksim.constants import AttendeeType, BreakoutMode, ParticipantType, ReadPrivacy, RoomType
from talksim.model.attendee import Attendee
from talksim.model.event import AttendeesAdded, RoomModified
from talksim.model.lifecycles import room_type
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.bans import is_user_banned

__all__ = [
    "add_collective",
    "add_users",
    "enter",
    "join_group_rooms",
    "make_permanent",
    "new_attendee",
    "new_guest",
    "open_to_guests",
]

_PRIVATE = (AttendeeType.FEDERATED_USERS, AttendeeType.GROUPS, AttendeeType.CIRCLES)


def new_attendee(
    server: Server,
    room: Room,
    actor_type: AttendeeType,
    actor_id: str,
    rank: ParticipantType = ParticipantType.USER,
    *,
    display_name: str = "",
) -> Attendee:
    """An attendee with the defaults of its kind; the caller lets it in with `enter`."""
    return Attendee(
        id=server.next_id("attendee", of=(room.token, actor_type, actor_id)),
        actor_type=actor_type,
        actor_id=actor_id,
        type=rank,
        display_name=display_name or _display_name(server, actor_type, actor_id),
        read_privacy=_read_privacy(server, actor_type, actor_id),
        last_read=room.last_message,
    )


def new_guest(server: Server, room: Room, session_id: str) -> Attendee:
    """A guest, named after the first session; the caller lets it in with `enter`."""
    from hashlib import sha1  # noqa: PLC0415  slow to import

    actor_id = sha1(session_id.encode(), usedforsecurity=False).hexdigest()
    return new_attendee(server, room, AttendeeType.GUESTS, actor_id, ParticipantType.GUEST)


def enter(server: Server, room: Room, *attendees: Attendee) -> None:
    """Let new attendees in and say so."""
    for attendee in attendees:
        server.add_attendee(room, attendee)
    server.emit(AttendeesAdded(room, attendees))


def add_users(
    server: Server, room: Room, users: Iterable[str], rank: ParticipantType = ParticipantType.USER
) -> list[Attendee]:
    """Add accounts in one go: banned ones are skipped, self-joined ones become permanent.

    Those who are in already stay as they are; if that is everybody, nothing is emitted.
    """
    return _admit(server, room, _newcomers(server, room, users), rank)


def add_collective(
    server: Server, room: Room, actor_type: AttendeeType, actor_id: str, members: Iterable[str]
) -> None:
    """Add a group or circle, and its members with it."""
    newcomers = _newcomers(server, room, members)
    if room.find(actor_type, actor_id) is None:
        enter(server, room, new_attendee(server, room, actor_type, actor_id))
    _admit(server, room, newcomers, ParticipantType.USER)


def make_permanent(server: Server, room: Room, attendee: Attendee) -> bool:
    """Turn a self-joined user into one who was added, and say so; false for everybody else."""
    if attendee.type is not ParticipantType.SELF_JOINED:
        return False
    room.retype(attendee, "make permanent")
    server.emit(AttendeesAdded(room, (), (attendee,)))
    return True


def open_to_guests(server: Server, room: Room) -> bool:
    """Make a group room public, so that an e-mail guest can enter; false where the room cannot be.

    spec: conversation 2.4, 2.8.
    """
    if room.type is RoomType.PUBLIC:
        return True
    if room.type is not RoomType.GROUP or room.is_breakout_room:
        return False
    if room.breakout_mode is not BreakoutMode.NOT_CONFIGURED:
        return False
    room_type.fire(room, "allow guests", None)
    server.emit(RoomModified(room, "type", RoomType.GROUP, room.type))
    return True


def join_group_rooms(server: Server, user: str, group: str, kind: AttendeeType = AttendeeType.GROUPS) -> None:
    """Let an account into the rooms of a group, or circle, it has just joined."""
    for room in server.rooms_with(kind, group):
        add_users(server, room, [user])


def _newcomers(server: Server, room: Room, users: Iterable[str]) -> list[str]:
    """Those who are not in yet; self-joined users among the others become permanent on the way."""
    newcomers = []
    for user in users:
        attendee = room.find(AttendeeType.USERS, user)
        if attendee is None:
            newcomers.append(user)
        else:
            make_permanent(server, room, attendee)
    return newcomers


def _admit(server: Server, room: Room, users: list[str], rank: ParticipantType) -> list[Attendee]:
    welcome = [user for user in users if not is_user_banned(room, user)]
    added = [new_attendee(server, room, AttendeeType.USERS, user, rank) for user in welcome]
    if added:
        enter(server, room, *added)
    return added


def _display_name(server: Server, actor_type: AttendeeType, actor_id: str) -> str:
    if actor_type is AttendeeType.USERS:
        user = server.users.get(actor_id)
        return user.display_name if user else actor_id
    if actor_type is AttendeeType.GROUPS:
        group = server.groups.get(actor_id)
        return group.display_name if group else actor_id
    if actor_type is AttendeeType.CIRCLES:
        circle = server.circles.get(actor_id)
        return circle.display_name if circle else actor_id
    return "" if actor_type is AttendeeType.GUESTS else actor_id


def _read_privacy(server: Server, actor_type: AttendeeType, actor_id: str) -> ReadPrivacy:
    if actor_type is AttendeeType.USERS and actor_id in server.users:
        return server.users[actor_id].read_privacy
    return ReadPrivacy.PRIVATE if actor_type in _PRIVATE else ReadPrivacy.PUBLIC
