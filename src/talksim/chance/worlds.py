"""A world by chance, as a scenario file would make it: settings, people, rooms, and what fills them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, Final, NamedTuple

from talksim.chance.values import right_value
from talksim.errors import UsageError
from talksim.model.server import Server
from talksim.rules.operation import OPERATIONS, Operation
from talksim.scenario.player import GivenRefused, Player
from talksim.scenario.reading.command import plays_in_room
from talksim.scenario.reading.steps import step as step_of
from talksim.scenario.reading.written import given as given_of
from talksim.scenario.script import Act, Scenario
from talksim.scenario.wording import plain
from talksim.setup import known_settings
from talksim.switches import SWITCHES

__all__ = ["FURNITURE", "GUESTS", "USERS", "World", "begin", "given", "room", "settings", "world"]

USERS: Final = ("alice", "bob", "carol", "dave", "erin")
GUESTS: Final = ("gina", "hugo")
_GROUPS: Final = ("staff", "crew")
_ROOMS: Final = ("standup", "webinar", "hall", "class")
_TYPES: Final = ("group", "public", "public", "group", "one-to-one")
_OPENED: Final = ("recording backend", "sip")
"""Switches that are mostly on: what they open would never be met otherwise."""

FURNITURE: Final = (
    ("cli", "occ install bot Helper {secret} https://bot.example"),
    ("cli", "occ set up bot {room} 1"),
    ("admin", "register file 7 notes.md readers=alice,bob"),
    ("admin", "register link link 7 alice"),
    ("cli", "occ enable app circles"),
    ("admin", "create circle team"),
    ("admin", "add to circle team bob"),
    ("alice", 'send message {room} "hello @bob"'),
    ("bob", "join room {room}"),
    ("alice", "join call {room}"),
    ("alice", "configure breakout rooms {room} automatic 2"),
    ("alice", 'create poll {room} "Tea?" yes,no'),
)
"""What may stand in a world beside rooms: bots, files, links, circles, messages, calls, breakout rooms."""


class World(NamedTuple):
    """`given` and `steps` of a scenario file, as plain values; `begin` plays it."""

    given: dict[str, Any]
    steps: tuple[dict[str, Any], ...] = ()


def world(random: Random) -> World:
    """A world that stands: what the server refused to set up is left out of it."""
    wanted = given(random)
    player = _standing(wanted)
    steps = []
    for actor, line in _furniture(random, wanted):
        try:
            outcome = _played(player, actor, line)
        except UsageError:  # somebody whom this world does not have
            continue
        steps += [{actor: line}] if outcome else []
    return World(wanted, tuple(steps))


def begin(world: World) -> Player:
    """A world that stands, played up to where the story begins. Raises `GivenRefused`."""
    player = Player(Scenario("", (), given_of(world.given)))
    for step in world.steps:
        ((actor, line),) = step.items()
        _played(player, actor, line)
    return player


def given(random: Random) -> dict[str, Any]:
    """What may stand before the first step; the server may refuse some of it."""
    users = USERS[: 2 + random.randrange(len(USERS) - 1)]
    guests = GUESTS[: random.randrange(len(GUESTS) + 1)]
    groups = {
        name: [user for user in users if random.randrange(2)] for name in _GROUPS if random.randrange(2)
    }
    names = _ROOMS[: random.randrange(len(_ROOMS) + 1)]
    rooms = {name: room(random, users, guests, tuple(groups)) for name in names}
    found = {"settings": settings(random), "users": {user: _person(random) for user in users}}
    found |= {"groups": groups, "guests": {guest: _guest(random) for guest in guests}, "rooms": rooms}
    return {key: value for key, value in found.items() if value}


def settings(random: Random) -> dict[str, Any]:
    """Settings of the administrator: mostly all that opens features, and some others at random."""
    found: dict[str, Any] = {name: True for name in _OPENED if random.randrange(4) < 3}
    names = [name for name, known in known_settings().items() if not known.name.startswith("_")]
    for _ in range(random.randrange(4)):
        name = random.choice(names)
        if not any(name in SWITCHES[switch] for switch in found if switch in SWITCHES):
            found |= _setting(random, name)
    return found


def room(
    random: Random, users: tuple[str, ...], guests: tuple[str, ...], groups: tuple[str, ...]
) -> dict[str, Any]:
    """A room that stands before the first step, of any type, with people, and set up somehow."""
    owner, *others = sorted(users, key=lambda name: (name != users[0]) * random.randrange(len(users)))
    found: dict[str, Any] = {"type": random.choice(_TYPES), "owner": owner}
    if found["type"] == "one-to-one":
        return {**found, "users": others[:1], "joined": [owner] * random.randrange(2)}
    inside = [name for name in others if random.randrange(4) < 3]
    found["users"] = inside
    found["moderators"] = inside[:1] if random.randrange(4) == 3 else []
    found["groups"] = [name for name in groups if random.randrange(4) == 3]
    for _ in range(random.randrange(3)):
        found |= _room_setting(random)
    visitors = guests if found["type"] == "public" else ()
    found["joined"] = [name for name in (owner, *inside, *visitors) if random.randrange(2)]
    found["in call"] = [name for name in found["joined"] if random.randrange(3) == 2]
    return {key: value for key, value in found.items() if value}


def _standing(given: dict[str, Any]) -> Player:
    """The world on stage; from the rooms the server refuses, more and more is taken away."""
    while True:
        try:
            return Player(Scenario("", (), given_of(given)))
        except GivenRefused as refused:
            _reduce(given, refused.room)


def _reduce(given: dict[str, Any], name: str) -> None:
    """Take the next thing away from a room that was refused: a setting, those in the call, …, the room."""
    room: dict[str, Any] = given["rooms"][name]
    settled = ("type", "owner", "users", "moderators", "groups", "joined", "in call")
    order = [*(key for key in room if key not in settled), "in call", "joined", "groups", "moderators"]
    gone = next((key for key in order if key in room), None)
    if gone is not None:
        del room[gone]
        return
    del given["rooms"][name]
    if not given["rooms"]:
        del given["rooms"]


def _furniture(random: Random, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    rooms = list(given.get("rooms", ())) or ["nowhere"]
    room = random.choice(rooms)
    for actor, line in FURNITURE:
        if random.randrange(2) and ("{room}" not in line or "rooms" in given):
            yield actor, line.format(room=room, secret="s" * 40)


def _played(player: Player, actor: str, line: str) -> bool:
    step = step_of({actor: line})
    outcome = player.play(step) if isinstance(step, Act) else None
    return bool(outcome)


def _person(random: Random) -> dict[str, Any]:
    return {"do_not_disturb": True} if random.randrange(8) == 7 else {}


def _guest(random: Random) -> dict[str, Any]:
    return {"address": "10.0.0.2"} if random.randrange(4) == 3 else {}


def _setting(random: Random, name: str) -> dict[str, Any]:
    known = known_settings()[name]
    if known.python_type is list:
        return {name: [random.choice(_GROUPS)]}
    value = plain(right_value(random, Server(), None, known))
    return {name: value} if value is not None else {}


def _room_setting(random: Random) -> dict[str, Any]:
    """A key of a room with a right value: `lobby: 1`, `permissions for all: {…}`."""
    operation = random.choice(_room_settings())
    server, needed = Server(), (one for one in operation.parameters if one.required)
    values = {one.name: plain(right_value(random, server, None, one)) for one in needed}
    return {operation.phrase.removeprefix("set "): values}


def _room_settings() -> list[Operation]:
    """Operations by which a room can be set up before the first step."""
    found = [one for one in OPERATIONS.values() if one.phrase.startswith("set ") and plays_in_room(one)]
    return [one for one in found if not any(p.kind or p.name == "message_id" for p in one.parameters)]
