"""What happened in the chat of a room."""

from __future__ import annotations

from typing import Any

import attrs

from talksim.model.attendee import Attendee
from talksim.model.event.base import Event
from talksim.model.message import Message
from talksim.model.poll import Poll

__all__ = [
    "ChatRead",
    "CommentEdited",
    "CommentPosted",
    "HistoryCleared",
    "MessagePosted",
    "PollClosed",
    "PollCreated",
    "PollVoted",
    "ReactionAdded",
    "ReminderDropped",
    "ReminderDue",
]


@attrs.frozen(eq=False, repr=False)
class MessagePosted(Event):
    """A message was written into the chat."""

    message: Message


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
class ReminderDue(Event):
    """The time has come at which an account wanted to be reminded of a message."""

    message: Message
    user: str


@attrs.frozen(eq=False, repr=False)
class ReminderDropped(Event):
    """An account no longer wants to be reminded of a message of which it was reminded already."""

    message: Message
    user: str
