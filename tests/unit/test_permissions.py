"""Permissions and what people set for themselves: each guard both ways."""

from __future__ import annotations

import pytest
from people import World, answer

from talksim.constants import (
    CallNotificationLevel,
    NotificationLevel,
    ObjectType,
    ParticipantType,
    Permission,
    ReadPrivacy,
    RoomType,
    TypingPrivacy,
)


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(("given", "stored"), [(0, 0), (22, 23), (23, 23), (256, 257), (255, 255)])
def test_default_permissions_get_the_custom_bit_and_wipe_the_rest(
    world: World, given: int, stored: int
) -> None:
    bob = world.row("bob")
    bob.permissions = Permission(7)
    data = world.do("alice", "set_default_permissions", permissions=given).data
    assert (data["defaultPermissions"], bob.permissions) == (stored, 0)


def test_default_permissions_guards(world: World) -> None:
    assert world.ask("bob", "set_default_permissions", permissions=1).status == 403
    assert answer(world.ask("alice", "set_default_permissions", permissions=1, mode="call")) == (400, "mode")
    one_to_one = world.create(RoomType.ONE_TO_ONE, "bob")
    assert answer(world.ask("alice", "set_default_permissions", one_to_one, permissions=1)) == (400, "type")
    world.room.object_type = ObjectType.ROOM
    assert answer(world.ask("alice", "set_default_permissions", permissions=1)) == (400, "breakout-room")


@pytest.mark.parametrize(
    ("method", "given", "stored"),
    [
        ("set", 2, 3),
        ("set", 0, 0),
        ("add", 8, 254),
        ("remove", 128, 118),
        ("remove", 255, 0),
    ],
)
def test_methods_start_from_the_effective_value(world: World, method: str, given: int, stored: int) -> None:
    bob = world.row("bob")
    world.do("alice", "set_permissions", attendee=bob.id, method=method, permissions=given)
    assert bob.permissions == stored


def test_attendee_permissions_guards(world: World) -> None:
    world.do("alice", "add_participant", participant="staff", source="groups")
    alice, bob, staff = (world.row(actor).id for actor in ("alice", "bob", "staff"))
    for who, target, method, status in [
        ("bob", bob, "set", 403),
        ("alice", 9999, "set", 404),
        ("alice", alice, "bogus", 403),
        ("alice", staff, "set", 400),
        ("alice", bob, "bogus", 400),
        ("alice", bob, "set", 200),
    ]:
        outcome = world.ask(who, "set_permissions", attendee=target, method=method, permissions=7)
        assert outcome.status == status
    room = world.create(RoomType.ONE_TO_ONE, "bob")
    target = world.row("bob", room).id
    assert world.ask("alice", "set_permissions", room, attendee=target, permissions=7).status == 400
    assert world.ask("alice", "set_permissions_for_all", permissions=7).status == 400
    assert world.ask("bob", "set_permissions_for_all", permissions=7).status == 403


def test_permissions_make_a_self_joined_user_permanent(world: World) -> None:
    world.do("carol", "join_room")
    world.do("alice", "set_permissions", attendee=world.row("carol").id, permissions=7)
    assert world.row("carol").type is ParticipantType.USER
    assert world.room.user_count == 3


def test_favorite(world: World) -> None:
    for operation, expected in (("add_favorite", True), ("add_favorite", True), ("remove_favorite", False)):
        world.do("bob", operation)
        assert world.row("bob").favorite is expected
    world.guest()
    assert [world.ask(who, "add_favorite").status for who in ("guest", "carol")] == [401, 404]


@pytest.mark.parametrize(("level", "status"), [(0, 400), (1, 200), (3, 200), (4, 400)])
def test_notification_level(world: World, level: int, status: int) -> None:
    assert world.ask("bob", "set_notification_level", level=level).status == status
    expected = NotificationLevel(level) if status == 200 else NotificationLevel.DEFAULT
    assert world.row("bob").notification_level is expected


@pytest.mark.parametrize(("level", "status"), [(0, 200), (1, 200), (2, 400)])
def test_call_notification_level(world: World, level: int, status: int) -> None:
    assert world.ask("bob", "set_call_notification_level", level=level).status == status
    assert world.row("bob").notification_calls is CallNotificationLevel(level if status == 200 else 1)


def test_guests_name_themselves(world: World) -> None:
    guest = world.guest()
    world.do("guest", "set_guest_name", name="Gina")
    assert guest.display_name == "Gina"
    assert [world.ask(who, "set_guest_name", name="x").status for who in ("bob", "stranger")] == [403, 404]


@pytest.mark.parametrize(
    ("key", "value", "status"),
    [
        ("read_status_privacy", 1, 200),
        ("read_status_privacy", 2, 400),
        ("typing_privacy", "1", 200),
        ("typing_privacy", -1, 400),
        ("play_sounds", "yes", 200),
        ("play_sounds", 1, 400),
        ("attachment_folder", "/Talk", 200),
        ("bogus", 1, 400),
    ],
)
def test_user_settings(world: World, key: str, value: int | str, status: int) -> None:
    assert world.ask("bob", "set_user_setting", "", key=key, value=value).status == status
    assert world.ask("guest", "set_user_setting", "", key=key, value=value).status == 401


def test_privacy_reaches_every_room(world: World) -> None:
    world.do("bob", "set_user_setting", "", key="read_status_privacy", value=1)
    world.do("bob", "set_user_setting", "", key="typing_privacy", value=1)
    assert world.row("bob").read_privacy is ReadPrivacy.PRIVATE
    assert world.server.users["bob"].typing_privacy is TypingPrivacy.PRIVATE
    assert world.add("bob", world.create()).read_privacy is ReadPrivacy.PRIVATE
