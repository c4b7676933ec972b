"""Watching: which fields of which domain objects are read and written while a block runs.

For the time of the block each field of the model classes is a descriptor that notes its use and goes on to
the slot. Nobody pays for it at other times. What is noted is the field and no part of what it holds: who
looks for somebody in `room.attendees` has read `attendees`.

    with watching(Server) as watched:
        guard.run(at)
    [(type(owner).__name__, name) for owner, name in watched.reads]
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

import attrs

from talksim.model.codec import Codec
from talksim.model.fields import kind_of

__all__ = ["INDEXES", "Use", "Watched", "fields_behind", "model_classes", "watching"]

Use = tuple[Any, str]
"""An object and the name of its field."""

INDEXES: Final[dict[str, tuple[str, ...]]] = {
    "Call.present": ("Attendee.sessions", "Session.in_call", "Session.presence"),
    "Room.by_actor": ("Room.attendees",),
    "Room.counts": ("Room.attendees", "Attendee.type"),
    "Room.common_read": ("Room.attendees", "Attendee.last_read", "Attendee.read_privacy"),
    "Room.comments": ("Room.messages",),
    "Room.listeners": ("Room.attendees", "Attendee.notification_level"),
    "Room.shared_items": ("Room.messages",),
    "Room.spoke": ("Room.messages",),
    "Server.rooms_of": ("Room.attendees", "Server.rooms"),
    "Server.sessions": ("Attendee.sessions", "Room.attendees", "Server.rooms"),
    "Server.pairs": ("Server.rooms", "Room.type", "Room.name"),
    "Server.breakout_rooms": ("Server.rooms", "Room.object_id"),
    "Server.open_rooms": ("Server.rooms", "Room.listable"),
    "Server.file_rooms": ("Server.rooms", "Room.object_id"),
    "Server.listeners": (),
    "Server.changelogs": ("Server.rooms", "Room.type", "Room.name"),
    "Server.caller": (),
}
"""What each index is derived from."""


class Watched:
    """What was used while a block ran, each field of an object once, in the order of the first use."""

    __slots__ = ("_reads", "_writes")

    def __init__(self) -> None:
        self._reads: dict[tuple[int, str], Use] = {}
        self._writes: dict[tuple[int, str], Use] = {}

    @property
    def reads(self) -> list[Use]:
        """The fields that were read."""
        return list(self._reads.values())

    @property
    def writes(self) -> list[Use]:
        """The fields that were set; what changed inside of a dict or list is none of them."""
        return list(self._writes.values())

    def clear(self) -> None:
        """Forget what was noted so far."""
        self._reads.clear()
        self._writes.clear()

    def on_read(self, owner: Any, name: str) -> None:
        """A field was read."""
        self._reads.setdefault((id(owner), name), (owner, name))

    def on_write(self, owner: Any, name: str) -> None:
        """A field was set."""
        self._writes.setdefault((id(owner), name), (owner, name))


class _Spy:
    """Stands in for the slot of a field, or for another spy around it."""

    __slots__ = ("name", "slot", "watched")

    def __init__(self, slot: Any, name: str, watched: Watched) -> None:
        self.slot, self.name, self.watched = slot, name, watched

    def __get__(self, owner: Any, cls: type | None = None) -> Any:
        if owner is None:
            return self
        self.watched.on_read(owner, self.name)
        return self.slot.__get__(owner, cls)

    def __set__(self, owner: Any, value: Any) -> None:
        self.watched.on_write(owner, self.name)
        self.slot.__set__(owner, value)


@contextmanager
def watching(root: type, *others: type[Any]) -> Iterator[Watched]:
    """Note every use of a field of a model class and of those it owns, while the block lasts. Blocks nest.

    `others` are further slotted attrs classes to watch, by the fields they declare themselves.
    """
    watched = Watched()
    classes = (*model_classes(root), *others)
    slots = [
        (cls, a.name, cls.__dict__[a.name])
        for cls in classes
        for a in attrs.fields(cls)
        if a.name in cls.__dict__
    ]
    try:
        for cls, name, slot in slots:
            setattr(cls, name, _Spy(slot, name, watched))
        yield watched
    finally:
        for cls, name, slot in slots:
            setattr(cls, name, slot)


@cache
def model_classes(root: type[Any]) -> tuple[type[Any], ...]:
    """A model class and all that it owns, each once."""
    found: dict[type[Any], None] = {}
    left = [Codec.of(root)]
    while left:
        codec = left.pop()
        if codec.cls not in found:
            found[codec.cls] = None
            left += [inner for field in codec.fields if (inner := _owned(field.shape))]
    return tuple(found)


@cache
def fields_behind(cls: Any, name: str) -> tuple[str, ...]:
    """`Room.lobby` for a field of state or history, for an index the fields from which it is derived."""
    field = f"{cls.__name__}.{name}"
    kind = kind_of(getattr(attrs.fields(cls), name))
    return INDEXES[field] if kind == "index" else (field,)


def _owned(shape: Any) -> Codec[Any] | None:
    """The codec of the objects that a field of that shape owns, if it owns any."""
    while not hasattr(shape, "codec"):
        shape = getattr(shape, "inner", None) or getattr(shape, "item", None)
        if shape is None:
            return None
    codec: Codec[Any] = shape.codec
    return codec
