"""The project's own scenarios take every guard both ways, every move, and meet every constant."""

from __future__ import annotations

from pathlib import Path

import pytest

from talksim.cover.figures import figures, guard_pairs
from talksim.cover.observe import observing
from talksim.cover.shadow import shadowed, stale, unknown
from talksim.cover.sources import plays
from talksim.cover.tally import Tally

SCENARIOS = Path(__file__).parents[2] / "scenarios"

FLOOR = {"constants": 100, "moves": 100, "guards": 98}
"""Percentages that the scenarios reach."""


@pytest.fixture(scope="module")
def tally() -> Tally:
    with observing() as counted:
        for play in plays([str(SCENARIOS)]):
            play.run()
    return counted


def test_every_guard_passes_and_refuses_somewhere(tally: Tally) -> None:
    excused = {guard for _, guard in shadowed()}
    passed, refused = {g for _, g in tally.passed}, {g for _, g in tally.refused}
    guards = {guard for _, guard in guard_pairs()} - excused
    assert sorted(guards - passed) == []
    assert sorted(guards - refused) == []


def test_what_was_reached_stays_reached(tally: Tally) -> None:
    found = figures(tally)
    reached = {
        "constants": found.constants.percent,
        "moves": found.moves.percent,
        "guards": found.possible_guards.percent,
    }
    assert {name: percent for name, percent in reached.items() if percent < FLOOR[name]} == {}


def test_no_reason_is_stale(tally: Tally) -> None:
    assert stale(tally) == []
    assert unknown() == []
    assert all(shadowed().values())
