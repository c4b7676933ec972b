"""Scenarios under two policies: every request answered twice, until the worlds have parted.

A request that both refuse, each by another rule, parts nothing: the story goes on as if nobody had asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any, TypeAlias

import attrs

from talksim.compare.change import Change, cell, place
from talksim.compare.parting import Pair, answer_of, played
from talksim.compare.shortest import shortest, told, written
from talksim.compare.worlds import Policies, begun
from talksim.rules.policy import Policy
from talksim.scenario.load import load_text
from talksim.scenario.player import GivenRefused, Player
from talksim.scenario.script import Act, Scenario, Wait

__all__ = ["Tally", "replayed"]

Tally: TypeAlias = Counter[tuple[str, str]]
"""How often each operation was asked for in each role."""


def replayed(
    scenario: Scenario, before: Policy | None, after: Policy | None, asked: Tally | None = None
) -> Iterator[Change]:
    """The requests of a scenario that are answered otherwise, up to the first that one side alone refuses.

    What is given is set up by requests as well; what is expected is not looked at. `asked` counts the
    operations that are asked for on both sides, each with the role of who asks.
    """
    one, other = (begun(scenario, policy) for policy in (before, after))
    if isinstance(one, Player) and isinstance(other, Player):
        yield from _told(scenario, (one, other), (before, after), Counter() if asked is None else asked)
    elif isinstance(one, Player) or isinstance(other, Player):
        yield from _given(scenario, one, other, (before, after))


def _given(scenario: Scenario, one: Any, other: Any, policies: Policies) -> Iterator[Change]:
    """What one side refused while the rooms were set up: the requests for that are the story."""
    refused: GivenRefused = other if isinstance(one, Player) else one
    source = f"{scenario.path}:1"
    if text := written(refused.asked, scenario.title, policies[0]):
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
        change = told(found, pair[0], (*steps, step), scenario.title, policies[0])
        shorter = partial(shortest, change, scenario, (*steps, step), policies)
        yield attrs.evolve(change, source=f"{at.document.path}:{at.line}", shorter=shorter)
        if not all(answer is not None and answer[0] >= 400 for answer in answers):
            return
        for side in pair:
            side.talk.undo()
