"""What clients are told of the server (spec: chat 5.2, 5.3)."""

from __future__ import annotations

from typing import Any

import pytest
from standup import World

from talksim.constants import RoomType, SignalingMode, StartCalls


@pytest.fixture
def world() -> World:
    return World(RoomType.GROUP)


def config(world: World, who: str = "alice") -> dict[str, Any]:
    shown: dict[str, Any] = world.do(who, "get_capabilities", "").data["capabilities"]["spreed"]["config"]
    return shown


def test_privacy_follows_the_account(world: World) -> None:
    assert (config(world)["chat"]["read-privacy"], config(world, "guest")["chat"]["read-privacy"]) == (0, 0)
    world.do("alice", "set_user_setting", "", key="read_status_privacy", value="1")
    assert config(world)["chat"]["read-privacy"] == 1
    assert (config(world)["attachments"]["allowed"], config(world, "guest")["attachments"]["allowed"]) == (
        True,
        False,
    )


def test_capabilities_follow_the_settings(world: World) -> None:
    settings = world.server.settings
    calls = config(world)["call"]
    assert (calls["enabled"], calls["recording"], calls["sip-enabled"], calls["can-enable-sip"]) == (
        True,
        False,
        False,
        True,
    )
    world.set_up_recording()
    settings.start_calls, settings.start_conversations = StartCalls.NOBODY, ["staff"]
    settings.sip_bridge_shared_secret = settings.sip_bridge_dialin_info = "x"
    settings.sip_bridge_groups = ["staff"]
    calls = config(world)["call"]
    assert (calls["enabled"], calls["recording"], calls["sip-enabled"], calls["can-enable-sip"]) == (
        False,
        True,
        True,
        False,
    )
    may_create = [config(world, who)["conversations"]["can-create"] for who in ("alice", "bob", "guest")]
    assert may_create == [False, True, False]


def test_outside_the_allowed_groups_there_is_no_talk(world: World) -> None:
    world.server.settings.allowed_groups = ["staff"]
    assert world.do("alice", "get_capabilities", "").data == {"capabilities": {}}
    assert "spreed" in world.do("bob", "get_capabilities", "").data["capabilities"]


def test_a_deleted_account_is_told_nothing(world: World) -> None:
    world.do("admin", "delete_user", "", user="carol")
    assert world.do("carol", "get_capabilities", "").status == 401
    assert world.do("carol", "get_signaling_settings", "").status == 401


def test_signaling_settings(world: World) -> None:
    shown = world.do("alice", "get_signaling_settings", "", room=world.token).data
    assert (shown["signalingMode"], shown["server"], shown["sipDialinInfo"]) == (
        SignalingMode.INTERNAL,
        "",
        "",
    )
    world.set_up_recording()
    shown = world.do("alice", "get_signaling_settings", "").data
    assert (shown["signalingMode"], shown["server"]) == (SignalingMode.EXTERNAL, "signaling")


def test_signaling_settings_refused(world: World) -> None:
    assert world.do("dave", "get_signaling_settings", "", room=world.token).status == 404
    assert world.do("guest", "get_signaling_settings", "", room="none").status == 404
    assert world.do("guest", "get_signaling_settings", "", signed=False).status == 401
    assert world.do("guest", "get_signaling_settings", "", signed=True).status == 200
