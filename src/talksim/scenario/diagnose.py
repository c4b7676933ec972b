"""What led to a failure, and what would help, found out by trying.

Everything is tried in fresh worlds, which is free of doubt because nothing is random. It is only done for
the step that failed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from talksim.constants import Vocabulary
from talksim.errors import TalksimError
from talksim.model.difference import difference
from talksim.rules.operation import OPERATIONS, Operation
from talksim.scenario.player import Player
from talksim.scenario.rooms import room_called
from talksim.scenario.script import Act, Place, Scenario, See, Wait
from talksim.scenario.value import written

__all__ = ["MOST_STEPS", "allowed", "changes_before", "world", "would_help"]

MOST_STEPS = 60
"""Scenarios longer than this are not replayed for every step."""

_MOST_HINTS = 3
_NEVER = ("delete_room",)
"""What helps only as the end of everything."""

Settings = Mapping[str, Any] | None


def changes_before(scenario: Scenario, settings: Settings, number: int) -> tuple[str, ...]:
    """What changed in the last request before or at step `number` (from 1) that changed anything.

    A look comes after the request it judges; a refused request is judged by what came before it.
    """
    steps = [step for _, step in scenario.walk()][:number]
    last = number if isinstance(steps[-1], Act) and _stays(steps[-1]) else number - 1
    while last > 0 and isinstance(steps[last - 1], See):
        last -= 1
    if last <= 0:
        return ()
    after = world(scenario, settings, last)
    for played in range(last - 1, max(last - MOST_STEPS, 0) - 1, -1):
        before = world(scenario, settings, played)
        if changes := [*difference(before.talk.server, after.talk.server)]:
            return tuple(after.named(str(change)) for change in changes)
        after = before
    return ()


def would_help(scenario: Scenario, settings: Settings, number: int) -> tuple[str, ...]:
    """Commands after which the refused step would be allowed, at most three."""
    step = [step for _, step in scenario.walk()][number - 1]
    if not isinstance(step, Act):
        return ()
    before = world(scenario, settings, number - 1)
    found: dict[str, str] = {}
    for actor, operation, words in _candidates(before, step):
        if len(found) == _MOST_HINTS:
            break
        if operation.name not in found and _helps(before, step, actor, operation, words):
            found[operation.name] = _text(actor, operation, step, words)
    return tuple(found.values())


def _stays(step: Act) -> bool:
    """Whether a failure at the step is about what it did, and not about its being refused."""
    return bool(step.then or step.headers) or step.answers is not None or step.status is not None


def world(scenario: Scenario, settings: Settings, played: int, skipped: int = -1) -> Player:
    """The world after so many steps, one of them left out."""
    player = Player(scenario, settings)
    for number, (_, step) in enumerate(_first(scenario, played)):
        if number != skipped:
            try:
                player.play(step)
            except TalksimError:
                continue
    return player


def _first(scenario: Scenario, count: int) -> Iterator[tuple[Place, Act | Wait | See]]:
    return (pair for _, pair in zip(range(count), scenario.walk(), strict=False))


def allowed(player: Player, step: Act) -> bool:
    """Whether a step succeeds in a world, which it changes."""
    try:
        outcome = player.play(step)
    except TalksimError:
        return False
    return outcome is not None and outcome.ok


def _candidates(world: Player, step: Act) -> Iterator[tuple[str, Operation, Mapping[str, Any]]]:
    """Requests of moderators of the room, then of the actor, that might help."""
    user = world.talk.names.browser(step.actor).user
    room = world.talk.server.rooms.get(room_called(world.talk, step.command.room, user))
    actors = [a.actor_id for a in room.attendees.values() if a.moderates and a.is_user] if room else []
    for actor in dict.fromkeys([*actors[:1], step.actor]):
        for operation in OPERATIONS.values():
            if _may_help(operation) and operation.endpoint != step.command.operation.endpoint:
                yield from ((actor, operation, words) for words in _words(operation, step.actor))


def _may_help(operation: Operation) -> bool:
    asked = operation.by == "browser" and operation.in_room and not operation.endpoint.startswith("GET")
    return asked and operation.name not in _NEVER


def _words(operation: Operation, about: str) -> Iterator[Mapping[str, Any]]:
    """The parameters to try: the samples, every word of a vocabulary, the refused actor as the one meant."""
    meant = {p.name: about for p in operation.parameters if p.kind == "attendee" or p.name == "participant"}
    for sample in operation.samples:
        yield {**sample, **meant}
    for parameter in operation.parameters:
        if parameter.vocabulary and issubclass(parameter.vocabulary, Vocabulary) and parameter.required:
            for member in parameter.vocabulary.members():
                yield {**operation.samples[0], **meant, parameter.name: member}


def _helps(world: Player, step: Act, actor: str, operation: Operation, words: Mapping[str, Any]) -> bool:
    fork = world.fork()
    try:
        names = fork.talk.names
        token = room_called(fork.talk, step.command.room, names.browser(step.actor).user)
        params = names.arguments(operation, token, words)
        done = fork.talk.perform(names.browser(actor), operation, token, **params)
    except (TalksimError, KeyError):
        return False
    return done.ok and allowed(fork, step)


def _text(actor: str, operation: Operation, step: Act, words: Mapping[str, Any]) -> str:
    required = {p.name: words[p.name] for p in operation.parameters if p.required and p.name in words}
    optional = {p.name: words[p.name] for p in operation.parameters if not p.required and p.name in words}
    said = [_word(value) for value in required.values()]
    said += [f"{name}={_word(value)}" for name, value in optional.items() if name != "timer"]
    return f"{actor}: {' '.join([operation.phrase, _word(step.command.room), *said])}"


def _word(value: Any) -> str:
    text = written(value.word if isinstance(value, Vocabulary) else value)
    return f'"{text}"' if " " in text and not text.startswith('"') else text
