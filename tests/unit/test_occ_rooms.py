"""Commands on rooms and their people: each guard both ways, what stays and what is taken back."""

from __future__ import annotations

from typing import Any

import pytest
from standup import World

from talksim.constants import ListableScope, ParticipantType, Permission, ReadOnly, RoomType
from talksim.model.room import Room

OWNER, MODERATOR, USER = ParticipantType.OWNER, ParticipantType.MODERATOR, ParticipantType.USER


@pytest.fixture
def world() -> World:
    return World()


def occ(world: World, command: str, token: str | None = None, /, **options: Any) -> tuple[int, str]:
    """The exit code and what is printed."""
    outcome = world.do("cli", f"occ_{command}", token, **options)
    assert outcome.ok == (outcome.data["exit"] == 0)
    return outcome.data["exit"], "\n".join(outcome.data["output"])


def create(world: World, **options: Any) -> Room:
    outcome = world.do("cli", "occ_create_room", "", **{"name": "crew", **options})
    assert outcome.status == 201, outcome.data
    return world.server.rooms[outcome.token]


def ranks(room: Room) -> dict[str, ParticipantType]:
    return {attendee.actor_id: attendee.type for attendee in room.attendees.values()}


def test_a_room_with_everything(world: World) -> None:
    room = create(
        world,
        users=["alice", "dave", "dave"],
        groups=["staff"],
        public=True,
        read_only=True,
        listable=2,
        password="secret",
        owner="alice",
        moderators=["bob"],
        description=" for all ",
        message_expiration=60,
    )
    assert (room.type, room.read_only, room.listable) == (
        RoomType.PUBLIC,
        ReadOnly.READ_ONLY,
        ListableScope.EVERYONE,
    )
    assert (room.password, room.description, room.message_expiration) == ("secret", "for all", 60)
    assert room.token in world.server.open_rooms
    assert ranks(room) == {"alice": OWNER, "dave": USER, "staff": USER, "bob": MODERATOR, "carol": USER}
    assert room.counts[OWNER] == 1
    said = [m.system for m in room.messages]
    assert said.count("user_added") == 4
    assert said[-1] == "message_expiration_enabled"
    assert {(m.actor_type.value, m.actor_id) for m in room.messages} == {("guests", "cli")}


def test_a_plain_room_is_a_group_of_nobody(world: World) -> None:
    room = create(world)
    assert (room.type, room.attendees, room.read_only) == (RoomType.GROUP, {}, ReadOnly.READ_WRITE)
    assert [m.system for m in room.messages] == ["conversation_created"]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"listable": 3}, "--listable"),
        ({"name": " "}, "Invalid room name"),
        ({"name": "x" * 256}, "Invalid room name"),
        ({"description": "x" * 501}, "Invalid room description"),
        ({"password": "secret"}, "password"),
        ({"users": ["nobody"]}, "'nobody' not found"),
        ({"users": ["bridge-bot"]}, "'bridge-bot' not found"),
        ({"users": ["dave"], "groups": ["staff", "nogroup"]}, "'nogroup' not found"),
        ({"moderators": ["dave"]}, "'dave' is no participant"),
        ({"users": ["dave"], "owner": "bob"}, "'bob' is no participant"),
        ({"users": ["dave"], "message_expiration": -1}, "expiration"),
    ],
)
def test_a_refused_option_leaves_no_room(world: World, options: dict[str, Any], text: str) -> None:
    before = set(world.server.rooms)
    code, printed = occ(world, "create_room", "", **{"name": "crew", **options})
    assert (code, text in printed) == (1, True)
    assert set(world.server.rooms) == before
    assert not world.server.rooms_with("users", "dave")


def test_the_longest_name_and_description(world: World) -> None:
    assert len(create(world, name="x" * 255, description="०" * 500).description) == 500


def test_updating_applies_every_option(world: World) -> None:
    options = {"name": "crew", "description": "d", "public": 0, "read_only": 1, "listable": 1, "owner": "bob"}
    assert occ(world, "update_room", **options, message_expiration=9) == (0, "Room successfully updated.")
    room = world.room
    assert (room.name, room.description, room.type) == ("crew", "d", RoomType.GROUP)
    assert (room.read_only, room.listable, room.message_expiration) == (1, 1, 9)
    assert ranks(room) == {"alice": USER, "bob": OWNER, "carol": USER}
    assert world.said("bob") == [
        "conversation_renamed",
        "description_set",
        "guests_disallowed",
        "read_only",
        "listable_users",
        "moderator_demoted",
        "message_expiration_enabled",
    ]


def test_equal_values_are_silent_except_the_expiration(world: World) -> None:
    same = {"name": "standup", "description": "", "public": 1, "read_only": 0, "listable": 0, "password": ""}
    occ(world, "update_room", **same)
    assert world.said() == []
    occ(world, "update_room", message_expiration=0)
    assert world.said() == ["message_expiration_disabled"]


def test_earlier_options_stay_when_a_later_one_is_refused(world: World) -> None:
    code, _ = occ(world, "update_room", name="crew", password="secret", owner="dave", message_expiration=5)
    assert (code, world.room.name, world.room.password) == (1, "crew", "secret")
    assert (ranks(world.room)["alice"], world.room.message_expiration) == (OWNER, 0)


@pytest.mark.parametrize(
    "options",
    [
        {"public": 2},
        {"read_only": 2},
        {"listable": 3},
        {"name": "é" * 128},
        {"description": "x" * 501},
        {"message_expiration": -1},
        {"public": 0, "password": "secret"},
    ],
)
def test_values_an_update_refuses(world: World, options: dict[str, Any]) -> None:
    assert occ(world, "update_room", **options)[0] == 1


def test_values_are_looked_at_before_the_room(world: World) -> None:
    assert "--public" in occ(world, "update_room", "none", public=2)[1]
    assert occ(world, "update_room", "none") == (1, "Room not found.")
    direct = world.do("alice", "create_room", "", type=RoomType.ONE_TO_ONE, invite="bob").token
    assert occ(world, "update_room", direct) == (1, "Room is no group call.")
    assert occ(world, "delete_room", direct) == (1, "Room is no group call.")


def test_naming_the_owner_again_leaves_none_and_an_empty_name_takes_owners_away(world: World) -> None:
    occ(world, "update_room", owner="alice")
    assert ranks(world.room)["alice"] is USER
    occ(world, "update_room", owner="bob")
    occ(world, "update_room", owner="")
    assert OWNER not in ranks(world.room).values()


def test_a_breakout_room_keeps_scope_password_type_and_expiration(world: World) -> None:
    occ(world, "update_room", public=0)
    world.do("alice", "configure_breakout_rooms", mode=3, amount=1)
    child = next(iter(world.server.breakout_rooms[world.token]))
    assert occ(world, "update_room", child, listable=0, description="d")[0] == 0
    for options in ({"listable": 1}, {"public": 1}, {"message_expiration": 3}):
        assert occ(world, "update_room", child, **options)[0] == 1
    assert occ(world, "update_room", public=1) == (1, "Unable to change the room type.")


def test_the_lock_leaves_people_in_their_call(world: World) -> None:
    world.enter("alice")
    occ(world, "update_room", read_only=1)
    assert world.room.call.present


def test_deleting(world: World) -> None:
    assert occ(world, "delete_room")[0] == 0
    assert world.token not in world.server.rooms
    assert occ(world, "delete_room") == (1, "Room not found.")


def test_adding_stops_at_unknown_accounts_and_after_known_groups(world: World) -> None:
    assert occ(world, "add_to_room", users=["dave", "nobody"])[0] == 1
    assert "dave" not in ranks(world.room)
    code, printed = occ(world, "add_to_room", users=["dave"], groups=["staff", "nogroup"])
    assert (code, printed) == (1, "Group 'nogroup' not found.")
    assert {"dave", "staff"} <= set(ranks(world.room))
    assert occ(world, "add_to_room", users=["bob"])[0] == 0
    assert occ(world, "add_to_room", "none")[0] == 1


def test_adding_leaves_the_self_joined_as_they_are(world: World) -> None:
    world.enter("dave", call=False)
    occ(world, "add_to_room", users=["dave"])
    assert ranks(world.room)["dave"] is ParticipantType.SELF_JOINED


def test_removing_takes_all_or_nobody(world: World) -> None:
    assert occ(world, "remove_from_room", users=["bob", "dave"]) == (1, "User 'dave' is no participant.")
    assert "bob" in ranks(world.room)
    assert occ(world, "remove_from_room", users=["bob", "alice", "bob"])[0] == 0
    assert set(ranks(world.room)) == {"carol"}


def test_promoting_and_demoting(world: World) -> None:
    world.enter("dave", call=False)
    world.attendee("bob").permissions = Permission.JOIN_CALL
    assert occ(world, "promote", users=["alice", "bob", "dave"])[0] == 0
    assert ranks(world.room) == {"alice": OWNER, "bob": MODERATOR, "carol": USER, "dave": MODERATOR}
    assert world.attendee("bob").permissions == 0
    assert occ(world, "demote", users=["alice", "bob", "carol"])[0] == 0
    assert ranks(world.room) == {"alice": OWNER, "bob": USER, "carol": USER, "dave": MODERATOR}
    for command in ("promote", "demote"):
        assert occ(world, command, users=["bob", "nobody"])[0] == 1
    assert world.said()[-1] == "moderator_demoted"
