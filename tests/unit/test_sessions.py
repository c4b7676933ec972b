"""Joining and leaving with a session: each guard both ways, and who one is afterwards."""

from __future__ import annotations

import pytest
from people import World, answer

from talksim.constants import (
    ListableScope,
    ObjectType,
    ParticipantType,
    RoomType,
    SessionState,
    SignalingMode,
)
from talksim.model.room import Room


@pytest.fixture
def world() -> World:
    return World()


def in_call(world: World, who: str, room: Room | str | None = None) -> None:
    world.do(who, "join_room", room)
    world.do(who, "join_call", room)


@pytest.mark.parametrize(
    ("kind", "listable", "user", "expected"),
    [
        (RoomType.PUBLIC, 0, "carol", ParticipantType.SELF_JOINED),
        (RoomType.PUBLIC, 1, "carol", ParticipantType.USER),
        (RoomType.GROUP, 1, "carol", ParticipantType.USER),
        (RoomType.GROUP, 0, "carol", None),
        (RoomType.PUBLIC, 0, "guest", ParticipantType.GUEST),
        (RoomType.GROUP, 2, "guest", None),
        (RoomType.GROUP, 0, "alice", ParticipantType.OWNER),
    ],
)
def test_who_joins_as_what(
    world: World, kind: RoomType, listable: int, user: str, expected: ParticipantType | None
) -> None:
    room = world.create(kind)
    room.listable = ListableScope(listable)
    outcome = world.ask(user, "join_room", room)
    assert outcome.status == (200 if expected else 404)
    assert expected is None or outcome.data["participantType"] == expected


@pytest.mark.parametrize(
    ("who", "password", "expected"),
    [
        ("bob", "", (200, None)),
        ("carol", "wrong", (403, "password")),
        ("carol", "secret", (200, None)),
        ("guest", "", (403, "password")),
        ("guest", "secret", (200, None)),
    ],
)
def test_password(world: World, who: str, password: str, expected: tuple[int, str | None]) -> None:
    world.room.password = "secret"
    assert answer(world.ask(who, "join_room", password=password)) == expected


def test_a_listed_room_asks_accounts_for_no_password(world: World) -> None:
    world.room.password, world.room.listable = "secret", ListableScope.USERS
    assert world.ask("carol", "join_room").ok
    assert world.ask("guest", "join_room").status == 403


def test_force_decides_about_a_session_in_the_call(world: World) -> None:
    in_call(world, "bob")
    refused = world.ask("bob", "join_room", force=False)
    assert (refused.status, refused.data["inCall"]) == (409, 7)
    assert world.ask("bob#2", "join_room", force=False).ok
    assert world.ask("bob", "join_room").ok
    assert world.ask("bob", "join_room", force=False).ok
    assert len(world.row("bob").sessions) == 2


def test_a_guest_who_reloads_stays_and_one_who_left_is_new(world: World) -> None:
    first = world.do("guest", "join_room").data
    again = world.do("guest", "join_room").data
    assert (again["attendeeId"], again["actorId"]) == (first["attendeeId"], first["actorId"])
    assert (first["notificationCalls"], again["notificationCalls"]) == (0, 1)
    world.do("guest", "leave_room")
    anew = world.do("guest", "join_room").data
    assert anew["attendeeId"] != first["attendeeId"]
    assert anew["actorId"] != first["actorId"]
    assert len(anew["actorId"]) == 40


def test_a_refused_guest_has_lost_the_session_and_keeps_the_row(world: World) -> None:
    guest = world.guest()
    world.room.password = "secret"
    assert world.ask("guest", "join_room").status == 403
    assert not guest.sessions
    assert guest.id in world.room.attendees


def test_a_self_joined_user_gets_a_new_row_each_time(world: World) -> None:
    first = world.do("carol", "join_room").data["attendeeId"]
    assert world.do("carol", "join_room").data["attendeeId"] != first
    world.do("carol", "leave_room")
    assert "carol" not in world.actors()


def test_a_second_browser_keeps_a_self_joined_user_in(world: World) -> None:
    world.do("carol", "join_room")
    world.do("carol#2", "join_room")
    world.do("carol", "leave_room")
    assert "carol" in world.actors()


def test_leaving_is_always_fine(world: World) -> None:
    in_call(world, "bob")
    for who, room in (("bob", None), ("bob", None), ("carol", None), ("guest", "zz9zz9zz")):
        assert world.ask(who, "leave_room", room).status == 200
    assert not world.room.call.active


def test_rejoining_alone_in_the_call_ends_it_unless_it_began_without_flags(world: World) -> None:
    in_call(world, "bob")
    world.do("bob", "join_room")
    assert not world.room.call.active
    world.do("bob", "join_call", flags=0)
    world.do("bob", "join_room")
    assert world.room.call.active


def test_the_call_of_a_former_one_to_one_cannot_end(world: World) -> None:
    room = world.create(RoomType.ONE_TO_ONE, "bob")
    in_call(world, "bob", room)
    room.type = RoomType.FORMER_ONE_TO_ONE
    assert world.ask("bob", "leave_room", room).status == 500
    assert world.ask("bob", "join_room", room).status == 500
    assert len(world.row("bob", room).sessions) == 1


def test_a_room_to_verify_a_password_has_one_visitor_and_ends_with_the_first_who_leaves(world: World) -> None:
    room = world.create()
    room.object_type = ObjectType.SHARE_PASSWORD
    assert [world.ask(who, "join_room", room).status for who in ("alice", "guest", "bob")] == [200, 200, 404]
    assert world.ask("guest", "join_room", room).status == 404
    assert room.token not in world.server.rooms


def test_a_deleted_account_is_refused_before_everything(world: World) -> None:
    del world.server.users["carol"]
    for operation in ("join_room", "leave_room", "list_participants"):
        assert world.ask("carol", operation).status == 401
    world.server.settings.allowed_groups = ["staff"]
    assert [world.ask(who, "join_room").status for who in ("bob", "dave", "guest")] == [403, 200, 200]


def test_session_state(world: World) -> None:
    assert world.ask("bob", "set_session_state", state=2).status == 404
    world.do("bob", "join_room")
    assert world.ask("bob", "set_session_state", state=2).status == 400
    world.do("bob", "set_session_state", state=0)
    assert [s.status for s in world.row("bob").sessions.values()] == [SessionState.INACTIVE]


def test_signaling_keeps_sessions_alive(world: World) -> None:
    session = world.do("bob", "join_room").data["sessionId"]
    world.talk.wait(99)
    world.do("signaling", "ping", "", sessions=[session, "unknown"])
    world.talk.wait(99)
    assert world.ask("bob", "pull_signaling").ok
    world.talk.wait(99)
    assert world.do("alice", "list_participants").data[1]["sessionIds"] == [session]
    world.talk.wait(1)
    world.do("alice", "list_participants")
    assert world.ask("bob", "pull_signaling").status == 409
    assert world.ask("carol", "pull_signaling").status == 404
    world.do("carol", "join_room")
    world.do("alice", "remove_attendee", attendee=world.row("carol").id)
    assert world.ask("carol", "pull_signaling").status == 404
    world.server.settings.signaling_mode = SignalingMode.EXTERNAL
    world.server.settings.signaling_servers = ["one"]
    assert world.ask("bob", "pull_signaling").status == 400
