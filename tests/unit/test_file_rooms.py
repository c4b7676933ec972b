"""Rooms about files and about passwords of links: who may make, join and keep them."""

from __future__ import annotations

from typing import Any

import pytest
from standup import World

from talksim.constants import ObjectType, ParticipantType, RoomType

USER, SELF_JOINED, GUEST = ParticipantType.USER, ParticipantType.SELF_JOINED, ParticipantType.GUEST


@pytest.fixture
def world() -> World:
    made = World()
    made.do("admin", "register_file", "", file="7", name="n" * 70, readers=["alice", "bob"])
    made.do("admin", "register_link", "", link="link", file="7", owner="alice")
    return made


def file_room(world: World) -> str:
    return str(world.do("alice", "get_file_room", "", file="7").data["token"])


def kinds(world: World, token: str) -> dict[str, ParticipantType]:
    return {a.actor_id: a.type for a in world.server.rooms[token].attendees.values()}


def test_the_room_about_a_file_is_one_and_nobodys(world: World) -> None:
    token = file_room(world)
    assert world.do("bob", "get_file_room", "", file="7").data == {"token": token}
    room = world.server.rooms[token]
    assert (room.type, room.object_type, room.object_id) == (RoomType.PUBLIC, ObjectType.FILE, "7")
    assert (len(room.name), room.attendees) == (64, {})
    assert world.talk.fork().server.file_rooms["7"].token == token
    assert world.do("bob", "set_lobby", token, state=1).status == 404


def test_who_may_ask_for_the_room_about_a_file(world: World) -> None:
    assert world.do("carol", "get_file_room", "", file="7").status == 404
    assert world.do("guest", "get_file_room", "", file="7").status == 401
    assert world.do("alice", "get_file_room", "", file="8").status == 404
    world.do("admin", "register_file", "", file="8", name="own", readers=["alice"])
    assert world.do("alice", "get_file_room", "", file="8").status == 404
    world.do("admin", "register_file", "", file="9", name="dir", readers=["alice", "bob"], folder=True)
    assert world.do("alice", "get_file_room", "", file="9").status == 404
    world.server.settings.conversations_files = False
    assert world.do("alice", "get_file_room", "", file="7").status == 400
    world.server.settings.allowed_groups = ["staff"]
    assert world.do("alice", "get_file_room", "", file="7").status == 403


def test_a_link_leads_to_the_same_room(world: World) -> None:
    token = file_room(world)
    assert world.do("guest", "get_public_share_room", "", link="link").data["token"] == token
    assert world.do("carol", "get_public_share_room", "", link="link").data["userDisplayName"] == "Carol"
    assert world.do("guest", "get_public_share_room", "", link="none").status == 404
    for setting in ("conversations_files", "conversations_files_public_shares"):
        setattr(world.server.settings, setting, False)
        assert world.do("guest", "get_public_share_room", "", link="link").status == 400
        setattr(world.server.settings, setting, True)
    world.do("admin", "register_file", "", file="7", name="dir", folder=True)
    assert world.do("guest", "get_public_share_room", "", link="link").status == 404


def test_a_locked_link_asks_for_its_password(world: World) -> None:
    world.do("admin", "register_link", "", link="locked", file="7", owner="alice", password="secret")
    assert world.do("guest", "get_public_share_room", "", link="locked").status == 404
    assert world.do("guest", "enter_link_password", "", link="locked", password="x").status == 403
    assert world.do("guest", "enter_link_password", "", link="none", password="x").status == 404
    assert world.do("guest", "enter_link_password", "", link="locked", password="secret").status == 200
    assert world.do("guest", "join_room", file_room(world)).status == 404
    assert world.do("guest", "get_public_share_room", "", link="locked").status == 200
    assert world.do("guest", "join_room", file_room(world)).status == 200


def test_readers_stay_and_visitors_by_link_go(world: World) -> None:
    token = file_room(world)
    for who in ("dave", "guest"):
        assert world.do(who, "join_room", token).status == 404
        world.do(who, "get_public_share_room", "", link="link")
    for who in ("bob", "dave", "guest"):
        assert world.do(who, "join_room", token).status == 200
    assert sorted(kinds(world, token).values()) == [USER, GUEST, SELF_JOINED]
    for who in ("bob", "dave"):
        world.do(who, "leave_room", token)
    assert set(kinds(world, token).values()) == {USER, GUEST}
    assert world.do("bob", "remove_self", token).status == 200
    assert token in world.server.rooms


def test_losing_access_is_found_out_at_the_next_join(world: World) -> None:
    token = file_room(world)
    world.do("bob", "join_room", token)
    world.do("admin", "register_file", "", file="7", name="notes", readers=["alice"])
    assert "bob" in kinds(world, token)
    assert world.do("bob", "join_room", token).status == 404
    assert "bob" not in kinds(world, token)


def test_a_link_that_is_gone_lets_nobody_in(world: World) -> None:
    token = file_room(world)
    world.do("guest", "get_public_share_room", "", link="link")
    world.do("admin", "unregister_link", "", link="link")
    assert world.do("admin", "unregister_link", "", link="link").status == 404
    assert world.do("guest", "join_room", token).status == 404
    assert world.do("admin", "register_link", "", link="x", file="none", owner="alice").status == 404


@pytest.fixture
def asking(world: World) -> World:
    given: dict[str, Any] = {"link": "asks", "file": "7", "owner": "alice", "password": "secret"}
    world.do("admin", "register_link", "", by_talk=True, **given)
    return world


def test_a_password_is_asked_for_in_a_room_of_two(asking: World) -> None:
    made = asking.do("guest", "request_link_password", "", link="asks")
    assert (made.status, kinds(asking, made.token)) == (201, {"alice": ParticipantType.OWNER})
    assert asking.do("guest", "join_room", made.token).status == 200
    assert asking.do("bob", "join_room", made.token).status == 404
    assert asking.do("alice", "join_room", made.token).status == 200
    assert asking.do("alice", "add_participant", made.token, participant="bob").status == 400
    asking.do("alice", "leave_room", made.token)
    assert made.token not in asking.server.rooms


def test_where_no_password_can_be_asked_for(asking: World) -> None:
    assert asking.do("guest", "request_link_password", "", link="none").status == 404
    assert asking.do("guest", "request_link_password", "", link="link").status == 404
    asking.do("admin", "delete_user", "", user="alice")
    assert asking.do("guest", "request_link_password", "", link="asks").status == 404
    asking.server.settings.allowed_groups = ["staff"]
    assert asking.do("dave", "request_link_password", "", link="asks").status == 403
