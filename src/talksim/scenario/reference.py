"""What has an id that no scenario can know, found by what people call it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from talksim.model.message import Message
from talksim.model.room import Room

if TYPE_CHECKING:
    from talksim.talk import Talk

__all__ = ["ids_of"]


def ids_of(talk: Talk, kind: str, name: object, token: str = "") -> list[int]:
    """The ids of what is called so, in one room or in all; of messages the one said last comes first."""
    found = [talk.server.rooms[token]] if token in talk.server.rooms else talk.server.rooms.values()
    return [number for room in found for number in _KINDS[kind](room, str(name))]


def _messages(room: Room, text: str) -> Iterator[int]:
    """Messages by their text, system messages by their key as well; the newest first."""
    return (message.id for message in reversed(room.messages) if text in _texts(message))


def _texts(message: Message) -> tuple[str, ...]:
    return (message.text, message.system) if message.system else (message.text,)


def _polls(room: Room, question: str) -> Iterator[int]:
    return (poll.id for poll in room.polls.values() if poll.question == question)


def _nothing(_room: Room, _name: str) -> Iterator[int]:
    return iter(())


_KINDS = {"message": _messages, "poll": _polls, "bot": _nothing, "session": _nothing}
