"""`talksim can`: a line for each chapter, the world after a line, and where a scenario fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from talksim.cli import main

WEBINAR = """\
talksim: 1
name: A webinar
given:
  users: [olga, uwe]
  rooms:
    webinar: {type: public, owner: olga, users: [uwe]}
steps:
  - uwe: join room webinar
  - uwe: rename room webinar mine
  - olga: create poll webinar "Lunch?" "Yes,No"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "webinar.yaml"
    path.write_text(WEBINAR, encoding="utf-8")
    return path


def can(*words: object) -> Result:
    return CliRunner().invoke(main, ["can", *map(str, words)])


def test_a_line_for_each_chapter_of_the_room(path: Path) -> None:
    text = can(path).stdout
    assert text.startswith("in webinar\nchapter ")
    assert "\nin no room\n" not in text
    assert len(text.splitlines()) < 40
    lobby = next(line.split("  ") for line in text.splitlines() if line.startswith("lobby"))
    assert [cell.strip() for cell in lobby if cell] == ["lobby", "yes", "403 moderator"]
    assert "-o CHAPTER" in text


def test_operations_are_shown_when_asked_for(path: Path) -> None:
    assert can(path, "-a").stdout.startswith("in no room\n")
    text = can(path, "-o", "polls").stdout
    assert [line.split()[0] for line in text.splitlines()[2:6]] == ["create", "get", "vote", "close"]


def test_the_world_after_a_line(path: Path) -> None:
    assert "(no poll)" in can(f"{path}:9", "-o", "polls").stdout
    assert "In parentheses" in can(f"{path}:9", "-o", "polls").stdout
    assert "(no poll)" not in can(f"{path}:10", "-o", "polls").stdout
    result = can(f"{path}:2")
    assert (result.exit_code, "no step on this line" in result.stderr) == (2, True)


def test_it_says_where_the_scenario_fails(path: Path) -> None:
    result = can(path)
    assert result.exit_code == 0
    assert f"{path}:9:5  the scenario fails at uwe: rename room webinar mine" in result.stderr
    assert can(f"{path}:8").stderr == ""


def test_people_come_before_servers_as_neighbours(tmp_path: Path) -> None:
    path = tmp_path / "bob.yaml"
    path.write_text(WEBINAR.replace("uwe", "bob"), encoding="utf-8")
    assert 'Did you mean "bob"?' in can(path, "-w", "bbo").stderr
