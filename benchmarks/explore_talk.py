"""How fast Talk's full rules are searched: a call with recording and lobby, three people.

    python benchmarks/explore_talk.py [--rounds N] [--json] [--check]

Everything that can be asked about a call, its recording and its lobby, by an owner, a user and a guest
(`universes/recorded-call.yaml`), from nothing known to everything seen. Seconds are those of a processor,
which a busy machine lengthens less. What is claimed in the file is left out: the search alone is measured.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import process_time
from typing import Final

import attrs
from harness import parser

from talksim.explore.search import breadth_first
from talksim.explore.stage import TalkModel
from talksim.explore.universe.load import load
from talksim.explore.universe.made import made
from talksim.explore.universe.universe import Universe

UNIVERSE: Final = Path(__file__).parents[1] / "universes" / "recorded-call.yaml"
GOAL: Final = 10_000
"""Distinct states a second."""


def searched(universe: Universe) -> tuple[int, int, float]:
    """States, steps and seconds of a search that tells all states apart."""
    model = TalkModel(made(universe))
    start = process_time()
    found = breadth_first(model).progress
    return found.states, found.transitions, process_time() - start


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit status is 1 when `--check` finds the goal missed."""
    given = parser("explore_talk", rounds=3).parse_args(argv)
    universe = attrs.evolve(load(UNIVERSE), claims=(), refused=None)
    searched(universe)
    rounds = [searched(universe) for _ in range(given.rounds)]
    states, steps, _ = rounds[0]
    rate = median(states / seconds for states, _, seconds in rounds)
    if given.json:
        print(json.dumps({"benchmark": "explore_talk", "states": states, "steps": steps, "per_second": rate}))
    else:
        print(f"{states:,} states, {steps:,} steps")
        print(f"{rate:,.0f} states and {steps / states * rate:,.0f} steps a second")
    if rate < GOAL:
        print(f"explore_talk: fewer than {GOAL:,} states a second", file=sys.stderr)
    return int(given.check and rate < GOAL)


if __name__ == "__main__":
    sys.exit(main())
