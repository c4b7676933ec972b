"""A world made of a universe: its beginning set up, every action spelt out, what should hold in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from talksim.constants import FlagConstant, Vocabulary
from talksim.errors import UsageError
from talksim.explore.action import WAIT, Action, Request, request
from talksim.explore.model import Property
from talksim.explore.universe.spoken import misspoken
from talksim.explore.universe.universe import Claim, Play, Universe
from talksim.explore.world import StepProperty, World
from talksim.invariants import Invariant, Step
from talksim.model.server import Server
from talksim.rules.parameter import Parameter
from talksim.scenario.document.fault import Faults
from talksim.scenario.document.mistake import Mistake, locate
from talksim.scenario.player import GivenRefused, Player
from talksim.scenario.reading.command import plays_in_room
from talksim.scenario.reading.written import given as given_of
from talksim.scenario.script import Scenario
from talksim.talk import Talk

__all__ = ["REFUSALS", "begun", "made"]

REFUSALS = "nothing more is refused"
"""The name of the property that a universe's `refused` declares."""


def made(universe: Universe, settings: Mapping[str, Any] | None = None) -> World:
    """The world of a universe, under further settings.

    Raises `Faults` for what is wrong in the file, and `UsageError` for a scenario that cannot be played.
    """
    talk = begun(universe, settings).talk
    actions = tuple(dict.fromkeys(_actions(universe, talk)))
    if mistakes := list(misspoken(universe.claims, talk, actions)):
        raise _fault(universe, *mistakes)
    states = tuple(_of_states(one) for one in universe.claims if not _is_of_steps(one))
    steps = [_of_steps(one) for one in universe.claims if _is_of_steps(one)]
    if universe.refused is not None:
        steps.append(_refusals(universe.refused))
    return World(talk, actions, states, tuple(steps))


def begun(universe: Universe, settings: Mapping[str, Any] | None = None) -> Player:
    """A player in the world in which the universe begins. Raises `Faults` and `UsageError`."""
    if universe.talk is not None:
        return Player.on(universe.talk.fork())
    scenario = universe.start or Scenario("", (), given_of(dict(universe.given)))
    try:
        player = Player(scenario, settings)
    except GivenRefused as refused:
        message = f"{refused.text} is refused: {refused.outcome}"
        raise _fault(universe, Mistake(message, "", ("given", "rooms", refused.room))) from None
    for _, step in scenario.walk():
        player.play(step)
    return player


def _actions(universe: Universe, talk: Talk) -> Iterator[Action]:
    """Every action: each operation in play, by everybody, everywhere, with each choice."""
    if universe.wait:
        yield WAIT
    rooms = [*talk.names.aliases, *_made_rooms(universe)]
    people = [*talk.server.users, *talk.names.guests]
    for play in universe.plays:
        yield from _of_play(universe, play, people, rooms)


def _made_rooms(universe: Universe) -> Iterator[str]:
    """What the rooms are called that may be made."""
    for play in universe.plays:
        if play.operation.name == "create_room":
            yield from map(str, play.choices.get("name", ()))


def _of_play(universe: Universe, play: Play, people: list[str], rooms: list[str]) -> Iterator[Request]:
    operation = play.operation
    everybody = people if operation.by == "browser" else [operation.by]
    everywhere = (play.rooms or rooms) if plays_in_room(operation) else [""]
    for given in _choices(universe, play, people, rooms):
        for room, actor in product(everywhere, play.by or everybody):
            yield request(actor, operation, room, given)


def _choices(
    universe: Universe, play: Play, people: list[str], rooms: list[str]
) -> Iterator[Mapping[str, Any]]:
    """What is given in each request: all combinations of choices; where there are none, the samples."""
    operation = play.operation
    samples = operation.samples if not play.choices else ({},)
    for sample in samples:
        known = {name: (_word(value),) for name, value in sample.items()} | dict(play.choices)
        for parameter in operation.parameters:
            if parameter.required and parameter.name not in known:
                known[parameter.name] = _every(universe, play, parameter, people, rooms)
        ordered = [one.name for one in operation.parameters if one.name in known]
        for values in product(*(known[name] for name in ordered)):
            yield dict(zip(ordered, values, strict=True))


def _every(
    universe: Universe, play: Play, parameter: Parameter, people: list[str], rooms: list[str]
) -> tuple[Any, ...]:
    """Every value that a parameter may have, where nothing says which. Raises `Faults` if that is endless."""
    if parameter.kind in ("attendee", "ban"):
        return tuple(people)
    if parameter.kind == "room":
        return tuple(rooms)
    if parameter.python_type is bool:
        return (True, False)
    vocabulary = parameter.vocabulary
    if vocabulary is not None and issubclass(vocabulary, Vocabulary):
        return tuple(member.word for member in vocabulary.members() if member.documented)
    given = [sample[parameter.name] for sample in play.operation.samples if parameter.name in sample]
    if given:
        return tuple(dict.fromkeys(map(_word, given)))
    hint = f"{play.operation.phrase}: {{{parameter.name}: […]}}"
    raise _fault(universe, Mistake(f"{play.operation.phrase} needs choices", hint, play.path))


def _word(value: Any) -> Any:
    """A value as people write it; flags are a list of words."""
    if isinstance(value, FlagConstant):
        return [flag.word for flag in type(value).members() if flag.value and flag in value] or value.word
    return value.word if isinstance(value, Vocabulary) else value


def _is_of_steps(claim: Claim) -> bool:
    return isinstance(claim.says, Invariant) and claim.says.subject == "step"


def _of_states(claim: Claim) -> Property[Server]:
    says = claim.says
    if isinstance(says, Invariant):
        return Property(claim.name, claim.kind, lambda server: list(says.of_server(server)))
    return Property(claim.name, claim.kind, says.breaches)


def _of_steps(claim: Claim) -> StepProperty:
    says = claim.says
    assert isinstance(says, Invariant)
    return Property(claim.name, claim.kind, says.of_step)


def _refusals(allowed: Mapping[str, tuple[str, ...]]) -> StepProperty:
    """Whatever is refused is refused by a guard that may do so."""
    everywhere = allowed.get("all", ())

    def breaches(step: Step) -> list[str]:
        if step.outcome is None or step.outcome.ok:
            return []
        refusal, operation = step.outcome.refusal, step.outcome.operation
        who = {refusal.guard.name} if refusal else set()
        expected = (*everywhere, *allowed.get(operation.phrase, ()))
        if not who.isdisjoint(expected) or str(step.outcome.status) in expected:
            return []
        because = f": {refusal.because}" if refusal and refusal.because else ""
        return [f"{step.asked.caller}: {operation.phrase} is refused, {step.outcome}{because}"]

    return Property(REFUSALS, "always", breaches)


def _fault(universe: Universe, *mistakes: Mistake) -> Faults | UsageError:
    """What is wrong, in the file where there is one; what a call claims stands in none."""
    if universe.document is None or not mistakes[0].path:
        return UsageError(f"{mistakes[0].message}. {mistakes[0].hint}".rstrip(". "))
    return Faults(list(locate(universe.document, mistakes)), universe.document.text)
