"""Opening a group to guests and closing it again (spec: conversation 2.4)."""

from __future__ import annotations

from talksim.constants import ParticipantType
from talksim.model.event import RoomModified
from talksim.model.lifecycles import room_type
from talksim.model.room import Room
from talksim.model.server import Server

__all__ = ["allow_guests", "disallow_guests"]

_DROPPED = (ParticipantType.GUEST, ParticipantType.SELF_JOINED, ParticipantType.GUEST_MODERATOR)


def allow_guests(server: Server, room: Room) -> None:
    """Make a group room public."""
    old = room.type
    room_type.fire(room, "allow guests", None)
    server.emit(RoomModified(room, "type", old, room.type))


def disallow_guests(server: Server, room: Room) -> None:
    """Make a public room a group; guests and self-joined users drop out silently."""
    old = room.type
    room_type.fire(room, "disallow guests", None)
    for attendee in [a for a in room.attendees.values() if a.type in _DROPPED]:
        server.drop_attendee(room, attendee)
    server.emit(RoomModified(room, "type", old, room.type))
