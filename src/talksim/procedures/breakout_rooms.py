"""Breakout rooms of a parent: making, filling, opening and deleting them (spec: conversation 7)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from talksim.constants import BreakoutMode, BreakoutStatus, LobbyState, ObjectType
from talksim.model.attendee import Attendee
from talksim.model.event import LobbyChanged, RoomModified, SessionsSwitched
from talksim.model.lifecycles import assistance, lobby
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.adding import add_users, enter, new_attendee
from talksim.procedures.creating import new_room
from talksim.procedures.leaving import delete_room, remove_attendee
from talksim.procedures.scene import InRoom
from talksim.rules.stage import guard

__all__ = [
    "assign",
    "breakout_rooms_configured",
    "breakout_rooms_of",
    "call_back",
    "close_breakout_room",
    "create_breakout_rooms",
    "deal",
    "delete_breakout_rooms",
    "leave_breakout_rooms",
    "open_breakout_room",
    "parse_attendee_map",
    "set_assistance",
    "visible_breakout_rooms",
]

_DIGITS = re.compile(r"\s*[+-]?\d+\s*")


def breakout_rooms_of(server: Server, parent: Room) -> list[Room]:
    """The breakout rooms of a parent, oldest first."""
    return list(server.breakout_rooms.get(parent.token, {}).values())


def visible_breakout_rooms(server: Server, parent: Room, viewer: Attendee) -> list[Room]:
    """The breakout rooms an attendee of the parent is shown (spec: conversation 7.4)."""
    rooms = breakout_rooms_of(server, parent)
    if viewer.moderates or parent.breakout_mode is BreakoutMode.FREE:
        return rooms
    return [room for room in rooms if room.find(*viewer.actor) is not None]


@guard(400, "mode", because=lambda at: f"{at.room.label} has no breakout rooms configured")
def breakout_rooms_configured(at: InRoom) -> bool:
    """The room has a breakout mode."""
    return at.room.breakout_mode is not BreakoutMode.NOT_CONFIGURED


def create_breakout_rooms(server: Server, parent: Room, amount: int) -> list[Room]:
    """Make new breakout rooms behind lobbies, with the moderators in each, instead of the present ones."""
    delete_breakout_rooms(server, parent)
    rooms = [_new_breakout_room(server, parent, number) for number in range(1, amount + 1)]
    moderators = [
        attendee for attendee in parent.attendees.values() if attendee.is_user and attendee.moderates
    ]
    for room in rooms:
        copies = [new_attendee(server, room, m.actor_type, m.actor_id, m.type) for m in moderators]
        if copies:
            enter(server, room, *copies)
    return rooms


def delete_breakout_rooms(server: Server, parent: Room) -> None:
    """Delete every breakout room of a parent."""
    for room in breakout_rooms_of(server, parent):
        delete_room(server, room)


def deal(server: Server, parent: Room, amount: int) -> dict[int, int]:
    """A random attendee map: the other users in shuffled order, dealt to one room after the other."""
    others = [attendee.id for attendee in _others(parent)]
    for last in range(len(others) - 1, 0, -1):
        chosen = server.random(last + 1)
        others[last], others[chosen] = others[chosen], others[last]
    return {attendee: turn % amount for turn, attendee in enumerate(others)}


def assign(server: Server, parent: Room, rooms: list[Room], attendee_map: Mapping[int, int]) -> list[Room]:
    """Add the mapped users who do not moderate to their breakout rooms; unknown ids are ignored.

    Returns the rooms that somebody was sent to.
    """
    mapped = [(attendee.actor_id, attendee_map[attendee.id]) for attendee in _others(parent, attendee_map)]
    entered = []
    for number, room in enumerate(rooms):
        users = [user for user, wanted in mapped if wanted == number]
        if users:
            add_users(server, room, users)
            entered.append(room)
    return entered


def leave_breakout_rooms(
    server: Server, rooms: Iterable[Room], actors: Iterable[tuple[str, str]], *, left: bool = False
) -> None:
    """Take actors out of the given breakout rooms, in the order in which they came into each."""
    actors = list(actors)
    for room in rooms:
        found = [attendee for actor in actors if (attendee := room.find(*actor)) is not None]
        for attendee in sorted(found, key=lambda attendee: attendee.id):
            remove_attendee(server, room, attendee, left=left)


def open_breakout_room(server: Server, room: Room) -> None:
    """Open the lobby of a breakout room."""
    _set_lobby(server, room, "open")


def call_back(server: Server, parent: Room, room: Room) -> None:
    """Call everybody back to the parent."""
    sessions = tuple(s for attendee in room.attendees.values() for s in attendee.sessions.values())
    if sessions:
        server.emit(SessionsSwitched(room, parent.token, sessions))


def close_breakout_room(server: Server, room: Room) -> None:
    """Close the lobby and drop a request for help."""
    _set_lobby(server, room, "close")
    if room.breakout_status is BreakoutStatus.ASSISTANCE_REQUESTED:
        set_assistance(server, room, "withdraw")


def set_assistance(server: Server, room: Room, trigger: str) -> None:
    """Make a move of a breakout room's call for help: "request" or "withdraw"."""
    old = room.breakout_status
    assistance.fire(room, trigger, None)
    room.last_activity = server.now
    server.emit(RoomModified(room, "breakout_status", old, room.breakout_status))


def parse_attendee_map(text: str, amount: int) -> dict[int, int] | None:
    """Attendee ids and the numbers, below `amount`, of their rooms; None for a text that is no such map.

    Numbers may be written as strings; a list counts its items from 0, which is no id.
    """
    if not text:
        return {}
    try:
        found = _flat(json.loads(text, parse_constant=_no_constant))
        pairs = {_number(key): _number(value) for key, value in found.items()}
    except (ValueError, RecursionError):
        return None
    valid = all(key > 0 and 0 <= number < amount for key, number in pairs.items())
    return pairs if valid else None


def _flat(found: Any) -> dict[Any, Any]:
    if isinstance(found, list):
        found = dict(enumerate(found))
    if not isinstance(found, dict):
        raise ValueError("not a map")
    return found


def _number(value: Any) -> int:
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    if isinstance(value, bool | int) or (isinstance(value, float) and value.is_integer()):
        return int(value)
    raise ValueError("not a whole number")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _new_breakout_room(server: Server, parent: Room, number: int) -> Room:
    return new_room(
        server,
        parent.type,
        f"Room {number}",
        object_type=ObjectType.ROOM,
        object_id=parent.token,
        lobby=LobbyState.NON_MODERATORS,
    )


def _others(parent: Room, ids: Iterable[int] | None = None) -> list[Attendee]:
    attendees = parent.attendees
    found = attendees.values() if ids is None else (attendees[key] for key in ids if key in attendees)
    return [attendee for attendee in found if attendee.is_user and not attendee.moderates]


def _set_lobby(server: Server, room: Room, trigger: str) -> None:
    old = room.lobby
    lobby.fire(room, trigger, None)
    room.lobby_timer = 0
    server.emit(LobbyChanged(room, old, room.lobby))
