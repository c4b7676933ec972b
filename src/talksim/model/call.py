"""The call of a room and its recording."""

from __future__ import annotations

from talksim.constants import InCall, RecordingStatus
from talksim.constants.vocabulary import Constant
from talksim.model.fields import history, index, model_class, state
from talksim.model.session import Session
from talksim.rules.lifecycle import Lifecycle, Move

__all__ = ["Call", "CallState", "call_state", "recording"]


class CallState(Constant):
    """Whether the room has a call; not on the constants page (the server stores a start time)."""

    IDLE = 0, "idle", "Nobody started a call", False
    ACTIVE = 1, "active", "A call was started and has not ended", False


@model_class
class Call:
    """Owned by a room.

    `since` (whole seconds, 0 when idle) and `flag` (every flag requested since the start) belong to
    the room; who is in the call is said by the sessions. The two may disagree (spec: participant 4.10, C2).
    """

    status: CallState = state(default=CallState.IDLE)
    since: int = state(default=0)
    flag: InCall = state(default=InCall.DISCONNECTED)
    recording: RecordingStatus = state(default=RecordingStatus.NONE)
    recording_owner: str = state(default="")
    consents: list[tuple[str, str, float]] = history(factory=list)
    present: dict[str, Session] = index(factory=dict)

    @property
    def active(self) -> bool:
        """Whether the room shows a call."""
        return self.status is CallState.ACTIVE

    def has_fresh_session(self, now: float) -> bool:
        """Whether somebody seen in the last 30 s is in the call (spec: participant 3.5, S4)."""
        return any(session.is_fresh(now) for session in self.present.values())


_NONE, _VIDEO, _AUDIO = RecordingStatus.NONE, RecordingStatus.VIDEO, RecordingStatus.AUDIO
_STARTING = (RecordingStatus.STARTING_VIDEO, RecordingStatus.STARTING_AUDIO)
_FAILED = RecordingStatus.FAILED

call_state = Lifecycle(
    "call",
    attribute="status",
    states=CallState,
    initial=CallState.IDLE,
    moves=[Move("start", CallState.IDLE, CallState.ACTIVE), Move("end", CallState.ACTIVE, CallState.IDLE)],
)
"""The call of a room (spec: participant 4.1)."""

recording = Lifecycle(
    "recording",
    attribute="recording",
    states=RecordingStatus,
    initial=_NONE,
    moves=[
        Move("start video", [_NONE, _FAILED], RecordingStatus.STARTING_VIDEO),
        Move("start audio", [_NONE, _FAILED], RecordingStatus.STARTING_AUDIO),
        Move("started video", _STARTING, _VIDEO),
        Move("started audio", _STARTING, _AUDIO),
        Move("stopped", list(RecordingStatus), _NONE),
        Move("failed", list(RecordingStatus), _FAILED),
    ],
)
"""The recording of a call (spec: participant 5.2)."""
