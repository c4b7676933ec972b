"""What has an id that no scenario can know, found by what people call it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from talksim.model.message import Message
from talksim.model.room import Room

if TYPE_CHECKING:
    from talksim.talk import Talk

__all__ = ["ids_of", "shared"]


def ids_of(talk: Talk, kind: str, name: object, token: str = "", viewer: str = "") -> list[int]:
    """The ids of what is called so, in one room or in all; of messages the one said last comes first.

    A notification is called "newest" or "oldest" of those an account, the `viewer`, has.
    """
    if kind == "bot":
        return [bot.id for bot in talk.server.bots.values() if bot.name == name]
    if kind == "notification":
        known = talk.server.users.get(viewer)
        ids = list(known.notifications) if known else []
        return ids[-1:] if name == "newest" else ids[:1]
    found = [talk.server.rooms[token]] if token in talk.server.rooms else talk.server.rooms.values()
    return [number for room in found for number in _KINDS[kind](room, str(name))]


def shared(message: Mapping[str, Any]) -> list[str]:
    """What a message is called that shares something: `shared::file::welcome.txt`, `shared::call::abc`."""
    told = message.get("messageParameters")
    if not isinstance(told, dict):
        return []
    found = [f"shared::file::{told['file']['name']}"] if "file" in told else []
    return [*found, *(f"shared::{item['type']}::{item['id']}" for item in [told.get("object")] if item)]


def _messages(room: Room, text: str) -> Iterator[int]:
    """Messages by their text, system messages by their key as well; the newest first."""
    return (message.id for message in reversed(room.messages) if text in _texts(message))


def _texts(message: Message) -> tuple[str, ...]:
    return (message.text, message.system) if message.system else (message.text,)


def _polls(room: Room, question: str) -> Iterator[int]:
    return (poll.id for poll in room.polls.values() if poll.question == question)


_KINDS = {"message": _messages, "poll": _polls}
