"""Bots: switching, commands, signatures, what they hear; each guard both ways (spec: chat 4)."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest
from standup import World

from talksim.constants import BotState, ReadOnly, RoomType
from talksim.model.bot import features_of

SECRET, OTHER = "s" * 40, "o" * 40
URL = "https://bot.example/hook"


@pytest.fixture
def world() -> World:
    made = World()
    assert occ(made, "install_bot", "", name="Bot", secret=SECRET, url=URL) == 0
    return made


def occ(world: World, command: str, token: str | None = None, **options: Any) -> int:
    outcome = world.do("cli", f"occ_{command}", token, **options)
    assert outcome.ok == (outcome.data["exit"] == 0)
    return int(outcome.data["exit"])


def printed(world: World, command: str, token: str | None = None, **options: Any) -> str:
    return "\n".join(world.do("cli", f"occ_{command}", token, **options).data["output"])


def says(world: World, message: str = "hi", token: str | None = None, **given: Any) -> int:
    return world.do(
        "bot", "send_bot_message", token, **{"message": message, "secret": SECRET, **given}
    ).status


def heard(world: World) -> list[tuple[str, str]]:
    """The kind of each request to bots, and what it is about."""
    return [(body["type"], body["object"].get("name", "")) for body in world.sent("bot")]


def test_a_moderator_switches_a_bot_on_and_off(world: World) -> None:
    assert [world.do("alice", "enable_bot", bot=1).status for _ in range(2)] == [201, 200]
    assert world.do("alice", "list_bots").data == [{"id": 1, "name": "Bot", "description": "", "state": 1}]
    assert [world.do("alice", "disable_bot", bot="Bot").status for _ in range(2)] == [200, 200]
    assert world.do("alice", "list_bots").data[0]["state"] == 0
    assert [kind for kind, _ in heard(world)] == ["Join", "Leave", "Leave"]


@pytest.mark.parametrize("operation", ["enable_bot", "disable_bot", "list_bots"])
@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("guest", 401), ("dave", 404)])
def test_only_moderators_with_an_account_switch(world: World, operation: str, who: str, status: int) -> None:
    given: dict[str, Any] = {} if operation == "list_bots" else {"bot": 1}
    assert world.do(who, operation, **given).status == status


def test_refused_switches(world: World) -> None:
    for operation in ("enable_bot", "disable_bot"):
        assert world.do("alice", operation, bot=9).error == "bot"
    for state in (BotState.DISABLED, BotState.NO_SETUP):
        assert occ(world, "set_bot_state", "", bot=1, state=state) == 0
        for operation in ("enable_bot", "disable_bot"):
            assert world.do("alice", operation, bot=1).error == "bot"
    direct = world.do("alice", "create_room", "", type=RoomType.ONE_TO_ONE, invite="bob").token
    world.do("admin", "delete_user", "", user="bob")
    assert world.do("alice", "enable_bot", direct, bot=9).error == "room"


def test_bots_that_are_set_up_by_command_are_listed_where_they_are(world: World) -> None:
    occ(world, "set_bot_state", "", bot=1, state=BotState.NO_SETUP)
    assert world.do("alice", "list_bots").data == []
    occ(world, "set_up_bot", bot=1)
    assert world.do("alice", "list_bots").data[0]["state"] == 2
    occ(world, "set_bot_state", "", bot=1, state=BotState.DISABLED)
    assert world.do("alice", "list_bots").data[0]["state"] == 1
    assert "secret" not in world.do("admin", "list_all_bots", "").data[0]


@pytest.mark.parametrize(
    ("options", "code", "text"),
    [
        ({"name": ""}, 1, "name is too short"),
        ({"name": "x" * 65}, 1, "name is too long"),
        ({"secret": "s" * 39}, 1, "secret is too short"),
        ({"secret": "s" * 129}, 1, "secret is too long"),
        ({"url": "ftp://bot"}, 1, "not a valid URL"),
        ({"description": "x" * 4001}, 1, "description is too long"),
        ({"url": URL, "secret": SECRET}, 2, "same URL"),
        ({"secret": SECRET}, 3, "same secret"),
    ],
)
def test_refused_installations(world: World, options: dict[str, str], code: int, text: str) -> None:
    given = {"name": "x" * 64, "secret": OTHER, "url": "http://other.example", **options}
    assert occ(world, "install_bot", "", **given) == code
    assert text in printed(world, "install_bot", "", **given)


def test_features_are_summed_up() -> None:
    assert [features_of(labels) for labels in (["webhook"], ["response"], ["webhook", "webhook"])] == [
        1,
        2,
        2,
    ]
    assert [features_of(labels) for labels in (["webhook", "none"], ["event"])] == [0, 0]


def test_setting_up_goes_on_after_an_error_and_the_last_one_counts(world: World) -> None:
    other = world.do("alice", "create_room", "", type=RoomType.GROUP, name="other").token
    assert occ(world, "set_up_bot", "", bot=9) == 1
    assert occ(world, "set_up_bot", "none", bot=1, more=[other]) == 2
    assert world.server.rooms[other].bots == {1: True}
    assert occ(world, "set_up_bot", "none", bot=1, more=[other]) == 3
    assert occ(world, "set_up_bot", bot=1) == 0
    assert occ(world, "remove_bot", bot=9) == 1
    assert occ(world, "remove_bot", "none", bot=1, more=[world.token]) == 0
    assert (world.room.bots, printed(world, "list_bots", "", room="none")) == ({}, "")
    assert "Bot" in printed(world, "list_bots", "", room=other)


def test_uninstalling(world: World) -> None:
    occ(world, "set_up_bot", bot=1)
    says(world)
    assert occ(world, "uninstall_bot", "") == 1
    assert occ(world, "uninstall_bot", "", bot=9) == 1
    assert occ(world, "uninstall_bot", "", url="https://no.example") == 1
    actor = world.do("alice", "read_messages").data[0]
    assert (actor["actorType"], actor["actorDisplayName"]) == ("bots", "Bot (Bot)")
    heard(world)
    assert occ(world, "uninstall_bot", "", url=URL) == 0
    assert (heard(world), world.room.bots, world.server.bots) == ([], {}, {})
    assert world.do("alice", "read_messages").data[0]["actorDisplayName"] == actor["actorId"] + "-bot"


def test_the_state_must_be_known(world: World) -> None:
    assert occ(world, "set_bot_state", "", bot=1, state=3) == 1
    assert occ(world, "set_bot_state", "", bot=9, state=1) == 1


def test_the_signature_is_over_the_random_text_and_the_message(world: World) -> None:
    occ(world, "set_up_bot", bot=1)
    random = "r" * 32
    made = hmac.new(SECRET.encode(), (random + "hi").encode(), hashlib.sha256).hexdigest()
    signed = {"random": random, "signature": made.upper(), "secret": ""}
    assert says(world, **signed) == 201
    assert says(world, "ho", **signed) == 401
    assert says(world, **{**signed, "random": "R" * 32}) == 401
    assert says(world, **{**signed, "random": "r" * 31}) == 400
    assert says(world, secret="") == 400
    assert says(world, " ") == 400
    assert says(world, secret=OTHER) == 401


def test_bots_of_other_rooms_mute_and_disabled_ones_are_strangers(world: World) -> None:
    assert says(world) == 401
    assert says(world, token="none") == 401
    occ(world, "set_up_bot", bot=1)
    assert says(world) == 201
    occ(world, "set_bot_state", "", bot=1, state=1, features=["webhook"])
    assert says(world) == 401
    occ(world, "set_bot_state", "", bot=1, state=BotState.NO_SETUP, features=["response"])
    assert says(world) == 201
    occ(world, "set_bot_state", "", bot=1, state=BotState.DISABLED)
    assert says(world) == 401


def test_bots_write_into_locked_rooms_and_move_no_marker(world: World) -> None:
    occ(world, "set_up_bot", bot=1)
    world.do("alice", "set_read_only", state=ReadOnly.READ_ONLY)
    before = {name: world.attendee(name).last_read for name in ("alice", "bob")}
    assert says(world) == 201
    assert {name: world.attendee(name).last_read for name in before} == before
    assert world.room.last_message == world.room.messages[-1].id


def test_bots_reply_to_anything_in_the_room(world: World) -> None:
    occ(world, "set_up_bot", bot=1)
    system = world.room.messages[0].id
    assert says(world, reply_to=system) == 201
    assert world.room.messages[-1].parent == system
    assert says(world, reply_to=9999) == 400
    assert says(world, "x" * 32_000) == 201
    assert says(world, "x" * 32_001) == 413


def test_a_bot_brings_the_one_who_left_back(world: World) -> None:
    direct = world.do("alice", "create_room", "", type=RoomType.ONE_TO_ONE, invite="bob").token
    occ(world, "set_up_bot", direct, bot=1)
    world.do("bob", "remove_self", direct)
    assert says(world, token=direct) == 201
    assert world.server.rooms[direct].find("users", "bob") is not None


def test_reactions_of_bots(world: World) -> None:
    occ(world, "set_up_bot", bot=1)
    other = world.do("alice", "create_room", "", type=RoomType.GROUP, name="other").token
    here = world.do("alice", "send_message", message="hi").data["id"]
    there = world.do("alice", "send_message", other, message="hi").data["id"]
    told = {"secret": SECRET, "reaction": "👍"}

    def react(operation: str, **given: Any) -> int:
        return world.do("bot", operation, **{"message": here, **told, **given}).status

    assert [react("add_bot_reaction") for _ in range(2)] == [201, 200]
    assert react("add_bot_reaction", message=9999) == 404
    assert react("add_bot_reaction", message=there) == 400
    assert react("add_bot_reaction", message=world.room.messages[0].id) == 400
    assert react("add_bot_reaction", reaction="yes") == 400
    assert react("remove_bot_reaction", message=there) == 404
    assert react("remove_bot_reaction", reaction="🎉") == 404
    assert [react("remove_bot_reaction") for _ in range(2)] == [200, 404]
    for operation in ("add_bot_reaction", "remove_bot_reaction"):
        assert react(operation, secret=OTHER) == 401
        assert react(operation, secret="") == 400
        assert react(operation, random="r") == 400


def test_a_bot_hears_what_people_write_and_what_happens(world: World) -> None:
    world.do("alice", "send_message", message="before")
    world.do("alice", "enable_bot", bot=1)
    world.do("bob", "send_message", message="hi")
    world.do("alice", "set_description", description="d")
    says(world)
    assert heard(world) == [("Join", "standup"), ("Create", "message"), ("Activity", "description_set")]
    occ(world, "set_bot_state", "", bot=1, state=BotState.DISABLED)
    world.do("bob", "send_message", message="hi")
    occ(world, "set_bot_state", "", bot=1, state=BotState.ENABLED, features=["response"])
    world.do("bob", "send_message", message="hi")
    world.do("alice", "disable_bot", bot=1)
    assert heard(world) == []


def test_changes_a_bot_hears_of_are_answered_202(world: World) -> None:
    message = world.do("alice", "send_message", message="hi").data["id"]
    edit: dict[str, Any] = {"message_id": message, "message": "ho"}
    assert world.do("alice", "edit_message", **edit).status == 200
    occ(world, "set_up_bot", bot=1)
    assert world.do("alice", "edit_message", **edit).status == 202
    occ(world, "set_bot_state", "", bot=1, state=1, features=["response"])
    assert world.do("alice", "edit_message", **edit).status == 200
    occ(world, "set_bot_state", "", bot=1, state=1, features=["webhook"])
    assert world.do("alice", "delete_message", message_id=message).status == 202
    assert world.do("alice", "clear_history").status == 200


def test_requests_to_bots_are_signed(world: World) -> None:
    world.do("alice", "enable_bot", bot=1)
    for text in ("one", "two"):
        world.do("bob", "send_message", message=text)
    sent = [request for request in world.server.requests if request.to == "bot"]
    assert len({request.headers["X-Nextcloud-Talk-Random"] for request in sent}) == 3
    for request in sent:
        random = request.headers["X-Nextcloud-Talk-Random"]
        payload = random + json.dumps(request.body, ensure_ascii=False)
        signed = hmac.new(SECRET.encode(), payload.encode(), hashlib.sha256).hexdigest()
        assert (len(random), request.url) == (64, URL)
        assert request.headers["X-Nextcloud-Talk-Signature"] == signed
        assert request.headers["X-Nextcloud-Talk-Backend"].startswith("https://")
    assert sent[1].body["actor"] == {"type": "Person", "id": "users/bob", "name": "Bob"}
    assert json.loads(sent[1].body["object"]["content"])["message"] == "one"


def test_bots_survive_a_fork(world: World) -> None:
    occ(world, "set_up_bot", bot=1)
    fork = world.talk.fork()
    assert fork.server.rooms[world.token].bots == {1: True}
    assert fork.server.bots[1].secret == SECRET
