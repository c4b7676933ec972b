"""Tables: what the cells mean, and that every wrong cell is found and shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest

from talksim.gherkin import cells
from talksim.gherkin.convert import converted
from talksim.gherkin.judge import Judged, judge
from talksim.gherkin.parse import Feature, Said, read_feature, read_feature_text
from talksim.gherkin.tables import ATTENDEES, MESSAGES, ROOMS, row
from talksim.gherkin.world import BadStep
from talksim.scenario.document.fault import Faults

SMALL = read_feature(Path(__file__).with_name("small.feature"))
UNORDERED = 'Then user "alice" is participant of the following unordered rooms (v4)'
ROOM = """\
Feature: x
  Scenario: y
    Given user "alice" exists
    And user "alice" creates room "one" (v4)
      | roomType | 2 |
      | roomName | one |
    And user "alice" creates room "two" (v4)
      | roomType | 3 |
      | roomName | two |
"""


def judged(step: str) -> Judged:
    (made,) = converted(read_feature_text(ROOM + "\n".join(f"    {line}" for line in step.split("\n"))))
    return judge(made)


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("D", "default"),
        ("C", "custom"),
        ("LJS", "start call + join call + ignore lobby"),
        ("CSJLAVPM", "custom + start call + join call + ignore lobby + audio + video + screen + chat"),
        ("5", "custom + join call"),
    ],
)
def test_permission_letters(letters: str, words: str) -> None:
    assert cells.permissions(letters) == words


def test_unknown_letters() -> None:
    with pytest.raises(BadStep):
        cells.permissions("X")


@pytest.mark.parametrize(
    ("columns", "given", "expected"),
    [
        (ROOMS, {"id": "r", "hasPassword": ""}, {"token": "r", "hasPassword": False}),
        (ROOMS, {"name": r"/^Room \d$/"}, {"name": {"matches": r"^Room \d$"}}),
        (ROOMS, {"lastReadMessage": "ZERO"}, {"lastReadMessage": 0}),
        (
            ROOMS,
            {"lastMessage": "Hi\\nyou", "lastMessageActorId": "bob"},
            {"lastMessage": {"message": "Hi\nyou", "actorId": "bob"}},
        ),
        (ROOMS, {"lastMessage": ""}, {"lastMessage": []}),
        (ATTENDEES, {"actorId": '"guest"'}, {"actorId": "guest"}),
        (ATTENDEES, {"participantType": "GUEST_MODERATOR"}, {"participantType": "guest moderator"}),
        (ATTENDEES, {"sessionIds": "[SESSION,SESSION,]"}, {"sessionIds": {"number": 2}}),
        (ATTENDEES, {"status": "ABSENT"}, {"status": None}),
        (MESSAGES, {"messageParameters": '"IGNORE"', "parentMessage": ""}, {"parent": None}),
        (
            MESSAGES,
            {"messageParameters": '{"poll":{"id":POLL_ID(Why, so?)}}'},
            {"messageParameters": {"exactly": {"poll": {"id": {"poll": "Why, so?"}}}}},
        ),
        (MESSAGES, {"silent": "!ISSET", "actorId": "BOT(Helper)"}, {"silent": None, "actorId": "bot Helper"}),
    ],
)
def test_cells(columns: Any, given: dict[str, str], expected: dict[str, Any]) -> None:
    assert row(given, columns) == expected


def test_an_unknown_column_is_a_fault_of_the_file() -> None:
    with pytest.raises(Faults) as wrong:
        judged(
            'Then user "alice" is participant of the following rooms (v4)\n  | id | colour |\n  | one | red |'
        )
    assert wrong.value.faults[0].line == 10
    assert "colour" in str(wrong.value)


@pytest.mark.parametrize(
    "step",
    [
        'Then user "alice" is participant of the following rooms (v4)\n  | id |\n  | two |\n  | one |',
        'Then user "alice" is participant of the following unordered rooms (v4)\n  | id |\n  | two |',
        f"{UNORDERED}\n  | id |\n  | two |\n  | two |",
        'Then user "alice" is participant of the following rooms (v4)',
        'Then user "alice" is not participant of room "one" (v4)',
        'Then user "guest" is participant of room "two" (v4)',
        'Then user "alice" sees 1 peers in call "one" with 200 (v4)',
        'Then user "alice" gets room "one" with 200 (v4)\n  | sessionId | 5 |',
        'Then user "alice" has the following notifications\n  | app |\n  | spreed |',
        'Then user "alice" leaves room "one" with 404 (v4)',
    ],
)
def test_what_does_not_hold_fails(step: str) -> None:
    found = judged(step)
    assert found.status == "failed"
    assert found.failure is not None
    assert found.failure.line == 10


@pytest.mark.parametrize(
    "step",
    [
        f"{UNORDERED}\n  | id | type |\n  | two | 3 |\n  | one | 2 |",
        'Then user "guest" is not participant of room "two" (v4)',
        'Then user "guest" is not participant of room "one" (v4)',
        'Then user "alice" has the following notifications',
        'Then user "alice" gets room "two" with 200 (v4)\n  | token | NOT_EMPTY |\n  | type | 3 |',
    ],
)
def test_what_holds_passes(step: str) -> None:
    assert judged(step).status == "passed"


def test_the_differing_cell_is_marked() -> None:
    table = "| id | type |\n  | two | 3 |\n  | one | 3 |"
    found = judged(f'Then user "alice" is participant of the following unordered rooms (v4)\n  {table}')
    assert found.failure is not None
    assert "*group*" in found.failure.got
    assert "two" in found.failure.expected


def test_what_is_not_modelled_fails_and_says_so() -> None:
    found = judged("When signaling server will respond with\n  | response | {} |")
    assert found.status == "failed"
    assert found.cause == "not modelled: answers of the signaling server"
    assert found.failure is not None
    assert found.failure.line == 10


def test_unknown_users_are_a_fault_of_the_file() -> None:
    with pytest.raises(Faults, match="nobody is called") as wrong:
        judged('Then user "mallory" joins room "one" with 404 (v4)')
    assert wrong.value.faults[0].line == 10


def changed(cell: str) -> str:
    return str(int(cell) + 1) if cell.isdigit() else f"{cell}x"


def mutants(feature: Feature) -> list[tuple[str, Feature]]:
    """The feature with one cell of one comparison changed, in every way."""
    found = []
    for case in feature.cases:
        for number, said in enumerate(case.sentences):
            if said.table is None or not any(w in said.text for w in ("sees", "is participant")):
                continue
            for line in range(1, len(said.table)):
                for column, cell in enumerate(said.table[line]):
                    if cell == '"IGNORE"' or said.table[0][column] == "hasPassword":
                        continue
                    wrong = _with_cell(said, line, column, changed(cell))
                    sentences = (*case.sentences[:number], wrong, *case.sentences[number + 1 :])
                    mutant = attrs.evolve(feature, cases=(attrs.evolve(case, sentences=sentences),))
                    found.append((f"{said.line}+{line}:{said.table[0][column]}", mutant))
    return found


def _with_cell(said: Said, line: int, column: int, cell: str) -> Said:
    assert said.table is not None
    row = said.table[line]
    rows = (*said.table[:line], (*row[:column], cell, *row[column + 1 :]), *said.table[line + 1 :])
    return attrs.evolve(said, table=rows)


@pytest.mark.parametrize(("place", "mutant"), mutants(SMALL), ids=lambda value: str(value)[:30])
def test_every_changed_cell_is_noticed(place: str, mutant: Feature) -> None:
    try:
        (made,) = converted(mutant)
    except Faults:
        return
    assert judge(made).status == "failed", place
