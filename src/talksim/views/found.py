"""What a search shows of a message (spec: chat 1.2)."""

from __future__ import annotations

from talksim.model.attendee import Attendee
from talksim.model.message import Message
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.rules.view import Shown, view
from talksim.views.chat_notification import plain_text
from talksim.views.names import actor_name, room_name

__all__ = ["found_message"]


@view
def found_message(server: Server, room: Room, viewer: Attendee, message: Message) -> Shown:
    """A hit: who wrote it, and where unless between two, what it says, and where it leads."""
    author = actor_name(server, room, message.actor_type, message.actor_id)
    where = room_name(server, room, viewer.actor_id)
    return {
        "title": author if room.is_one_to_one else f"{author} in {where}",
        "subline": plain_text(server, room, message, viewer),
        "conversation": room.token,
        "messageId": message.id,
    }
