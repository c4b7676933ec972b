"""Who may call, and how a call is recorded (spec: constants, "Call"; participant-call 0.1)."""

from __future__ import annotations

from talksim.constants.vocabulary import Constant

__all__ = ["RecordingConsent", "RecordingStatus", "StartCalls"]


class StartCalls(Constant, title="start call setting"):
    """Whom the server lets start calls."""

    EVERYONE = 0, "everyone", "Anybody in the room, guests as well"
    ACCOUNTS = 1, "accounts", "Whoever is in the room and is no guest"
    MODERATORS = 2, "moderators", "Those who run the room"
    NOBODY = 3, "nobody", "No one, so calls are switched off"


class RecordingStatus(Constant, title="recording status"):
    """How far the recording of a call is."""

    NONE = 0, "none", "Nothing is recorded"
    VIDEO = 1, "video", "Picture and sound are recorded"
    AUDIO = 2, "audio", "Sound alone is recorded"
    STARTING_VIDEO = 3, "starting video", "The recording backend was asked for picture and sound"
    STARTING_AUDIO = 4, "starting audio", "The recording backend was asked for sound alone"
    FAILED = 5, "failed", "The recording backend gave up"


class RecordingConsent(Constant, title="recording consent"):
    """Whether people must agree to be recorded before they join a call."""

    NOT_REQUIRED = 0, "not required", "Nobody is asked"
    REQUIRED = 1, "required", "Who does not agree does not get into the call"
    OPTIONAL = 2, "optional", "Each room decides; a value for the server's setting only, not for a room's"
