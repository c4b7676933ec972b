"""Strategies for what there is on a Talk server: words, settings, people, rooms, requests, whole worlds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from talksim import chance
from talksim.chance.worlds import settings as chance_settings
from talksim.constants import GROUPS, Constant, FlagConstant, Vocabulary
from talksim.model.attendee import Attendee
from talksim.model.message import Message
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.user import Browser, User
from talksim.outcome import Outcome
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.parameter import Parameter
from talksim.talk import Talk

__all__ = [
    "attendees",
    "browsers",
    "constants",
    "givens",
    "guests",
    "messages",
    "operations",
    "outcomes",
    "parameters",
    "randoms",
    "requests",
    "rooms",
    "servers",
    "settings",
    "users",
    "values",
    "vocabularies",
    "worlds",
]

T = TypeVar("T")


def randoms() -> st.SearchStrategy[Random]:
    """A generator whose numbers are Hypothesis' choices, for the functions of `talksim.chance`."""
    return st.randoms(use_true_random=False)


def vocabularies() -> st.SearchStrategy[type[Vocabulary]]:
    """The groups of the constants page."""
    return st.sampled_from(GROUPS)


def constants(group: type[Vocabulary] | None = None, *, unknown: bool = False) -> st.SearchStrategy[Any]:
    """The members of a group, or of any; of flags every sum.

    With `unknown` also numbers which the group does not have, where its values are numbers.
    """
    if group is None:
        return vocabularies().flatmap(lambda one: constants(one, unknown=unknown))
    members: st.SearchStrategy[Any] = st.sampled_from(group.members())
    if issubclass(group, FlagConstant):
        flags = group
        members = st.lists(members, max_size=len(group.members()), unique=True).map(flags.parse)
    if unknown and issubclass(group, Constant | FlagConstant):
        members |= st.integers(-(2**31), 2**31).map(group.parse_or_number)
    return members


def settings() -> st.SearchStrategy[dict[str, Any]]:
    """Settings of the administrator by name, as words: what `given: {settings: …}` of a scenario may hold."""
    return randoms().map(chance_settings)


def givens() -> st.SearchStrategy[chance.World]:
    """What a scenario file says of the world before its first step, and steps that fill it."""
    return randoms().map(chance.world)


def worlds(given: Mapping[str, Any] | None = None) -> st.SearchStrategy[Talk]:
    """A server with people, groups, guests, and rooms of any type, or the one that `given` describes.

    `given` is as in a scenario file. Raises `GivenRefused` when drawn, if the server refuses some of it.
    """
    if given is not None:
        return st.builds(lambda: chance.begin(chance.World(dict(given))).talk)
    return givens().map(lambda made: chance.begin(made).talk)


def servers() -> st.SearchStrategy[Server]:
    """The server of a world."""
    return worlds().map(lambda talk: talk.server)


def users(talk: Talk | None = None) -> st.SearchStrategy[User]:
    """An account of a world."""
    return _one_of(talk, lambda known: known.server.users.values())


def guests(talk: Talk | None = None) -> st.SearchStrategy[Browser]:
    """The browser of a guest of a world."""
    return _one_of(talk, lambda known: (known.names.browser(name) for name in known.names.guests))


def browsers(talk: Talk | None = None) -> st.SearchStrategy[Browser]:
    """The browser of anybody who may ask: accounts, a second one of each, guests."""
    return _one_of(talk, lambda known: map(known.names.browser, chance.callers(known)))


def rooms(talk: Talk | None = None) -> st.SearchStrategy[Room]:
    """A room of a world."""
    return _one_of(talk, lambda known: known.server.rooms.values())


def attendees(talk: Talk | None = None) -> st.SearchStrategy[Attendee]:
    """Somebody, or a group, in a room of a world."""
    return _one_of(talk, lambda known: [a for r in known.server.rooms.values() for a in r.attendees.values()])


def messages(talk: Talk | None = None) -> st.SearchStrategy[Message]:
    """A message in a room of a world, system messages included."""
    return _one_of(talk, lambda known: [m for room in known.server.rooms.values() for m in room.messages])


def operations(*names: str, by: str = "") -> st.SearchStrategy[Operation]:
    """Every operation, those of these names, phrases or chapters, or those that one role asks for."""
    return st.sampled_from([one for one in chosen(names) if by in ("", one.by)])


def values(
    parameter: Parameter, talk: Talk | None = None, room: Room | None = None, *, right: bool | None = None
) -> st.SearchStrategy[Any]:
    """Values of a parameter in a room: right, wrong and out of range, or only right or only odd ones."""
    make = {None: chance.value, True: chance.right_value, False: chance.odd_value}[right]
    return _by_chance(talk, lambda random, known: make(random, known.server, room, parameter))


def parameters(operation: Operation, talk: Talk | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """The parameters of a request for an operation, by their Python names."""
    return requests(talk, operation).map(lambda made: dict(made.params))


def requests(
    talk: Talk | None = None,
    operation: Operation | None = None,
    *,
    people: Collection[str] = (),
    rooms: Collection[str] = (),
) -> st.SearchStrategy[chance.Request]:
    """A request that may come in a world, as it is when drawn: who, operation, room, parameters.

    `people` and `rooms` are the names of those to choose from; empty for everybody and every room.
    """
    return _by_chance(
        talk, lambda random, known: chance.request(random, known, operation, people=people, rooms=rooms)
    )


def outcomes(operation: Operation | None = None) -> st.SearchStrategy[Outcome]:
    """The answer to a request in a world of its own."""
    return st.builds(
        lambda random, talk: chance.request(random, talk, operation).send(talk), randoms(), worlds()
    )


def chosen(names: Iterable[str]) -> list[Operation]:
    """The operations of these names, phrases or chapters, all of them if none is named.

    Raises `UsageError` for a name that is none of these.
    """
    return OPERATIONS.chosen(names) or list(OPERATIONS.values())


def _by_chance(talk: Talk | None, make: Callable[[Random, Talk], T]) -> st.SearchStrategy[T]:
    known = worlds() if talk is None else st.just(talk)
    return st.builds(make, randoms(), known)


def _one_of(talk: Talk | None, find: Callable[[Talk], Iterable[T]]) -> st.SearchStrategy[T]:
    known = worlds() if talk is None else st.just(talk)
    found = known.map(lambda one: list(find(one)))
    return found.filter(bool).flatmap(st.sampled_from)
