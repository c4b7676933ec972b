"""Recording a call: asking for it, and what the recording backend reports (spec: participant 5)."""

from __future__ import annotations

import json
from typing import Any

from talksim.constants import AttendeeType, RecordingStatus
from talksim.model.attendee import Attendee
from talksim.model.call import recording
from talksim.model.event import RecordingChanged, RecordingRequested
from talksim.procedures.gate import gates, logged_in, login_moderator
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.stage import Answer, finish, guard

__all__ = ["report_recording", "start_recording", "stop_recording"]

_STARTS = {RecordingStatus.VIDEO: "start video", RecordingStatus.AUDIO: "start audio"}
_STARTED = {RecordingStatus.VIDEO: "started video", RecordingStatus.AUDIO: "started audio"}
_STARTING = (RecordingStatus.STARTING_VIDEO, RecordingStatus.STARTING_AUDIO)


@guard(400, "status")
def status_recordable(at: InRoom, *, status: RecordingStatus | int) -> bool:
    """Video or audio is asked for."""
    return status in _STARTS


@guard(400, "recording", because=lambda at: f'recording of {at.room.label} is "{at.room.call.recording}"')
def not_recording(at: InRoom) -> bool:
    """Nothing is being recorded, or the last attempt failed."""
    return recording.may(at.room.call, "start video")


@guard(400, "call", because=lambda at: f"nobody has started a call in {at.room.label}")
def call_active(at: InRoom) -> bool:
    """The room has a call."""
    return at.room.call.active


@guard(400, "config", because=lambda _: "calls cannot be recorded on this server")
def recording_configured(at: InRoom) -> bool:
    """Calls can be recorded: an external signaling server and a recording backend are set up."""
    return at.server.settings.recording_enabled


@operation(
    "POST /api/v1/recording/{token}",
    stages=[
        *gates(logged_in, login_moderator),
        status_recordable,
        not_recording,
        call_active,
        recording_configured,
    ],
    samples=[{"status": RecordingStatus.VIDEO}, {"status": RecordingStatus.AUDIO}],
)
def start_recording(at: InRoom, *, status: RecordingStatus | int) -> None:
    """Ask the recording backend to start; whoever asks owns the recording (spec: participant 5.3)."""
    call, wanted = at.room.call, RecordingStatus(status)
    at.emit(RecordingRequested(at.room, "start", wanted, at.attendee))
    _fire(at, _STARTS[wanted], None)
    call.recording_owner = at.attendee.actor_id


@operation("DELETE /api/v1/recording/{token}", stages=gates(logged_in, login_moderator))
def stop_recording(at: InRoom) -> None:
    """Ask the recording backend to stop; the status waits for its report.

    A recording that failed is asked to stop as well (spec: participant 5.2, 5.3).
    """
    if at.room.call.recording is not RecordingStatus.NONE:
        at.emit(RecordingRequested(at.room, "stop", None, at.attendee))


def _error(code: str, message: str) -> dict[str, Any]:
    return {"type": "error", "error": {"code": code, "message": message}}


@guard(403, answer=lambda _: _error("invalid_request", "The request could not be authenticated."))
def report_signed(at: InRoom, *, signed: bool) -> bool:
    """The report carries a valid signature."""
    return signed


def _unknown_type(at: InRoom) -> dict[str, Any]:
    kind = at.params["type"]
    body = json.dumps({"type": kind, kind: {"token": at.token}}, separators=(",", ":"), ensure_ascii=False)
    return _error("unknown_type", f"The given type {body} is not supported.")


@guard(400, answer=_unknown_type)
def report_type_known(at: InRoom, *, type: str) -> bool:
    """The report says "started", "stopped" or "failed"."""
    return type in ("started", "stopped", "failed")


@guard(404, answer=lambda _: _error("no_such_room", "Room not found."))
def reported_room_known(at: InRoom, *, type: str) -> bool:
    """The room exists and, when a start is reported, waits for one."""
    room = at.server.rooms.get(at.token)
    if room is None:
        return False
    at.room = room
    return type != "started" or room.call.recording in _STARTING


@finish
def reported_status_unusable(at: InRoom, *, type: str, status: RecordingStatus | int) -> Answer | None:
    """A start reported with a status that is neither video nor audio is not caught by the server."""
    return Answer(500) if type == "started" and status not in _STARTED else None


@operation(
    "POST /api/v1/recording/backend",
    stages=[report_signed, report_type_known, reported_room_known, reported_status_unusable],
    by="recording backend",
    samples=[
        {"type": "started", "status": RecordingStatus.VIDEO},
        {"type": "stopped"},
        {"type": "failed"},
    ],
)
def report_recording(
    at: InRoom,
    *,
    type: str,
    status: RecordingStatus | int = RecordingStatus.VIDEO,
    actor_type: AttendeeType | str = AttendeeType.USERS,
    actor_id: str = "",
    signed: bool = True,
) -> None:
    """The recording backend says that a recording has started, stopped or failed (spec: participant 5.3).

    The status is that of the report, whatever was asked for. An actor who is in the room no more is nobody.
    """
    actor = at.room.find(actor_type, actor_id) if actor_id else None
    if type == "started":
        _fire(at, _STARTED[RecordingStatus(status)], actor)
    else:
        _fire(at, type, actor if type == "stopped" else None)


def _fire(at: InRoom, trigger: str, by: Attendee | None) -> None:
    call = at.room.call
    before = call.recording
    recording.fire(call, trigger, at)
    at.emit(RecordingChanged(at.room, before, call.recording, by))
