"""The integration suite's scenarios, where they are at hand: what passes never falls below the floor.

`floor-features.json` maps a folder to how many of its scenarios pass; its numbers are only ever raised.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import pytest

from talksim.gherkin.convert import as_yaml, converted
from talksim.gherkin.judge import Judged, judge
from talksim.gherkin.parse import read_feature
from talksim.scenario.load import load_text
from talksim.scenario.run import find

SHARED = Path(os.environ.get("TALKSIM_SHARED") or Path(__file__).parents[3] / "shared")
FEATURES = SHARED / "conformance" / "features"
FLOOR: dict[str, int] = json.loads(
    Path(__file__).with_name("floor-features.json").read_text(encoding="utf-8")
)
FEW = ("callapi", "conversation-4")

pytestmark = pytest.mark.skipif(not FEATURES.is_dir(), reason="the scenarios of the suite are not here")


@cache
def judged(folder: str) -> list[Judged]:
    paths = sorted((FEATURES / folder).glob("*.feature"))
    return [judge(made) for path in paths for made in converted(read_feature(path))]


@pytest.mark.parametrize("folder", sorted(FLOOR))
def test_what_passes_does_not_fall(folder: str) -> None:
    found = judged(folder)
    failed = [f"{each.name}: {each.cause}" for each in found if each.status != "passed"]
    assert len(found) - len(failed) >= FLOOR[folder], failed


@pytest.mark.parametrize("folder", sorted(FLOOR))
def test_every_step_has_a_pattern_and_nothing_crashes(folder: str) -> None:
    assert [each.name for each in judged(folder) if each.status == "undefined"] == []
    assert [each.cause for each in judged(folder) if each.cause.startswith("crash")] == []


@pytest.mark.parametrize("folder", FEW)
def test_as_yaml_they_go_the_same_way(folder: str) -> None:
    for path in sorted((FEATURES / folder).glob("*.feature")):
        for made in converted(read_feature(path)):
            if made.scenario is None:
                continue
            (back,) = load_text(as_yaml(made))
            here, there = find(made.scenario), find(back)
            assert (here.steps, here.mismatch is None) == (there.steps, there.mismatch is None)
            assert back.steps == made.scenario.steps
