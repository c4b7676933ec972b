"""The call summary app and its bot: what it notes, and what it may say."""

from __future__ import annotations

from typing import Any

import pytest
from standup import World

from talksim.model.bot import BOTH_FEATURES, RESPONSE, WEBHOOK, Bot

APP = "call_summary_bot"
TASK = "- [ ] buy chalk"


@pytest.fixture
def world() -> World:
    made = World()
    made.server.settings.summary_min_length = 0
    assert app(made, "enable") == (200, f"{APP} enabled")
    made.enter("alice", "bob", call=False)
    assert made.do("alice", "enable_bot", bot="Call summary").status == 201
    return made


def app(world: World, verb: str, name: str = APP) -> tuple[int, str]:
    outcome = world.do("cli", f"occ_{verb}_app", "", app=name)
    return outcome.status, outcome.data["output"][0]


def bot_of(world: World) -> Bot:
    (bot,) = world.server.bots.values()
    return bot


def call(world: World, *said: str, seconds: float = 60) -> list[Any]:
    """A call of alice and bob in which bob says something; the answer is what the bot says then."""
    world.do("alice", "join_call")
    world.do("bob", "join_call")
    for text in said:
        world.do("bob", "send_message", message=text)
    world.talk.wait(seconds)
    world.do("bob", "leave_call")
    world.do("alice", "leave_call")
    return [m.text for m in world.room.messages if m.actor_id == bot_of(world).actor_id and m.is_text]


def thumbs(world: World) -> int:
    return sum("👍" in message.reactions for message in world.room.messages)


def test_an_app_is_switched_once(world: World) -> None:
    assert app(world, "enable") == (200, f"{APP} already enabled")
    assert app(world, "disable") == (200, f"{APP} disabled")
    assert (world.server.bots, world.room.bots) == ({}, {})
    assert app(world, "disable") == (200, f"No such app enabled: {APP}")


def test_apps_that_are_settings(world: World) -> None:
    assert app(world, "enable", "circles") == (200, "circles enabled")
    assert app(world, "disable", "guests") == (200, "guests disabled")
    assert (world.server.settings.circles, world.server.settings.guests) == (True, False)
    assert app(world, "enable", "elsewhere") == (400, "Could not download app elsewhere")


def test_tasks_of_the_call_are_noted_and_summed_up(world: World) -> None:
    world.do("bob", "send_message", message="- [ ] before the call")
    (summary,) = call(world, "hello", f"{TASK}\n* [x] come")
    assert summary.startswith("# Call summary - standup\n\nOctober 1, 2024 · 09:00 – 09:01 (UTC)\n\n")
    assert summary.endswith("## Attendees\n- Alice\n- Bob\n\n## Tasks\n- [ ] buy chalk\n- [x] come")
    assert thumbs(world) == 1


def test_every_call_has_notes_of_its_own(world: World) -> None:
    assert "chalk" in call(world, TASK)[0]
    assert "Tasks" not in call(world)[1]
    assert bot_of(world).notes == {}


@pytest.mark.parametrize(
    ("features", "noticed", "answers"), [(WEBHOOK, 0, 0), (RESPONSE, 0, 0), (0, 0, 0), (BOTH_FEATURES, 1, 1)]
)
def test_the_bot_hears_and_says_what_it_may(world: World, features: int, noticed: int, answers: int) -> None:
    bot_of(world).features = features
    assert (len(call(world, TASK)), thumbs(world)) == (answers, noticed)


def test_a_task_heard_without_leave_to_answer_is_summed_up(world: World) -> None:
    world.do("alice", "join_call")
    bot_of(world).features = WEBHOOK
    world.do("bob", "send_message", message=TASK)
    bot_of(world).features = BOTH_FEATURES
    assert TASK in call(world)[0]
    assert thumbs(world) == 0


@pytest.mark.parametrize(("least", "answers"), [(61, 0), (60, 1), (-1, 1)])
def test_short_calls_are_not_summed_up(world: World, least: int, answers: int) -> None:
    assert world.do("admin", "set_setting", "", key="summary_min_length", value=str(least)).ok
    assert len(call(world, TASK)) == answers


def test_a_room_without_the_bot_is_left_alone(world: World) -> None:
    world.do("alice", "disable_bot", bot="Call summary")
    assert (call(world, TASK), thumbs(world)) == ([], 0)
