"""Accounts, groups and settings: each guard both ways, and what follows in the rooms."""

from __future__ import annotations

from typing import Any

import pytest
from people import World

from talksim.constants import (
    ListableScope,
    ParticipantType,
    Permission,
    ReadOnly,
    RoomType,
    StartCalls,
)
from talksim.outcome import Outcome


@pytest.fixture
def world() -> World:
    return World()


def admin(world: World, operation: str, **params: Any) -> Outcome:
    return world.ask("admin", operation, "", **params)


@pytest.mark.parametrize(
    ("operation", "params", "status"),
    [
        ("create_user", {"user": "zoe"}, 200),
        ("create_user", {"user": "bob"}, 400),
        ("delete_user", {"user": "bob"}, 200),
        ("delete_user", {"user": "nobody"}, 400),
        ("rename_user", {"user": "bob", "name": "Robert"}, 200),
        ("rename_user", {"user": "nobody", "name": "Robert"}, 400),
        ("create_group", {"group": "crew"}, 200),
        ("create_group", {"group": "staff"}, 400),
        ("delete_group", {"group": "staff"}, 200),
        ("delete_group", {"group": "crew"}, 400),
        ("rename_group", {"group": "staff", "name": "Crew"}, 200),
        ("rename_group", {"group": "crew", "name": "Crew"}, 400),
        ("add_user_to_group", {"user": "bob", "group": "staff"}, 200),
        ("add_user_to_group", {"user": "bob", "group": "crew"}, 400),
        ("add_user_to_group", {"user": "nobody", "group": "staff"}, 400),
        ("remove_user_from_group", {"user": "bob", "group": "staff"}, 200),
    ],
)
def test_guards(world: World, operation: str, params: dict[str, Any], status: int) -> None:
    assert admin(world, operation, **params).status == status


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("start_calls", "moderators", StartCalls.MODERATORS),
        ("start_calls", 3, StartCalls.NOBODY),
        ("start_calls", "sometimes", None),
        ("default_permissions", 0, Permission(0)),
        ("default_permissions", "start call, chat", Permission(130)),
        ("default_permissions", "", None),
        ("breakout_rooms", "no", False),
        ("breakout_rooms", "perhaps", None),
        ("allowed_groups", '["staff", "crew"]', ["staff", "crew"]),
        ("allowed_groups", "staff", ["staff"]),
        ("bogus", 1, None),
    ],
)
def test_settings(world: World, key: str, value: Any, expected: Any) -> None:
    refused = expected is None and value != ""
    assert admin(world, "set_setting", key=key, value=value).status == (400 if refused else 200)
    if not refused:
        assert getattr(world.server.settings, key) == expected


def test_groups_bring_and_take_people(world: World) -> None:
    world.do("alice", "add_participant", participant="staff", source="groups")
    admin(world, "add_user_to_group", user="bob", group="staff")
    world.do("alice", "promote", attendee=world.row("carol").id)
    for user in ("bob", "carol", "dave"):
        admin(world, "remove_user_from_group", user=user, group="staff")
    assert world.actors() == ["alice", "staff", "carol"]
    admin(world, "add_user_to_group", user="dave", group="staff")
    admin(world, "rename_group", group="staff", name="Crew")
    assert (world.row("dave").type, world.row("staff").label) == (ParticipantType.USER, "Crew")
    admin(world, "delete_group", group="staff")
    assert world.actors() == ["alice", "carol", "dave"]


def test_two_groups_hold_a_member_twice(world: World) -> None:
    admin(world, "create_group", group="crew")
    admin(world, "add_user_to_group", user="carol", group="crew")
    for group in ("staff", "crew"):
        world.do("alice", "add_participant", participant=group, source="groups")
    admin(world, "remove_user_from_group", user="carol", group="staff")
    assert "carol" in world.actors()
    admin(world, "remove_user_from_group", user="carol", group="crew")
    assert "carol" not in world.actors()


def test_a_deleted_account_leaves_a_former_one_to_one(world: World) -> None:
    both, left, empty = (world.create(RoomType.ONE_TO_ONE, user) for user in ("bob", "carol", "dave"))
    world.do("carol", "remove_self", left)
    world.do("alice", "remove_self", empty)
    for user in ("bob", "carol", "dave"):
        assert admin(world, "delete_user", user=user).ok
    for room, name in ((both, "Bob"), (left, "Carol")):
        assert (room.type, room.name, room.read_only) == (
            RoomType.FORMER_ONE_TO_ONE,
            name,
            ReadOnly.READ_ONLY,
        )
        assert world.actors(room) == ["alice"]
    assert empty.token not in world.server.rooms
    admin(world, "create_user", user="bob", name="Bob")
    assert world.create(RoomType.ONE_TO_ONE, "bob") is not both


def test_the_account_of_a_visitor_takes_a_room_of_one_along(world: World) -> None:
    room = world.create()
    world.do("carol", "join_room", room)
    world.do("carol", "join_room")
    admin(world, "delete_user", user="carol")
    assert (room.token in world.server.rooms, world.actors()) == (False, ["alice", "bob"])


def test_messages_of_a_deleted_account_are_disowned(world: World) -> None:
    for user in ("alice", "bob"):
        world.do(user, "send_message", message="hello")
    admin(world, "delete_user", user="bob")
    authors = [m.actor_id for m in world.room.messages if m.text == "hello"]
    assert authors == ["alice", "deleted_users"]


def test_private_only_spares_what_is_open(world: World) -> None:
    group, listed = world.create(RoomType.GROUP), world.create(RoomType.GROUP)
    one_to_one = world.create(RoomType.ONE_TO_ONE, "bob")
    for room in (group, listed):
        world.add("bob", room)
    listed.listable = ListableScope.USERS
    world.ask("cli", "occ_remove_users", "", users=["bob"], private_only=True)
    assert ["bob" in world.actors(r) for r in (world.room, group, listed, one_to_one)] == [
        True,
        False,
        True,
        True,
    ]
    world.ask("cli", "occ_remove_users", "", users=["bob"])
    assert one_to_one.type is RoomType.FORMER_ONE_TO_ONE
    assert "bob" not in world.actors() + world.actors(listed)
