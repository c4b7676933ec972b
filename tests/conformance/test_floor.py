"""Both judges, where their material is at hand: agreement never falls below `floor.json`.

The file says how many scenarios of each folder pass, and how much of each profile's recordings agrees; its
numbers are only ever raised. What differs is in the file of known differences, and nothing else is in there.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from talksim.gherkin.convert import as_yaml, converted
from talksim.gherkin.judge import Judged
from talksim.gherkin.judge import judge as judge_scenario
from talksim.gherkin.parse import read_feature
from talksim.report.conformance import judged
from talksim.report.known_differences import KnownDifferences
from talksim.scenario.load import load_text
from talksim.scenario.run import find
from talksim.traffic.play import judge
from talksim.traffic.recording import read
from talksim.traffic.verdict import Verdict, total

PROJECT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("TALKSIM_SHARED") or PROJECT.parent / "shared").resolve()
FEATURES, TRACES = SHARED / "conformance" / "features", SHARED / "conformance" / "traces"
FLOOR: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("floor.json").read_text(encoding="utf-8")
)
KNOWN = PROJECT / "conformance" / "known-differences.yaml"

of_features = pytest.mark.skipif(not FEATURES.is_dir(), reason=f"no scenarios of the suite in {SHARED.name}")
of_traces = pytest.mark.skipif(not TRACES.is_dir(), reason=f"no recordings of the server in {SHARED.name}")


@cache
def scenarios(folder: str) -> list[Judged]:
    paths = sorted((FEATURES / folder).glob("*.feature"))
    return [judge_scenario(made) for path in paths for made in converted(read_feature(path))]


@cache
def recordings(profile: str) -> list[Verdict]:
    return [judge(read(path)) for path in sorted(TRACES.glob(f"{profile}-*.jsonl"))]


@of_features
@pytest.mark.parametrize("folder", FLOOR["features"])
def test_the_scenarios_that_pass_do_not_become_fewer(folder: str) -> None:
    found = scenarios(folder)
    failed = [f"{each.name}: {each.cause}" for each in found if each.status != "passed"]
    assert len(found) - len(failed) >= FLOOR["features"][folder], failed


@of_features
@pytest.mark.parametrize("folder", FLOOR["features"])
def test_every_step_has_a_pattern_and_nothing_crashes(folder: str) -> None:
    assert [each.name for each in scenarios(folder) if each.status == "undefined"] == []
    assert [each.cause for each in scenarios(folder) if each.cause.startswith("crash")] == []


@of_features
@pytest.mark.parametrize("folder", ["callapi", "conversation-4"])
def test_as_yaml_they_go_the_same_way(folder: str) -> None:
    for path in sorted((FEATURES / folder).glob("*.feature")):
        for made in converted(read_feature(path)):
            if made.scenario is None:
                continue
            (back,) = load_text(as_yaml(made))
            here, there = find(made.scenario), find(back)
            assert (here.steps, here.mismatch is None) == (there.steps, there.mismatch is None)
            assert back.steps == made.scenario.steps


@of_traces
@pytest.mark.parametrize("profile", FLOOR["traces"])
def test_the_answers_that_agree_do_not_become_fewer(profile: str) -> None:
    counts, floor = total(recordings(profile)), FLOOR["traces"][profile]
    assert {name: getattr(counts, name) for name in floor if getattr(counts, name) < floor[name]} == {}


@of_traces
@pytest.mark.parametrize("profile", FLOOR["traces"])
def test_what_differs_is_known_and_what_is_known_differs(profile: str) -> None:
    results = judged(recordings(profile), KnownDifferences.read(KNOWN)).results
    assert [report.name for report in results.reports if report.status in ("failed", "xpassed")] == []


@of_features
def test_the_floor_has_every_folder() -> None:
    assert sorted(FLOOR["features"]) == sorted(path.name for path in FEATURES.iterdir() if path.is_dir())


@of_traces
def test_the_floor_has_every_profile() -> None:
    assert sorted(FLOOR["traces"]) == sorted(
        {path.stem.rpartition("-")[0] for path in TRACES.glob("*.jsonl")}
    )
