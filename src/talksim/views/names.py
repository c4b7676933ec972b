"""How actors are called, now (spec: chat 1.7)."""

from __future__ import annotations

from talksim.constants import ActorType, AttendeeType, BotState, RoomType
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.bots import bots_in
from talksim.procedures.creating import NEWS
from talksim.procedures.one_to_one import partner_of

__all__ = ["actor_name", "bot_name", "display_name", "room_name"]

_CHANGELOG = "Talk updates ✅"
_NEWS_NAME = "Talk updates"


def display_name(server: Server, attendee: Attendee) -> str:
    """The account's present name, or the name an attendee without account has in the room."""
    user = server.users.get(attendee.actor_id) if attendee.is_user else None
    return user.display_name if user else attendee.display_name


def actor_name(server: Server, room: Room, actor_type: str, actor_id: str) -> str:
    """The name beside a message: of an account, or of an attendee who is still in the room, else ""."""
    if actor_type == ActorType.USERS:
        user = server.users.get(actor_id)
        return user.display_name if user else ""
    if actor_type == ActorType.BOTS:
        return bot_name(server, room, actor_id)
    if actor_type == ActorType.BRIDGED:
        return actor_id
    if (actor_type, actor_id) == NEWS:
        return _NEWS_NAME
    attendee = room.find(actor_type, actor_id)
    if attendee is None and actor_type == ActorType.GUESTS:
        attendee = room.find(AttendeeType.EMAILS, actor_id)
    return attendee.display_name if attendee else ""


def bot_name(server: Server, room: Room, actor_id: str) -> str:
    """How a bot signs while it works in the room; any other has only its id left (spec: chat 1.7)."""
    here = (bot for bot in bots_in(server, room) if bot.state is not BotState.DISABLED)
    bot = next((bot for bot in here if bot.actor_id == actor_id), None)
    return f"{bot.name} (Bot)" if bot else f"{actor_id}-bot"


def room_name(server: Server, room: Room, user: str) -> str:
    """How a room is called for an account, or for anybody else ("")."""
    if room.type is RoomType.ONE_TO_ONE:
        partner = partner_of(room, user)
        account = server.users.get(partner)
        return account.display_name if account else partner
    return _CHANGELOG if room.type is RoomType.CHANGELOG else room.name
