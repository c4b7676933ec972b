"""What happened to a call and its recording."""

from __future__ import annotations

import attrs

from talksim.constants import RecordingStatus
from talksim.model.attendee import Attendee
from talksim.model.event.base import Event
from talksim.model.session import Session

__all__ = [
    "CallEnded",
    "CallRung",
    "CallStarted",
    "DialOutRequested",
    "InCallChanged",
    "RecordingChanged",
    "RecordingRequested",
    "RecordingStored",
    "RecordingTranscribed",
]


@attrs.frozen(eq=False, repr=False)
class InCallChanged(Event):
    """The in-call flags of a session are about to change (`after` false) or have changed (true)."""

    attendee: Attendee
    session: Session
    old: int
    new: int
    after: bool
    silent: bool = False
    for_everyone: bool = False


@attrs.frozen(eq=False, repr=False)
class CallStarted(Event):
    """The room's call went from idle to active."""

    attendee: Attendee
    silent: bool = False


@attrs.frozen(eq=False, repr=False)
class CallEnded(Event):
    """The room's call went idle; it had begun at `since` (seconds); `by` is who ended it, if anybody."""

    since: int
    by: Attendee | None
    for_everyone: bool = False


@attrs.frozen(eq=False, repr=False)
class CallRung(Event):
    """Somebody in the call rings an attendee."""

    attendee: Attendee
    by: Attendee


@attrs.frozen(eq=False, repr=False)
class DialOutRequested(Event):
    """The signaling server is asked to dial a telephone number."""

    attendee: Attendee


@attrs.frozen(eq=False, repr=False)
class RecordingRequested(Event):
    """A request goes to the recording backend: "start" (with `status`) or "stop"."""

    request: str
    status: RecordingStatus | None = None
    by: Attendee | None = None


@attrs.frozen(eq=False, repr=False)
class RecordingChanged(Event):
    """The recording status changed; `by` is who is told to have caused it, if anybody."""

    old: RecordingStatus
    new: RecordingStatus
    by: Attendee | None = None


@attrs.frozen(eq=False, repr=False)
class RecordingStored(Event):
    """The recording backend handed in a file for `owner`; `path` is "" when that failed."""

    owner: str
    path: str = ""


@attrs.frozen(eq=False, repr=False)
class RecordingTranscribed(Event):
    """The recording of `owner` at `path` was put into words; `transcript` is "" when that failed."""

    owner: str
    path: str
    transcript: str = ""
