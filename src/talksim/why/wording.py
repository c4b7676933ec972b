"""Steps, objects and values in words, as scenarios write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from talksim.constants import RoomType, Vocabulary
from talksim.model.attendee import Attendee
from talksim.model.ban import Ban
from talksim.model.fields import is_model_class
from talksim.model.room import Room
from talksim.model.spots import Spot, follow
from talksim.rules.parameter import Parameter
from talksim.values import duration_text
from talksim.why.candidates import Candidate, Waiting
from talksim.why.people import name_of
from talksim.why.probe import World

__all__ = ["place_of", "quoted", "room_word", "step_text", "value_text", "way_text"]

_MOST_NAMES = 8
_OWN = (RoomType.CHANGELOG, RoomType.NOTE_TO_SELF)
_BARE = re.compile(r"[^\s\"'=#]+")


def quoted(text: str) -> str:
    """A word of a command, in quotes where it needs them."""
    if _BARE.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def step_text(world: World, step: Candidate | Waiting) -> str:
    """A step as a scenario writes it: `alice: set lobby webinar "no lobby"`."""
    if isinstance(step, Waiting):
        return f"wait: {duration_text(step.seconds)}"
    room = [room_word(world, step.token)] if step.token and step.operation.in_room else []
    shown = _shown(world, step)
    return f"{step.actor}: {' '.join([step.operation.phrase, *room, *shown])}"


def way_text(steps: Iterable[str]) -> str:
    """Several steps in a line."""
    return "  then  ".join(steps)


def room_word(world: World, token: str) -> str:
    """What people call a room: its alias, the name that no other has, or the word for an own one."""
    alias = next((alias for alias, known in world.names.aliases.items() if known == token), "")
    room = world.server.rooms.get(token)
    if alias or room is None:
        return quoted(alias or token)
    if room.type in _OWN:
        return quoted(str(room.type))
    same = [other for other in world.server.rooms.values() if other.name == room.name]
    return quoted(room.name if len(same) == 1 and not room.is_one_to_one and room.name else token)


def place_of(world: World, spot: Spot) -> str:
    """Whose field it is: `room webinar`, `bob in webinar`, `bob's session in webinar`, "" of the server."""
    way = spot.way
    if way[:1] != ("rooms",):
        owner = follow(world.server, way)
        return "settings" if way == ("settings",) else f"{way[0].rstrip('s')} {_label(owner)}" if way else ""
    room = room_word(world, way[1])
    attendee = follow(world.server, way[:4]) if way[2:3] == ("attendees",) else None
    if isinstance(attendee, Attendee):
        who = name_of(world.server, attendee) or attendee.label
        return f"{who}'s session in {room}" if len(way) > 4 else f"{who} in {room}"
    if len(way) > 3:
        return f"{way[2].rstrip('s')} {_label(follow(world.server, way[:4]))} in {room}"
    return " of ".join([*(str(part) for part in way[2:3]), f"room {room}"])


def value_text(world: World, value: Any) -> str | None:
    """A value in words, None for an object that only leads to others."""
    if is_model_class(type(value)):
        return None
    if isinstance(value, Mapping):
        return _listed([_named(world, key, item) for key, item in value.items()])
    if isinstance(value, list | tuple | set | frozenset):
        return _listed([_label(item) for item in value])
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value) if str(value) else "empty"


def _named(world: World, key: Any, item: Any) -> str:
    if isinstance(item, Room):
        return room_word(world, item.token)
    if isinstance(item, Attendee):
        return name_of(world.server, item) or item.label
    return room_word(world, key) if key in world.server.rooms else _label(item, str(key))


def _label(value: Any, other: str = "") -> str:
    if isinstance(value, Ban):
        return value.banned_id
    label = getattr(value, "label", "") or getattr(value, "id", "") if is_model_class(type(value)) else ""
    return str(label or other or value)


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join([*names[:_MOST_NAMES], *([f"and {more} more"] if more > 0 else [])]) or "nothing"


def _shown(world: World, step: Candidate) -> list[str]:
    """The parameters, those that are not required by their names."""
    shown = []
    for parameter in step.operation.parameters:
        if parameter.name not in step.words:
            continue
        value = step.words[parameter.name]
        if not parameter.required and value == parameter.default:
            continue
        text = quoted(_word(world, step, parameter, value))
        shown.append(text if parameter.required else f"{parameter.name}={text}")
    return shown


def _word(world: World, step: Candidate, parameter: Parameter, value: Any) -> str:
    """A value as people write it; ids by what they name."""
    if isinstance(value, int) and (named := _id_word(world, step, parameter, value)):
        return named
    if isinstance(value, Vocabulary):
        return value.word
    if parameter.kind == "room":
        return room_word(world, value).strip('"')
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _id_word(world: World, step: Candidate, parameter: Parameter, value: int) -> str:
    room = world.server.rooms.get(step.token)
    if parameter.means == "moment" and value > world.server.now:
        return duration_text(value - world.server.now)
    if room is not None and parameter.kind == "attendee" and value in room.attendees:
        return name_of(world.server, room.attendees[value])
    if room is not None and parameter.kind == "ban" and value in room.bans:
        return room.bans[value].banned_id
    return ""
