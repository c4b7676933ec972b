"""Reactions to messages (spec: chat 1.11)."""

from __future__ import annotations

from talksim.model.event import ReactionAdded
from talksim.model.message import Message
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.posting import Actor, post

__all__ = ["add_reaction", "find_reaction", "is_emoji", "reactions_of", "remove_reaction"]

_JOINER, _KEYCAP = 0x200D, 0x20E3
_SELECTORS = (0xFE0E, 0xFE0F)
_FLAG = range(0x1F1E6, 0x1F200)
_SKIN = range(0x1F3FB, 0x1F400)
_TAG = range(0xE0020, 0xE0080)
_EMOJI = (
    range(0x1F000, 0x1FB00),
    range(0x2600, 0x27C0),
    range(0x2300, 0x2400),
    range(0x2B00, 0x2C00),
    range(0x2190, 0x2200),
    range(0x2934, 0x2936),
    range(0x25A0, 0x2600),
    (0x00A9, 0x00AE, 0x203C, 0x2049, 0x2122, 0x2139, 0x24C2, 0x3030, 0x303D, 0x3297, 0x3299),
)
_ATTACHED = (*_SELECTORS, _KEYCAP, *_SKIN, *_TAG)


def is_emoji(text: str) -> bool:
    """Whether a text is one emoji, be it made of several signs (skin, sex, family, flag, keycap)."""
    points = [ord(sign) for sign in text]
    if not points:
        return False
    if points[0] in _FLAG:
        return len(points) == 2 and points[1] in _FLAG
    if text[0] in "0123456789#*":
        return points[1:] in ([_KEYCAP], [_SELECTORS[1], _KEYCAP])
    parts = _split(points)
    return all(part and _is_base(part[0]) and all(p in _ATTACHED for p in part[1:]) for part in parts)


def find_reaction(room: Room, message: Message, actor: Actor, emoji: str) -> Message | None:
    """The reaction of somebody with this emoji to a message."""
    entries = (room.message(entry) for entry in message.reactions.get(emoji, ()))
    return next((entry for entry in entries if entry is not None and entry.actor == actor), None)


def reactions_of(room: Room, message: Message) -> list[Message]:
    """All reactions to a message, the newest first."""
    ids = sorted((entry for entries in message.reactions.values() for entry in entries), reverse=True)
    return [found for entry in ids if (found := room.message(entry)) is not None]


def add_reaction(server: Server, room: Room, message: Message, actor: Actor, emoji: str) -> None:
    """React to a message: neither the room's last message nor a read marker moves."""
    entry = Message(
        id=server.next_id("message"),
        actor_type=actor[0],
        actor_id=actor[1],
        time=server.now,
        text=emoji,
        system="reaction",
        parent=message.id,
    )
    room.post(entry)
    message.reactions.setdefault(emoji, []).append(entry.id)
    server.emit(ReactionAdded(room, message, entry))


def remove_reaction(server: Server, room: Room, message: Message, reaction: Message) -> None:
    """Take a reaction back, which leaves two traces."""
    emoji, reaction.system = reaction.text, "reaction_deleted"
    message.reactions[emoji].remove(reaction.id)
    if not message.reactions[emoji]:
        del message.reactions[emoji]
    actor = (reaction.actor_type, reaction.actor_id)
    post(server, room, actor, system="reaction_revoked", parent=message.id, last=False)


def _split(points: list[int]) -> list[list[int]]:
    parts: list[list[int]] = [[]]
    for point in points:
        if point == _JOINER:
            parts.append([])
        else:
            parts[-1].append(point)
    return parts


def _is_base(point: int) -> bool:
    return any(point in emoji for emoji in _EMOJI) and point not in _SKIN
