"""Ways to compare other than by being equal, and references to what has an id."""

from __future__ import annotations

from typing import Any

import pytest

from talksim.scenario.compare import Eyes, left, matches
from talksim.scenario.load import load_text
from talksim.scenario.matching import pair_up
from talksim.scenario.run import find

EYES = Eyes(
    {"abcdefgh": "harbour"}, ids=lambda kind, name: (7,) if (kind, name) == ("message", "Ahoy") else ()
)
ROWS = [{"id": 1, "name": "one"}, {"id": 2, "name": "two"}]
TALE = """\
talksim: 1
name: a tale
given: {users: [alice, bob], settings: {signaling server: true}}
steps:
  - alice: create room harbour type=group
  - alice: send message harbour Ahoy
  - alice: send message harbour "Aye"
    with: {reply_to: {message: Ahoy}}
    status: 201
    answers: {parent: {id: {message: Ahoy}}}
  - signaling server received: requests
    forget: true
  - signaling server received: requests
    exactly: []
  - alice: list rooms
    status: 200
    answers number: 1
    without: {type: [changelog, note to self]}
  - bob: get room harbour
    refused: 404
    answers: {sessionId: "0"}
"""


@pytest.mark.parametrize(
    ("way", "seen", "other"),
    [
        ({"matches": "^Room"}, "Room 1", "A Room"),
        ({"contains": "oo"}, "Room", "Rm"),
        ({"contains": ["a", "b"]}, ["a", "b"], ["a"]),
        ({"number": 2}, [1, 2], [1]),
        ({"exactly": {"a": 1}}, {"a": 1}, {"a": 1, "b": 2}),
        ({"exactly": []}, {}, {"a": 1}),
        ({"in any order": [2, 1]}, [1, 2], [1, 1]),
        ({"message": "Ahoy"}, 7, 8),
        ({"below": {"message": "Ahoy"}}, 6, 7),
        ({"below": 3}, "2", "3"),
        ("harbour/Ahoy", "abcdefgh/7", "abcdefgh/8"),
    ],
)
def test_each_way(way: Any, seen: Any, other: Any) -> None:
    assert matches({"it": way}, {"it": seen}, "including", EYES)
    assert not matches({"it": way}, {"it": other}, "including", EYES)


def test_null_is_nothing_or_no_such_field() -> None:
    assert matches({"it": None}, {}, "including", EYES)
    assert matches({"it": None}, {"it": None}, "including", EYES)
    assert not matches({"it": None}, {"it": 0}, "including", EYES)


def test_modes() -> None:
    assert matches(ROWS[::-1], ROWS, "in any order", EYES)
    assert not matches(ROWS[:1], ROWS, "in any order", EYES)
    assert not matches([ROWS[0], ROWS[0]], ROWS, "in any order", EYES)
    assert matches([{"name": "three"}], ROWS, "excluding", EYES)
    assert not matches([{"name": "two"}], ROWS, "excluding", EYES)
    assert matches(2, ROWS, "number", EYES)
    assert not matches(1, ROWS, "number", EYES)


def test_rows_left_aside() -> None:
    assert left(ROWS, {"name": ["one"]}, EYES) == ROWS[1:]
    assert left(ROWS, {"colour": "red"}, EYES) == ROWS


def test_a_row_gives_way_to_one_that_fits_nowhere_else() -> None:
    fits = {"loose": "xy", "strict": "x"}
    assert pair_up(["loose", "strict"], ["x", "y"], lambda row, other: other in fits[row])


def test_in_a_scenario() -> None:
    (scenario,) = load_text(TALE)
    assert find(scenario).mismatch is None


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("answers number: 1", "answers number: 2"),
        ("{message: Ahoy}}}", "{message: Aye}}}"),
        ("    forget: true\n", "    exactly: []\n"),
        ('refused: 404\n    answers: {sessionId: "0"}', 'refused: 403\n    answers: {sessionId: "0"}'),
        ("status: 201", "status: 200"),
    ],
)
def test_what_does_not_hold(right: str, wrong: str) -> None:
    assert right in TALE
    (scenario,) = load_text(TALE.replace(right, wrong))
    assert find(scenario).mismatch is not None
