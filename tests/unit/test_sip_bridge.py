"""Dialing in and out: each guard both ways, and what the signaling server answers (spec: participant 4.8)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from standup import World

from talksim.constants import LobbyState, ParticipantType, SipState
from talksim.model.attendee import Attendee
from talksim.outcome import Outcome
from talksim.traffic.routes import Routes

BRIDGE = "sip bridge"
NUMBER = "+491601231212"


@pytest.fixture
def world() -> World:
    made = World()
    settings = made.server.settings
    settings.sip_bridge_shared_secret, settings.sip_bridge_dialin_info = "secret", "+49 30 1"
    settings.sip_dialout = True
    made.token = made.do("alice", "create_room", "", type=3, name="dialed").token
    made.do("alice", "add_participant", participant="bob")
    made.do("alice", "set_sip_state", state=SipState.ENABLED)
    return made


@pytest.fixture
def phone(world: World) -> Attendee:
    world.do("alice", "add_participant", participant=NUMBER, source="phones")
    return next(a for a in world.room.attendees.values() if a.phone_number)


def bridge(world: World, operation: str, token: str | None = None, **given: Any) -> Outcome:
    return world.do(BRIDGE, operation, token, **given)


def test_a_pin_is_its_owners_also_once_dialing_in_is_off(world: World) -> None:
    world.do("alice", "list_participants")
    pin = world.attendee("bob").pin
    assert bridge(world, "verify_dial_in", pin=pin).data["actorId"] == "bob"
    world.do("alice", "set_sip_state", state=SipState.DISABLED)
    assert bridge(world, "verify_dial_in", pin=pin).status == 200
    world.server.settings.sip_bridge_dialin_info = ""
    assert bridge(world, "verify_dial_in", pin=pin).status == 501


def test_pins_that_belong_to_nobody(world: World) -> None:
    world.attendee("alice").pin = ""
    for pin in ("", "1"):
        assert bridge(world, "verify_dial_in", pin=pin).status == 404


@pytest.mark.parametrize(
    ("operation", "given"),
    [
        ("verify_dial_in", {"pin": "1"}),
        ("open_dial_in", {}),
        ("verify_dial_out", {"number": NUMBER}),
        ("reject_dial_out", {"call_id": "1"}),
    ],
)
def test_every_request_is_signed_and_about_a_room(
    world: World, operation: str, given: dict[str, str]
) -> None:
    assert bridge(world, operation, "none", **given).status == 404
    assert bridge(world, operation, **given, signed=False).status == 401
    assert bridge(world, operation, **given).status not in (401, 403)
    world.do("alice", "ban", actor_type="ip", actor_id="127.0.0.1")
    assert bridge(world, operation, **given).status == 403


def test_callers_without_pin_are_new_guests(world: World) -> None:
    assert bridge(world, "open_dial_in").status == 400
    world.do("alice", "set_sip_state", state=SipState.NO_PIN)
    world.do("alice", "set_password", password="secret")
    world.do("alice", "set_lobby", state=LobbyState.NON_MODERATORS)
    first, second = (bridge(world, "open_dial_in").data for _ in range(2))
    assert first["actorId"] != second["actorId"]
    guest = world.room.find("guests", first["actorId"])
    assert guest is not None
    assert (guest.type, list(guest.sessions)) == (ParticipantType.GUEST, [first["sessionId"]])


def test_a_number_to_be_dialed_is_verified(world: World, phone: Attendee) -> None:
    full: dict[str, Any] = {
        "number": NUMBER,
        "attendee": phone.id,
        "actor_type": "phones",
        "actor_id": phone.actor_id,
    }
    assert bridge(world, "verify_dial_out", **full).data["actorId"] == phone.actor_id
    for missing in ({"attendee": 0}, {"actor_id": ""}, {"actor_type": "users"}, {"number": "+49"}):
        assert bridge(world, "verify_dial_out", **{**full, **missing}).status == 400
    for other in ({"attendee": world.attendee("bob").id}, {"actor_id": "x"}, {"attendee": 999}):
        assert bridge(world, "verify_dial_out", **{**full, **other}).status == 404
    world.server.settings.sip_dialout = False
    assert bridge(world, "verify_dial_out", **full).status == 501


def test_a_rejected_call_is_forgotten(world: World, phone: Attendee) -> None:
    phone.call_id = "call"
    assert bridge(world, "reject_dial_out", call_id="call").status == 400
    assert bridge(world, "reject_dial_out", call_id="other", attendee=phone.id).status == 400
    assert bridge(world, "reject_dial_out", call_id="call", attendee=world.attendee("bob").id).status == 404
    assert bridge(world, "reject_dial_out", call_id="call", attendee=999).status == 404
    world.server.settings.sip_dialout = False
    assert bridge(world, "reject_dial_out", call_id="call", attendee=phone.id).status == 501
    world.server.settings.sip_dialout = True
    assert bridge(world, "reject_dial_out", call_id="call", attendee=phone.id).status == 200
    assert phone.call_id == ""


def test_the_bridge_reads_any_room_without_its_messages(world: World) -> None:
    world.do("alice", "disallow_guests")
    shown = bridge(world, "get_room_as_bridge").data
    assert (shown["name"], shown["sipEnabled"], shown["lastMessage"]) == ("dialed", SipState.ENABLED, [])
    assert bridge(world, "get_room_as_bridge", signed=False).status == 401
    assert bridge(world, "get_room_as_bridge", "none").status == 404


def test_people_read_rooms_by_the_request_of_people() -> None:
    found = Routes().find("GET", "/ocs/v2.php/apps/spreed/api/v4/room/abcd")
    assert found is not None
    assert found.operation.name == "get_room"
    pin = Routes().find("GET", "/ocs/v2.php/apps/spreed/api/v4/room/abcd/pin/1234567")
    assert pin is not None
    assert (pin.operation.name, pin.variables["pin"]) == ("verify_dial_in", "1234567")


def test_dialing_out_takes_what_the_signaling_server_answers(world: World, phone: Attendee) -> None:
    world.set_up_recording()
    world.enter("alice")
    world.sent("signaling")
    assert world.do("alice", "dial_out", attendee=phone.id).status == 501
    [asked] = world.sent("signaling")
    assert (asked["type"], asked["dialout"]["number"]) == ("dialout", NUMBER)
    error = {"code": "busy", "message": "no line"}
    for reply in ({"error": error}, {"callid": "42"}):
        world.do("signaling server", "prepare_signaling_answer", "", answer=json.dumps({"dialout": reply}))
    refused = world.do("alice", "dial_out", attendee=phone.id)
    assert (refused.status, refused.data) == (501, {"error": "busy", "message": "no line"})
    assert world.do("alice", "dial_out", attendee=phone.id).status == 201
    assert phone.call_id == "42"
    for invalid in ("", "[]", "{}", '{"dialout": 1}', '{"dialout": {"error": 1}}'):
        world.do("signaling server", "prepare_signaling_answer", "", answer=invalid)
        nothing = world.do("alice", "dial_out", attendee=phone.id)
        assert (nothing.status, nothing.data) == (501, None)


def test_without_signaling_server_nobody_is_asked(world: World, phone: Attendee) -> None:
    world.enter("alice")
    world.do("signaling server", "prepare_signaling_answer", "", answer='{"dialout": {"callid": "42"}}')
    assert world.do("alice", "dial_out", attendee=phone.id).status == 501
    assert (world.sent("signaling"), len(world.server.replies)) == ([], 1)
