"""A request by chance: somebody, an operation, a room, parameters."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from random import Random
from typing import Any, Final

import attrs

from talksim.by_fields import EqualByFields
from talksim.chance.values import value
from talksim.constants import Vocabulary
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.outcome import Outcome
from talksim.procedures.scene import InRoom
from talksim.rules.operation import OPERATIONS, Operation
from talksim.talk import Talk

__all__ = ["NOWHERE", "Request", "callers", "request"]

NOWHERE: Final = "zz9zz9zz"
"""The token of no room."""

_OFTEN: Final = (
    *("join_room", "join_room", "join_call", "add_participant", "start_recording", "promote"),
    *("report_recording", "send_message", "configure_breakout_rooms", "start_breakout_rooms"),
)
_SELDOM: Final = (
    *("delete_user", "create_user", "delete_room", "occ_delete_room", "delete_group", "set_setting"),
    *("occ_remove_users", "create_room", "occ_create_room", "occ_transfer_ownership"),
    *("run_background_job", "occ_disable_app", "disallow_guests", "rename_user"),
)


@attrs.frozen(eq=False, repr=False)
class Request(EqualByFields):
    """Somebody (by name) asks for an operation in a room (by token), with these parameters."""

    caller: str
    operation: Operation
    token: str = ""
    params: Mapping[str, Any] = attrs.field(factory=dict)

    def send(self, talk: Talk) -> Outcome:
        """Ask the server. Raises `UsageError` for a caller nobody declared."""
        browser = talk.names.browser(self.caller)
        return talk.perform(browser, self.operation, self.token, **self.params)

    def __repr__(self) -> str:
        """`<alice: join call f5jxcrmv flags=in call + audio>`."""
        given = [f"{name}={_shown(given)}" for name, given in self.params.items()]
        room = [self.token] if self.operation.in_room else []
        return f"<{self.caller}: {' '.join([self.operation.phrase, *room, *given])}>"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """The same for notebooks and Hypothesis, which would else print every field."""
        printer.text(repr(self))


def request(
    random: Random,
    talk: Talk,
    operation: Operation | None = None,
    *,
    people: Collection[str] = (),
    rooms: Collection[str] = (),
) -> Request:
    """Any request that may come now, or one for that operation, by these people in rooms of these names."""
    operation = operation or random.choice(_weighted(len(OPERATIONS)))
    server = talk.server
    room = _room(random, server, rooms) if _in_room(operation) else None
    caller = operation.by if operation.by != "browser" else _caller(random, talk, room, people)
    params = {
        parameter.name: value(random, server, room, parameter)
        for parameter in operation.parameters
        if parameter.required or random.randrange(2)
    }
    return Request(caller, operation, room.token if room else NOWHERE, params)


def callers(talk: Talk) -> list[str]:
    """Everybody who can ask with a browser: accounts and a second browser of each, guests, the deleted.

    An account of an odd name asks for nothing: no scenario could say so.
    """
    users = [name for name in talk.server.users if name.isidentifier()]
    known = [browser.name for browser in talk.server.browsers.values() if browser.role == "browser"]
    guests = [*talk.names.guests] or ["guest1", "guest2"]
    return list(dict.fromkeys([*users, *guests, *(f"{name}'s phone" for name in users), *known]))


def _caller(random: Random, talk: Talk, room: Room | None, people: Collection[str]) -> str:
    """Mostly somebody who is in the room, so that most requests get past the gates."""
    inside = _inside(talk, room) if room is not None and random.randrange(5) < 4 else []
    if people:
        inside = [name for name in inside if name in people]
    return random.choice(inside or list(people) or callers(talk))


def _inside(talk: Talk, room: Room) -> list[str]:
    """Who is in the room, moderators first and more than once: they may do most."""
    people = [one for one in room.attendees.values() if one.is_user and one.actor_id in talk.server.users]
    members = [one.actor_id for one in people if one.actor_id.isidentifier()]
    moderators = [one.actor_id for one in people if one.moderates and one.actor_id.isidentifier()]
    present = [name for name, browser in talk.server.browsers.items() if room.token in browser.sessions]
    return [*moderators * 2, *members, *present]


def _room(random: Random, server: Server, names: Collection[str]) -> Room | None:
    """Mostly one of the first few rooms, so that stories get long."""
    rooms: Sequence[Room] = list(server.rooms.values())
    if names:
        rooms = [room for room in rooms if room.name in names]
    if not rooms or random.randrange(50) == 49:
        return None
    return random.choice(rooms[:5] if random.randrange(5) < 4 else rooms)


@cache
def _in_room(operation: Operation) -> bool:
    return operation.in_room or issubclass(operation.scene, InRoom)


@cache
def _weighted(_count: int) -> tuple[Operation, ...]:
    """Every operation, the everyday ones several times."""
    usual = [one for one in OPERATIONS.values() if one.name not in _SELDOM]
    often = [OPERATIONS[name] for name in _OFTEN if name in OPERATIONS]
    return (*usual, *usual, *usual, *OPERATIONS.values(), *often * 6)


def _shown(given: object) -> str:
    return given.word if isinstance(given, Vocabulary) else repr(given)
