"""Scenarios under two policies: every request answered twice, until the worlds have parted.

A request that both refuse, each by another rule, parts nothing: the story goes on as if nobody had asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any, TypeAlias

import attrs

from talksim.compare.change import Cell, Change, cell, place
from talksim.compare.parting import Pair, answer_of, played, shortened
from talksim.errors import TalksimError
from talksim.rules.policy import Policy
from talksim.scenario.load import load_text
from talksim.scenario.mismatch import text_of
from talksim.scenario.player import GivenRefused, Player
from talksim.scenario.script import Act, Scenario, Wait
from talksim.scenario.transcribe import transcript
from talksim.talk import Entry

__all__ = ["Policies", "Tally", "replayed", "under"]

Policies: TypeAlias = Sequence[Policy | None]
Tally: TypeAlias = Counter[tuple[str, str]]
"""How often each operation was asked for in each role."""


def under(policy: Policy | None) -> AbstractContextManager[None]:
    """The policy in force, or Talk as it is."""
    return policy.in_force() if policy is not None else nullcontext()


def replayed(
    scenario: Scenario, before: Policy | None, after: Policy | None, asked: Tally | None = None
) -> Iterator[Change]:
    """The requests of a scenario that are answered otherwise, up to the first that one side alone refuses.

    What is given is set up by requests as well; what is expected is not looked at. `asked` counts the
    operations that are asked for on both sides, each with the role of who asks.
    """
    one, other = (_begun(scenario, policy) for policy in (before, after))
    if isinstance(one, Player) and isinstance(other, Player):
        yield from _told(scenario, (one, other), (before, after), Counter() if asked is None else asked)
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
        for change in replayed(load_text(text)[0], policies[0], policies[1]):
            yield attrs.evolve(change, source=source)
        return
    answers = [(200, "") if isinstance(side, Player) else answer_of(side.outcome) for side in (one, other)]
    found = cell(refused.outcome.operation, ("given", ""), *answers)
    if found is not None:
        yield Change(found, (refused.text,), source=source)


def _told(scenario: Scenario, pair: Pair, policies: Policies, asked: Tally) -> Iterator[Change]:
    steps: list[Act | Wait] = []
    for at, step in scenario.walk():
        if not isinstance(step, Act):
            steps += [step] if isinstance(step, Wait) else []
            for side in pair:
                side.play(step)
            continue
        standing = place(pair[0].talk, step.actor, step.command.room)
        answers = [answer_of(played(side, step)) for side in pair]
        asked[step.command.operation.phrase, standing[0]] += answers != [None, None]
        found = cell(step.command.operation, standing, *answers)
        if found is None:
            steps.append(step)
            continue
        change = _change(found, pair[0], [*steps, step], scenario, policies[0])
        shorter = partial(_shorter, change, scenario, (*steps, step), policies)
        yield attrs.evolve(change, source=f"{at.document.path}:{at.line}", shorter=shorter)
        if not all(answer is not None and answer[0] >= 400 for answer in answers):
            return
        for side in pair:
            side.talk.undo()


def _shorter(change: Change, scenario: Scenario, steps: Sequence[Act | Wait], policies: Policies) -> Change:
    """The same with the steps alone that it needs."""
    one, other = (_begun(scenario, policy) for policy in policies)
    assert isinstance(one, Player)
    assert isinstance(other, Player)
    needed = shortened((one, other), steps, change.cell)
    for step in needed:
        played(one, step)
    return _change(change.cell, one, needed, scenario, policies[0])


def _change(
    found: Cell, player: Player, steps: Sequence[Act | Wait], scenario: Scenario, policy: Policy | None
) -> Change:
    told = tuple(text_of(step) for step in steps)
    return Change(found, told, _written(player.talk.journal, scenario, policy))


def _written(asked: Sequence[Entry], scenario: Scenario, policy: Policy | None) -> str:
    """What was asked as a file of its own, as it is answered under a policy; "" where none can say it."""
    with under(policy):
        try:
            return transcript(asked, name=scenario.title)
        except TalksimError:
            return ""
