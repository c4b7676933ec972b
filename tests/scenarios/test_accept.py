"""`--accept` writes what was seen, and touches nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from talksim.scenario.accept import accept, accepted
from talksim.scenario.load import load
from talksim.scenario.run import run
from talksim.scenario.source import read

BEFORE = """\
# yaml-language-server: $schema=../docs/scenario-1.schema.json
talksim: 1
name: A webinar   # with a comment
given:
  users: [alice, bob]
  rooms:
    webinar: {type: public, owner: alice, users: [bob]}
steps:
  - alice: create room standup
    answers: 200        # wrong
  - alice sees: attendees webinar
    exactly:
      # those who are in
      - {actorId:   alice, participantType: owner}   # kept
      - {actorId: bob, participantType: moderator}   # changes
      - {actorId: carol}

  # a comment between
  - alice sees: room webinar
    including: {type: group, lobbyState: no lobby}
  - bob: join call webinar
    refused: 412
"""
AFTER = """\
# yaml-language-server: $schema=../docs/scenario-1.schema.json
talksim: 1
name: A webinar   # with a comment
given:
  users: [alice, bob]
  rooms:
    webinar: {type: public, owner: alice, users: [bob]}
steps:
  - alice: create room standup
    answers: 201        # wrong
  - alice sees: attendees webinar
    exactly:
      # those who are in
      - {actorId:   alice, participantType: owner}   # kept
      - {actorId: bob, participantType: user}   # changes

  # a comment between
  - alice sees: room webinar
    including: {type: public, lobbyState: no lobby}
  - bob: join call webinar
    refused: 404
"""


def test_only_the_expectations_change(tmp_path: Path) -> None:
    file = tmp_path / "webinar.yaml"
    file.write_text(BEFORE)
    assert accept(file) == 4
    assert file.read_text() == AFTER
    assert run(load(file)[0]).status == "passed"
    assert accept(file) == 0


@pytest.mark.parametrize(
    ("rows", "seen"),
    [
        ("exactly: []", "exactly: [alice, bob]\n"),
        ("exactly:\n      - alice", "exactly:\n      - alice\n      - bob\n"),
        ("exactly: [bob]", "exactly: [alice, bob]\n"),
        ("including: [carol]", "including: [alice, bob]\n"),
    ],
)
def test_rows_come_and_go(rows: str, seen: str) -> None:
    head = BEFORE.partition("steps:")[0]
    text, count = accepted(read(f"{head}steps:\n  - alice sees: attendees webinar\n    {rows}\n", "x"))
    assert count == 1
    assert seen in text


def test_a_refused_step_is_left_alone() -> None:
    head = BEFORE.partition("steps:")[0]
    text = f"{head}steps:\n  - bob: set lobby webinar 1\n"
    assert accepted(read(text, "x")) == (text, 0)
