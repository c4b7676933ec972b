"""`talksim diff`: what it prints, writes and exits with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from talksim.cli import main
from talksim.explore.search import Progress

ROOT = Path(__file__).parents[2]
MODERATORS = str(ROOT / "policies" / "moderators-start-calls.yaml")


def diff(*words: str) -> Result:
    return CliRunner().invoke(main, ["diff", *words])


def test_no_difference_ends_with_0() -> None:
    result = diff("talk", "-")
    assert result.exit_code == 0
    assert "no difference" in result.output


def test_a_difference_ends_with_1_and_is_written_as_scenarios(tmp_path: Path) -> None:
    result = diff("talk", MODERATORS, "--format", "json", "--save", str(tmp_path))
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["kind"] == "diff"
    keys = {"operation", "role", "room", "before", "after", "cause", "scenario"}
    assert [set(change) for change in found["changes"]] == [keys, keys]
    assert sorted(path.read_text(encoding="utf-8") for path in tmp_path.iterdir()) == sorted(
        change["scenario"] for change in found["changes"]
    )
    assert CliRunner().invoke(main, ["run", str(tmp_path)]).exit_code == 0
    assert CliRunner().invoke(main, ["run", str(tmp_path), "--policy", MODERATORS]).exit_code == 1


@pytest.mark.parametrize(
    ("words", "said", "status"),
    [
        (("talk", MODERATORS, "--implies"), "yes", 0),
        ((MODERATORS, "talk", "--implies"), "no: newly allowed: join call, guest (public)", 1),
        (("talk", MODERATORS, "--equivalent"), "no: newly refused: join call, guest (public)", 1),
        (("talk", "talk", "--equivalent", "--states", "20"), "no counterexample so far", 4),
    ],
)
def test_checks_say_yes_or_a_counterexample(words: tuple[str, ...], said: str, status: int) -> None:
    result = diff(*words)
    assert result.exit_code == status
    assert result.output.startswith(said)


def test_a_bound_ends_with_4() -> None:
    assert diff("talk", "talk", "--states", "20").exit_code == 4


@pytest.mark.parametrize("check", [(), ("--equivalent",), ("--implies",)])
def test_nothing_to_compare_is_no_agreement(tmp_path: Path, check: tuple[str, ...]) -> None:
    result = diff("talk", MODERATORS, str(tmp_path), *check)
    assert (result.exit_code, result.stdout) == (5, "")


def test_lines_of_scenarios_are_annotated() -> None:
    result = diff("talk", MODERATORS, str(ROOT / "scenarios" / "calls"), "--format", "github")
    assert result.exit_code == 1
    assert all(line.startswith("::warning file=") for line in result.output.splitlines())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere.yaml", "talk"), "nowhere.yaml: no such file"),
        ((str(ROOT / "universes" / "standup.yaml"), "talk"), "this is no policy"),
        (("talk", "talk", MODERATORS), "this is a policy"),
        (("talk", "talk", "nowhere"), "nowhere: no such file"),
    ],
)
def test_bad_input_ends_with_2(words: tuple[str, ...], said: str) -> None:
    result = diff(*words)
    assert result.exit_code == 2
    assert said in result.output


def test_bad_files_are_all_told_and_the_others_compared(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("talksim: 1\nname: One\n", encoding="utf-8")
    (tmp_path / "two.yaml").write_text("talksim: 1\nname: Two\nstepps: []\n", encoding="utf-8")
    calls = str(ROOT / "scenarios" / "calls")
    result = diff("talk", MODERATORS, *map(str, sorted(tmp_path.iterdir())), calls)
    assert result.exit_code == 2
    assert "one.yaml" in result.stderr
    assert "two.yaml" in result.stderr
    assert "newly refused: join call" in result.stdout


@pytest.mark.parametrize("word", ["today", "default"])
def test_who_guesses_how_talk_is_called_is_told(word: str) -> None:
    result = diff(word, MODERATORS)
    assert result.exit_code == 2
    assert f"{word}: no such file; Talk as it is is called talk" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"), [((), "no difference in"), (("--equivalent",), "no counterexample so far")]
)
def test_who_interrupts_gets_what_was_found(
    words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("talksim.cli.diff.searching", lambda _: impatient)
    result = diff("talk", "talk", *words)
    assert result.exit_code == 4
    assert said in result.stdout
    assert "interrupted" in result.stdout


def impatient(progress: Progress) -> None:
    if progress.depth > 2:
        raise KeyboardInterrupt
