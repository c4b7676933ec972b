"""One-to-one conversations: who belongs to one, refilling it, and what it becomes.

spec: conversation 1.2, 2.9.
"""

from __future__ import annotations

import json

from talksim.constants import AttendeeType, ParticipantType, ReadOnly, RoomType
from talksim.model.event import RoomModified
from talksim.model.lifecycles import read_only, room_type
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.user import User
from talksim.procedures.adding import add_users
from talksim.procedures.leaving import delete_room, remove_attendee
from talksim.procedures.listing import is_listed_for

__all__ = ["members_of", "pair_name", "partner_of", "refill", "remove_from_all_rooms"]

_KEPT_IF_PRIVATE_ONLY = (RoomType.ONE_TO_ONE, RoomType.PUBLIC, RoomType.FORMER_ONE_TO_ONE)


def pair_name(one: str, other: str) -> str:
    """The stored name of the one-to-one of two accounts, which is also its unique key."""
    return json.dumps(sorted([one, other]), separators=(",", ":"))


def members_of(room: Room) -> list[str]:
    """The two accounts a one-to-one is for, whether or not they are in it."""
    members: list[str] = json.loads(room.name)
    return members


def partner_of(room: Room, user: str) -> str:
    """The other account of a one-to-one."""
    return next((member for member in members_of(room) if member != user), user)


def refill(server: Server, room: Room) -> None:
    """Put absent members whose account exists back into a one-to-one, as owners."""
    if room.type is not RoomType.ONE_TO_ONE:
        return
    absent = [
        user
        for user in members_of(room)
        if user in server.users and room.find(AttendeeType.USERS, user) is None
    ]
    add_users(server, room, absent, ParticipantType.OWNER)


def remove_from_all_rooms(server: Server, user: User, *, private_only: bool = False) -> None:
    """Take an account out of every room; its one-to-ones become former ones.

    A room whose number of users is exactly one is deleted, even if that one is somebody else.
    """
    for room in server.rooms_with(AttendeeType.USERS, user.id):
        if room.token not in server.rooms or (private_only and _is_kept(server, room, user)):
            continue
        attendee = room.find(AttendeeType.USERS, user.id)
        if attendee is None:
            continue
        if room.user_count == 1:
            delete_room(server, room)
        else:
            remove_attendee(server, room, attendee)
    if not private_only:
        for room in _one_to_ones_of(server, user):
            _become_former(server, room, user)


def _one_to_ones_of(server: Server, user: User) -> list[Room]:
    """Those the account is in or has left, oldest first; the other account still exists."""
    names = (pair_name(user.id, other) for other in server.users)
    return sorted((server.pairs[name] for name in names if name in server.pairs), key=lambda room: room.id)


def _is_kept(server: Server, room: Room, user: User) -> bool:
    return room.type in _KEPT_IF_PRIVATE_ONLY or is_listed_for(server, room, user.id)


def _become_former(server: Server, room: Room, gone: User) -> None:
    server.former(room)
    old = room.type
    room_type.fire(room, "lose partner", None)
    server.emit(RoomModified(room, "type", old, room.type))
    room.name = gone.display_name
    server.emit(RoomModified(room, "name", "", room.name))  # the old name is withheld: no message follows
    if room.read_only is ReadOnly.READ_WRITE:
        read_only.fire(room, "lock", None)
        server.emit(RoomModified(room, "read_only", ReadOnly.READ_WRITE, room.read_only))
