"""`talksim explore` from the outside: exit status, formats, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from talksim.cli import main
from talksim.explore.explore import explore
from talksim.explore.search import Progress

HEAD = "talksim: 1\nuniverse: A standup\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def talksim(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def universe(text: str = "", name: str = "standup.yaml") -> str:
    Path(name).write_text(HEAD + text, encoding="utf-8")
    return name


JOIN = "operations: [join room, join call: {flags: audio}]\n"
LONELY = JOIN + 'always: [not room("standup").has_call]\n'
GOAL = JOIN + 'sometimes: [room("standup").has_call]\n'


@pytest.mark.parametrize(
    ("text", "options", "status"),
    [
        (GOAL, [], 0),
        (LONELY, [], 1),
        (LONELY, ["--first"], 1),
        (LONELY, ["--depth", "1"], 4),
        (LONELY, ["--set", "start_calls=nobody"], 0),
        (GOAL, ["--set", "start_calls=nobody"], 1),
        (GOAL, ["--depth", "1"], 4),
        (LONELY, ["--walks", "20", "--steps", "10"], 1),
        (LONELY, ["--walks", "2", "--steps", "1"], 0),
        (GOAL, ["--walks", "1", "--steps", "1"], 4),
        (JOIN, [], 0),
        ("operations: [join cal]", [], 2),
        (GOAL, ["--fix", "nothing"], 2),
        (GOAL, ["--depth", "-1"], 2),
    ],
)
def test_exit_status(text: str, options: list[str], status: int) -> None:
    assert talksim("explore", universe(text), *options).exit_code == status


def test_what_is_said() -> None:
    ran = talksim("explore", universe(LONELY + 'sometimes: [room("standup").has_call, False]\n'))
    assert ran.stdout == (
        "A standup\n"
        '  BROKEN: not room("standup").has_call\n'
        "      alice: join room standup\n"
        "      alice: join call standup flags=audio\n"
        '    ✗ room("standup").has_call is true\n'
        '  reached: room("standup").has_call\n'
        "      alice: join room standup\n"
        "      alice: join call standup flags=audio\n"
        "  UNREACHABLE: False\n"
        "27 states, 135 steps, depth 6: all there is\n"
    )


def test_json_has_the_fields_that_are_promised() -> None:
    ran = talksim("explore", universe(LONELY), "--format", "json")
    found = json.loads(ran.stdout)
    assert list(found) == ["kind", "states", "transitions", "depth", "complete", "seconds", "properties"]
    (one,) = found["properties"]
    assert list(one) == ["name", "kind", "holds", "steps", "scenario"]
    assert (found["kind"], found["complete"], one["kind"], one["holds"]) == ("explore", True, "always", False)
    assert one["steps"] == ["alice: join room standup", "alice: join call standup flags=audio"]
    assert one["scenario"].startswith("# ")


def test_what_is_saved_can_be_played() -> None:
    ran = talksim("explore", universe(LONELY), "--save", "found")
    assert ran.exit_code == 1
    assert sorted(path.name for path in Path("found").iterdir()) == [
        "not-room-standup-has-call.mmd",
        "not-room-standup-has-call.yaml",
    ]
    assert talksim("run", "found").exit_code == 0


def test_a_universe_is_no_scenario() -> None:
    name = universe(GOAL)
    assert talksim("run", ".").exit_code == 5
    ran = talksim("run", name)
    assert ran.exit_code == 2
    assert "this is a universe" in ran.stderr


def test_a_policy_is_in_force() -> None:
    Path("quiet.yaml").write_text("talksim: 1\npolicy: quiet\nsettings: {start_calls: nobody}\n")
    assert talksim("explore", universe(GOAL), "--policy", "quiet.yaml").exit_code == 1


@pytest.mark.parametrize("options", [[], ["--walks", "2000", "--steps", "3"], ["--workers", "2"]])
def test_who_interrupts_gets_what_was_found(options: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter((False, False, True))

    def impatient(_: Progress) -> None:
        if next(looks, True):
            raise KeyboardInterrupt

    monkeypatch.setattr("talksim.cli.explore.searching", lambda _: impatient)
    ran = talksim("explore", universe(JOIN + "always: [rooms == rooms]\n"), *options)
    assert ran.exit_code == 4
    assert "not broken so far: rooms == rooms" in ran.stdout
    assert "interrupted" in ran.stdout


def test_in_python_an_interrupt_goes_on_unless_results_are_wanted() -> None:
    def impatient(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        explore(universe(), progress=impatient)
    found = explore(universe(), progress=impatient, keep=True)
    assert (found.complete, found.stopped_by) == (False, "interrupt")
