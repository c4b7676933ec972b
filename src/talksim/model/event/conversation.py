"""What happened to a room and its settings."""

from __future__ import annotations

from typing import Any

import attrs

from talksim.model.bot import Bot
from talksim.model.event.base import Event
from talksim.model.session import Session

__all__ = [
    "BotDisabled",
    "BotEnabled",
    "LobbyChanged",
    "RoomCreated",
    "RoomDeleted",
    "RoomModified",
    "SessionsSwitched",
]


@attrs.frozen(eq=False, repr=False)
class RoomCreated(Event):
    """A room was made; `by_system` when nobody asked for it (changelog, automatic note to self)."""

    by_system: bool = False


@attrs.frozen(eq=False, repr=False)
class RoomDeleted(Event):
    """A room is about to go; its attendees are still there."""


@attrs.frozen(eq=False, repr=False)
class RoomModified(Event):
    """A property of the room was set; `property` is the field's name on `Room`."""

    property: str
    old: Any
    new: Any


@attrs.frozen(eq=False, repr=False)
class LobbyChanged(Event):
    """The lobby was set, or opened by its timer; emitted also when the state stays equal."""

    old: Any
    new: Any
    by_timer: bool = False


@attrs.frozen(eq=False, repr=False)
class SessionsSwitched(Event):
    """Sessions in the room are told to go to the room `target` (its token); nobody forces them."""

    target: str
    sessions: tuple[Session, ...]


@attrs.frozen(eq=False, repr=False)
class BotEnabled(Event):
    """A bot was set up in the room."""

    bot: Bot


@attrs.frozen(eq=False, repr=False)
class BotDisabled(Event):
    """A bot was taken out of the room, or was to be although it was not in it."""

    bot: Bot
