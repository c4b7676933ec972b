"""`--accept` writes what was seen, and touches nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from talksim.cli import main
from talksim.scenario.accept import accept, accepted
from talksim.scenario.document.source import read
from talksim.scenario.load import load
from talksim.scenario.run import run

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


HEAD = BEFORE.partition("steps:")[0] + "steps:\n"
DAMAGED = [
    ("alice sees: attendees webinar\n    number: 5", "number: 2"),
    ("alice: list participants webinar\n    answers number: 5 # so many", "answers number: 2 # so many"),
    ("alice: create room daily\n    status: 200 # new", "status: 201 # new"),
    (
        "alice sees: room webinar\n    including:\n      type: group # a\n      name: {contains: web} # b",
        "including:\n      type: public # a\n      name: {contains: web} # b",
    ),
    (
        "alice sees: attendees webinar\n    exactly:\n"
        '      - {actorId: {matches: "^a"}, participantType: user} # x\n'
        "      - {actorId: bob}",
        '- {actorId: {matches: "^a"}, participantType: owner} # x\n      - {actorId: bob}',
    ),
    (
        "alice sees: attendees webinar\n    exactly: [{actorId: alice}, {participantType: owner}]",
        "exactly: [{actorId: alice}, {participantType: user}]",
    ),
    (
        "alice sees: attendees webinar\n    in any order:\n      - bob # stays\n      - carol # goes",
        "in any order:\n      - bob # stays\n      - alice # goes",
    ),
    (
        "bob: rename room webinar daily\n    refused: {status: 412, guard: login moderator}",
        "refused: {status: 403, guard: moderator}",
    ),
]


@pytest.mark.parametrize(("step", "after"), DAMAGED)
def test_only_what_differs_is_replaced(step: str, after: str) -> None:
    said: list[str] = []
    text, count = accepted(read(f"{HEAD}  - {step}\n", "x"), None, said.append)
    assert (count, said) == (1, [])
    assert after in text
    assert accepted(read(text, "x")) == (text, 0)


@pytest.mark.parametrize(
    ("step", "line", "why"),
    [
        ("alice sees: attendees webinar\n    excluding: [alice]", 10, "what must not be there is there"),
        (
            "alice sees: room webinar\n    including: {name: {contains: zz}}",
            10,
            "a way of comparing is left as it is",
        ),
        ("alice: create room daily\n    refused: 403", 10, "expected refused, 403, allowed (201)"),
        ("bob: set lobby webinar 1", 9, "expected allowed, 403"),
    ],
)
def test_what_is_not_rewritten_is_said(step: str, line: int, why: str) -> None:
    said: list[str] = []
    before = f"{HEAD}  - {step}\n"
    assert accepted(read(before, "x.yaml"), None, said.append) == (before, 0)
    (told,) = said
    assert told.startswith(f"not rewritten: x.yaml:{line} ")
    assert why in told


def test_what_a_case_fills_in_is_not_rewritten() -> None:
    said: list[str] = []
    cases = HEAD.replace("given:", "cases:\n  - {case: one, answer: 200}\ngiven:")
    before = f"{cases}  - alice: create room daily\n    answers: ${{answer}}\n"
    assert accepted(read(before, "x"), None, said.append) == (before, 0)
    assert said == ["not rewritten: x:12 it holds ${…}, which every case fills in"]


def test_the_command_line_says_so_on_the_standard_error(tmp_path: Path) -> None:
    file = tmp_path / "webinar.yaml"
    file.write_text(f"{HEAD}  - alice sees: attendees webinar\n    number: 5\n  - bob: set lobby webinar 1\n")
    result = CliRunner().invoke(main, ["run", "--accept", str(file)])
    assert f"not rewritten: {file}:11 bob: set lobby webinar 1: expected allowed, 403" in result.stderr
    assert f"{file}: 1 rewritten" in result.stderr
    assert "number: 2\n" in file.read_text()
