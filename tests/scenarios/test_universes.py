"""Universes: the ones in `universes` are explored, and the known bugs found by their invariants."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from talksim.explore.direct import DirectModel
from talksim.explore.explore import explore
from talksim.explore.universe.load import load
from talksim.explore.universe.made import made
from talksim.explore.universe.schema import schema
from talksim.fixes import FIXES
from talksim.scenario.document.source import read_file
from talksim.scenario.known_bug import prove
from talksim.scenario.load import load_text
from talksim.scenario.run import run

ROOT = Path(__file__).parents[2]
WORKED = sorted((ROOT / "universes").glob("*.yaml"))
BUGS = sorted((ROOT / "universes" / "known-bugs").glob("*.yaml"))


def test_every_known_bug_has_its_universe() -> None:
    assert [path.name for path in BUGS] == sorted(
        path.name for path in (ROOT / "scenarios" / "known-bugs").glob("*.yaml")
    )


def test_the_committed_schema_is_in_step() -> None:
    committed = json.loads((ROOT / "docs" / "universe-1.schema.json").read_text(encoding="utf-8"))
    assert committed == schema(), "write it again: talksim schema --universe > docs/universe-1.schema.json"


def test_universes_fit_the_schema_and_bad_ones_do_not() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    for path in [*WORKED, *BUGS]:
        assert [error.message for error in validator.iter_errors(read_file(path).value)] == []
    for name in ("head", "given-key", "operation-choices", "operation-unknown", "refused", "bounds", "fix"):
        bad = read_file(ROOT / "tests" / "faults" / "universes" / f"{name}.yaml").value
        assert list(validator.iter_errors(bad)), name


@pytest.mark.parametrize("path", BUGS, ids=lambda path: path.stem)
def test_a_known_bug_is_found_and_can_be_replayed(path: Path) -> None:
    (verdict,) = explore(path, first=True).verdicts
    assert verdict.holds is False
    assert verdict.witness is not None
    assert 0 < len(verdict.witness.steps) <= 8
    (scenario,) = load_text(verdict.witness.scenario)
    assert scenario.breaks == verdict.name
    assert run(scenario).failure is None
    assert prove(scenario).mismatch is None


@pytest.mark.parametrize("path", BUGS, ids=lambda path: path.stem)
def test_a_known_bug_is_not_found_under_its_fix(path: Path) -> None:
    universe = load(path)
    with FIXES[universe.fix].apply():
        found = explore(universe)
    assert [verdict.holds for verdict in found.verdicts] == [True]
    assert found.complete


@pytest.mark.parametrize("path", WORKED, ids=lambda path: path.stem)
def test_a_worked_universe_holds_throughout(path: Path) -> None:
    found = explore(path)
    assert found.complete
    assert {verdict.name: verdict.holds for verdict in found.verdicts if not verdict.holds} == {}
    assert found.progress.states > 10


@pytest.mark.parametrize("path", [*WORKED, *BUGS], ids=lambda path: path.stem)
def test_transitions_itself_gives_the_same_edges(path: Path) -> None:
    world = made(load(path))
    compiled, raw = DirectModel(world), DirectModel(world, raw=True)
    seen, frontier = set(compiled.initial()), list(compiled.initial())
    while frontier and len(seen) < 60:
        state = frontier.pop(0)
        edges = list(compiled.edges(state))
        assert list(raw.edges(state)) == edges
        new = [after for _, after in edges if after not in seen]
        seen |= set(new)
        frontier += dict.fromkeys(new)
