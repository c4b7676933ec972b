"""Scenarios under two policies: every request answered twice, until the worlds have parted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from talksim.compare.change import Change, cell, place
from talksim.errors import TalksimError, UsageError
from talksim.outcome import Outcome
from talksim.rules.policy import Policy
from talksim.scenario.mismatch import text_of
from talksim.scenario.player import GivenRefused, Player
from talksim.scenario.script import Act, Scenario, See, Wait
from talksim.scenario.transcribe import transcript

__all__ = ["replayed", "under"]


def under(policy: Policy | None) -> AbstractContextManager[None]:
    """The policy in force, or Talk as it is."""
    return policy.in_force() if policy is not None else nullcontext()


def replayed(scenario: Scenario, before: Policy | None, after: Policy | None) -> Iterator[Change]:
    """The first request of a scenario that is answered otherwise; none if there is none.

    What is expected is not looked at. Raises `UsageError` when what is given cannot be set up on one side.
    """
    sides = [_player(scenario, policy) for policy in (before, after)]
    told: list[str] = []
    for at, step in scenario.walk():
        standing = place(sides[0].talk, step.actor, step.command.room) if isinstance(step, Act) else ("", "")
        answers = [_answer(_played(side, step)) for side in sides]
        told += [] if isinstance(step, See) else [text_of(step)]
        found = cell(step.command.operation, standing, *answers) if isinstance(step, Act) else None
        if found is not None:
            source = f"{at.document.path}:{at.line}"
            yield Change(found, tuple(told), _scenario(sides[0], scenario, before), source)
            return


def _player(scenario: Scenario, policy: Policy | None) -> Player:
    with under(policy):
        try:
            return Player(scenario)
        except GivenRefused as refused:
            raise UsageError(f"{scenario.path}: {refused.text}: {refused.outcome}") from refused


def _played(player: Player, step: Act | Wait | See) -> Outcome | None:
    try:
        return player.play(step)
    except UsageError:
        return None


def _answer(outcome: Outcome | None) -> Any:
    if outcome is None:
        return None
    return outcome.status, outcome.refusal.rule if outcome.refusal else ""


def _scenario(player: Player, scenario: Scenario, policy: Policy | None) -> str:
    """What was played up to here as a file of its own; "" where none can say it."""
    with under(policy):
        try:
            return transcript(player.talk.journal, name=scenario.title)
        except TalksimError:
            return ""
