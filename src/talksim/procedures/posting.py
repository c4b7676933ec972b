"""Writing into a room's chat: comments and system messages (spec: chat 1.1, 1.9)."""

from __future__ import annotations

from typing import Any, Final

from talksim.constants import ActorType
from talksim.model.event import MessagePosted
from talksim.model.message import Message
from talksim.model.room import Room
from talksim.model.server import Server

__all__ = ["Actor", "is_expired", "is_replyable", "message_of", "post"]

Actor = tuple[ActorType, str]
"""Who a message is by: type and id."""


def post(
    server: Server,
    room: Room,
    actor: Actor,
    text: str = "",
    *,
    system: str = "",
    parameters: dict[str, Any] | None = None,
    silent: bool = False,
    reference_id: str = "",
    parent: int = 0,
    can_mention_all: bool = False,
    announced: bool = True,
    last: bool = True,
) -> Message:
    """Append a message, which becomes the room's last one; it expires as the room says now.

    `announced` is false for all but the last of several written in one go, `last` for messages about another
    message, which never become the room's last one.
    """
    message = Message(
        id=server.next_id("message"),
        actor_type=actor[0],
        actor_id=actor[1],
        time=server.now,
        text=text,
        system=system,
        parameters=parameters or {},
        silent=silent,
        expires=server.now + room.message_expiration if room.message_expiration else 0,
        parent=parent,
        reference_id=reference_id,
        can_mention_all=can_mention_all,
    )
    room.post(message)
    if last:
        room.last_message = message.id
        room.unread_counts.clear()
        room.last_activity = server.now
    if announced:
        server.emit(MessagePosted(room, message))
    return message


def message_of(room: Room, message_id: int) -> Message | None:
    """The message of that id in the room, expired or not."""
    return room.message(message_id)


def is_expired(server: Server, message: Message) -> bool:
    """Whether nobody sees the message any more (spec: chat 1.9)."""
    return 0 < message.expires < server.now


def is_replyable(message: Message) -> bool:
    """Whether one can reply: a comment of an author who may still be there (spec: chat 1.4)."""
    return message.is_comment and message.actor_type in _ANSWERED


_ANSWERED: Final = (ActorType.USERS, ActorType.FEDERATED_USERS, ActorType.GUESTS, ActorType.BOTS)
