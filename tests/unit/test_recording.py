"""Recording: each guard both ways, reports of the backend, consent, the file (spec: participant 5)."""

from __future__ import annotations

from typing import Any

import pytest
from standup import World

from talksim.constants import BreakoutMode, BreakoutStatus, InCall, RecordingConsent, RecordingStatus
from talksim.views.message import last_message_for

BACKEND = "recording backend"
NONE, VIDEO, AUDIO = RecordingStatus.NONE, RecordingStatus.VIDEO, RecordingStatus.AUDIO
START = {"type": "start", "start": {"status": 1, "owner": "alice", "actor": {"type": "users", "id": "alice"}}}
STOP = {"type": "stop", "stop": {"actor": {"type": "users", "id": "alice"}}}


@pytest.fixture
def world() -> World:
    made = World(recordable=True)
    made.enter("alice")
    return made


def test_a_recording_from_start_to_stop(world: World) -> None:
    assert world.do("alice", "start_recording", status=VIDEO).status == 200
    assert world.room.call.recording is RecordingStatus.STARTING_VIDEO
    assert world.sent("recording") == [START]
    world.do(BACKEND, "report_recording", type="started", status=VIDEO, actor_id="alice")
    assert world.do("alice", "stop_recording").status == 200
    assert (world.room.call.recording, world.sent("recording")) == (VIDEO, [STOP])
    world.do(BACKEND, "report_recording", type="stopped", actor_id="alice")
    assert world.room.call.recording is NONE
    assert world.said() == ["call_started", "recording_started", "recording_stopped"]
    world.do("alice", "stop_recording")
    assert world.sent("recording") == []


def test_the_report_says_what_is_recorded_whatever_was_asked_for(world: World) -> None:
    world.do("alice", "start_recording", status=VIDEO)
    world.do(BACKEND, "report_recording", type="started", status=AUDIO)
    assert world.room.call.recording is AUDIO
    assert world.said()[-1] == "audio_recording_started"


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("guest", 401), ("dave", 404)])
def test_only_moderators_with_an_account_record(world: World, who: str, status: int) -> None:
    assert world.do(who, "start_recording", status=VIDEO).status == status
    assert world.do(who, "stop_recording").status == status


def test_the_refusals_of_a_start_and_their_order(world: World) -> None:
    assert world.do("alice", "start_recording", status=3).error == "status"
    world.do("alice", "start_recording", status=VIDEO)
    assert world.do("alice", "start_recording", status=VIDEO).error == "recording"
    world.do(BACKEND, "report_recording", type="failed")
    world.server.settings.recording_servers = []
    assert world.do("alice", "start_recording", status=VIDEO).error == "config"
    world.do("alice", "leave_call")
    assert world.do("alice", "start_recording", status=VIDEO).error == "call"


def test_a_start_that_fails_is_not_spoken_of_and_a_recording_that_fails_is(world: World) -> None:
    world.do("alice", "start_recording", status=VIDEO)
    world.do(BACKEND, "report_recording", type="failed")
    assert (world.room.call.recording, world.said()) == (RecordingStatus.FAILED, ["call_started"])
    world.do("alice", "start_recording", status=VIDEO)
    world.do(BACKEND, "report_recording", type="started")
    world.do(BACKEND, "report_recording", type="failed")
    assert world.said()[-1] == "recording_failed"


def test_the_end_of_the_call_asks_to_stop_in_nobodys_name(world: World) -> None:
    world.do("alice", "start_recording", status=VIDEO)
    world.sent("recording")
    world.do("alice", "leave_call")
    assert world.sent("recording") == [{"type": "stop", "stop": []}]
    world.do(BACKEND, "report_recording", type="stopped")
    assert world.said()[-1] == "call_ended"


def test_reports_that_are_refused(world: World) -> None:
    def report(kind: str, **params: Any) -> int:
        return world.do(BACKEND, "report_recording", type=kind, **params).status

    assert report("stopped", signed=False) == 403
    assert report("paused") == 400
    unknown = world.do(BACKEND, "report_recording", type="paused").data["error"]["message"]
    said = f'{{"type":"paused","paused":{{"token":"{world.token}"}}}}'
    assert unknown == f"The given type {said} is not supported."
    assert report("started") == 404  # nobody asked for a recording
    assert world.do(BACKEND, "report_recording", token="nowhere", type="stopped").status == 404


def test_the_refusals_of_setting_consent_and_their_order(world: World) -> None:
    def consent(value: int, token: str | None = None) -> tuple[int, str | None]:
        answer = world.do("alice", "set_recording_consent", token, consent=value)
        return answer.status, answer.error

    assert consent(0) == (200, None)  # as it is
    assert consent(2) == (400, "value")
    assert consent(1) == (400, "call")
    world.do("alice", "leave_call")
    assert consent(1) == (200, None)
    world.do("alice", "join_call", consent=True)
    assert consent(0) == (200, None)  # waiving is allowed in a call
    world.do("alice", "leave_call")
    world.room.breakout_status = BreakoutStatus.STARTED
    assert consent(1) == (400, "breakout-room")
    world.server.settings.call_recording = False
    assert consent(1) == (412, None)
    assert world.do("bob", "set_recording_consent", consent=1).status == 403


def test_a_breakout_room_in_a_call_refuses_after_its_parent_has_changed() -> None:
    world = World(recordable=True)
    world.token = world.do("alice", "create_room", name="class").token
    world.do("alice", "configure_breakout_rooms", mode=BreakoutMode.FREE, amount=2)
    first, second = world.server.breakout_rooms[world.token].values()
    assert world.do("alice", "set_recording_consent", first.token, consent=1).error == "breakout-room"
    second.call.flag = InCall.IN_CALL
    assert world.do("alice", "set_recording_consent", consent=1).error == "call"
    required, waived = RecordingConsent.REQUIRED, RecordingConsent.NOT_REQUIRED
    changed = [room.recording_consent for room in (world.room, first, second)]
    assert changed == [required, required, waived]


def test_storing_a_recording_tells_its_owner(world: World) -> None:
    world.sent("recording")
    assert world.do(BACKEND, "store_recording", owner="alice", file="talk.ogg").status == 200
    assert world.told("alice") == ["record_file_stored"]
    (told,) = world.server.users["alice"].notifications.values()
    assert world.do("alice", "share_recording", file_id=told.id + 1).error == "file"
    assert world.do("alice", "share_recording", file_id=told.id).status == 200
    assert (world.told("alice"), world.said()[-1]) == ([], "{file}")
    shown = last_message_for(world.server, world.room, world.attendee("bob"))
    assert isinstance(shown, dict)
    assert shown["messageType"] == "record-audio"
    world.do(BACKEND, "store_recording", owner="alice")
    world.do("alice", "dismiss_recording", timestamp=int(world.server.now))
    assert world.told("alice") == []


@pytest.mark.parametrize(
    ("params", "status", "error"),
    [
        ({"signed": False}, 401, None),
        ({"owner": None}, 400, "size"),
        ({"owner": "dave"}, 400, "owner_participant"),
        ({"intact": False}, 400, "invalid_file"),
        ({"size": 0}, 400, "empty_file"),
        ({"mime_type": "image/png"}, 400, "file_mimetype"),
        ({"file": "talk.webm"}, 400, "file_extension"),
    ],
)
def test_files_that_are_refused(world: World, params: dict[str, Any], status: int, error: str | None) -> None:
    answer = world.do(BACKEND, "store_recording", **{"owner": "alice", **params})
    assert (answer.status, answer.data["error"] if error else None) == (status, error)


def test_a_lost_recording_is_told_to_whoever_started_it(world: World) -> None:
    world.do("alice", "start_recording", status=VIDEO)
    world.do(BACKEND, "store_recording", owner=None)
    assert world.told("alice") == ["record_file_store_fail"]


def test_a_recording_that_failed_is_asked_to_stop_all_the_same(world: World) -> None:
    world.do("alice", "start_recording", status=VIDEO)
    world.do(BACKEND, "report_recording", type="failed")
    world.sent("recording")
    assert world.do("alice", "stop_recording").status == 200
    assert [request["type"] for request in world.sent("recording")] == ["stop"]
    assert world.room.call.recording is RecordingStatus.FAILED
