"""Events: what happened, for those who react (system messages, notifications, other servers).

The server emits them where the real one does, so reactions see the state of that moment.
"""

from __future__ import annotations

from typing import Any

import attrs

from talksim.by_fields import ShownByFields
from talksim.constants import ParticipantType, RecordingStatus
from talksim.model.attendee import Attendee
from talksim.model.bot import Bot
from talksim.model.message import Message
from talksim.model.poll import Poll
from talksim.model.room import Room
from talksim.model.session import Session

__all__ = [
    "AttendeeRemoved",
    "AttendeeTypeChanged",
    "AttendeesAdded",
    "BotDisabled",
    "BotEnabled",
    "CallEnded",
    "CallRung",
    "CallStarted",
    "ChatRead",
    "CommentEdited",
    "CommentPosted",
    "DialOutRequested",
    "Event",
    "GuestsCleanedUp",
    "HistoryCleared",
    "InCallChanged",
    "InvitationSent",
    "LobbyChanged",
    "MessagePosted",
    "NameChanged",
    "ParticipantsChanged",
    "PollClosed",
    "PollCreated",
    "PollVoted",
    "ReactionAdded",
    "RecordingChanged",
    "RecordingRequested",
    "RecordingStored",
    "ReminderDropped",
    "ReminderDue",
    "RoomCreated",
    "RoomDeleted",
    "RoomJoined",
    "RoomModified",
    "SessionLeft",
    "SessionsSwitched",
]


@attrs.frozen(eq=False, repr=False)
class Event(ShownByFields):
    """Something that happened in a room."""

    room: Room


@attrs.frozen(eq=False, repr=False)
class RoomCreated(Event):
    """A room was made; `by_system` when nobody asked for it (changelog, automatic note to self)."""

    by_system: bool = False


@attrs.frozen(eq=False, repr=False)
class RoomDeleted(Event):
    """A room is about to go; its attendees are still there."""


@attrs.frozen(eq=False, repr=False)
class RoomModified(Event):
    """A property of the room was set; `property` is the field's name on `Room`."""

    property: str
    old: Any
    new: Any


@attrs.frozen(eq=False, repr=False)
class LobbyChanged(Event):
    """The lobby was set, or opened by its timer; emitted also when the state stays equal."""

    old: Any
    new: Any
    by_timer: bool = False


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
class GuestsCleanedUp(Event):
    """Guests who were gone for long are out (already dropped)."""

    guests: tuple[Attendee, ...]


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
class InvitationSent(Event):
    """An e-mail invitation went out."""

    attendee: Attendee


@attrs.frozen(eq=False, repr=False)
class MessagePosted(Event):
    """A message was written into the chat."""

    message: Message


@attrs.frozen(eq=False, repr=False)
class RecordingStored(Event):
    """The recording backend handed in a file for `owner`; `path` is "" when that failed."""

    owner: str
    path: str = ""


@attrs.frozen(eq=False, repr=False)
class SessionsSwitched(Event):
    """Sessions in the room are told to go to the room `target` (its token); nobody forces them."""

    target: str
    sessions: tuple[Session, ...]


@attrs.frozen(eq=False, repr=False)
class PollCreated(Event):
    """A question was asked; `title` is the question with the white space around it."""

    poll: Poll
    by: Attendee
    title: str


@attrs.frozen(eq=False, repr=False)
class PollVoted(Event):
    """Somebody voted in a public poll, or withdrew; nobody hears who."""

    poll: Poll


@attrs.frozen(eq=False, repr=False)
class PollClosed(Event):
    """A poll was closed."""

    poll: Poll
    by: Attendee


@attrs.frozen(eq=False, repr=False)
class CommentPosted(Event):
    """Somebody wrote or shared something; `audience` are those it tells, whatever they hear else.

    `of_all` when those who hear everything are told once more, though the audience was told already.
    """

    message: Message
    audience: Any
    of_all: bool = False


@attrs.frozen(eq=False, repr=False)
class CommentEdited(Event):
    """A text was changed: `added` are those it tells only now, `dropped` those it no longer speaks to."""

    message: Message
    added: Any
    dropped: tuple[Attendee, ...] = ()


@attrs.frozen(eq=False, repr=False)
class ReactionAdded(Event):
    """Somebody reacted to a message; `reaction` is the entry that says so."""

    message: Message
    reaction: Message


@attrs.frozen(eq=False, repr=False)
class ChatRead(Event):
    """An attendee has seen the end of the chat."""

    attendee: Attendee


@attrs.frozen(eq=False, repr=False)
class HistoryCleared(Event):
    """The whole history of the room is gone."""


@attrs.frozen(eq=False, repr=False)
class ReminderDue(Event):
    """The time has come at which an account wanted to be reminded of a message."""

    message: Message
    user: str


@attrs.frozen(eq=False, repr=False)
class ReminderDropped(Event):
    """An account no longer wants to be reminded of a message of which it was reminded already."""

    message: Message
    user: str


@attrs.frozen(eq=False, repr=False)
class BotEnabled(Event):
    """A bot was set up in the room."""

    bot: Bot


@attrs.frozen(eq=False, repr=False)
class BotDisabled(Event):
    """A bot was taken out of the room, or was to be although it was not in it."""

    bot: Bot


@attrs.frozen(eq=False, repr=False)
class DialOutRequested(Event):
    """The signaling server is asked to dial a telephone number."""

    attendee: Attendee
