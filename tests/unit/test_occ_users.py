"""Passing rooms on and looking at calls by command (spec: participant 1.7, 5.5; chat 7)."""

from __future__ import annotations

from typing import Any

import pytest
from standup import World

from talksim.constants import ParticipantType, RecordingConsent, RoomType
from talksim.outcome import Outcome

OWNER, MODERATOR, USER = ParticipantType.OWNER, ParticipantType.MODERATOR, ParticipantType.USER
SELF_JOINED = ParticipantType.SELF_JOINED


@pytest.fixture
def world() -> World:
    return World()


def transfer(world: World, source: str, destination: str, **options: bool) -> tuple[int, str]:
    data = world.do(
        "cli", "occ_transfer_ownership", "", source=source, destination=destination, **options
    ).data
    return data["exit"], data["output"][0]


def look(world: World, command: str, token: str | None = None, **options: Any) -> Outcome:
    return world.do("cli", f"occ_{command}", token, **options)


def test_the_destination_comes_in_with_the_rank_of_the_source(world: World) -> None:
    assert transfer(world, "alice", "dave") == (0, "Added or promoted user dave in 1 rooms.")
    assert (world.attendee("dave").type, world.attendee("alice").type) == (OWNER, OWNER)
    assert transfer(world, "alice", "dave") == (0, "Added or promoted user dave in 0 rooms.")


def test_an_unknown_destination_and_an_unknown_source(world: World) -> None:
    assert transfer(world, "alice", "nobody")[0] == 1
    assert transfer(world, "nobody", "alice") == (0, "Added or promoted user alice in 0 rooms.")


@pytest.mark.parametrize(
    ("source", "destination", "becomes", "counted"),
    [
        (OWNER, MODERATOR, OWNER, 1),
        (OWNER, USER, OWNER, 1),
        (OWNER, SELF_JOINED, OWNER, 1),
        (OWNER, OWNER, OWNER, 0),
        (MODERATOR, OWNER, OWNER, 0),
        (MODERATOR, MODERATOR, MODERATOR, 0),
        (MODERATOR, USER, MODERATOR, 1),
        (MODERATOR, SELF_JOINED, MODERATOR, 1),
        (USER, MODERATOR, MODERATOR, 0),
        (USER, USER, USER, 0),
        (USER, SELF_JOINED, USER, 1),
        (SELF_JOINED, USER, USER, 0),
    ],
)
def test_a_rank_is_raised_and_never_lowered(
    world: World,
    source: ParticipantType,
    destination: ParticipantType,
    becomes: ParticipantType,
    counted: int,
) -> None:
    for name, rank in (("bob", source), ("carol", destination)):
        world.attendee(name).type = rank
        world.room.counts[USER] -= 1
        world.room.counts[rank] += 1
    _, printed = transfer(world, "bob", "carol", include_non_moderator=True)
    assert (printed, world.attendee("carol").type) == (
        f"Added or promoted user carol in {counted} rooms.",
        becomes,
    )
    assert world.room.counts[becomes] >= 1


def test_plain_users_pass_on_their_rooms_only_when_asked_to(world: World) -> None:
    assert transfer(world, "bob", "dave")[1] == "Added or promoted user dave in 0 rooms."
    assert world.room.find("users", "dave") is None
    transfer(world, "bob", "dave", include_non_moderator=True)
    assert world.attendee("dave").type is USER


def test_a_removed_source_is_out_even_where_nothing_changed(world: World) -> None:
    transfer(world, "alice", "bob")
    assert (
        transfer(world, "alice", "bob", remove_source_user=True)[1]
        == "Added or promoted user bob in 0 rooms."
    )
    assert (world.room.find("users", "alice"), world.attendee("bob").type) == (None, OWNER)


def test_other_rooms_are_not_passed_on(world: World) -> None:
    world.do("alice", "create_room", "", type=RoomType.ONE_TO_ONE, invite="bob")
    world.do("alice", "get_note_to_self", "")
    assert transfer(world, "alice", "dave")[1] == "Added or promoted user dave in 1 rooms."
    assert len(world.server.rooms_with("users", "dave")) == 1


def test_calls_are_counted_and_make_one_command_fail(world: World) -> None:
    for command in ("active_calls", "monitor_calls"):
        assert (look(world, command, "").status, look(world, command, "").data["output"]) == (
            200,
            ["No calls in progress"],
        )
    world.enter("alice", "bob")
    active = look(world, "active_calls", "")
    assert (active.status, active.data["exit"], active.data["calls"], active.data["participants"]) == (
        400,
        1,
        1,
        2,
    )
    assert look(world, "monitor_calls", "").data["output"] == [f'  - "{world.token}": 2']
    world.talk.wait(60)
    assert look(world, "active_calls", "").data["participants"] == 0
    assert look(world, "monitor_calls", "").data["output"] == ["No calls in progress"]


def test_a_room_is_counted(world: World) -> None:
    world.enter("alice")
    world.enter("bob", call=False)
    data = look(world, "monitor_room").data
    assert (data["attendees"], data["sessions"], data["inCall"]) == (3, 2, 1)
    missing = look(world, "monitor_room", "abcdef")
    assert (missing.data["exit"], missing.data["output"]) == (1, ["Room with token abcdef not found"])


def test_consents_are_listed_by_room_and_actor() -> None:
    world = World(recordable=True)
    world.set_up_recording(RecordingConsent.REQUIRED)
    for name in ("alice", "bob"):
        world.do(name, "join_room")
        world.do(name, "join_call", consent=True)
    of_room = look(world, "recording_consent", "", room=world.token).data["consents"]
    assert [consent["actorId"] for consent in of_room] == ["alice", "bob"]
    of_bob = look(world, "recording_consent", "", actor_type="users", actor_id="bob")
    assert (of_bob.status, [c["actorId"] for c in of_bob.data["consents"]]) == (200, ["bob"])
    world.do("admin", "delete_user", "", user="bob")
    of_room = look(world, "recording_consent", "", room=world.token).data["consents"]
    assert [consent["actorId"] for consent in of_room] == ["alice"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"actor_type": "users"}, 1),
        ({"actor_id": "bob", "room": "none"}, 1),
        ({"room": "none"}, 2),
        ({}, 3),
    ],
)
def test_refused_lists_of_consents(world: World, options: dict[str, str], code: int) -> None:
    assert look(world, "recording_consent", "", **options).data["exit"] == code


def test_a_removed_user_is_spoken_of(world: World) -> None:
    done = world.do("cli", "occ_remove_users", "", users=["bob"])
    assert done.data == {"exit": 0, "output": ["Users successfully removed from all rooms."]}


def test_one_unknown_account_spares_all(world: World) -> None:
    refused = world.do("cli", "occ_remove_users", "", users=["bob", "nobody"])
    assert refused.data == {"exit": 1, "output": ["User 'nobody' not found."]}
    assert world.server.rooms_with("users", "bob") != []
    assert world.do("cli", "occ_remove_users", "").status == 200
    assert world.server.rooms_with("users", "bob") != []


def test_a_source_who_leaves_the_parent_leaves_its_breakout_rooms(world: World) -> None:
    parent = world.do("alice", "create_room", "", name="Course", type=RoomType.GROUP).token
    world.do("alice", "configure_breakout_rooms", parent, mode=3, amount=2)
    assert transfer(world, "alice", "dave", remove_source_user=True)[0] == 0
    assert world.server.rooms_with("users", "alice") == []
