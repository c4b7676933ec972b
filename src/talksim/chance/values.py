"""A value for a parameter, by its declaration: right, odd (unknown, out of range, too long), or either."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, Final, cast

from talksim.chance.texts import any_text, listed, text_for
from talksim.constants import FlagConstant, Vocabulary
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.rules.parameter import Parameter
from talksim.rules.wire import typed

__all__ = ["ODD_NUMBERS", "odd_value", "right_value", "value"]

ODD_NUMBERS: Final = (0, -1, 8, 255, 256, 999_999, 2**31, 2**63 - 1, -(2**63))
"""Nothing, below, unknown, too large, as large as a machine has numbers."""

_NUMBERS: Final = (1, 0, 2, 3, 20, 60, 100, 200)
_MESSAGES: Final = ("message", "message_id", "reply_to", "known", "common_known")
_LATEST: Final = 12
"""So many of a room's messages are spoken of."""


def value(random: Random, server: Server, room: Room | None, parameter: Parameter) -> Any:
    """Mostly a right value, sometimes an odd one, as an operation gets it."""
    make = odd_value if random.randrange(12) == 11 else right_value
    return make(random, server, room, parameter)


def right_value(random: Random, server: Server, room: Room | None, parameter: Parameter) -> Any:
    """A value that is something, or somebody, there is; whether it may be asked for is another question."""
    if parameter.kind:
        return _BY_KIND[parameter.kind](random, server, room)
    if parameter.vocabulary is not None and not (parameter.free and random.randrange(4) == 3):
        return _word(random, parameter)
    if parameter.means in _BY_MEANING:
        return _BY_MEANING[parameter.means](random, server, room)
    if parameter.python_type is list:
        return listed(random, lambda: _item(random, server, room, parameter))
    if parameter.python_type is int:
        return _number(random, server, room, parameter)
    is_bool = parameter.python_type is bool
    return bool(random.randrange(2)) if is_bool else text_for(random, server, room, parameter.name)


def odd_value(random: Random, _: Server, __: Room | None, parameter: Parameter) -> Any:
    """A value of the right type that means nothing: of no vocabulary, of nobody, out of range, too long."""
    if parameter.optional and random.randrange(3) == 2:
        return None
    if parameter.python_type is list:
        return listed(random, lambda: _odd_item(random, parameter), 12)
    if parameter.python_type is bool:
        return bool(random.randrange(2))
    if parameter.python_type is int:
        return typed(parameter, random.choice(ODD_NUMBERS))
    return typed(parameter, any_text(random))


def _word(random: Random, parameter: Parameter) -> Any:
    """A member of a vocabulary; of flags sometimes two at once."""
    members: Sequence[Any] = cast("type[Vocabulary]", parameter.vocabulary).members()
    found = random.choice(members)
    if isinstance(found, FlagConstant) and random.randrange(2):
        found |= random.choice(members)
    return found


def _item(random: Random, server: Server, room: Room | None, parameter: Parameter) -> Any:
    if parameter.name == "options" and parameter.optional:  # a vote names options by their number
        return random.randrange(3)
    return text_for(random, server, room, parameter.name)


def _odd_item(random: Random, parameter: Parameter) -> Any:
    if parameter.items is str or random.randrange(2):
        return any_text(random)
    return random.choice(ODD_NUMBERS)


def _number(random: Random, server: Server, room: Room | None, parameter: Parameter) -> int:
    found: list[int] = []
    if room is not None and parameter.name in _MESSAGES:
        found = [message.id for message in room.messages[-_LATEST:]]
    elif room is not None and parameter.name == "poll":
        found = list(room.polls)
    elif parameter.name == "file_id":
        found = [number for user in server.users.values() for number in user.files.values()]
    return random.choice(found or _NUMBERS)


def _attendee(random: Random, _: Server, room: Room | None) -> int:
    return random.choice(list(room.attendees) if room and room.attendees else [999_999])


def _ban(random: Random, _: Server, room: Room | None) -> int:
    return random.choice(list(room.bans) if room and room.bans else [999_999])


def _room(random: Random, server: Server, room: Room | None) -> str:
    """A room; of one with breakout rooms mostly one of those."""
    inner = list(server.breakout_rooms.get(room.token, ())) if room else []
    return random.choice(inner if inner and random.randrange(4) < 3 else [*server.rooms, "nowhere"])


def _moment(random: Random, server: Server, _: Room | None) -> int:
    return random.choice((0, int(server.now) + 60, int(server.now) + 4000, int(server.now) - 50))


def _duration(random: Random, _: Server, __: Room | None) -> int:
    return random.choice((0, 60, 3600, 604_800))


def _attendee_map(random: Random, _: Server, room: Room | None) -> str:
    if room is None or random.randrange(8) == 7:
        return random.choice(("[]", "{", '{"1": 7}', ""))
    people = [one.id for one in room.attendees.values() if one.is_user and not one.moderates]
    return json.dumps({str(number): random.randrange(3) for number in people})


def _json(random: Random, _: Server, __: Room | None) -> str:
    texts = ('{"caption": "hello"}', '{"messageType": "comment"}', '{"silent": true}', "{", "")
    return random.choice(texts)


_BY_KIND: Final[Mapping[str, Callable[[Random, Server, Room | None], Any]]] = {
    "attendee": _attendee,
    "ban": _ban,
    "room": _room,
}
_BY_MEANING: Final[Mapping[str, Callable[[Random, Server, Room | None], Any]]] = {
    "moment": _moment,
    "duration": _duration,
    "attendee map": _attendee_map,
    "JSON": _json,
}
