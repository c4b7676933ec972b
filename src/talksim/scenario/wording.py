"""How people would write what a request carries: ids by names, numbers by words, times by their distance.

Each function hands out candidates, the most telling first. Whether one means the value, in this world and at
this moment, is for the caller to try; the last candidate is always the value as it is sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from talksim.constants import AttendeeType, Vocabulary
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.rules.parameter import Parameter
from talksim.scenario.rooms import own_name
from talksim.talk import Talk

__all__ = ["attendee_words", "plain", "room_words", "time_words", "value_words"]

_KINDS: Final[Mapping[str, str]] = {
    AttendeeType.GROUPS: "group",
    AttendeeType.CIRCLES: "circle",
    AttendeeType.EMAILS: "email",
    AttendeeType.PHONES: "phone",
    AttendeeType.FEDERATED_USERS: "federated user",
}
_UNITS: Final = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
_LONGEST: Final = 60
"""Characters beyond which a text is no name for anything."""


def value_words(talk: Talk, parameter: Parameter, value: Any, token: str) -> Iterator[Any]:
    """Ways to write the value of a parameter of a request in the room."""
    room = talk.server.rooms.get(token)
    if parameter.kind:
        yield from _BY_KIND[parameter.kind](talk, room, value)
    elif isinstance(value, Vocabulary):
        yield value.word
    elif isinstance(value, str):
        yield from _text_words(talk, parameter, value, token)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from _number_words(talk, parameter, value, room)
    elif isinstance(value, list):
        yield [_browser_of(talk, item) or plain(item) for item in value]
    yield plain(value)
    yield {"raw": plain(value)}


def room_words(talk: Talk, token: str, user: str) -> Iterator[str]:
    """What an account may call a room: by the names it was given, else by those the server gives."""
    room = talk.server.rooms.get(token)
    yield from (alias for alias, known in talk.names.aliases.items() if known == token and _handy(alias))
    if room is not None and user and own_name(room):
        yield own_name(room)
    if room is not None and room.is_breakout_room and _handy(room.name):
        yield room.name
    yield token


def attendee_words(talk: Talk, attendee: Attendee, token: str) -> Iterator[str]:
    """What an attendee of a room may be called."""
    if attendee.actor_type == AttendeeType.GUESTS:
        yield from _guests_called(talk, attendee.actor_id, token)
    elif attendee.actor_type in _KINDS:
        yield f"{_KINDS[attendee.actor_type]} {attendee.actor_id}"
    elif attendee.actor_id in talk.server.users:
        yield attendee.actor_id


def time_words(seconds: float) -> str:
    """A length of time from 0 up as scenarios write it: `6 h`, `1 h 30 min`, `0.5 s`."""
    if not float(seconds).is_integer():
        return f"{Decimal(repr(float(seconds))):f} s"
    parts, rest = [], int(seconds)
    for size, unit in _UNITS:
        number, rest = divmod(rest, size)
        parts += [f"{number} {unit}"] if number else []
    return " ".join(parts) or "0 s"


def plain(value: Any) -> Any:
    """The value as YAML holds it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return {key: plain(item) for key, item in value.items()} if isinstance(value, dict) else value


def _rooms(talk: Talk, _: Room | None, value: Any) -> Iterator[Any]:
    yield from room_words(talk, value, "")


def _attendees(talk: Talk, room: Room | None, value: Any) -> Iterator[Any]:
    attendee = room.attendees.get(value) if room else None
    if room and attendee:
        yield from attendee_words(talk, attendee, room.token)


def _bans(_: Talk, room: Room | None, value: Any) -> Iterator[Any]:
    ban = room.bans.get(value) if room else None
    if ban is not None:
        yield from (ban.banned_name, ban.banned_id)


_BY_KIND: Final[Mapping[str, Callable[[Talk, Room | None, Any], Iterator[Any]]]] = {
    "room": _rooms,
    "attendee": _attendees,
    "ban": _bans,
}


def _text_words(talk: Talk, parameter: Parameter, value: str, token: str) -> Iterator[Any]:
    if parameter.means == "attendee map":
        yield from _maps(talk, value, token)
    if parameter.name == "bot" and value.isdecimal():
        yield from ({"bot": bot.name} for bot in talk.server.bots.values() if str(bot.id) == value)
    if parameter.name == "actor_id":
        yield from _guests_called(talk, value, token)


def _maps(talk: Talk, value: str, token: str) -> Iterator[dict[str, Any]]:
    """The people in a map of attendees, by name."""
    room = talk.server.rooms.get(token)
    try:
        given = json.loads(value)
    except ValueError:
        return
    if room is None or not isinstance(given, dict) or not all(key.isdecimal() for key in given):
        return
    people = [room.attendees.get(int(key)) for key in given]
    words = [next(attendee_words(talk, one, token), "") if one else "" for one in people]
    if all(words):
        yield dict(zip(words, given.values(), strict=True))


def _number_words(talk: Talk, parameter: Parameter, value: int, room: Room | None) -> Iterator[Any]:
    if parameter.means == "moment":
        distance = value - int(talk.server.now)
        yield f"in {time_words(distance)}" if distance > 0 else f"{time_words(-distance)} ago"
    if parameter.means == "duration" and value > 0:
        yield time_words(value)
    if room is None:
        return
    if parameter.means == "poll" and value in room.polls:
        yield {"poll": room.polls[value].question}
    if parameter.means == "message":
        said = next((message for message in reversed(room.messages) if message.id == value), None)
        yield from ({"message": text} for text in (said.text, said.system) if _handy(text)) if said else ()


def _guests_called(talk: Talk, actor_id: str, token: str) -> Iterator[str]:
    """The browsers of a guest."""
    browsers = list(talk.server.browsers.values())
    guests = (browser.name for browser in browsers if not browser.user and browser.role == "browser")
    yield from (name for name in guests if talk.names.guest_id(name, token) == actor_id)


def _browser_of(talk: Talk, session: Any) -> str:
    """The browser that has a session, and no other."""
    for browser in talk.server.browsers.values():
        if list(browser.sessions.values()) == [session]:
            return browser.name
    return ""


def _handy(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and text.isprintable() and text == text.strip()
