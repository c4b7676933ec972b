"""Breakout rooms: each guard both ways, who ends up where, who sees what."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from classroom import Class, answer
from standup import World

from talksim.constants import (
    AttendeeType,
    BreakoutMode,
    BreakoutStatus,
    LobbyState,
    RoomType,
    SignalingMode,
)
from talksim.model.user import User
from talksim.operations.breakout_rooms import MAX_AMOUNT, MAX_MESSAGE
from talksim.procedures.breakout_rooms import parse_attendee_map

FREE, MANUAL, AUTOMATIC = BreakoutMode.FREE, BreakoutMode.MANUAL, BreakoutMode.AUTOMATIC


# ---------------------------------------------------------------------------- configuring


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"mode": FREE, "amount": 1}, (200, None)),
        ({"mode": FREE, "amount": MAX_AMOUNT}, (200, None)),
        ({"mode": BreakoutMode.NOT_CONFIGURED, "amount": 1}, (200, None)),
        ({"mode": MANUAL, "amount": 1, "attendee_map": ""}, (200, None)),
        ({"mode": 4, "amount": 1}, (400, "mode")),
        ({"mode": -1, "amount": 1}, (400, "mode")),
        ({"mode": FREE, "amount": 0}, (400, "amount")),
        ({"mode": FREE, "amount": MAX_AMOUNT + 1}, (400, "amount")),
        ({"mode": MANUAL, "amount": 1, "attendee_map": "nonsense"}, (400, "attendeeMap")),
        ({"mode": MANUAL, "amount": 0, "attendee_map": "nonsense"}, (400, "amount")),
        ({"mode": AUTOMATIC, "amount": 1, "attendee_map": "nonsense"}, (200, None)),
    ],
)
def test_what_can_be_configured(params: dict[str, Any], expected: tuple[int, str | None]) -> None:
    assert answer(Class().do("alice", "configure_breakout_rooms", **params)) == expected


def test_a_refused_amount_or_map_leaves_the_mode_until_removal() -> None:
    world = Class()
    again: dict[str, Any] = {"mode": FREE, "amount": 1}
    for params in ({"mode": FREE, "amount": 0}, {"mode": MANUAL, "amount": 1, "attendee_map": '{"1": 7}'}):
        assert not world.do("alice", "configure_breakout_rooms", **params).ok
        assert (world.room.breakout_mode, world.breakouts) == (params["mode"], [])
        assert answer(world.do("alice", "configure_breakout_rooms", **again)) == (400, "room")
        world.done("alice", "remove_breakout_rooms")
    assert world.do("alice", "configure_breakout_rooms", **again).ok


def test_an_unknown_mode_stores_nothing() -> None:
    world = Class()
    world.do("alice", "configure_breakout_rooms", mode=4, amount=1)
    assert world.room.breakout_mode is BreakoutMode.NOT_CONFIGURED


def test_mode_0_makes_rooms_that_the_next_configuration_replaces() -> None:
    world = Class(BreakoutMode.NOT_CONFIGURED, 3)
    first = world.breakouts
    assert len(first) == 3
    world.done("alice", "configure_breakout_rooms", mode=FREE, amount=1)
    assert [room.token in world.server.rooms for room in first] == [False] * 3
    assert [room.name for room in world.breakouts] == ["Room 1"]


def test_only_groups_can_be_configured() -> None:
    configure: dict[str, Any] = {"mode": FREE, "amount": 1}
    public = World(RoomType.PUBLIC)
    assert answer(public.do("alice", "configure_breakout_rooms", **configure)) == (400, "room")
    world = Class(FREE)
    child = world.breakouts[0].token
    assert answer(world.do("alice", "configure_breakout_rooms", child, **configure)) == (400, "room")
    assert answer(world.do("alice", "configure_breakout_rooms", **configure)) == (400, "room")


@pytest.mark.parametrize("operation", ["configure_breakout_rooms", "reorganise_breakout_rooms"])
def test_the_setting_stops_setting_up_alone(operation: str) -> None:
    world = Class(FREE)
    world.server.settings.breakout_rooms = False
    params: dict[str, Any] = {"mode": FREE, "amount": 1} if operation.startswith("configure") else {}
    assert answer(world.do("alice", operation, **params)) == (400, "config")
    assert world.do("alice", "start_breakout_rooms").ok
    assert world.do("alice", "broadcast", message="hi").ok


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("configure_breakout_rooms", {"mode": FREE, "amount": 1}),
        ("remove_breakout_rooms", {}),
        ("start_breakout_rooms", {}),
        ("stop_breakout_rooms", {}),
        ("broadcast", {"message": "hi"}),
        ("reorganise_breakout_rooms", {}),
    ],
)
@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("dave", 404), ("guest", 401)])
def test_setting_up_is_for_moderators(operation: str, params: dict[str, Any], who: str, status: int) -> None:
    assert Class(FREE).do(who, operation, **params).status == status


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("start_breakout_rooms", {}),
        ("stop_breakout_rooms", {}),
        ("broadcast", {"message": "hi"}),
        ("reorganise_breakout_rooms", {}),
        ("list_breakout_rooms", {}),
        ("list_breakout_participants", {}),
    ],
)
def test_without_a_mode_there_is_nothing_to_run(operation: str, params: dict[str, Any]) -> None:
    assert answer(Class().do("alice", operation, **params)) == (400, "mode")
    assert Class(FREE).do("alice", operation, **params).ok


def test_new_rooms_stand_behind_a_lobby_and_inherit_the_type_alone() -> None:
    world = Class()
    world.done("alice", "set_description", description="hard rules")
    world.done("alice", "configure_breakout_rooms", mode=FREE, amount=2)
    for number, room in enumerate(world.breakouts, 1):
        assert (room.name, room.type, room.object_id) == (f"Room {number}", RoomType.GROUP, world.token)
        assert (room.lobby, room.description) == (LobbyState.NON_MODERATORS, "")
        assert world.keys(room) == ["conversation_created"]


def test_moderators_are_in_every_room_with_their_type() -> None:
    world = Class()
    world.done("alice", "promote", attendee=world.attendee("bob").id)
    world.done("alice", "configure_breakout_rooms", mode=FREE, amount=2)
    assert world.where("alice", "bob", "carol") == [["alice", "bob"]] * 2
    for room in world.breakouts:
        assert [int(attendee.type) for attendee in room.attendees.values()] == [1, 2]
        assert world.keys(room) == ["conversation_created", "user_added"]


def test_the_answer_ends_with_the_parent() -> None:
    shown = Class().do("alice", "configure_breakout_rooms", mode=FREE, amount=2).data
    assert [room["name"] for room in shown] == ["Room 1", "Room 2", "standup"]


# ------------------------------------------------------------------------------ spreading


@pytest.mark.parametrize("amount", [1, 2, 3, 5])
@pytest.mark.parametrize("seed", [1, 2, 20])
def test_dealing_is_fair(amount: int, seed: int) -> None:
    world = Class()
    pupils = [f"pupil{number}" for number in range(8)]
    for name in pupils:
        world.server.users[name] = User(name, name)
        world.done("alice", "add_participant", participant=name)
    world.server.seed = seed
    world.done("alice", "configure_breakout_rooms", mode=AUTOMATIC, amount=amount)
    people = [*pupils, "bob", "carol"]
    sizes = [len(names) for names in world.where(*people)]
    assert max(sizes) - min(sizes) <= 1
    assert Counter(name for names in world.where(*people) for name in names) == Counter(people)


def test_dealing_shuffles_by_the_seed() -> None:
    def dealt(seed: int) -> list[list[str]]:
        world = Class()
        world.server.seed = seed
        world.done("alice", "configure_breakout_rooms", mode=AUTOMATIC, amount=2)
        return world.where("bob", "carol")

    assert dealt(3) == dealt(3)
    assert len({json.dumps(dealt(seed)) for seed in range(10)}) == 2


def test_a_map_spreads_users_and_ignores_moderators_and_strangers() -> None:
    world = Class()
    wanted = json.loads(world.mapped(alice=1, bob=1)) | {"999": 0}
    world.done("alice", "configure_breakout_rooms", mode=MANUAL, amount=2, attendee_map=json.dumps(wanted))
    assert world.where("alice", "bob", "carol") == [["alice"], ["alice", "bob"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("[]", {}),
        ("{}", {}),
        ('{"3": 0, "4": 1}', {3: 0, 4: 1}),
        ('{"3": "1"}', {3: 1}),
        ('{"3": 2}', None),
        ('{"3": -1}', None),
        ('{"0": 0}', None),
        ('{"x": 0}', None),
        ('{"3": null}', None),
        ('{"3": "x"}', None),
        ('{"3": 0.5}', None),
        ('{"1": {"2": 1}}', None),
        ("[1, 1]", None),
        ('"a"', None),
        ("null", None),
        ("nonsense", None),
        ('{"3": NaN}', None),
    ],
)
def test_attendee_maps(text: str, expected: dict[int, int] | None) -> None:
    assert parse_attendee_map(text, 2) == expected


def test_reorganising_moves_those_named() -> None:
    world = Class(MANUAL)
    world.done("alice", "reorganise_breakout_rooms", attendee_map=world.mapped(bob=0, carol=1))
    assert world.where("bob", "carol") == [["bob"], ["carol"]]
    world.done("alice", "reorganise_breakout_rooms", attendee_map=world.mapped(bob=1))
    assert world.where("bob", "carol") == [[], ["bob", "carol"]]
    assert world.keys(world.breakouts[0])[-1] == "user_removed"


def test_reorganising_costs_the_session_even_without_a_move() -> None:
    world = Class(MANUAL)
    stay = world.mapped(bob=0)
    world.done("alice", "reorganise_breakout_rooms", attendee_map=stay)
    room = world.breakouts[0]
    world.done("bob", "join_room", room.token)
    before = room.by_actor[AttendeeType.USERS, "bob"]
    world.done("alice", "reorganise_breakout_rooms", attendee_map=stay)
    after = room.by_actor[AttendeeType.USERS, "bob"]
    assert before.sessions
    assert after is not before
    assert not after.sessions


def test_reorganising_refuses_bad_maps_and_moderators() -> None:
    world = Class(MANUAL)

    def reorganise(attendee_map: str) -> tuple[int, str | None]:
        return answer(world.do("alice", "reorganise_breakout_rooms", attendee_map=attendee_map))

    assert reorganise(world.mapped(bob=2)) == (400, "attendeeMap")
    assert reorganise(world.mapped(alice=0, bob=0)) == (400, "moderator")
    assert world.where("bob") == [[], []]
    for room in world.breakouts:
        world.done("alice", "delete_room", room.token)
    assert world.room.breakout_mode is MANUAL
    assert reorganise(world.mapped(bob=0)) == (400, "attendeeMap")
    assert reorganise("{}") == (200, None)


# ---------------------------------------------------------------------- running, messages


def test_starting_and_stopping_move_status_and_lobbies() -> None:
    world = Class(FREE)
    for _ in range(2):
        world.done("alice", "start_breakout_rooms")
        assert world.room.breakout_status is BreakoutStatus.STARTED
        assert {room.lobby for room in world.breakouts} == {LobbyState.NO_LOBBY}
    for _ in range(2):
        world.done("alice", "stop_breakout_rooms")
        assert world.room.breakout_status is BreakoutStatus.STOPPED
        assert {room.lobby for room in world.breakouts} == {LobbyState.NON_MODERATORS}
    for room in world.breakouts:
        assert world.keys(room) == [
            "conversation_created",
            "breakout_rooms_started",
            "breakout_rooms_stopped",
        ]


def test_sessions_are_sent_there_and_called_back() -> None:
    world = Class(MANUAL)
    settings = world.server.settings
    settings.signaling_mode, settings.signaling_servers = SignalingMode.EXTERNAL, ["signaling"]
    world.done("alice", "reorganise_breakout_rooms", attendee_map=world.mapped(bob=1))
    for name in ("alice", "bob", "carol"):
        world.done(name, "join_room")
    room = world.breakouts[1]
    world.sent("signaling")
    world.done("alice", "start_breakout_rooms")
    switches = [body["switchto"] for body in world.sent("signaling") if body["type"] == "switchto"]
    assert switches == [{"roomid": room.token, "sessions": list(world.attendee("bob").sessions)}]
    world.done("bob", "join_room", room.token)
    world.done("alice", "join_room", room.token)
    world.sent("signaling")
    world.done("alice", "stop_breakout_rooms")
    switches = [body["switchto"] for body in world.sent("signaling") if body["type"] == "switchto"]
    everybody = [session for attendee in room.attendees.values() for session in attendee.sessions]
    assert switches == [{"roomid": world.token, "sessions": everybody}]
    assert len(everybody) == 2


def test_removing_deletes_the_rooms_and_stops() -> None:
    world = Class(FREE)
    rooms = world.breakouts
    world.done("alice", "start_breakout_rooms")
    shown = world.done("alice", "remove_breakout_rooms").data
    assert (shown["breakoutRoomMode"], shown["breakoutRoomStatus"]) == (0, 0)
    assert not any(room.token in world.server.rooms for room in rooms)
    assert world.do("alice", "remove_breakout_rooms").ok


def test_a_broadcast_reaches_every_breakout_room_but_not_the_parent() -> None:
    world = Class(FREE)
    before = len(world.room.messages)
    outcome = world.do("alice", "broadcast", message=" five minutes ")
    assert outcome.status == 201
    assert [world.keys(room)[-1] for room in world.breakouts] == ["five minutes"] * 2
    assert len(world.room.messages) == before
    assert [room["unreadMessages"] for room in outcome.data] == [0, 0, 0]


@pytest.mark.parametrize(
    ("length", "expected"), [(MAX_MESSAGE, (201, None)), (MAX_MESSAGE + 1, (413, "message"))]
)
def test_a_broadcast_is_as_long_as_a_message(length: int, expected: tuple[int, str | None]) -> None:
    assert answer(Class(FREE).do("alice", "broadcast", message="é" * length)) == expected


def test_a_broadcast_needs_its_author_in_every_room() -> None:
    world = Class(FREE)
    child = world.breakouts[0]
    world.done("alice", "promote", attendee=world.attendee("bob").id)
    world.done("bob", "remove_self", child.token)
    assert world.do("bob", "broadcast", message="hi").status == 404
    assert world.do("alice", "broadcast", message="hi").status == 201


# -------------------------------------------------------------- what follows from the parent


def test_promotion_and_demotion_reach_every_breakout_room() -> None:
    world = Class(MANUAL)
    world.done("alice", "reorganise_breakout_rooms", attendee_map=world.mapped(bob=0))
    world.done("alice", "promote", attendee=world.attendee("bob").id)
    assert [int(room.by_actor[AttendeeType.USERS, "bob"].type) for room in world.breakouts] == [2, 2]
    world.done("alice", "demote", attendee=world.attendee("bob").id)
    assert world.where("bob") == [[], []]


@pytest.mark.parametrize("mode", [MANUAL, BreakoutMode.NOT_CONFIGURED])
def test_deleting_the_parent_deletes_them_while_a_mode_is_set(mode: BreakoutMode) -> None:
    world = Class(mode)
    rooms = world.breakouts
    world.done("alice", "delete_room")
    assert [room.token in world.server.rooms for room in rooms] == [mode is not MANUAL] * 2


def test_leaving_the_parent_is_leaving_the_breakout_rooms() -> None:
    world = Class(MANUAL)
    world.done("alice", "reorganise_breakout_rooms", attendee_map=world.mapped(bob=0))
    world.done("bob", "remove_self")
    assert world.where("bob") == [[], []]


def test_the_only_user_leaving_deletes_the_breakout_room() -> None:
    world = Class(FREE, 1)
    world.done("alice", "remove_self", world.breakouts[0].token)
    assert (world.breakouts, world.room.breakout_mode) == ([], FREE)


def test_people_are_taken_out_in_the_order_in_which_they_came() -> None:
    world = Class(BreakoutMode.MANUAL)
    room = world.breakouts[0]
    for name in ("carol", "bob"):
        world.done("alice", "add_participant", room.token, participant=name)
    world.done("alice", "reorganise_breakout_rooms", attendee_map=world.mapped(bob=1, carol=1))
    removed = [message for message in room.messages if message.system == "user_removed"]
    assert [message.parameters["user"] for message in removed] == ["carol", "bob"]
