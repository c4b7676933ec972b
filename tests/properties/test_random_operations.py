"""Whatever is asked, in whatever order: an answer, and a world that the rule pages allow."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from million import LENGTH, Found, run

from talksim.chance import Walk, begin, minimal, watch, world
from talksim.chance.worlds import FURNITURE
from talksim.invariants import INVARIANTS
from talksim.rules.operation import OPERATIONS
from talksim.scenario.load import load_text
from talksim.scenario.run import run as scenario_run
from talksim.talk import Talk

OPERATIONS_IN_CI = 100_000
SEED = 5
KNOWN = "breakout rooms ask for the consent of their parent"
"""Broken by a fault of the modelled server, told in scenarios/known-bugs."""


def test_a_hundred_thousand_random_operations_keep_every_invariant() -> None:
    counts = list(run(OPERATIONS_IN_CI, SEED))
    assert sum(one.operations for one in counts) == OPERATIONS_IN_CI
    asked = {name for one in counts for name in one.asked}
    assert asked - {"wait"} == set(OPERATIONS), "some operation was never asked for"


def test_a_breach_is_found_and_told_as_the_shortest_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "held", lambda: (INVARIANTS[KNOWN],))
    with pytest.raises(Found, match=KNOWN) as found:
        list(run(100 * LENGTH, SEED))
    told = str(found.value)
    text = told[told.index("talksim: 1") :]
    (scenario,) = load_text(text)
    assert scenario.breaks == KNOWN
    assert len(scenario.steps) <= 8 + len(FURNITURE), text
    assert scenario_run(scenario).status == "passed", text


def test_leaving_out_leads_to_what_is_needed() -> None:
    letters = list("abcdefghijklmnop")
    assert minimal(letters, lambda left: {"c", "k"} <= set(left)) == ["c", "k"]
    assert minimal(letters, lambda _: False) == letters


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_the_same_walk_gives_the_same_answers(seed: int) -> None:
    def follow() -> tuple[Talk, list[object]]:
        random = Random(seed)
        talk = begin(world(random)).talk
        return talk, [step.outcome for step in Walk(random, talk).steps(60)]

    (one, answers), (other, again) = follow(), follow()
    assert answers == again
    assert one.journal == other.journal
