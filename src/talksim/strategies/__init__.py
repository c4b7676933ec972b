"""Hypothesis strategies for everything a Talk server knows, and a state machine made from its operations.

    from hypothesis import given
    from talksim import strategies

    @given(strategies.worlds())
    def test_anything(talk): ...

Needs Hypothesis (`pip install talksim[hypothesis]`). What is drawn is what `talksim.chance` makes, with
Hypothesis in the place of the random generator, so that it shrinks: to the first of each choice, which is
the plainest.
"""

from __future__ import annotations

from talksim.strategies.machine import TalkMachine
from talksim.strategies.scenarios import scenario_texts, scenarios
from talksim.strategies.things import (
    browsers,
    constants,
    guests,
    messages,
    operations,
    outcomes,
    parameters,
    requests,
    rooms,
    servers,
    settings,
    users,
    values,
    vocabularies,
    worlds,
)

__all__ = [
    "TalkMachine",
    "browsers",
    "constants",
    "guests",
    "messages",
    "operations",
    "outcomes",
    "parameters",
    "requests",
    "rooms",
    "scenario_texts",
    "scenarios",
    "servers",
    "settings",
    "users",
    "values",
    "vocabularies",
    "worlds",
]
