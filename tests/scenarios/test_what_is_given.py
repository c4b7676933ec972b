"""What a scenario can say of the world outside Talk: who asks, when, and what other apps have done."""

from __future__ import annotations

import pytest

from talksim.constants import ObjectType
from talksim.errors import UsageError
from talksim.scenario.compare import Eyes, matches
from talksim.scenario.load import load_text
from talksim.scenario.run import run
from talksim.talk import Talk
from talksim.values import moment

START = "talksim: 1\nname: what is given\ngiven:\n"


def played(text: str) -> str:
    """What comes of a scenario, "" if it holds."""
    (scenario,) = load_text(START + text)
    report = run(scenario)
    return "" if report.failure is None else report.failure.got


@pytest.mark.parametrize(("said", "meant"), [("now", 1000), ("in 2 min", 1120), ("2 min ago", 880)])
def test_a_moment_can_be_said_from_now_on(said: str, meant: int) -> None:
    assert moment(said, 1000) == meant
    assert matches({"lastPing": said}, {"lastPing": meant}, "including", Eyes(now=1000))
    assert not matches({"lastPing": said}, {"lastPing": meant + 1}, "including", Eyes(now=1000))


def test_what_is_no_moment_is_refused() -> None:
    with pytest.raises(UsageError):
        moment("in a while", 1000)


def test_a_message_can_be_compared_by_its_text_alone() -> None:
    seen = {"lastMessage": {"id": 3, "message": "hello"}}
    assert matches({"lastMessage": {"message": "hello"}}, seen, "including", Eyes())
    assert not matches({"lastMessage": {"message": "bye"}}, seen, "including", Eyes())


def test_browsers_are_pinged_by_name() -> None:
    world = "  users: [alice]\n  rooms:\n    hall: {owner: alice, joined: [alice]}\nsteps:\n  - wait: 9 s\n"
    seen = "  - alice sees: attendees hall\n    exactly: [{lastPing: now}]\n"
    assert played(f"{world}  - signaling server: ping alice\n{seen}") == ""
    assert played(world + seen) != ""


def test_a_deleted_account_goes_on_asking() -> None:
    world = "  users: [alice, bob]\n  rooms:\n    hall: {owner: alice, users: [bob], joined: [bob]}\n"
    steps = "steps:\n  - admin: delete user bob\n  - bob: get room hall\n    refused: account exists\n"
    assert played(world + steps) == ""


def test_a_room_another_app_has_made_is_there_again_after_an_undo() -> None:
    talk = Talk()
    made = talk.user("alice").create_room("share")
    talk.dedicate("share", "share password")
    talk.wait(1)
    talk.undo()
    assert talk.server.rooms[made.token].object_type is ObjectType.SHARE_PASSWORD
    talk.undo()
    assert talk.server.rooms[made.token].object_type is ObjectType.NONE
    with pytest.raises(UsageError):
        talk.dedicate("share", "sandwich")
    with pytest.raises(UsageError):
        talk.dedicate("nowhere", "file")
