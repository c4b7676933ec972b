"""Steps that might help: requests by those concerned, with values that are at hand, and waiting.

At hand are the samples of an operation, every word of a vocabulary, the people and rooms the refused request
is about, what earlier steps asked the same operation with, and what the fields hold that were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from talksim.by_fields import ShownByFields
from talksim.constants import Vocabulary
from talksim.errors import TalksimError
from talksim.fitting import filler, names_something
from talksim.model.session import KILL_AFTER, STALE_AFTER
from talksim.model.settings import Settings
from talksim.model.spots import Spot, follow
from talksim.outcome import Outcome
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.parameter import Parameter
from talksim.setup import known_settings
from talksim.why.chronicle import Told
from talksim.why.knowledge import knowledge
from talksim.why.people import actors, rooms_about, targets
from talksim.why.probe import Request, World

__all__ = ["Candidate", "Waiting", "candidates"]

_PEOPLE: Final = ("participant", "invite", "user", "users", "member", "actor_id", "owner")
_MOST_TOLD: Final = 3
_LONGEST: Final = 40 * 86_400
"""Seconds that somebody would wait at most."""


@attrs.frozen(eq=False, repr=False)
class Candidate(ShownByFields):
    """A request with its parameters as people write them."""

    actor: str
    operation: Operation
    token: str
    words: Mapping[str, Any]

    @property
    def said(self) -> int:
        """How many parameters one has to say."""
        return sum(
            p.required or self.words.get(p.name, p.default) != p.default for p in self.operation.parameters
        )

    def without(self, name: str) -> Candidate | None:
        """The same without one of its parameters, None if it has to be said or says nothing."""
        parameter = self.operation.parameter(name)
        if (
            parameter is None
            or parameter.required
            or self.words.get(name, parameter.default) == parameter.default
        ):
            return None
        return attrs.evolve(self, words={key: value for key, value in self.words.items() if key != name})

    def ask(self, world: World) -> Outcome | None:
        """Ask for it in a world, which it changes; None if no request could carry it."""
        try:
            params = world.names.arguments(self.operation, self.token, self.words)
            browser = world.names.browser(self.actor)
            return world.perform(browser, self.operation, self.token, **params)
        except (TalksimError, KeyError):
            return None

    def take(self, world: World) -> bool:
        """Ask for it; whether it succeeded."""
        return bool(self.ask(world))


@attrs.frozen(eq=False, repr=False)
class Waiting(ShownByFields):
    """Time that passes, in seconds; `due` if what is waited for comes by itself, such as a lobby's timer."""

    seconds: float
    due: bool = False

    def take(self, world: World) -> bool:
        """Let it pass."""
        world.wait(self.seconds)
        return True


def candidates(
    world: World,
    request: Request,
    fields: frozenset[str],
    spots: Sequence[Spot],
    told: Sequence[Told] = (),
    *,
    due: Sequence[Spot] = (),
) -> Iterator[Candidate | Waiting]:
    """The steps that may write one of the fields, for a request and the values that were read for it.

    `due` are the values that due moves read before: the times in them are waited for.
    """
    at_hand = _AtHand(world, request, spots, told)
    yield from at_hand.due(due)
    yield from at_hand.steps(fields)


class _AtHand:
    """The people, rooms and values that are at hand for a request."""

    def __init__(self, world: World, request: Request, spots: Sequence[Spot], told: Sequence[Told]) -> None:
        self.world, self.request, self.spots, self.told = world, request, spots, told
        self.rooms = rooms_about(world, request, spots)
        self.actors = actors(world, request, self.rooms, spots)
        self.about = targets(world, request, self.rooms, spots)

    def steps(self, fields: frozenset[str]) -> Iterator[Candidate | Waiting]:
        """Waiting, then what people ask for, then what servers and tools do."""
        if "Server.now" in fields:
            yield from self._waits()
        known = knowledge()
        writing = [o for o in OPERATIONS.values() if known.may_write(o, fields)]
        asked = [(actor, o) for actor in self.actors for o in writing if o.by == "browser"]
        for actor, operation in [*asked, *((o.by, o) for o in writing if o.by != "browser")]:
            if (operation.endpoint, actor) != (self.request.operation.endpoint, self.request.caller):
                for token in self._tokens(operation):
                    words = self._words(operation, token)
                    yield from (Candidate(actor, operation, token, said) for said in words)

    def due(self, spots: Sequence[Spot]) -> Iterator[Waiting]:
        """Waiting until each of these times, and a second more, since some moves are due after their time."""
        for left in sorted({left for spot in spots if (left := self._left(spot))}):
            yield from (Waiting(left, due=True), Waiting(left + 1, due=True))

    def _tokens(self, operation: Operation) -> list[str]:
        rooms = [room.token for room in self.rooms] if operation.in_room else []
        return rooms or [""]

    def _words(self, operation: Operation, token: str) -> Iterator[Mapping[str, Any]]:
        """The parameters to ask with, each once."""
        filled = filler(operation, self.world.server, token, self.request.user)
        persons = _persons(operation)
        seen: list[Mapping[str, Any]] = []
        for varied in self._varied(operation):
            named = not persons or any(p.name in varied for p in persons)
            for who in [None] if named else self.about:
                meant = {} if who is None else {p.name: _one(p, who) for p in persons}
                words = {**filled, **varied, **meant}
                if words not in seen:
                    seen.append(words)
                    yield words

    def _varied(self, operation: Operation) -> Iterator[dict[str, Any]]:
        """The samples but for whom and what they name, one parameter varied, what was asked before."""
        named = {p.name for p in (*_persons(operation), *filter(names_something, operation.parameters))}
        samples = [{k: v for k, v in sample.items() if k not in named} for sample in operation.samples]
        yield from samples
        for parameter in operation.parameters:
            yield from ({**samples[0], parameter.name: value} for value in self._values(parameter))
        if {"key", "value"} <= operation.names:
            yield from self._settings()
        same = [one.params for one in self.told if one.operation == operation.name]
        yield from (dict(params) for params in same[::-1][:_MOST_TOLD])

    def _values(self, parameter: Parameter) -> Iterator[Any]:
        """The words it takes, what the request has under the name, and what fields of the name hold."""
        vocabulary = parameter.vocabulary
        if vocabulary and issubclass(vocabulary, Vocabulary) and parameter.required:
            yield from vocabulary.members()
        asked = self.request.operation.parameter(parameter.name)
        if asked is not None and asked.python_type is parameter.python_type and not parameter.kind:
            yield self.request.params[parameter.name]
        held = (self._held(spot) for spot in self.spots if spot.name == parameter.name)
        yield from (value for value in held if type(value) is parameter.python_type)

    def _settings(self) -> Iterator[dict[str, Any]]:
        """Every setting that was read, with each of its words, yes and no, a group or nothing."""
        for spot in self.spots:
            if spot.owner is Settings:
                setting = known_settings()[spot.name]
                words: Iterable[Any] = ("", *self.world.server.groups)
                if setting.python_type is bool:
                    words = ("yes", "no")
                elif setting.vocabulary and issubclass(setting.vocabulary, Vocabulary):
                    words = [member.word for member in setting.vocabulary.members()]
                yield from ({"key": spot.name, "value": word} for word in words)

    def _waits(self) -> Iterator[Waiting]:
        """Until each time that was read has come, and until nobody counts as present any more."""
        times = {STALE_AFTER + 1.0, KILL_AFTER + 1.0, *filter(None, map(self._left, self.spots))}
        yield from map(Waiting, sorted(times))

    def _left(self, spot: Spot) -> float:
        """The seconds until a time that a field holds, 0 if it holds none."""
        now, value = self.world.server.now, self._held(spot)
        return value - now if isinstance(value, int | float) and now < value <= now + _LONGEST else 0

    def _held(self, spot: Spot) -> Any:
        return getattr(follow(self.world.server, spot.way), spot.name, None)


def _persons(operation: Operation) -> list[Parameter]:
    """The parameters that name people."""
    return [p for p in operation.parameters if p.kind == "attendee" or p.name in _PEOPLE]


def _one(parameter: Parameter, who: str) -> Any:
    return [who] if parameter.python_type is list else who
