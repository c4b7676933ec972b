"""Bots in rooms: finding them, setting them up, speaking as one (spec: chat 4)."""

from __future__ import annotations

import re
from typing import Final

from talksim.constants import ActorType
from talksim.model.bot import Bot
from talksim.model.event import BotDisabled, BotEnabled, CommentPosted
from talksim.model.message import Message
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.mentions import audience_of, can_mention_all, raise_counters
from talksim.procedures.posting import Actor, post
from talksim.procedures.signing import is_signed

__all__ = [
    "author",
    "bots_in",
    "find_bot",
    "has_webhook_bot",
    "set_up_bot",
    "signer",
    "speak",
    "take_out_bot",
]

_ID: Final = re.compile("[0-9]{1,18}")


def find_bot(server: Server, bot: str | int) -> Bot | None:
    """The bot of that id, given as a number, or of that name."""
    if isinstance(bot, int) or _ID.fullmatch(bot):
        return server.bots.get(int(bot))
    return next((known for known in server.bots.values() if known.name == bot), None)


def bots_in(server: Server, room: Room) -> list[Bot]:
    """The bots set up in the room."""
    return [server.bots[bot] for bot in room.bots if bot in server.bots]


def has_webhook_bot(server: Server, room: Room) -> bool:
    """Whether a bot hears what happens in the room: then edits and deletions are answered 202."""
    return any(bot.hears for bot in bots_in(server, room)) if room.bots else False


def set_up_bot(server: Server, room: Room, bot: Bot) -> None:
    """Let a bot take part in the room."""
    room.bots[bot.id] = True
    server.emit(BotEnabled(room, bot))


def take_out_bot(server: Server, room: Room, bot: Bot) -> None:
    """Let a bot take no part in the room; it is told even if it took none."""
    room.bots.pop(bot.id, None)
    server.emit(BotDisabled(room, bot))


def signer(server: Server, room: Room, signature: str, random: str, payload: str) -> Bot | None:
    """The first bot of the room that may answer and whose secret made the signature."""
    allowed = (bot for bot in bots_in(server, room) if bot.may_answer)
    return next((bot for bot in allowed if is_signed(signature, bot.secret, random, payload)), None)


def author(bot: Bot) -> Actor:
    """The bot as author."""
    return (ActorType.BOTS, bot.actor_id)


def speak(
    server: Server, room: Room, bot: Bot, text: str, *, silent: bool, reference_id: str, parent: int
) -> Message:
    """Write as a bot: nobody's read marker moves, people are told as of anybody's message."""
    message = post(
        server,
        room,
        author(bot),
        text,
        silent=silent,
        reference_id=reference_id,
        parent=parent,
        can_mention_all=can_mention_all(room, None),
    )
    audience = audience_of(server, room, message, text, replied=room.message(parent) if parent else None)
    raise_counters(room, message, audience)
    server.emit(CommentPosted(room, message, audience))
    return message
