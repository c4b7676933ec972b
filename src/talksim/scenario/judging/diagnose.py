"""What led to a failure: what the last request before it changed, found out by playing again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from talksim.scenario.ending import world_after
from talksim.scenario.judging.changes import changes_since
from talksim.scenario.script import Act, Scenario, See

__all__ = ["changes_before"]

_MOST_STEPS = 60
"""So many steps are looked back for one that changed something."""

Settings = Mapping[str, Any] | None


def changes_before(
    scenario: Scenario, settings: Settings, number: int, *, allowed: bool = False
) -> tuple[str, ...]:
    """What changed in the last request before or at step `number` (from 1) that changed anything.

    A look comes after the request it judges; a refused request is judged by what came before it, one that
    was `allowed` by what it did.
    """
    steps = [step for _, step in scenario.walk()][:number]
    last = number if isinstance(steps[-1], Act) and (allowed or _stays(steps[-1])) else number - 1
    while last > 0 and isinstance(steps[last - 1], See):
        last -= 1
    if last <= 0:
        return ()
    after = world_after(scenario, settings, last)
    for played in range(last - 1, max(last - _MOST_STEPS, 0) - 1, -1):
        before = world_after(scenario, settings, played)
        if changes := changes_since(before.talk.server, after):
            return changes
        after = before
    return ()


def _stays(step: Act) -> bool:
    """Whether a failure at the step is about what it did, and not about its being refused."""
    return bool(step.then or step.headers) or step.answers is not None or step.status is not None
