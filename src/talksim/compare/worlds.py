"""The worlds that are compared: one under each policy."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TypeAlias

from talksim.rules.policy import Policy
from talksim.scenario.player import GivenRefused, Player
from talksim.scenario.script import Scenario

__all__ = ["Policies", "begun", "under"]

Policies: TypeAlias = Sequence[Policy | None]
"""Both sides; None is Talk as it is."""


def under(policy: Policy | None) -> AbstractContextManager[None]:
    """The policy in force, or Talk as it is."""
    return policy.in_force() if policy is not None else nullcontext()


def begun(scenario: Scenario, policy: Policy | None) -> Player | GivenRefused:
    """A world before the first step of a scenario, or what was refused while it was set up."""
    with under(policy):
        try:
            return Player(scenario)
        except GivenRefused as refused:
            return refused
