"""What bots write and how they react, each request signed (spec: chat 4.2, 4.3)."""

from __future__ import annotations

from typing import Any

from talksim.procedures.bots import author, signer, speak
from talksim.procedures.one_to_one import refill
from talksim.procedures.reacting import add_reaction, find_reaction, is_emoji, remove_reaction
from talksim.procedures.scene import InRoom
from talksim.procedures.signing import sign
from talksim.procedures.throttling import counting, secret_tries_left
from talksim.rules.operation import operation
from talksim.rules.parameter import MessageId
from talksim.rules.stage import Answer, bind, commit, finish, guard

__all__ = ["add_bot_reaction", "remove_bot_reaction", "send_bot_message"]

_RANDOM = "0123456789abcdef" * 4
_RANDOM_LENGTH = 32
_MAX_LENGTH = 32000


@guard(400)
def bot_message_not_blank(at: InRoom, *, message: str) -> bool:
    """There is something in the message besides white space."""
    return bool(message.strip())


@guard(400)
def random_long_enough(at: InRoom, *, random: str) -> bool:
    """The random text, which is signed along, has at least 32 characters."""
    return len(random) >= _RANDOM_LENGTH


@guard(400)
def signature_given(at: InRoom, *, signature: str, secret: str) -> bool:
    """There is a signature."""
    return bool(signature or secret)


def _authenticate(at: InRoom, payload: str) -> bool:
    given: Any = at.params
    room = at.server.rooms.get(at.token)
    if room is None:
        return False
    at.room = room
    signature = given["signature"] or sign(given["secret"], given["random"], payload)
    at.found = signer(at.server, room, signature, given["random"], payload)
    return at.found is not None


@bind(401)
def message_signed(at: InRoom, *, message: str) -> bool:
    """A bot of the room that may answer has signed the message."""
    return _authenticate(at, message)


@guard(400)
def bot_parent_found(at: InRoom, *, reply_to: int) -> bool:
    """The message replied to, if any, is in the room; of whatever kind it is."""
    return not reply_to or at.room.message(reply_to) is not None


@commit
def bot_finds_both(at: InRoom) -> None:
    """Whoever left a one-to-one is in it again, even if the message is refused."""
    refill(at.server, at.room)


@guard(413)
def bot_message_not_too_long(at: InRoom, *, message: str) -> bool:
    """The message has at most 32000 characters."""
    return len(message.strip()) <= _MAX_LENGTH


@operation(
    "POST /api/v1/bot/{token}/message",
    stages=[
        secret_tries_left,
        bot_message_not_blank,
        random_long_enough,
        signature_given,
        message_signed,
        bot_parent_found,
        bot_finds_both,
        bot_message_not_too_long,
    ],
    by="bot",
    unwind=counting((message_signed, secret_tries_left)),
    samples=[{"message": "hello"}],
    success=201,
)
def send_bot_message(
    at: InRoom,
    *,
    message: str,
    reply_to: MessageId = MessageId(0),
    reference_id: str = "",
    silent: bool = False,
    random: str = _RANDOM,
    signature: str = "",
    secret: str = "",
) -> Answer:
    """Write as the bot whose secret has signed, whatever lobby and lock say (spec: chat 4.2, 4.3).

    `random` and `signature` are the headers of the request; `secret` makes the signature instead.
    """
    speak(
        at.server,
        at.room,
        at.found,
        message.strip(),
        silent=silent,
        reference_id=reference_id[:64].strip(),
        parent=reply_to,
    )
    return Answer(201)


@bind(401)
def reaction_signed(at: InRoom, *, reaction: str) -> bool:
    """A bot of the room that may answer has signed the emoji."""
    return _authenticate(at, reaction)


@guard(404)
def message_exists_anywhere(at: InRoom, *, message: int) -> bool:
    """The message exists, be it in another room."""
    return any(room.message(message) is not None for room in (at.room, *at.server.rooms.values()))


@guard(400)
def bot_can_react_to(at: InRoom, *, message: int) -> bool:
    """The message is in the room and a comment."""
    found = at.room.message(message)
    return found is not None and found.is_comment


@guard(400)
def bot_reaction_is_emoji(at: InRoom, *, reaction: str) -> bool:
    """The reaction is one emoji."""
    return is_emoji(reaction)


@finish
def bot_reacted_already(at: InRoom, *, message: int, reaction: str) -> Answer | None:
    """The bot has reacted so before."""
    found = at.room.message(message)
    reacted = found is not None and find_reaction(at.room, found, author(at.found), reaction)
    return Answer(200) if reacted else None


@operation(
    "POST /api/v1/bot/{token}/reaction/{messageId}",
    stages=[
        secret_tries_left,
        random_long_enough,
        signature_given,
        reaction_signed,
        message_exists_anywhere,
        bot_can_react_to,
        bot_reaction_is_emoji,
        bot_reacted_already,
    ],
    by="bot",
    unwind=counting((reaction_signed, secret_tries_left)),
    wire={"message": "messageId"},
    success=201,
)
def add_bot_reaction(
    at: InRoom,
    *,
    message: MessageId,
    reaction: str,
    random: str = _RANDOM,
    signature: str = "",
    secret: str = "",
) -> Answer:
    """React as the bot whose secret has signed (spec: chat 4.2)."""
    target = at.room.message(message)
    assert target is not None
    add_reaction(at.server, at.room, target, author(at.found), reaction)
    return Answer(201)


@guard(404)
def bot_reaction_found(at: InRoom, *, message: int, reaction: str) -> bool:
    """The message is in the room, and the bot has reacted to it so."""
    found = at.room.message(message)
    return found is not None and find_reaction(at.room, found, author(at.found), reaction) is not None


@operation(
    "DELETE /api/v1/bot/{token}/reaction/{messageId}",
    stages=[secret_tries_left, random_long_enough, signature_given, reaction_signed, bot_reaction_found],
    by="bot",
    unwind=counting((reaction_signed, secret_tries_left)),
    wire={"message": "messageId"},
)
def remove_bot_reaction(
    at: InRoom,
    *,
    message: MessageId,
    reaction: str,
    random: str = _RANDOM,
    signature: str = "",
    secret: str = "",
) -> None:
    """Take a reaction of the bot back (spec: chat 4.2)."""
    target = at.room.message(message)
    own = find_reaction(at.room, target, author(at.found), reaction) if target else None
    assert target is not None
    assert own is not None
    remove_reaction(at.server, at.room, target, own)
