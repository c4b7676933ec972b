"""The world that a scenario leaves, or comes by on the way."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from talksim.errors import TalksimError
from talksim.scenario.player import Player
from talksim.scenario.script import Scenario

__all__ = ["world_after"]


def world_after(
    scenario: Scenario, settings: Mapping[str, Any] | None = None, steps: int | None = None
) -> Player:
    """The world after so many steps, or after all; what no request could carry is left out.

    Raises `GivenRefused` when a given room cannot be set up.
    """
    player = Player(scenario, settings)
    for _, step in islice(scenario.walk(), steps):
        try:
            player.play(step)
        except TalksimError:
            continue
    return player
