"""What people do in breakout rooms: each guard both ways, and who is shown what."""

from __future__ import annotations

from typing import Any

import pytest
from classroom import Class, answer
from standup import World

from talksim.constants import BreakoutMode, BreakoutStatus, LobbyState, Permission, RoomType

FREE, MANUAL = BreakoutMode.FREE, BreakoutMode.MANUAL


def test_help_is_asked_for_in_open_breakout_rooms() -> None:
    world = Class(FREE)
    child = world.breakouts[0].token
    for operation in ("request_assistance", "withdraw_assistance"):
        assert answer(world.do("alice", operation)) == (400, "room")
        assert answer(world.do("alice", operation, child)) == (400, "room")
        assert world.do("bob", operation, child).status == 404
        assert world.do("guest", operation, child).status == 401
    world.done("alice", "start_breakout_rooms")
    assert world.done("alice", "request_assistance", child).data["breakoutRoomStatus"] == 2
    assert world.done("alice", "withdraw_assistance", child).data["breakoutRoomStatus"] == 0


def test_stopping_drops_the_request_for_help() -> None:
    world = Class(FREE)
    child = world.breakouts[0]
    world.done("alice", "start_breakout_rooms")
    world.done("alice", "request_assistance", child.token)
    world.done("alice", "start_breakout_rooms")
    asked = child.breakout_status
    world.done("alice", "stop_breakout_rooms")
    assert (asked, child.breakout_status) == (BreakoutStatus.ASSISTANCE_REQUESTED, BreakoutStatus.STOPPED)


@pytest.mark.parametrize(
    ("mode", "started", "who", "target", "expected"),
    [
        (FREE, True, "bob", 0, (200, None)),
        (MANUAL, True, "bob", 0, (400, "mode")),
        (FREE, False, "bob", 0, (400, "status")),
        (FREE, True, "alice", 0, (400, "moderator")),
        (FREE, True, "bob", None, (400, "target")),
        (FREE, True, "dave", 0, (404, None)),
        (FREE, True, "guest", 0, (401, None)),
    ],
)
def test_who_may_switch(
    mode: BreakoutMode, started: bool, who: str, target: int | None, expected: tuple[int, str | None]
) -> None:
    world = Class(mode)
    if started:
        world.done("alice", "start_breakout_rooms")
    token = world.token if target is None else world.breakouts[target].token
    assert answer(world.do(who, "switch_breakout_room", target=token)) == expected


def test_switching_leaves_one_room_for_the_other() -> None:
    world = Class(FREE)
    world.done("alice", "start_breakout_rooms")
    first, second = world.breakouts
    world.done("bob", "switch_breakout_room", target=first.token)
    shown = world.done("bob", "switch_breakout_room", target=second.token).data
    assert (shown["token"], shown["attendeeId"]) == (second.token, world.attendee("bob").id)
    assert world.where("bob") == [[], ["bob"]]
    assert world.keys(first)[-2:] == ["user_added", "user_removed"]


def test_the_order_of_the_rooms_is_that_of_the_messages_of_a_switch() -> None:
    world = Class(FREE)
    world.done("alice", "start_breakout_rooms")
    first, second = world.breakouts

    def last() -> list[int]:
        return [room.messages[-1].id for room in (first, second)]

    world.done("bob", "switch_breakout_room", target=second.token)
    world.done("bob", "switch_breakout_room", target=first.token)
    assert last() == sorted(last())
    world.done("bob", "switch_breakout_room", target=second.token)
    assert last() == sorted(last())
    assert world.where("bob") == [[], ["bob"]]


def test_switching_to_where_one_is_banned_is_leaving() -> None:
    world = Class(FREE)
    world.done("alice", "start_breakout_rooms")
    first, second = world.breakouts
    world.done("alice", "ban", second.token, actor_type="users", actor_id="bob")
    world.done("bob", "switch_breakout_room", target=first.token)
    shown = world.done("bob", "switch_breakout_room", target=second.token).data
    assert shown["displayName"] == "Private conversation"
    assert world.where("bob") == [[], []]


@pytest.mark.parametrize("operation", ["list_breakout_rooms", "list_breakout_participants"])
@pytest.mark.parametrize(
    ("who", "started", "expected"),
    [
        ("alice", False, (200, None)),
        ("bob", False, (400, "status")),
        ("bob", True, (200, None)),
        ("dave", True, (404, None)),
    ],
)
def test_who_may_list(operation: str, who: str, started: bool, expected: tuple[int, str | None]) -> None:
    world = Class(FREE)
    if started:
        world.done("alice", "start_breakout_rooms")
    assert answer(world.do(who, operation)) == expected


@pytest.mark.parametrize(("mode", "names"), [(FREE, ["Room 1", "Room 2"]), (MANUAL, ["Room 2"])])
def test_users_see_their_own_rooms_or_all_in_free_mode(mode: BreakoutMode, names: list[str]) -> None:
    world = Class(mode)
    world.done("alice", "reorganise_breakout_rooms", attendee_map=world.mapped(bob=1))
    world.done("alice", "start_breakout_rooms")
    shown = world.done("bob", "list_breakout_rooms").data
    assert [room["name"] for room in shown] == names
    assert [room["participantType"] for room in shown] == [4, 3][-len(names) :]
    people = world.done("bob", "list_breakout_participants").data
    tokens = [room.token for room in world.breakouts if room.name in names]
    assert [entry["roomToken"] for entry in people] == [world.token] * 3 + [
        token for token in tokens for _ in world.server.rooms[token].attendees
    ]


def test_the_lobby_of_the_parent_hides_the_participants() -> None:
    world = Class(FREE)
    world.done("alice", "start_breakout_rooms")
    world.done("alice", "set_lobby", state=LobbyState.NON_MODERATORS)
    assert world.do("bob", "list_breakout_participants").status == 412
    assert world.do("bob", "list_breakout_rooms").ok
    ignore: dict[str, Any] = {"permissions": Permission.IGNORE_LOBBY, "method": "add"}
    world.done("alice", "set_permissions", attendee=world.attendee("bob").id, **ignore)
    assert world.do("bob", "list_breakout_participants").ok


def test_guests_do_not_see_participants() -> None:
    world = World(RoomType.PUBLIC)
    world.enter("guest", call=False)
    assert world.do("guest", "list_breakout_participants").status == 403
    assert world.do("guest", "list_breakout_rooms").status == 401


@pytest.mark.parametrize("browser", ["alice", "alice#2"])
def test_a_breakout_room_is_shown_with_a_session_of_any_browser(browser: str) -> None:
    world = Class(FREE)
    child = world.breakouts[0]
    session = world.done(browser, "join_room", child.token).data["sessionId"]
    assert world.done("alice", "start_breakout_rooms").data[0]["sessionId"] == session
    assert world.done("alice", "list_breakout_rooms").data[0]["sessionId"] == session
    assert world.done("alice", "broadcast", message="hi").data[0]["sessionId"] == "0"
    stay = world.done("alice", "reorganise_breakout_rooms", attendee_map="{}")
    assert stay.data[0]["sessionId"] == session
    moved = world.done("alice", "reorganise_breakout_rooms", attendee_map=world.mapped(bob=0))
    assert moved.data[0]["sessionId"] == "0"


def test_dead_sessions_are_shown_once_more_in_the_list_with_breakout_rooms() -> None:
    world = Class(FREE)
    world.done("bob", "join_room")
    world.talk.wait(101)
    for sessions in (1, 0):
        listed = world.done("alice", "list_breakout_participants").data
        assert [len(one["sessionIds"]) for one in listed if one["actorId"] == "bob"] == [sessions]
