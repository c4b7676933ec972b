"""Stories of faults in the modelled server: each breaks what it says, and its fix mends that alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

from talksim.cli import main
from talksim.errors import DeclarationError
from talksim.fixes import FIXES, Change, fix
from talksim.invariants import INVARIANTS, invariant
from talksim.model.server import Server
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.policy import swapped
from talksim.scenario.document.fault import Faults
from talksim.scenario.load import load, load_text
from talksim.scenario.report import Report
from talksim.scenario.run import run
from talksim.scenario.schema import schema
from talksim.scenario.script import Scenario

FOLDER = Path(__file__).parents[2] / "scenarios" / "known-bugs"
STORIES = [scenario for path in sorted(FOLDER.glob("*.yaml")) for scenario in load(path)]
FILES = {scenario.path: scenario for scenario in STORIES}

ORPHANS = """\
talksim: 1
name: Breakout rooms without a parent
breaks: the parent of a breakout room exists
fix: delete orphans as well
given: {users: [teacher], rooms: {class: {owner: teacher}}}
steps:
  - teacher: configure breakout rooms class "not configured" 1
  - teacher: delete room class
  - teacher: get room "Room 1"
    refused: 403
  - teacher: delete room "Room 1"
"""


def story(text: str = ORPHANS) -> Scenario:
    (scenario,) = load_text(text.replace("    refused: 403\n", ""), "class.yaml")
    return scenario


def got(report: Report) -> tuple[str, str, str]:
    assert report.failure is not None
    assert report.status == "failed"
    return report.failure.step, report.failure.expected, report.failure.got


@contextmanager
def declared(*changes: Change) -> Iterator[None]:
    """A fix of the name "of a test", with these changes."""
    FIXES["of a test"] = attrs.evolve(FIXES["inherit the consent"], changes=lambda: iter(changes))
    try:
        yield
    finally:
        del FIXES["of a test"]


def operations() -> dict[str, tuple[object, object]]:
    return {name: (operation.steps, operation.effect) for name, operation in OPERATIONS.items()}


@pytest.mark.parametrize("scenario", STORIES, ids=lambda scenario: scenario.title)
def test_every_story_breaks_its_invariant_and_has_a_fix(scenario: Scenario) -> None:
    assert scenario.breaks
    assert scenario.fix
    assert run(scenario).failure is None


def test_every_broken_invariant_and_every_fix_has_its_story() -> None:
    broken = {name for name, one in INVARIANTS.items() if one.broken_by}
    assert {scenario.breaks for scenario in STORIES} == broken
    assert {scenario.fix for scenario in STORIES} == FIXES.keys()
    assert len(FILES) == len(broken) == len(FIXES) == 8


@pytest.mark.parametrize("scenario", FILES.values(), ids=lambda scenario: scenario.name)
def test_no_other_fix_will_do(scenario: Scenario) -> None:
    for name in FIXES.keys() - {scenario.fix}:
        step, _, found = got(run(attrs.evolve(scenario, fix=name)))
        assert step == f"fix: {name}"
        assert found.startswith("broken in ")


@pytest.mark.parametrize("scenario", FILES.values(), ids=lambda scenario: scenario.name)
def test_no_other_invariant_is_broken_by_it(scenario: Scenario) -> None:
    for name in INVARIANTS.keys() - {scenario.breaks}:
        step, expected, found = got(run(attrs.evolve(scenario, breaks=name, fix="")))
        assert (step, expected) == (f"breaks: {name}", "a step that breaks the invariant")
        assert found.startswith("no longer breaks it: none in ")


def test_a_story_must_hold_as_it_is_written() -> None:
    (scenario,) = load_text(ORPHANS, "class.yaml")
    assert got(run(scenario))[0] == 'teacher: get room "Room 1"'


def test_under_the_fix_nothing_is_compared_from_the_faulty_step_on() -> None:
    assert run(story()).failure is None


def test_a_fix_that_changes_what_was_right_will_not_do() -> None:
    def refusing(at: object) -> bool:
        return at is None

    operation = OPERATIONS["configure_breakout_rooms"]
    kind, _, stage = operation.steps[0]
    with declared(swapped(operation, steps=((kind, refusing, stage),))):
        step, expected, found = got(run(attrs.evolve(story(), fix="of a test")))
    assert step == "fix: of a test"
    assert expected.startswith(
        'as before in line 7, teacher: configure breakout rooms class "not configured"'
    )
    assert found.startswith("401")


def test_a_fix_that_keeps_the_given_from_being_set_up_will_not_do() -> None:
    kind, _, stage = OPERATIONS["create_room"].steps[0]
    with declared(swapped(OPERATIONS["create_room"], steps=((kind, lambda at: at is None, stage),))):
        _, expected, found = got(run(attrs.evolve(story(), fix="of a test")))
    assert expected == "what is given as before"
    assert found.startswith("teacher: create room")


def test_half_a_fix_will_not_do() -> None:
    """Re-mapping mended, adding not: the second step of the story breaks the invariant."""
    scenario = next(one for one in STORIES if one.fix == "leave alone who stays")
    with declared(next(FIXES[scenario.fix].changes())):
        _, _, found = got(run(attrs.evolve(scenario, fix="of a test")))
    assert 'teacher: add participant "Room 1" tim: tim is thrown out of Room 1' in found


def test_a_server_without_the_fault_is_noticed() -> None:
    """As when the fault is mended upstream, and the story only looks at what it has not changed."""
    quiet = story(ORPHANS.partition("  - teacher: get room")[0])
    assert run(quiet).failure is None
    with FIXES["delete orphans as well"].apply():
        step, _, found = got(run(quiet))
    assert (step, found) == (
        "breaks: the parent of a breakout room exists",
        "no longer breaks it: none in 2 steps",
    )


def test_a_failure_stands_at_its_key() -> None:
    failure = run(attrs.evolve(story(), fix="inherit the consent")).failure
    assert failure is not None
    assert (failure.line, failure.column) == (4, 6)
    assert failure.got == "broken in class.yaml:8, teacher: delete room class: Room 1 has none"


def test_an_invariant_may_be_broken_without_a_fix() -> None:
    assert run(story(ORPHANS.replace("fix: delete orphans as well\n", ""))).failure is None


def test_rules_are_given_back() -> None:
    before = operations()
    for one in FIXES.values():
        with one.apply():
            assert operations() != before
        assert operations() == before


def test_names_are_known() -> None:
    for line in ("breaks: nothing of that kind", "fix: nothing of that kind"):
        key = line.partition(":")[0]
        with pytest.raises(Faults, match=r"there is no (invariant|fix)"):
            load_text("\n".join(line if row.startswith(key) else row for row in ORPHANS.splitlines()))
    properties = schema()["$defs"]["scenario"]["properties"]
    assert properties["fix"]["anyOf"][0]["enum"] == sorted(FIXES)
    assert properties["breaks"]["anyOf"][0]["enum"] == sorted(INVARIANTS)


def test_names_may_come_from_parameters() -> None:
    text = ORPHANS.replace(
        "fix: delete orphans as well", "fix: ${fix}\ncases: [{case: one, fix: inherit the consent}]"
    )
    assert got(run(story(text)))[0] == "fix: inherit the consent"


def test_a_name_is_declared_once() -> None:
    def the_parent_of_a_breakout_room_exists(server: Server) -> Iterator[str]:
        yield from server.rooms

    def of_something_else(operation: Operation) -> Iterator[str]:
        yield operation.id

    def inherit_the_consent() -> Iterator[Change]:
        yield from ()

    with pytest.raises(DeclarationError, match="two invariants"):
        invariant()(the_parent_of_a_breakout_room_exists)
    with pytest.raises(DeclarationError, match="not a operation"):
        invariant()(of_something_else)
    with pytest.raises(DeclarationError, match="two fixes"):
        fix("A78")(inherit_the_consent)


def test_the_command_line_shows_the_proof_and_plays_under_a_fix() -> None:
    path = str(FOLDER / "orphaned-breakout-rooms.yaml")
    shown = CliRunner().invoke(main, ["run", path, "-v"])
    assert shown.exit_code == 0
    assert "breaks: the parent of a breakout room exists" in shown.output
    assert "the parent of a breakout room exists: holds" in shown.output
    under = CliRunner().invoke(main, ["run", path, "--fix", "delete orphans as well"])
    assert under.exit_code == 1
    unknown = CliRunner().invoke(main, ["run", path, "--fix", "delete orphans"])
    assert unknown.exit_code == 2


def test_the_command_line_marks_what_is_amiss(tmp_path: Path) -> None:
    path = tmp_path / "class.yaml"
    text = ORPHANS.replace("    refused: 403\n", "")
    path.write_text(text.replace("delete orphans as well", "inherit the consent"), encoding="utf-8")
    shown = CliRunner().invoke(main, ["run", str(path), "-v"])
    assert shown.exit_code == 1
    assert "✗    4  fix: inherit the consent\n" in shown.output
    assert "✗    3" not in shown.output
    path.write_text(text.partition("  - teacher: delete")[0], encoding="utf-8")
    assert "✗    3  breaks: the parent" in CliRunner().invoke(main, ["run", str(path), "-v"]).output
