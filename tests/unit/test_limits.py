"""The limits of the pages from both sides: the longest that passes, and one more."""

from __future__ import annotations

from typing import Any

import pytest
from people import World, answer

from talksim.constants import BreakoutMode, RoomType
from talksim.rules.operation import OPERATIONS
from talksim.traffic.routes import Match

POLL = {"question": "Tea?", "options": ["yes", "no"]}

BAN = {"actor_type": "users", "actor_id": "dave"}
OF_GROUPS = ("configure_breakout_rooms",)
BOT = {"name": "bot", "secret": "s" * 40, "url": "https://bot.example"}

Row = tuple[str, dict[str, Any], str, Any, Any, int, str | None]

LIMITS: list[Row] = [
    # operation, other parameters, parameter, what passes, what does not, the refusal
    ("create_room", {"type": RoomType.GROUP}, "name", "é" * 255, "é" * 256, 400, None),
    ("create_room", {"type": RoomType.GROUP}, "name", "x", " \n", 400, None),
    ("rename_room", {}, "name", "é" * 255, "é" * 256, 400, None),
    ("rename_room", {}, "name", " " + "x" * 255 + " ", "x" * 256, 400, None),
    ("rename_room", {}, "name", "x", "", 400, None),
    ("set_description", {}, "description", "é" * 500, "é" * 501, 400, None),
    ("set_description", {}, "description", " " * 501, "x" * 501, 400, None),
    ("send_message", {}, "message", "é" * 32_000, "é" * 32_001, 413, None),
    ("send_message", {}, "message", "x" * 32_000 + "\n", "x" * 32_001, 413, None),
    ("send_message", {}, "message", "x", " \n\t", 400, None),
    ("create_poll", POLL, "question", "é" * 16_000, "é" * 16_000 + "x", 400, None),
    ("create_poll", POLL, "question", "x" * 32_000, "x" * 32_001, 400, None),
    ("create_poll", POLL, "question", "x", "   ", 400, None),
    ("create_poll", POLL, "options", ["x", "y" * 59_992], ["x", "y" * 59_993], 400, None),
    ("create_poll", POLL, "options", ["x", "y"], ["x", " "], 400, None),
    ("ban", BAN, "note", "é" * 2_000, "é" * 2_000 + "x", 400, "internalNote"),
    ("ban", BAN, "note", "x" * 4_000, "é" * 2_001, 400, "internalNote"),
    ("set_password", {}, "password", "é" * 10, "é" * 9, 400, None),
    ("configure_breakout_rooms", {"mode": BreakoutMode.FREE}, "amount", 20, 21, 400, "amount"),
    ("configure_breakout_rooms", {"mode": BreakoutMode.FREE}, "amount", 1, 0, 400, "amount"),
    ("set_lobby", {"state": 1}, "timer", 2**63 - 1, 2**63, 400, None),
    ("occ_create_room", {}, "name", "é" * 255, "é" * 256, 400, None),
    ("occ_update_room", {}, "name", "é" * 127, "é" * 128, 400, None),
    ("occ_create_room", {"name": "room"}, "description", "é" * 500, "é" * 501, 400, None),
    ("occ_install_bot", BOT, "name", "é" * 32, "é" * 32 + "x", 400, None),
    ("occ_install_bot", BOT, "secret", "s" * 40, "s" * 39, 400, None),
    ("occ_install_bot", BOT, "secret", "s" * 128, "s" * 129, 400, None),
    ("occ_install_bot", BOT, "description", "é" * 2_000, "é" * 2_001, 400, None),
]


def ask(operation: str, params: dict[str, Any]) -> tuple[int, str | None]:
    """Ask as the one who may, in a world of its own with a policy for passwords."""
    world = World()
    world.server.settings.password_policy = True
    role = OPERATIONS[operation].by
    browser = world.talk.browser(*(("alice", "alice") if role == "browser" else (role, "", role)))
    room = world.create(RoomType.GROUP) if operation in OF_GROUPS else world.room
    outcome = world.talk.perform(browser, OPERATIONS[operation], room.token, **params)
    if outcome.ok:
        assert outcome.refusal is None
    return answer(outcome)


@pytest.mark.parametrize("row", LIMITS, ids=lambda row: f"{row[0]}-{row[2]}")
def test_the_most_that_passes_and_one_more(row: Row) -> None:
    operation, others, name, passes, fails, status, error = row
    assert ask(operation, {**others, name: passes})[0] in (200, 201)
    assert ask(operation, {**others, name: fails}) == (status, error)


@pytest.mark.parametrize("name", ["x" * 32_001, "", "é" * 2_001, "\x00"])
def test_a_guest_may_have_any_name(name: str) -> None:
    world = World()
    guest = world.guest()
    world.do("guest", "set_guest_name", name=name)
    assert guest.display_name == name


@pytest.mark.parametrize(
    ("operation", "token", "variables", "status"),
    [
        ("get_room", "zz9zz9zz", {}, 404),
        ("unban", None, {"banId": "999"}, 200),
        ("get_poll", None, {"pollId": "999"}, 404),
        ("react", None, {"messageId": "999", "reaction": "👍"}, 404),
        ("delete_message", None, {"messageId": "12x"}, 404),
        ("promote", None, {"attendeeId": "abc"}, 404),
        ("remove_attendee", None, {"attendeeId": 999}, 404),
        ("get_poll", None, {"pollId": []}, 404),
    ],
)
def test_unknown_ids(operation: str, token: str | None, variables: dict[str, Any], status: int) -> None:
    world = World()
    request = Match(OPERATIONS[operation], {"token": token or world.room.token}).request(variables)
    assert world.ask("alice", operation, request.token, **request.params).status == status
