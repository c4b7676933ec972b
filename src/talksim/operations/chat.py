"""The chat: reading and sending messages (spec: chat 1.2)."""

from __future__ import annotations

from talksim.constants import ActorType
from talksim.model.message import Message
from talksim.procedures.gate import gates, lobby_passed, may_chat, read_write
from talksim.procedures.one_to_one import refill
from talksim.procedures.posting import Actor, is_expired, message_of, post
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.stage import Answer, commit, guard
from talksim.views.message import message_for

__all__ = ["read_messages", "send_message"]

MAX_LENGTH = 32000
"""Characters in a message (spec: chat 1.1)."""

MAX_HISTORY = 200
"""Messages in one answer (spec: chat 1.2)."""


@guard(400)
def message_not_blank(at: InRoom, *, message: str) -> bool:
    """There is something in the message besides white space."""
    return bool(message.strip())


@commit
def partner_is_back(at: InRoom) -> None:
    """Whoever left a one-to-one is in it again, even if the message is refused."""
    refill(at.server, at.room)


@guard(400)
def parent_replyable(at: InRoom, *, reply_to: int) -> bool:
    """The message replied to, if any, is a comment of this room whose author's account still exists."""
    if not reply_to:
        return True
    parent = message_of(at.room, reply_to)
    return parent is not None and not parent.system and parent.actor_type is not ActorType.DELETED_USERS


@guard(413, because=lambda at: f"the message has {len(at.params['message'].strip())} characters")
def message_not_too_long(at: InRoom, *, message: str) -> bool:
    """The message has at most 32000 characters."""
    return len(message.strip()) <= MAX_LENGTH


@operation(
    "GET /api/v1/chat/{token}",
    stages=gates(lobby_passed),
    wire={"future": "lookIntoFuture", "known": "lastKnownMessageId"},
)
def read_messages(
    at: InRoom,
    *,
    future: bool = False,
    limit: int = 100,
    known: int = 0,
    set_read_marker: bool = True,
    include_last_known: bool = False,
    timeout: int = 30,
) -> Answer:
    """Read the history, newest first, or what came after a known message, oldest first.

    Looking forward moves the own read marker to the known message; nothing found is 304
    (spec: chat 1.2). Nobody waits here: `timeout` is taken and ignored.
    """
    if future and set_read_marker and known > at.attendee.last_read:
        at.room.mark_read(at.attendee, known)
    found = _after(at, known, include_last_known) if future else _before(at, known, include_last_known)
    found = found[: min(limit, MAX_HISTORY)]
    if not found:
        return Answer(304)
    shown = [
        message_for(at.server, at.room, message, at.attendee)
        for message in found
        if not is_expired(at.server, message)
    ]
    return Answer(200, shown, (("X-Chat-Last-Given", str(found[-1].id)),))


@operation(
    "POST /api/v1/chat/{token}",
    stages=[
        *gates(read_write, lobby_passed, may_chat),
        message_not_blank,
        partner_is_back,
        parent_replyable,
        message_not_too_long,
    ],
    samples=[{"message": "hello"}],
)
def send_message(
    at: InRoom,
    *,
    message: str,
    reference_id: str = "",
    reply_to: int = 0,
    silent: bool = False,
) -> Answer:
    """Write a message; the own read marker moves to it (spec: chat 1.2)."""
    posted = post(
        at.server,
        at.room,
        _author(at),
        _stored(message),
        silent=silent,
        reference_id=reference_id[:64].strip(),
        parent=reply_to,
    )
    at.room.mark_read(at.attendee, posted.id)
    return Answer(201, message_for(at.server, at.room, posted, at.attendee))


def _author(at: InRoom) -> Actor:
    """Accounts write as themselves, everybody else as a guest."""
    return (ActorType.USERS if at.attendee.is_user else ActorType.GUESTS, at.attendee.actor_id)


def _stored(text: str) -> str:
    """The text without white space around it; a double slash at its start was meant as one."""
    text = text.strip()
    return text[1:] if text.startswith("//") else text


def _before(at: InRoom, known: int, inclusive: bool) -> list[Message]:
    messages = reversed(at.room.messages)
    return [m for m in messages if not known or m.id < known or (inclusive and m.id == known)]


def _after(at: InRoom, known: int, inclusive: bool) -> list[Message]:
    return [m for m in at.room.messages if m.id > known or (inclusive and m.id == known)]
