"""Scenarios under two policies: every request answered twice, until the worlds have parted.

A request that both refuse, each by another rule, parts nothing: the story goes on as if nobody had asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import attrs

from talksim.compare.change import Change, cell, place
from talksim.errors import TalksimError, UsageError
from talksim.outcome import Outcome
from talksim.rules.policy import Policy
from talksim.scenario.load import load_text
from talksim.scenario.mismatch import text_of
from talksim.scenario.player import GivenRefused, Player
from talksim.scenario.script import Act, Scenario, See
from talksim.scenario.transcribe import transcript
from talksim.talk import Entry

__all__ = ["replayed", "under"]


def under(policy: Policy | None) -> AbstractContextManager[None]:
    """The policy in force, or Talk as it is."""
    return policy.in_force() if policy is not None else nullcontext()


def replayed(scenario: Scenario, before: Policy | None, after: Policy | None) -> Iterator[Change]:
    """The requests of a scenario that are answered otherwise, up to the first that one side alone refuses.

    What is given is set up by requests as well; what is expected is not looked at.
    """
    one, other = (_begun(scenario, policy) for policy in (before, after))
    if isinstance(one, Player) and isinstance(other, Player):
        yield from _told(scenario, one, other, before)
    elif isinstance(one, Player) or isinstance(other, Player):
        yield from _given(scenario, one, other, (before, after))


def _begun(scenario: Scenario, policy: Policy | None) -> Player | GivenRefused:
    with under(policy):
        try:
            return Player(scenario)
        except GivenRefused as refused:
            return refused


def _given(scenario: Scenario, one: Any, other: Any, policies: Sequence[Policy | None]) -> Iterator[Change]:
    """What one side refused while the rooms were set up: the requests for that are the story."""
    refused: GivenRefused = other if isinstance(one, Player) else one
    source = f"{scenario.path}:1"
    if text := _written(refused.asked, scenario, policies[0]):
        for change in replayed(load_text(text)[0], *policies):
            yield attrs.evolve(change, source=source)
        return
    answers = [(200, "") if isinstance(side, Player) else _answer(side.outcome) for side in (one, other)]
    found = cell(refused.outcome.operation, ("given", ""), *answers)
    if found is not None:
        yield Change(found, (refused.text,), source=source)


def _told(scenario: Scenario, one: Player, other: Player, policy: Policy | None) -> Iterator[Change]:
    steps: list[str] = []
    for at, step in scenario.walk():
        steps += [] if isinstance(step, See) else [text_of(step)]
        if not isinstance(step, Act):
            one.play(step)
            other.play(step)
            continue
        standing = place(one.talk, step.actor, step.command.room)
        answers = [_answer(_played(side, step)) for side in (one, other)]
        found = cell(step.command.operation, standing, *answers)
        if found is None:
            continue
        source = f"{at.document.path}:{at.line}"
        yield Change(found, tuple(steps), _written(one.talk.journal, scenario, policy), source)
        if not all(answer is not None and answer[0] >= 400 for answer in answers):
            return
        steps.pop()
        for side in (one, other):
            side.talk.undo()


def _played(player: Player, step: Act) -> Outcome | None:
    try:
        return player.play(step)
    except UsageError:
        return None


def _answer(outcome: Outcome | None) -> Any:
    if outcome is None:
        return None
    return outcome.status, outcome.refusal.rule if outcome.refusal else ""


def _written(asked: Sequence[Entry], scenario: Scenario, policy: Policy | None) -> str:
    """What was asked as a file of its own, as it is answered under a policy; "" where none can say it."""
    with under(policy):
        try:
            return transcript(asked, name=scenario.title)
        except TalksimError:
            return ""
