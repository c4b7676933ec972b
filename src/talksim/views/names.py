"""How actors are called, now (spec: chat 1.7)."""

from __future__ import annotations

from talksim.constants import ActorType, AttendeeType
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server

__all__ = ["actor_name", "display_name"]


def display_name(server: Server, attendee: Attendee) -> str:
    """The account's present name, or the name an attendee without account has in the room."""
    user = server.users.get(attendee.actor_id) if attendee.is_user else None
    return user.display_name if user else attendee.display_name


def actor_name(server: Server, room: Room, actor_type: str, actor_id: str) -> str:
    """The name beside a message: of an account, or of an attendee who is still in the room, else ""."""
    if actor_type == ActorType.USERS:
        user = server.users.get(actor_id)
        return user.display_name if user else ""
    attendee = room.find(actor_type, actor_id)
    if attendee is None and actor_type == ActorType.GUESTS:
        attendee = room.find(AttendeeType.EMAILS, actor_id)
    return attendee.display_name if attendee else ""
