"""What becomes of messages: editing, deleting, clearing, reading around one (spec: chat 1.2 to 1.6)."""

from __future__ import annotations

from talksim.constants import PollStatus, RoomType
from talksim.model.event import ChatRead, CommentEdited, HistoryCleared
from talksim.model.message import Message
from talksim.operations.chat import after, before, common_read, message_not_too_long, shown_to_caller
from talksim.procedures.bots import has_webhook_bot
from talksim.procedures.chatting import actor_of, is_own, trimmed
from talksim.procedures.files import let_in_mentioned
from talksim.procedures.gate import (
    authenticated,
    gates,
    lobby_passed,
    logged_in,
    login_moderator,
    may_chat,
    read_write,
)
from talksim.procedures.mentions import Audience, addressed, audience_of, count_mention, mentions_in
from talksim.procedures.polls import clear_polls, delete_poll
from talksim.procedures.posting import post
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.parameter import MessageId
from talksim.rules.stage import Answer, bind, guard
from talksim.views.message import message_for

__all__ = ["clear_history", "delete_message", "edit_message", "read_context"]

MAX_AGE = 86400
"""Seconds in which a message can be edited (spec: chat 1.6)."""

MAX_CONTEXT = 100
"""Messages on either side of the one whose context is read (spec: chat 1.2)."""


@bind(404)
def message_found(at: InRoom, *, message_id: int) -> bool:
    """The message is one of this room."""
    at.found = at.room.message(message_id)
    return at.found is not None


def _not_own(at: InRoom) -> str:
    author = at.room.find(at.found.actor_type, at.found.actor_id)
    by = author.label if author else at.found.actor_id
    return f"the message is by {by}; {at.attendee.label} is {at.attendee.type} in {at.room.label}"


@guard(403, because=_not_own)
def own_message_or_moderator(at: InRoom) -> bool:
    """The message is the actor's own, or the actor is owner or moderator and the room no one-to-one."""
    if is_own(at.attendee, at.found):
        return True
    return at.attendee.moderates_with_login and not at.room.is_one_to_one


@guard(405)
def message_is_comment(at: InRoom) -> bool:
    """The message is a text or something shared, and not deleted."""
    return bool(at.found.is_comment)


@guard(400, "age", because=lambda at: f"the message is {int(at.now - at.found.time)} s old")
def message_young_enough(at: InRoom) -> bool:
    """The message is not older than 24 h; notes to oneself can always be edited."""
    return at.room.type is RoomType.NOTE_TO_SELF or int(at.found.time) >= int(at.now) - MAX_AGE


@guard(400, "message")
def edit_not_blank(at: InRoom, *, message: str) -> bool:
    """There is something in the new text besides white space."""
    return bool(trimmed(message))


@guard(405)
def message_has_text(at: InRoom) -> bool:
    """The message is a text, or a file whose caption is meant."""
    return "object" not in at.found.parameters


@operation(
    "PUT /api/v1/chat/{token}/{messageId}",
    stages=[
        *gates(authenticated, read_write, lobby_passed, may_chat),
        message_found,
        own_message_or_moderator,
        message_is_comment,
        message_young_enough,
        edit_not_blank,
        message_has_text,
        message_not_too_long,
    ],
    samples=[{"message_id": 1, "message": "hello again"}],
)
def edit_message(at: InRoom, *, message_id: MessageId, message: str) -> Answer:
    """Change the text of a message, or the caption of a file (spec: chat 1.2, 2.7)."""
    edited: Message = at.found
    old, edited.text = edited.text, trimmed(message)
    edited.edited_by = _plain_actor(at)
    edited.edited_at = at.now
    if not edited.silent:
        _tell_of_edit(at, edited, old)
    return _about(at, "message_edited", edited)


@operation(
    "DELETE /api/v1/chat/{token}/{messageId}",
    stages=[
        *gates(authenticated, read_write, lobby_passed, may_chat),
        message_found,
        own_message_or_moderator,
        message_is_comment,
    ],
    samples=[{"message_id": 1}],
)
def delete_message(at: InRoom, *, message_id: MessageId) -> Answer:
    """Delete a message with what it shares, however old it is; its place is left (spec: chat 1.2, 3.6)."""
    deleted: Message = at.found
    shared = deleted.parameters.get("object", {})
    if shared.get("type") == "talk-poll":
        _delete_poll(at, int(shared["id"]))
    if "share" in deleted.parameters:
        at.room.shares.pop(deleted.parameters["share"], None)
    at.room.delete_message(deleted, _plain_actor(at))
    return _about(at, "message_deleted", deleted)


@guard(403, because=lambda at: f"{at.room.label} is a {at.room.type}")
def history_clearable(at: InRoom) -> bool:
    """The history of a one-to-one belongs to both, so that nobody clears it."""
    return not at.room.is_one_to_one


@operation(
    "DELETE /api/v1/chat/{token}",
    stages=[*gates(logged_in, login_moderator, read_write), history_clearable],
)
def clear_history(at: InRoom) -> Answer:
    """Delete every message, poll and shared file of the room; nobody has read anything (spec: chat 1.2)."""
    at.room.clear_messages()
    clear_polls(at.room)
    at.emit(HistoryCleared(at.room))
    cleared = post(at.server, at.room, actor_of(at.attendee), system="history_cleared")
    return Answer(200, message_for(at.server, at.room, cleared, at.attendee), common_read(at))


@operation(
    "GET /api/v1/chat/{token}/{messageId}/context",
    stages=gates(lobby_passed),
    samples=[{"message_id": 1}],
)
def read_context(at: InRoom, *, message_id: MessageId, limit: int = 50) -> Answer:
    """Read a message with those around it, oldest first; it need not exist (spec: chat 1.2)."""
    if at.attendee.is_user:
        at.emit(ChatRead(at.room, at.attendee))
    limit, messages = min(limit, MAX_CONTEXT), at.room.messages
    earlier = before(messages, message_id, limit, inclusive=True)[::-1]
    found = [*earlier, *after(messages, message_id, limit, inclusive=False)]
    if not found:
        return Answer(304)
    given = ("X-Chat-Last-Given", str(found[-1].id))
    return Answer(200, shown_to_caller(at, found), (given, *common_read(at)))


def _about(at: InRoom, key: str, message: Message) -> Answer:
    """Say in the chat what was done to a message; this is the answer: 202 if a bot hears of it."""
    status = 202 if has_webhook_bot(at.server, at.room) else 200
    said = post(at.server, at.room, actor_of(at.attendee), system=key, parent=message.id, last=False)
    return Answer(status, message_for(at.server, at.room, said, at.attendee), common_read(at))


def _plain_actor(at: InRoom) -> tuple[str, str]:
    actor_type, actor_id = actor_of(at.attendee)
    return (actor_type.value, actor_id)


def _mentioned(text: str) -> set[tuple[str, str]]:
    return {(mention.kind, mention.id) for mention in mentions_in(text)}


def _tell_of_edit(at: InRoom, message: Message, old: str) -> None:
    """Tell those whom only the new text speaks to; those it does not any more are no longer told.

    A new mention counts once more for all whom the old text spoke to, the author included.
    """
    mentioned, now = _mentioned(old), _mentioned(message.text)
    if mentioned == now:
        return
    before_edit = addressed(at.server, at.room, old)
    audience = Audience()
    if now - mentioned:
        let_in_mentioned(at.server, at.room, message.text)
        found = audience_of(at.server, at.room, message, message.text)
        audience = Audience(tuple(told for told in found.told if told.attendee.id not in before_edit))
        told = [*before_edit.values(), *(told.attendee for told in audience.told)]
        count_mention(at.room, message, told, found.named)
    after_edit = addressed(at.server, at.room, message.text) if mentioned - now else before_edit
    dropped = tuple(one for number, one in before_edit.items() if number not in after_edit)
    at.emit(CommentEdited(at.room, message, audience, dropped))


def _delete_poll(at: InRoom, poll_id: int) -> None:
    """Delete a poll; what said that it was closed goes as well, each with a word of its own."""
    poll = delete_poll(at.room, poll_id)
    if poll is None or poll.status is not PollStatus.CLOSED:
        return
    said = [
        m
        for m in at.room.messages
        if m.system == "poll_closed" and m.parameters["poll"]["id"] == str(poll_id)
    ]
    for message in said:
        at.room.delete_message(message, _plain_actor(at))
        _about(at, "message_deleted", message)
