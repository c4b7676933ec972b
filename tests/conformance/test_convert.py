"""`talksim convert`: a feature as YAML is the same scenario."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from talksim.cli import main
from talksim.gherkin.convert import as_yaml, converted
from talksim.gherkin.parse import read_feature, read_feature_text
from talksim.scenario.load import load, load_text
from talksim.scenario.run import find

SMALL = Path(__file__).with_name("small.feature")
STOPPED = """\
Feature: x
  Scenario: An answer nobody models
    Given user "alice" exists
    And user "alice" creates room "one" (v4)
      | roomType | 2 |
    When signaling server will respond with
      | response | {} |
"""
UNDEFINED = 'Feature: x\n  Scenario: y\n    Given user "alice" exists\n    When user "alice" dances\n'


def talksim(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.mark.parametrize("made", converted(read_feature(SMALL)), ids=lambda made: made.case.name)
def test_the_way_there_and_back(made: object) -> None:
    (back,) = load_text(as_yaml(made))  # type: ignore[arg-type]
    scenario = made.scenario  # type: ignore[attr-defined]
    assert back.steps == scenario.steps
    assert back.given == scenario.given
    assert find(back).mismatch is None
    assert find(scenario).mismatch is None


def test_a_failure_is_the_same_there_and_here() -> None:
    text = SMALL.read_text(encoding="utf-8").replace("sees 1 peers", "sees 2 peers")
    made = converted(read_feature_text(text))[0]
    assert made.scenario is not None
    (back,) = load_text(as_yaml(made))
    here, there = find(made.scenario), find(back)
    assert here.mismatch is not None
    assert there.mismatch is not None
    assert (here.steps, here.mismatch.got) == (there.steps, there.mismatch.got)
    assert here.mismatch.place.line == 21


def test_a_file_for_each_scenario(tmp_path: Path) -> None:
    result = talksim("convert", SMALL, "-o", tmp_path / "made")
    assert result.exit_code == 0
    files = sorted((tmp_path / "made").iterdir())
    assert len(files) == 4
    assert all(find(scenario).mismatch is None for file in files for scenario in load(file))
    assert talksim("run", tmp_path / "made").exit_code == 0


def test_what_cannot_be_said_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "stopped.feature"
    file.write_text(STOPPED, encoding="utf-8")
    result = talksim("convert", file)
    assert result.exit_code == 1
    assert f"{file}:6:5  not modelled" in result.stderr
    assert "# not modelled" in result.stdout
    assert load_text(result.stdout.removeprefix("---\n"))
    file.write_text(UNDEFINED, encoding="utf-8")
    result = talksim("convert", file)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{file}:4:5  no pattern" in result.stderr


def test_bad_files_and_nothing_chosen(tmp_path: Path) -> None:
    bad = "Feature: x\n  Scenario: y\n    Given a\n    nonsense\n"
    (tmp_path / "bad.feature").write_text(bad, encoding="utf-8")
    assert talksim("convert", tmp_path / "bad.feature").exit_code == 2
    assert talksim("convert", SMALL, "-k", "nothing").exit_code == 5
    assert talksim("convert", SMALL, "-k", "words and answers").stdout.count("talksim: 1") == 1
