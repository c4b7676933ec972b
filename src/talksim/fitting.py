"""Values that fit: requests made of what is there, for every face that tries what somebody may do.

Operations declare samples, and their parameters say what they name. A sample cannot know who and what is in
a world; so in place of the people, polls, messages, bans and groups in it come those that are there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import islice, product
from typing import Any, Final

import attrs

from talksim.by_fields import ShownByFields
from talksim.model.attendee import Attendee
from talksim.model.message import Message
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.user import Browser
from talksim.rules.operation import Operation
from talksim.rules.parameter import Parameter
from talksim.rules.stage import Guard

__all__ = ["Fitting", "acting", "filler", "names_something"]

_MOST: Final = 12
"""So many requests are made of one sample."""

_ABOUT_WHO: Final = frozenset({401, 403, 412, 426, 429})
"""What the server answers when it is who asks that is refused, or the room to them, not what is asked for."""


def names_something(parameter: Parameter) -> str:
    """What kind of thing a parameter names that must be there: "poll", "person", …; "" for any other."""
    word = parameter.kind or parameter.means
    return word if word in _FOUND else ""


def acting(server: Server, browser: Browser, token: str) -> str:
    """The actor id with which a browser asks in a room, "" for a guest who is not there."""
    entry = server.sessions.get(browser.sessions.get(token, ""))
    return browser.user or (entry[1].actor_id if entry else "")


def filler(operation: Operation, server: Server, token: str, caller: str) -> dict[str, Any]:
    """A value for each parameter a request needs: what is there, somebody else first, the first word, …"""
    return Fitting(operation, server, token, caller).filled


@attrs.frozen(eq=False, repr=False, slots=False)
class Fitting(ShownByFields):
    """What one operation can be asked with in a room, or in none, by an actor id (`acting`)."""

    operation: Operation
    server: Server
    token: str
    caller: str
    found: Mapping[str, list[Any]] = attrs.field(init=False)
    """What is there, by the parameters that name something."""

    def __attrs_post_init__(self) -> None:
        place = _Place(self.server, self.server.rooms.get(self.token), self.caller)
        named = ((p, names_something(p)) for p in self.operation.parameters)
        found = {p.name: [_given(p, one) for one in _FOUND[word](place)] for p, word in named if word}
        object.__setattr__(self, "found", found)

    @property
    def filled(self) -> dict[str, Any]:
        """A value for each parameter a request needs."""
        needed = [parameter for parameter in self.operation.parameters if parameter.required]
        return {p.name: next(iter(self.found.get(p.name, ())), _nothing(p)) for p in needed}

    def requests(self, sample: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """A sample with each of the things that are there, the likeliest first; at least one."""
        plain = {**self.filled, **sample}
        named = [name for name, things in self.found.items() if name in plain and things]
        for values in islice(product(*(self.found[name] for name in named)), _MOST):
            yield {**plain, **dict(zip(named, values, strict=True))}

    def lacks(self, guard: Guard) -> str:
        """What is not there that this guard asks for: "poll"; "" if it asks for nothing of the kind."""
        lacking = (name for name, things in self.found.items() if not things and name in guard.needs)
        return next((names_something(p) for name in lacking if (p := self.operation.parameter(name))), "")

    def is_unfit(self, guard: Guard, given: Mapping[str, Any]) -> bool:
        """Whether a refusal by this guard is about what is asked for, not about who asks.

        What nobody can do to themselves does not fit either; others may be there to whom it can be done.
        """
        if guard.status in _ABOUT_WHO:
            return self.is_about_caller(given) and not self.settles(guard)
        return not _asked(self.operation).isdisjoint(guard.needs) or not self.settles(guard)

    def settles(self, guard: Guard) -> bool:
        """Whether a refusal by this guard came before anything was looked at that the request names."""
        return self._reach(guard) < self._named

    def rank(self, guard: Guard, given: Mapping[str, Any]) -> tuple[bool, bool, int]:
        """How telling a refusal is: of who asks, of what others are, and how far the request came."""
        return not self.is_unfit(guard, given), not self.is_about_caller(given), self._reach(guard)

    def is_about_caller(self, given: Mapping[str, Any]) -> bool:
        """Whether somebody is named and it is who asks."""
        room = self.server.rooms.get(self.token)
        own = room.find("users", self.caller) or room.find("guests", self.caller) if room else None
        names = {"attendee": own.id if own else None, "person": self.caller or None}
        given_as = ((names.get(names_something(p)), given.get(p.name)) for p in self.operation.parameters)
        return any(name is not None and value in (name, [name]) for name, value in given_as)

    def _reach(self, guard: Guard) -> int:
        stages = self.operation.stages
        return stages.index(guard) if guard in stages else len(stages)

    @property
    def _named(self) -> int:
        """The first stage for which it counts what is named; beyond the effect if nothing is."""
        named = set(self.found)
        stages = self.operation.stages
        places = (place for place, stage in enumerate(stages) if not named.isdisjoint(stage.needs))
        return next(places, len(stages) + 1)


@attrs.frozen
class _Place:
    """Where something is looked for, and for whom."""

    server: Server
    room: Room | None
    caller: str


def _attendees(place: _Place) -> list[int]:
    """One of each sort in the room, the caller last."""
    known = place.room.attendees.values() if place.room else ()
    return [one.id for one in _one_each(_last(known, place.caller), lambda one: _sort_of(one, place))]


def _sort_of(attendee: Attendee, place: _Place) -> Hashable:
    in_call = bool(place.room and set(attendee.sessions) & place.room.call.present.keys())
    return attendee.actor_type, attendee.type, in_call, attendee.actor_id == place.caller


def _last(attendees: Iterable[Attendee], caller: str) -> list[Attendee]:
    """The newest first, but whoever asks last."""
    return sorted(attendees, key=lambda one: (one.actor_id == caller, -one.id))


def _people(place: _Place) -> list[str]:
    """An account that is not in the room, then one of each sort that is; the caller last."""
    inside = {one.actor_id: one for one in place.room.attendees.values() if one.is_user} if place.room else {}
    known = sorted(place.server.users, key=lambda name: (name == place.caller, name in inside))
    return _one_each(
        known, lambda name: _sort_of(inside[name], place) if name in inside else name == place.caller
    )


def _bans(place: _Place) -> list[int]:
    return list(place.room.bans)[-1:] if place.room else []


def _polls(place: _Place) -> list[int]:
    """One of each sort, the newest first: open or not, by the caller or not."""
    known = list(place.room.polls.values())[::-1] if place.room else []
    return [one.id for one in _one_each(known, lambda one: (one.is_open, one.actor_id == place.caller))]


def _messages(place: _Place) -> list[int]:
    """One of each sort, newest first: what people wrote, the caller before others, then what Talk says."""
    known = place.room.messages[::-1] if place.room else []
    return [one.id for one in sorted(_one_each(known, lambda one: _sort(one, place)), key=_likely(place))]


def _sort(message: Message, place: _Place) -> Hashable:
    told = bool(message.system), message.is_deleted, message.is_text, bool(message.reactions)
    return *told, message.actor_id == place.caller


def _likely(place: _Place) -> Callable[[Message], Any]:
    return lambda one: (not one.is_comment, one.actor_id != place.caller)


def _rooms(place: _Place) -> list[str]:
    """A breakout room of the room, another room, the room itself."""
    if place.room is None:
        return list(place.server.rooms)[:1]
    inner = list(place.server.breakout_rooms.get(place.room.token, ()))[:1]
    others = [token for token in place.server.rooms if token not in (*inner, place.room.token)][:1]
    return [*inner, *others, place.room.token]


def _groups(place: _Place) -> list[str]:
    return list(place.server.groups)[:1]


def _circles(place: _Place) -> list[str]:
    return list(place.server.circles)[:1]


def _bots(place: _Place) -> list[int]:
    """A bot that is set up in the room and one that is not."""
    known = list(place.server.bots)
    return _one_each(known, lambda bot: place.room is not None and bot in place.room.bots)


_FOUND: Final[Mapping[str, Callable[[_Place], list[Any]]]] = {
    "attendee": _attendees,
    "ban": _bans,
    "bot": _bots,
    "circle": _circles,
    "group": _groups,
    "message": _messages,
    "person": _people,
    "poll": _polls,
    "room": _rooms,
}


def _one_each(things: Iterable[Any], sort: Callable[[Any], Hashable]) -> list[Any]:
    """The first of each sort: what is alike is answered alike."""
    found: dict[Hashable, Any] = {}
    for thing in things:
        found.setdefault(sort(thing), thing)
    return list(found.values())


def _given(parameter: Parameter, thing: Any) -> Any:
    return [thing] if parameter.python_type is list else thing


def _nothing(parameter: Parameter) -> Any:
    """What stands for a value of which there is none: the first word, 0, "", …"""
    if parameter.vocabulary is not None:
        return next(iter(parameter.vocabulary))
    return parameter.python_type() if parameter.python_type is not object else ""


def _asked(operation: Operation) -> set[str]:
    """The parameters whose value somebody has to make up, since no word of a vocabulary says it."""
    made_up = (p for p in operation.parameters if p.required and p.vocabulary is None)
    return {p.name for p in made_up if p.python_type is not bool}
