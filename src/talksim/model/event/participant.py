"""What happened to attendees and their sessions."""

from __future__ import annotations

import attrs

from talksim.constants import ParticipantType
from talksim.model.attendee import Attendee
from talksim.model.event.base import Event
from talksim.model.session import Session

__all__ = [
    "AttendeeRemoved",
    "AttendeeTypeChanged",
    "AttendeesAdded",
    "GuestsCleanedUp",
    "InvitationSent",
    "NameChanged",
    "ParticipantsChanged",
    "RoomJoined",
    "SessionLeft",
]


@attrs.frozen(eq=False, repr=False)
class AttendeesAdded(Event):
    """Attendees came in, in order; `upgraded` are self-joined users who became permanent."""

    attendees: tuple[Attendee, ...]
    upgraded: tuple[Attendee, ...] = ()


@attrs.frozen(eq=False, repr=False)
class AttendeeRemoved(Event):
    """An attendee is out (already dropped); `left` when by own wish, `sessions` are those it had."""

    attendee: Attendee
    left: bool = False
    sessions: tuple[Session, ...] = ()


@attrs.frozen(eq=False, repr=False)
class AttendeeTypeChanged(Event):
    """A participant type changed."""

    attendee: Attendee
    old: ParticipantType


@attrs.frozen(eq=False, repr=False)
class ParticipantsChanged(Event):
    """Permissions of one attendee, or of all (None), changed."""

    attendee: Attendee | None = None


@attrs.frozen(eq=False, repr=False)
class NameChanged(Event):
    """A guest chose another name."""

    attendee: Attendee


@attrs.frozen(eq=False, repr=False)
class InvitationSent(Event):
    """An e-mail invitation went out."""

    attendee: Attendee


@attrs.frozen(eq=False, repr=False)
class RoomJoined(Event):
    """A session began; `previous` is the session id of the same browser that it replaced, or ""."""

    attendee: Attendee
    session: Session
    previous: str = ""


@attrs.frozen(eq=False, repr=False)
class SessionLeft(Event):
    """A session ended; `rejoining` when the same browser is just coming back."""

    attendee: Attendee
    session: Session
    rejoining: bool = False


@attrs.frozen(eq=False, repr=False)
class GuestsCleanedUp(Event):
    """Guests who were gone for long are out (already dropped)."""

    guests: tuple[Attendee, ...]
