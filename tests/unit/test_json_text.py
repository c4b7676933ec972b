"""JSON in texts: an object, or nothing, whatever the text; and numbers and dates without an end."""

from __future__ import annotations

import pytest

from talksim.constants import RoomType
from talksim.model.room import Room
from talksim.procedures.json_text import json_object
from talksim.reactions.signaling_data import properties


@pytest.mark.parametrize(
    "text",
    ["", "x", "[]", '"a"', "[" * 5_000, '{"a":' * 5_000, '{"a": NaN}', '{"a": "\\ud800"}', "9" * 5_000],
)
def test_what_is_no_object(text: str) -> None:
    assert json_object(text) is None


def test_an_object() -> None:
    assert json_object(' {"a": ["\\ud83d\\udc4d", 1.5, null]} ') == {"a": ["👍", 1.5, None]}


@pytest.mark.parametrize(
    ("timer", "date"),
    [
        (1_727_773_200, "2024-10-01 09:00:00.000000"),
        (253_402_300_800, "10000-01-01 00:00:00.000000"),
        (2**63 - 1, "292277026596-12-04 15:30:07.000000"),
    ],
)
def test_a_lobby_timer_has_a_date_in_any_year(timer: int, date: str) -> None:
    room = Room(id=1, token="abc", type=RoomType.GROUP, name="room", lobby_timer=timer)
    assert properties(room)["lobby-timer"]["date"] == date
