"""`--policy` of the commands that play something, and of pytest."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOBBY = str(ROOT / "policies" / "lobby-by-default.yaml")
SCENARIO = """talksim: 1
name: Bob joins
given:
  users: [alice, bob]
  rooms:
    standup: {owner: alice, users: [bob], joined: [bob]}
steps:
  - bob: join call standup
    refused: lobby passed
"""
FEATURE = """Feature: calls
  Background:
    Given user "participant1" exists
    Given user "participant2" exists

  Scenario: a user joins
    Given user "participant1" creates room "room" (v4)
      | roomType | 2 |
      | roomName | room |
    And user "participant1" adds user "participant2" to room "room" with 200 (v4)
    Then user "participant2" joins room "room" with 200 (v4)
    Then user "participant2" joins call "room" with 412 (v4)
"""


def talksim(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "talksim", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bob.yaml").write_text(SCENARIO, encoding="utf-8")
    (tmp_path / "calls.feature").write_text(FEATURE, encoding="utf-8")
    (tmp_path / "bad.yml").write_text("talksim: 1\npolicy: Bad\ndrop: {join cal: [lobby passed]}\n")
    return tmp_path


@pytest.mark.parametrize("words", [("run", "bob.yaml"), ("conformance", "calls.feature")])
def test_what_is_played_is_under_the_policy(folder: Path, words: tuple[str, ...]) -> None:
    assert talksim(folder, *words).returncode == 1
    under = talksim(folder, *words, "--policy", LOBBY)
    assert under.returncode == 0, under.stdout + under.stderr


def test_a_run_accepts_what_was_seen_under_the_policy(folder: Path) -> None:
    file = folder / "bob.yaml"
    file.write_text(SCENARIO.replace("lobby passed", "404"), encoding="utf-8")
    assert talksim(folder, "run", "bob.yaml", "--accept", "--policy", LOBBY).returncode == 0
    assert "refused: 412" in file.read_text(encoding="utf-8")


def test_coverage_is_that_of_the_policy(folder: Path) -> None:
    refused = {}
    for words in ((), ("--policy", LOBBY)):
        ran = talksim(folder, "cover", "bob.yaml", "--format", "json", *words)
        refused[words] = json.loads(ran.stdout)["operations"]["statuses"]["calls.join_call"]
    assert refused == {(): {"200": 1}, ("--policy", LOBBY): {"412": 1}}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_rules_are_mutated_under_the_policy(folder: Path, jobs: str) -> None:
    words = ("cover", "bob.yaml", "--mutate", "--jobs", jobs, "--format", "json", "--policy")
    found = json.loads(talksim(folder, *words, LOBBY).stdout)
    survivors = {one["what"] for one in found["survivors"]}
    assert "join call without gate.lobby_passed" not in survivors
    (folder / "open.yml").write_text(
        f"talksim: 1\npolicy: O\nextends: {LOBBY}\ndrop: {{join call: lobby passed}}\n"
    )
    dropped = json.loads(talksim(folder, *words, "open.yml").stdout)
    assert dropped["total"] == found["total"] - 1


@pytest.mark.parametrize(
    "words", [("run", "bob.yaml"), ("conformance", "calls.feature"), ("cover", "bob.yaml")]
)
def test_a_bad_policy_ends_the_command(folder: Path, words: tuple[str, ...]) -> None:
    ran = talksim(folder, *words, "--policy", "bad.yml")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith('bad.yml:3:8  unknown operation "join cal"\n')


def test_pytest_plays_under_the_policy(pytester: pytest.Pytester) -> None:
    pytester.makefile(".yaml", bob=SCENARIO)
    pytester.makepyfile(
        "def test_policy(talk):\n    assert talk.policy.name == 'New rooms begin with a lobby'\n"
    )
    assert pytester.runpytest_subprocess("--talksim-policy", LOBBY).ret == 0
    assert pytester.runpytest_subprocess("--talksim-policy", LOBBY, "--talksim-cover").ret == 0
    pytester.runpytest_subprocess().assert_outcomes(failed=2)


def test_pytest_says_what_is_wrong_with_a_policy(pytester: pytest.Pytester) -> None:
    pytester.makefile(".yml", bad="talksim: 1\npolicy: B\nad: {}\n")
    ran = pytester.runpytest_subprocess("--talksim-policy", "bad.yml")
    assert ran.ret == pytest.ExitCode.USAGE_ERROR
    ran.stderr.fnmatch_lines(['*bad.yml:3:1  unknown key "ad"*'])


def test_a_policy_file_is_not_collected(folder: Path) -> None:
    assert "1 passed" in talksim(folder, "run", str(ROOT / "policies"), "bob.yaml", "--policy", LOBBY).stdout
