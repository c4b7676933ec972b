"""Rooms by what people call them: the names a scenario gives, and what somebody sees in their own list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from talksim.constants import AttendeeType, RoomType
from talksim.model.room import Room
from talksim.outcome import Outcome
from talksim.procedures.one_to_one import partner_of
from talksim.views.names import room_name

if TYPE_CHECKING:
    from talksim.talk import Talk

__all__ = ["OWN", "is_made_by_the_server", "own_name", "room_called", "room_in"]

OWN: Final = {RoomType.CHANGELOG: "changelog", RoomType.NOTE_TO_SELF: "note to self"}
"""What everybody calls the rooms that the server makes for them; each account has its own."""

_SHOWN: Final = ("Note to self", "Talk updates ✅")


def room_called(talk: Talk, word: str, user: str) -> str:
    """The token of the room an account means: by alias or token, else the one room it sees under the name.

    Raises `UsageError` where only several rooms of others are called so; an unknown word comes back.
    """
    names, server = talk.names, talk.server
    if not user or word in names.aliases or word in server.rooms:
        return names.room(word)
    rooms = server.rooms_of.get((AttendeeType.USERS, user), {}).values()
    own = [room for room in rooms if word in (room_name(server, room, user), own_name(room))]
    own = own or [room for room in rooms if word == _partner(room, user)]
    return own[0].token if len(own) == 1 else names.room(word)


def _partner(room: Room, user: str) -> str:
    """The other account of a one-to-one, "" of any other room."""
    return partner_of(room, user) if room.type is RoomType.ONE_TO_ONE else ""


def room_in(outcome: Outcome) -> str:
    """The token of the one room that an answer holds, "" if it holds none or several."""
    data: Any = outcome.data if outcome.ok else None
    rows = data if isinstance(data, list) else [data]
    tokens = {str(row["token"]) for row in rows if isinstance(row, dict) and row.get("token")}
    return tokens.pop() if len(tokens) == 1 else ""


def own_name(room: Room) -> str:
    """`changelog` or `note to self`, "" for any other room."""
    return OWN.get(room.type, "")


def is_made_by_the_server(name: str) -> bool:
    """Whether a room may be called so that no step makes."""
    return name in _SHOWN or name in OWN.values()
