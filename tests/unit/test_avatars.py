"""The picture of a room, each guard both ways (spec: conversation 3.7)."""

from __future__ import annotations

import pytest
from standup import World

from talksim.constants import ListableScope, RoomType

MIB = 1024 * 1024


@pytest.fixture
def world() -> World:
    return World()


def test_a_picture_comes_and_goes(world: World) -> None:
    plain = world.do("alice", "get_room").data
    assert (plain["isCustomAvatar"], bool(plain["avatarVersion"])) == (False, True)
    first = world.do("alice", "set_emoji_avatar", emoji="👋").data
    second = world.do("alice", "set_emoji_avatar", emoji="👋", color="12aBef").data
    assert first["avatarVersion"] != second["avatarVersion"]
    third = world.do("alice", "upload_avatar", file="me.JPG", size=20 * MIB).data
    assert third["isCustomAvatar"]
    gone = [world.do("alice", "remove_avatar").data["isCustomAvatar"] for _ in range(2)]
    assert gone == [False, False]
    assert world.said() == ["avatar_set", "avatar_set", "avatar_set", "avatar_removed"]


@pytest.mark.parametrize("emoji", ["", "x", "👋👋", "👋 "])
def test_one_emoji(world: World, emoji: str) -> None:
    assert world.do("alice", "set_emoji_avatar", emoji=emoji).status == 400


@pytest.mark.parametrize("color", ["", "12345", "1234567", "12345g", "#12345"])
def test_six_digits_of_color(world: World, color: str) -> None:
    assert world.do("alice", "set_emoji_avatar", emoji="👋", color=color).status == 400


def test_files_that_are_refused(world: World) -> None:
    for given in ({"file": ""}, {"file": "a.gif"}, {"file": "a.png", "square": False}):
        assert world.do("alice", "upload_avatar", **given).status == 400
    assert world.do("alice", "upload_avatar", file="a.png", size=20 * MIB + 1).status == 400
    assert world.said() == []


def test_only_moderators_set_a_picture(world: World) -> None:
    for who, status in (("bob", 403), ("dave", 404)):
        assert world.do(who, "set_emoji_avatar", emoji="👋").status == status
        assert world.do(who, "upload_avatar", file="a.png").status == status
        assert world.do(who, "remove_avatar").status == status


def test_a_one_to_one_keeps_its_pictures(world: World) -> None:
    direct = world.do("alice", "create_room", "", type=RoomType.ONE_TO_ONE, invite="bob").token
    assert world.do("alice", "set_emoji_avatar", direct, emoji="👋").status == 400
    assert world.do("alice", "upload_avatar", direct, file="a.png").status == 400
    assert world.do("alice", "remove_avatar", direct).status == 200


def test_who_sees_the_picture(world: World) -> None:
    assert [world.do(who, "get_avatar").status for who in ("bob", "dave", "guest")] == [200, 404, 404]
    world.do("alice", "set_listable", scope=ListableScope.EVERYONE)
    assert [world.do(who, "get_avatar").status for who in ("dave", "guest")] == [200, 404]
    world.enter("guest", call=False)
    assert world.do("guest", "get_avatar").status == 200
    assert world.do("alice", "get_avatar", "none").status == 404
