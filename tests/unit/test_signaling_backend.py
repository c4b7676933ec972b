"""Sessions that the signaling server reports (spec: participant 3.2, 3.4)."""

from __future__ import annotations

from typing import Any

import pytest
from standup import World

from talksim.constants import InCall, RecordingConsent, StartCalls
from talksim.traffic.routes import Routes, body_of

HPB = "signaling server"


@pytest.fixture
def world() -> World:
    return World()


def report(world: World, action: str, session: str, token: str | None = None, **given: Any) -> str:
    """The code of the error in the answer, which is 200 in any case."""
    outcome = world.do(HPB, "report_room_visit", token, action=action, session=session, **given)
    assert outcome.status == 200
    return str(outcome.data["error"]["code"]) if outcome.data else ""


def test_an_unknown_session_of_somebody_in_the_room_is_made(world: World) -> None:
    assert report(world, "join", "new", user="bob") == ""
    assert list(world.attendee("bob").sessions) == ["new"]
    assert world.server.sessions["new"][1] is world.attendee("bob")
    world.talk.wait(50)
    report(world, "join", "new")
    assert world.attendee("bob").sessions["new"].last_ping == world.server.now
    assert report(world, "leave", "new") == ""
    assert not world.attendee("bob").sessions


def test_flags_that_come_along_start_no_call_and_ask_for_no_consent() -> None:
    world = World(recordable=True)
    world.set_up_recording(RecordingConsent.REQUIRED)
    report(world, "join", "new", user="bob", in_call=InCall.IN_CALL | InCall.AUDIO)
    assert world.attendee("bob").sessions["new"].in_call == 3
    assert (world.room.call.active, world.room.call.consents) == (False, [])
    report(world, "join", "new", in_call=0)
    assert not world.room.call.present


def test_who_may_not_start_a_call_may_not_so_either(world: World) -> None:
    world.server.settings.start_calls = StartCalls.MODERATORS
    given: dict[str, Any] = {"action": "join", "session": "new", "user": "bob", "in_call": 1}
    assert world.do(HPB, "report_room_visit", **given).status == 403
    assert not world.attendee("bob").sessions["new"].in_call


def test_a_guest_who_leaves_is_gone_at_once(world: World) -> None:
    world.enter("guest", call=False)
    [guest] = [a for a in world.room.attendees.values() if a.actor_type == "guests"]
    world.do("guest", "set_guest_name", name="Gina")
    assert report(world, "leave", next(iter(guest.sessions))) == ""
    assert guest.id not in world.room.attendees


def test_actors_are_found_by_type_and_id(world: World) -> None:
    world.do("alice", "add_participant", participant="a@b.example", source="emails")
    assert report(world, "join", "new", actor_type="emails", actor_id="a@b.example") == ""
    row = world.room.find("emails", "a@b.example")
    assert row is not None
    assert list(row.sessions) == ["new"]
    report(world, "leave", "other", actor_type="emails", actor_id="a@b.example")
    assert list(row.sessions) == ["new"]


def test_refused_reports(world: World) -> None:
    assert report(world, "join", "new", user="bob", signed=False) == "invalid_request"
    assert report(world, "join", "new", "none", user="bob") == "no_such_room"
    assert report(world, "join", "new", user="dave") == "no_such_room"
    assert report(world, "join", "new") == "no_such_room"
    other = world.do("alice", "create_room", "", type=2, name="other").token
    world.do("alice", "join_room", other)
    session = world.server.browsers["alice"].sessions[other]
    assert report(world, "leave", session) == "no_such_room"


def test_pings_and_visits_share_an_endpoint() -> None:
    for kind, name in (("ping", "ping"), ("room", "report_room_visit")):
        body = body_of({"type": kind, kind: {"sessionid": "s", "action": "join"}})
        found = Routes().find("POST", "/ocs/v2.php/apps/spreed/api/v3/signaling/backend", body)
        assert found is not None
        assert found.operation.name == name
