"""The chat: reading and sending messages (spec: chat 1.2)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from talksim.constants import ActorType, ReadPrivacy
from talksim.model.event import ChatRead
from talksim.model.message import Message
from talksim.procedures.chatting import actor_of, rename_guest, say, trimmed
from talksim.procedures.gate import gates, lobby_passed, may_chat, read_write
from talksim.procedures.mentions import mentions_in
from talksim.procedures.one_to_one import refill
from talksim.procedures.posting import is_expired, is_replyable
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.parameter import MessageId
from talksim.rules.stage import Answer, commit, guard
from talksim.rules.view import Shown
from talksim.views.message import message_for

__all__ = ["common_read", "message_not_too_long", "read_messages", "send_message", "shown_to_caller"]

MAX_LENGTH = 32000
"""Characters in a message (spec: chat 1.1)."""

MAX_HISTORY = 200
"""Messages in one answer (spec: chat 1.2)."""

MAX_GUEST_MENTIONS = 50
"""Messages with a mention that guests may send from one address in 24 h (spec: chat 2.4)."""

_DAY = 86400


@guard(400)
def message_not_blank(at: InRoom, *, message: str) -> bool:
    """There is something in the message besides white space."""
    return bool(trimmed(message))


@commit
def guest_is_renamed(at: InRoom, *, display_name: str) -> None:
    """A guest who gives a name with the message has it from now on, even if the message is refused."""
    if display_name and at.attendee.is_guest:
        rename_guest(at.server, at.room, at.attendee, display_name)


@commit
def partner_is_back(at: InRoom) -> None:
    """Whoever left a one-to-one is in it again, even if the message is refused."""
    refill(at.server, at.room)


@guard(400)
def parent_replyable(at: InRoom, *, reply_to: int) -> bool:
    """The message replied to, if any, is a comment of this room whose author may still be there."""
    if not reply_to:
        return True
    parent = at.room.message(reply_to)
    return parent is not None and is_replyable(parent)


@guard(413, because=lambda at: f"the message has {len(trimmed(at.params['message']))} characters")
def message_not_too_long(at: InRoom, *, message: str) -> bool:
    """The message has at most 32000 characters."""
    return len(trimmed(message)) <= MAX_LENGTH


@guard(429, because=lambda at: f"guests at {at.browser.address} have mentioned somebody too often")
def guest_mentions_left(at: InRoom, *, message: str) -> bool:
    """Guests mention somebody in at most 50 messages of 24 h and one address."""
    if not at.attendee.is_guest or not mentions_in(message):
        return True
    sent = at.server.guest_mentions.setdefault(at.browser.address, [])
    sent[:] = [time for time in sent if time > at.now - _DAY]
    if len(sent) >= MAX_GUEST_MENTIONS:
        return False
    sent.append(at.now)
    return True


@operation(
    "GET /api/v1/chat/{token}",
    stages=gates(lobby_passed),
    wire={
        "future": "lookIntoFuture",
        "known": "lastKnownMessageId",
        "common_known": "lastCommonReadId",
        "mark_notifications": "markNotificationsAsRead",
    },
)
def read_messages(
    at: InRoom,
    *,
    future: bool = False,
    limit: int = 100,
    known: int = 0,
    common_known: int = 0,
    set_read_marker: bool = True,
    include_last_known: bool = False,
    mark_notifications: bool = True,
    timeout: int = 30,
) -> Answer:
    """Read the history, newest first, or what came after a known message, oldest first.

    Looking forward moves the own read marker to the known message and takes back notifications; nothing found
    is 304, or an empty list when people have read further than the caller knew (spec: chat 1.2). Nobody waits
    here: `timeout` is taken and ignored.
    """
    if future:
        _seen(at, known if set_read_marker else 0, mark_notifications)
    find = after if future else before
    found = find(at.room.messages, known, min(limit, MAX_HISTORY), inclusive=include_last_known)
    if not found:
        moved = common_known and common_read(at) and at.room.common_read.lowest() != common_known
        return Answer(200, [], common_read(at)) if moved else Answer(304)
    given = ("X-Chat-Last-Given", str(found[-1].id))
    return Answer(200, shown_to_caller(at, found), (given, *common_read(at)))


@operation(
    "POST /api/v1/chat/{token}",
    stages=[
        *gates(read_write, lobby_passed, may_chat),
        message_not_blank,
        guest_is_renamed,
        partner_is_back,
        parent_replyable,
        message_not_too_long,
        guest_mentions_left,
    ],
    wire={"display_name": "actorDisplayName"},
    samples=[{"message": "hello"}],
)
def send_message(
    at: InRoom,
    *,
    message: str,
    reference_id: str = "",
    reply_to: MessageId = MessageId(0),
    silent: bool = False,
    display_name: str = "",
) -> Answer:
    """Write a message; the own read marker moves to it, and those it concerns are told (spec: chat 1.2)."""
    replied = at.room.message(reply_to) if reply_to else None
    sent = say(
        at.server,
        at.room,
        at.attendee,
        message,
        silent=silent,
        reference_id=reference_id,
        replied=replied,
        name=display_name,
    )
    return Answer(201, message_for(at.server, at.room, sent, at.attendee), common_read(at))


def common_read(at: InRoom) -> tuple[tuple[str, str], ...]:
    """The header that says how far everybody has read, for those who show how far they have."""
    if at.attendee.read_privacy is not ReadPrivacy.PUBLIC:
        return ()
    return (("X-Chat-Last-Common-Read", str(at.room.common_read.lowest())),)


def shown_to_caller(at: InRoom, messages: list[Message]) -> list[Shown]:
    """Messages as the caller reads them; expired ones are left out."""
    kept = (message for message in messages if not is_expired(at.server, message))
    return [message_for(at.server, at.room, message, at.attendee) for message in kept]


def before(messages: list[Message], known: int, limit: int, *, inclusive: bool) -> list[Message]:
    """The messages before a known one (0: the end of the chat), newest first."""
    end = len(messages)
    if known:
        cut = bisect_right if inclusive else bisect_left
        end = cut(messages, known, key=lambda message: message.id)
    return messages[max(0, end - max(0, limit)) : end][::-1]


def after(messages: list[Message], known: int, limit: int, *, inclusive: bool) -> list[Message]:
    """The messages after a known one, oldest first."""
    cut = bisect_left if inclusive else bisect_right
    start = cut(messages, known, key=lambda message: message.id)
    return messages[start : start + max(0, limit)]


def _seen(at: InRoom, known: int, mark_notifications: bool) -> None:
    if known > at.attendee.last_read:
        at.room.mark_read(at.attendee, known)
        at.attendee.last_activity = at.now
    if mark_notifications and actor_of(at.attendee)[0] is ActorType.USERS:
        at.emit(ChatRead(at.room, at.attendee))
