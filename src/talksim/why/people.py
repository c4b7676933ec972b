"""Whom a request is about: who may act for it, who may be acted upon, and how they are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from talksim.constants import AttendeeType
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.spots import Spot
from talksim.why.probe import Request, World

__all__ = ["actors", "name_of", "rooms_about", "targets"]

_MODERATORS = 2
"""So many moderators of a room are asked; what one cannot do another rarely can."""


def rooms_about(world: World, request: Request, spots: Iterable[Spot]) -> list[Room]:
    """The rooms that a request is about: its own, and those of what was read."""
    named = (str(request.params[p.name]) for p in request.operation.parameters if p.kind == "room")
    read = (spot.way[1] for spot in spots if spot.way[:1] == ("rooms",))
    rooms = world.server.rooms
    return [rooms[token] for token in dict.fromkeys([request.token, *named, *read]) if token in rooms]


def actors(world: World, request: Request, rooms: Iterable[Room], spots: Iterable[Spot]) -> list[str]:
    """The people who might help: moderators, who asks, and those of whom something was read."""
    found = []
    for room in rooms:
        moderators = (a for a in room.attendees.values() if a.moderates and a.is_user)
        found += [a.actor_id for _, a in zip(range(_MODERATORS), moderators, strict=False)]
    found += [request.caller] if request.role == "browser" else []
    read = filter(None, (name_of(world.server, a) for a in _attendees(world.server, spots)))
    return list(dict.fromkeys([*found, *read]))


def targets(world: World, request: Request, rooms: Iterable[Room], spots: Iterable[Spot]) -> list[str]:
    """The people whom a step might be about: who asks, and whom the request or what was read is about."""
    server, found = world.server, list[str]()
    if request.role == "browser":
        found.append(request.user or request.caller)
    for parameter in request.operation.parameters:
        value = request.params.get(parameter.name)
        about = (
            [a for room in rooms if (a := room.attendees.get(value or 0))]
            if parameter.kind == "attendee"
            else []
        )
        found += [name for a in about if (name := name_of(server, a))]
        found += [
            str(one) for one in (value if isinstance(value, list) else [value]) if _is_user(server, one)
        ]
    found += filter(None, (name_of(server, a) for a in _attendees(server, spots)))
    return list(dict.fromkeys(found))


def name_of(server: Server, attendee: Attendee) -> str:
    """What people call an attendee: its account, or the browser of a guest; "" for whoever has neither."""
    if attendee.actor_type is AttendeeType.USERS:
        return attendee.actor_id
    for browser in server.browsers.values():
        for token, session in browser.sessions.items():
            entry = server.sessions.get(session)
            if entry is not None and entry[0].token == token and entry[1].actor == attendee.actor:
                return browser.name
    return ""


def _attendees(server: Server, spots: Iterable[Spot]) -> Iterator[Attendee]:
    for spot in spots:
        if len(spot.way) >= 4 and spot.way[0] == "rooms" and spot.way[2] == "attendees":
            room = server.rooms.get(spot.way[1])
            attendee = room.attendees.get(spot.way[3]) if room else None
            if attendee is not None:
                yield attendee


def _is_user(server: Server, value: object) -> bool:
    return isinstance(value, str) and value in server.users
