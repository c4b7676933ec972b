"""The rooms as one sees them after a step: statuses, people, and where everybody is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from talksim.constants import InCall, Permission, RoomType
from talksim.draw.place import Place, place_of
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.permissions import effective_permissions
from talksim.scenario.player import Player

__all__ = ["MOST_PEOPLE", "MOST_ROOMS", "people", "rooms"]

MOST_PEOPLE: Final = 6
"""So many people are asked what they may do next."""

MOST_ROOMS: Final = 2
"""In so many rooms people are asked what they may do next."""

_ALWAYS: Final = ("type", "lobby")
_STATUSES: Final = (
    "type",
    "lobby",
    "read_only",
    "listable",
    "sip",
    "mention_permissions",
    "default_permissions",
    "recording_consent",
    "breakout_mode",
    "breakout_status",
)
_PLACES: Final[dict[Place, str]] = {"in call": "call", "in room": "room", "lobby": "lobby"}
_DEFAULTS: Final = Room(id=0, token="", type=RoomType.GROUP, name="")


def people(player: Player) -> list[str]:
    """Everybody: the accounts, then the guests, in the order in which they came."""
    server, names = player.talk.server, player.talk.names
    guests = [b.name for b in server.browsers.values() if b.role == "browser" and not b.user]
    return list(dict.fromkeys([*server.users, *names.guests, *guests]))


def rooms(player: Player) -> list[dict[str, Any]]:
    """Every room in plain values, those that the scenario names first."""
    named = player.talk.names.aliases.values()
    found = sorted(player.talk.server.rooms.values(), key=lambda room: (room.token not in named, room.id))
    called = player.eyes().called
    return [_room(player, room, called(room.token)) for room in found]


def _room(player: Player, room: Room, name: str) -> dict[str, Any]:
    server = player.talk.server
    return {
        "name": name if name != room.token or room.is_one_to_one else room.name or name,
        "token": room.token,
        "status": [*_statuses(room), *_counts(server, room)],
        "call": "active" if room.call.active else "",
        "recording": str(room.call.recording) if room.call.recording else "",
        "people": [_person(player, room, attendee) for attendee in room.attendees.values()],
    }


def _statuses(room: Room) -> Iterator[list[str]]:
    """The statuses that are not as they are in a new room, and those everybody asks for."""
    for name in _STATUSES:
        value = getattr(room, name)
        if name in _ALWAYS or value != getattr(_DEFAULTS, name):
            yield [name.replace("_", " "), str(value)]


def _counts(server: Server, room: Room) -> Iterator[list[str]]:
    if room.lobby_timer:
        yield ["lobby opens in", _span(room.lobby_timer - server.now)]
    if room.password:
        yield ["password", "set"]
    if room.message_expiration:
        yield ["messages expire after", _span(room.message_expiration)]
    for name in ("bans", "polls", "messages"):
        if count := len(getattr(room, name)):
            yield [name, str(count)]


def _person(player: Player, room: Room, attendee: Attendee) -> dict[str, Any]:
    server = player.talk.server
    found: dict[str, Any] = {
        "name": _called(player, room, attendee),
        "type": str(attendee.type) if not attendee.is_collective else str(attendee.actor_type),
        "at": _place(server, room, attendee),
    }
    flags = InCall(0)
    for session in attendee.sessions.values():
        flags |= session.in_call if session.calls(server.now) else InCall(0)
    if flags:
        found["flags"] = [str(flag) for flag in (InCall.AUDIO, InCall.VIDEO, InCall.PHONE) if flag in flags]
    if attendee.permissions and not attendee.moderates:
        rights = effective_permissions(server, room, attendee) & ~Permission.CUSTOM
        found["rights"] = str(rights) if rights else "none"
    return found


def _called(player: Player, room: Room, attendee: Attendee) -> str:
    """The name of the account, or of the browser behind a guest."""
    if attendee.is_user:
        return attendee.actor_id
    for browser in player.talk.server.browsers.values():
        if not browser.user and browser.sessions.get(room.token) in attendee.sessions:
            return browser.name
        if not browser.user and browser.guest_ids.get(room.token) == attendee.actor_id:
            return browser.name
    return player.named(attendee.display_name or attendee.actor_id)


def _place(server: Server, room: Room, attendee: Attendee) -> str:
    """`member` of the room, in its `lobby`, in the `room`, or in the `call`: the furthest of the sessions."""
    places = {place_of(server, room, attendee, session) for session in attendee.sessions.values()}
    return next((word for place, word in _PLACES.items() if place in places), "member")


def _span(seconds: float) -> str:
    """`6 h`, `90 s`: the largest unit that says it in whole numbers."""
    number = round(seconds)
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if number and number % size == 0:
            return f"{number // size} {unit}"
    return f"{number} s"
