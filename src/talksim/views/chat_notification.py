"""The words of notifications of messages, reactions and reminders (spec: chat 2.5, 2.8)."""

from __future__ import annotations

from typing import Final

from talksim.constants import ActorType
from talksim.model.attendee import Attendee
from talksim.model.message import Message, Notification
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.posting import is_expired
from talksim.views.message import message_for
from talksim.views.names import room_name

__all__ = ["CHAT_SUBJECTS", "chat_words", "plain_text"]

_PRIVATE: Final = {
    "chat": "{who} sent you a private message",
    "reply": "{who} replied to your private message",
    "mention_direct": "{who} mentioned you in a private conversation",
    "mention_all": "{who} mentioned you in a private conversation",
    "reaction": "{who} reacted with {reaction} to your private message",
    "reminder": "Reminder: {who} in {room}",
}
_AMONG_MANY: Final = {
    "chat": "{who} sent a message in conversation {room}",
    "reply": "{who} replied to your message in conversation {room}",
    "mention_direct": "{who} mentioned you in conversation {room}",
    "mention_group": "{who} mentioned group {group} in conversation {room}",
    "mention_all": "{who} mentioned everyone in conversation {room}",
    "reaction": "{who} reacted with {reaction} to your message in conversation {room}",
    "reminder": "Reminder: {who} in conversation {room}",
}
CHAT_SUBJECTS: Final = tuple(_AMONG_MANY)
"""The keys of these notifications."""


def chat_words(
    server: Server, room: Room, attendee: Attendee, told: Notification
) -> tuple[int, str, str] | None:
    """The message a notification is about, its subject and its text; None when there is nothing to show.

    That is so when the message is gone, deleted, expired or, unless it is about a reaction or a reminder,
    read.
    """
    message = room.message(told.parameters["message"])
    if message is None or message.is_deleted or is_expired(server, message):
        return None
    is_new = message.id > attendee.last_read
    if told.subject not in ("reaction", "reminder") and not is_new:
        return None
    words = {**_AMONG_MANY, **_PRIVATE} if room.is_one_to_one else _AMONG_MANY
    subject = words[told.subject].format(
        who=_who(server, room, attendee, told, message),
        room=room_name(server, room, attendee.actor_id),
        group=_group(server, told),
        reaction=told.parameters.get("reaction", ""),
    )
    return message.id, subject, plain_text(server, room, message, attendee)


def _who(server: Server, room: Room, viewer: Attendee, told: Notification, message: Message) -> str:
    """Who reacted, or who wrote the message."""
    actor_type = told.parameters.get("actorType", message.actor_type)
    actor_id = told.parameters.get("actorId", message.actor_id)
    if actor_type == ActorType.USERS:
        if told.subject == "reminder" and (viewer.actor_type, viewer.actor_id) == (actor_type, actor_id):
            return "You"
        user = server.users.get(actor_id)
        return user.display_name if user else "A deleted user"
    if actor_type == ActorType.DELETED_USERS:
        return "A deleted user"
    attendee = room.find(actor_type, actor_id)
    return f"{attendee.display_name} (guest)" if attendee and attendee.display_name else "A guest"


def _group(server: Server, told: Notification) -> str:
    group = server.groups.get(told.parameters.get("group", ""))
    return group.display_name if group else str(told.parameters.get("group", ""))


def plain_text(server: Server, room: Room, message: Message, viewer: Attendee) -> str:
    """The text of the message with names in place of placeholders."""
    shown = message_for(server, room, message, viewer)
    text: str = shown["message"]
    for key, rich in shown["messageParameters"].items():
        sign = "@" if key.startswith("mention-") else ""
        text = text.replace(f"{{{key}}}", f"{sign}{rich['name']}")
    return text
