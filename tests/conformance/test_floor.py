"""The recordings of the real server, where they are at hand: agreement never falls below `floor.json`.

The file maps a profile to `{"clean", "agreeing", "fields_agreeing"}`; its numbers are only ever raised.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import pytest

from talksim.traffic.play import judge
from talksim.traffic.recording import read
from talksim.traffic.verdict import Counts, by_profile, total

SHARED = Path(os.environ.get("TALKSIM_SHARED") or Path(__file__).parents[3] / "shared")
TRACES = SHARED / "conformance" / "traces"
FLOOR: dict[str, dict[str, int]] = json.loads(
    Path(__file__).with_name("floor.json").read_text(encoding="utf-8")
)

pytestmark = pytest.mark.skipif(not TRACES.is_dir(), reason="the recordings of the real server are not here")


@cache
def found(profile: str) -> Counts:
    verdicts = [judge(read(path)) for path in sorted(TRACES.glob(f"{profile}-*.jsonl"))]
    return by_profile(verdicts).get(profile, total(verdicts))


def test_no_recording_crashes_the_model() -> None:
    verdicts = [judge(read(path), "status") for path in sorted(TRACES.glob("*-1*.jsonl"))]
    assert verdicts
    assert [d.cause for v in verdicts for d in v.divergences if d.kind == "crash"] == []


@pytest.mark.parametrize("profile", sorted(FLOOR))
def test_agreement_does_not_fall(profile: str) -> None:
    counts = found(profile)
    assert {
        name: getattr(counts, name) for name in FLOOR[profile] if getattr(counts, name) < FLOOR[profile][name]
    } == {}
