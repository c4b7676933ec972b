"""Whether a room asks for consent to being recorded (spec: conversation 3.10, participant 5.6)."""

from __future__ import annotations

from talksim.constants import BreakoutMode, BreakoutStatus, RecordingConsent
from talksim.model.event import RoomModified
from talksim.model.lifecycles import consent as lifecycle
from talksim.model.room import Room
from talksim.procedures.gate import gates, logged_in, login_moderator
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.stage import Answer, Refused, finish, guard
from talksim.views.room import answered_room

__all__ = ["set_recording_consent"]

_TRIGGERS = {RecordingConsent.REQUIRED: "require", RecordingConsent.NOT_REQUIRED: "waive"}


@guard(412, because=lambda _: "calls cannot be recorded on this server")
def recording_available(at: InRoom) -> bool:
    """Calls can be recorded on this server."""
    return at.server.settings.recording_enabled


@finish
def consent_as_it_is(at: InRoom, *, consent: RecordingConsent | int) -> Answer | None:
    """The room has this value already."""
    return Answer(200, answered_room(at)) if consent == at.room.recording_consent else None


@guard(400, "value")
def consent_known(at: InRoom, *, consent: RecordingConsent | int) -> bool:
    """The value is one a room can have; "optional" is for the server alone."""
    return consent in _TRIGGERS


@guard(400, "call", because=lambda at: f"{at.room.label} or one of its breakout rooms has a call")
def no_call_yet(at: InRoom, *, consent: RecordingConsent | int) -> bool:
    """Consent is not asked for in the middle of a call; it may be waived."""
    return _may_change(at.room, consent)


@guard(400, "breakout-room")
def is_no_breakout_room(at: InRoom) -> bool:
    """The room is no breakout room: those follow their parent."""
    return not at.room.is_breakout_room


@guard(400, "breakout-room")
def breakout_rooms_stopped(at: InRoom) -> bool:
    """The breakout rooms are not running."""
    return at.room.breakout_status is BreakoutStatus.STOPPED


@operation(
    "PUT /api/v4/room/{token}/recording-consent",
    stages=[
        *gates(logged_in, login_moderator),
        recording_available,
        consent_as_it_is,
        consent_known,
        no_call_yet,
        is_no_breakout_room,
        breakout_rooms_stopped,
    ],
    wire={"consent": "recordingConsent"},
    answers=answered_room,
    samples=[{"consent": RecordingConsent.REQUIRED}, {"consent": RecordingConsent.NOT_REQUIRED}],
)
def set_recording_consent(at: InRoom, *, consent: RecordingConsent | int) -> None:
    """Ask, or no longer ask, for consent in the room and its breakout rooms.

    A breakout room with a call refuses when its parent, and those before it, have changed already
    (spec: conversation 3.10; confirmed A78).
    """
    value = RecordingConsent(consent)
    _set(at, at.room, value)
    if at.room.breakout_mode is BreakoutMode.NOT_CONFIGURED:
        return
    for child in list(at.server.breakout_rooms.get(at.room.token, {}).values()):
        if child.recording_consent is value:
            continue
        if not _may_change(child, value):
            raise Refused(no_call_yet)
        _set(at, child, value)


def _may_change(room: Room, consent: RecordingConsent | int) -> bool:
    return consent != RecordingConsent.REQUIRED or not room.call.flag


def _set(at: InRoom, room: Room, value: RecordingConsent) -> None:
    before = room.recording_consent
    lifecycle.fire(room, _TRIGGERS[value], at)
    room.last_activity = at.now
    at.emit(RoomModified(room, "recording_consent", before, value))
