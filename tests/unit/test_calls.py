"""Calls: each guard both ways, what flags do, and how a call ends (spec: participant 4)."""

from __future__ import annotations

import pytest
from standup import World

from talksim.constants import (
    InCall,
    LobbyState,
    ParticipantType,
    Permission,
    ReadOnly,
    RecordingConsent,
    RoomType,
    StartCalls,
)

ALL = InCall.IN_CALL | InCall.AUDIO | InCall.VIDEO


@pytest.fixture
def world() -> World:
    return World()


def test_the_first_to_join_starts_the_call_and_the_last_to_leave_ends_it(world: World) -> None:
    world.enter("alice", "bob")
    assert (world.room.call.active, world.room.call.flag) == (True, ALL)
    world.do("bob", "leave_call")
    assert world.room.call.active
    world.do("alice", "leave_call")
    assert not world.room.call.active
    assert world.said() == ["call_started", "call_joined", "call_left", "call_left", "call_ended"]


def test_joining_needs_a_session_but_reading_the_peers_does_not(world: World) -> None:
    refused = world.do("bob", "join_call")
    assert (refused.status, refused.refusal and refused.refusal.rule) == (404, "calls.session_found")
    world.enter("alice")
    assert [peer["actorId"] for peer in world.do("bob", "list_call_peers").data] == ["alice"]
    assert world.do("dave", "list_call_peers").status == 404


def test_no_peer_is_listed_who_was_not_seen_for_30_seconds(world: World) -> None:
    world.enter("alice")
    world.talk.wait(31)
    assert world.do("bob", "list_call_peers").data == []


def test_lock_and_lobby_keep_people_out_but_not_in(world: World) -> None:
    world.enter("bob")
    world.room.lobby = LobbyState.NON_MODERATORS
    assert world.do("bob", "join_call").status == 412
    assert world.do("bob", "update_call_flags", flags=1).status == 200
    world.room.read_only = ReadOnly.READ_ONLY
    assert world.do("bob", "join_call").status == 403
    assert world.do("bob", "list_call_peers").status == 403
    assert world.do("bob", "leave_call").status == 200


@pytest.mark.parametrize(
    ("setting", "who", "status"),
    [
        (StartCalls.EVERYONE, "guest", 200),
        (StartCalls.ACCOUNTS, "guest", 403),
        (StartCalls.ACCOUNTS, "dave", 200),
        (StartCalls.MODERATORS, "bob", 403),
        (StartCalls.MODERATORS, "alice", 200),
        (StartCalls.NOBODY, "alice", 403),
    ],
)
def test_who_may_start_a_call(world: World, setting: StartCalls, who: str, status: int) -> None:
    world.server.settings.start_calls = setting
    world.enter(who, call=False)
    assert world.do(who, "join_call").status == status
    assert world.room.call.active is (status == 200)


def test_a_running_call_needs_no_right_to_start_until_everybody_is_stale(world: World) -> None:
    world.server.settings.start_calls = StartCalls.MODERATORS
    world.enter("alice", "bob")
    world.do("bob", "leave_call")
    world.talk.wait(31)
    assert world.do("bob", "join_call").status == 403


def test_flags_of_a_session_are_masked_and_those_of_the_room_are_not(world: World) -> None:
    world.attendee("bob").permissions = Permission.CUSTOM | Permission.START_CALL | Permission.AUDIO
    world.enter("bob")
    (session,) = world.attendee("bob").sessions.values()
    assert session.in_call == InCall.IN_CALL | InCall.AUDIO
    assert world.room.call.flag == ALL


def test_flags_0_start_a_call_nobody_is_in_without_the_right_to_start(world: World) -> None:
    world.server.settings.start_calls = StartCalls.MODERATORS
    world.enter("bob", call=False)
    assert world.do("bob", "join_call", flags=0).status == 200
    assert (world.room.call.active, world.room.call.flag) == (True, 0)
    world.enter("guest", call=False)
    world.do("guest", "leave_room")
    assert world.room.call.active  # only a call with flags ends when a session goes


def test_flags_without_the_in_call_bit_can_never_be_updated(world: World) -> None:
    world.enter("alice", call=False)
    assert world.do("alice", "update_call_flags", flags=1).status == 400
    assert world.do("alice", "join_call", flags=2).status == 200
    assert world.do("alice", "update_call_flags", flags=3).status == 400
    assert world.do("alice", "join_call", flags=17).status == 200
    assert world.do("alice", "update_call_flags", flags=6).status == 400
    assert world.do("alice", "update_call_flags", flags=5).status == 200
    assert world.room.call.flag == 19


def test_a_moderator_outside_the_call_ends_it_for_everyone(world: World) -> None:
    world.enter("bob", "carol")
    world.enter("alice", call=False)
    assert world.do("bob", "leave_call", for_everyone=True).status == 200
    assert world.room.call.active
    assert world.do("alice", "leave_call", for_everyone=True).status == 200
    assert not world.room.call.present
    assert world.said()[-2:] == ["call_left", "call_ended_everyone"]


def test_leaving_a_call_one_is_not_in_ends_it_when_it_is_empty(world: World) -> None:
    world.enter("alice")
    world.do("alice", "set_read_only", state=ReadOnly.READ_ONLY)
    assert (world.room.call.active, world.room.call.present) == (True, {})
    world.do("alice", "leave_call")
    assert world.said()[-1] == "call_ended"


def test_a_one_to_one_is_refilled_even_if_the_join_is_refused() -> None:
    world = World()
    world.token = world.do("alice", "create_room", type=RoomType.ONE_TO_ONE, invite="bob").token
    world.do("bob", "remove_self")
    assert world.do("alice", "join_call").status == 404
    assert world.attendee("bob").type is ParticipantType.OWNER


def test_a_one_to_one_call_alone_was_tried_by_one_and_missed_by_the_other() -> None:
    world = World()
    world.token = world.do("alice", "create_room", type=RoomType.ONE_TO_ONE, invite="bob").token
    world.enter("alice")
    world.do("alice", "leave_call")
    assert (world.said("alice")[-1], world.said("bob")[-1]) == ("call_tried", "call_missed")


def test_a_room_without_calls_faults_when_one_leaves_its_call(world: World) -> None:
    world.token = world.do("alice", "get_note_to_self", token="").token
    world.enter("alice", call=False)
    assert (world.do("alice", "join_call").status, world.do("alice", "join_call").error) == (400, "type")
    assert world.do("alice", "leave_call").status == 500


def test_consent_is_asked_before_the_session_and_kept_when_the_join_is_refused() -> None:
    world = World(recordable=True)
    world.set_up_recording(RecordingConsent.REQUIRED)
    assert world.do("alice", "join_call").error == "consent"
    assert world.do("alice", "join_call", consent=True).status == 404
    assert [consent[:2] for consent in world.room.call.consents] == [("users", "alice")]
    world.set_up_recording(RecordingConsent.OPTIONAL)
    world.enter("alice")


def test_ringing(world: World) -> None:
    bob, gone = world.attendee("bob"), world.attendee("carol")
    assert world.do("alice", "ring_attendee", attendee=bob.id).status == 400  # no call
    world.enter("alice", "guest")
    world.do("alice", "remove_attendee", attendee=gone.id)
    guest = next(a for a in world.room.attendees.values() if a.is_guest)
    ring = {a.id: world.do("alice", "ring_attendee", attendee=a.id).status for a in (bob, gone, guest)}
    assert ring == {bob.id: 200, gone.id: 404, guest.id: 400}
    assert world.told("bob") == ["call"]
    world.server.users["bob"].do_not_disturb = True
    assert world.do("alice", "ring_attendee", attendee=bob.id).error == "status"
    world.do("alice", "leave_call")
    assert world.do("alice", "ring_attendee", attendee=bob.id).status == 400  # out of the call


def test_nobody_dials_anybody_but_a_telephone(world: World) -> None:
    world.enter("alice")
    assert world.do("alice", "dial_out", attendee=world.attendee("bob").id).status == 404


def test_somebody_of_another_server_is_rung_there(world: World) -> None:
    world.server.settings.federation_enabled = True
    world.do("alice", "add_participant", participant="zoe@far.example", source="federated_users")
    world.enter("alice")
    zoe = world.room.by_actor["federated_users", "zoe@far.example"]
    assert world.do("alice", "ring_attendee", attendee=zoe.id).status == 200


def test_a_call_ends_with_the_guests_who_are_cleaned_up(world: World) -> None:
    world.enter("guest")
    world.talk.wait(101)
    world.do("alice", "list_participants")
    assert not world.room.call.active
    assert world.said()[-1] == "call_ended"
