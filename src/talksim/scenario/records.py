"""The record of what happened, as those see it whom it reached: messages, notifications, requests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import attrs

from talksim.by_fields import EqualByFields
from talksim.model.attendee import Attendee
from talksim.model.message import SentRequest
from talksim.model.room import Room
from talksim.model.user import Browser
from talksim.rules.view import Shown
from talksim.talk import Talk
from talksim.views.message import visible_messages
from talksim.views.notification import SUBJECTS, notifications_of
from talksim.views.poll import poll_for
from talksim.views.system_texts import KEYS

__all__ = ["RECORDS", "Record"]


@attrs.frozen(eq=False, repr=False)
class Record(EqualByFields):
    """A record people can look at; `main` is the field a plain word means, `viewer` who alone sees it.

    Where the main field has its `words`, any other plain row stands for the field `sentence`.
    """

    name: str
    look: Callable[[Talk, Browser, str], Any] = attrs.field(repr=False)
    in_room: bool = False
    main: str = ""
    viewer: str = ""
    words: tuple[str, ...] = ()
    sentence: str = ""


def messages(talk: Talk, browser: Browser, token: str) -> list[Shown]:
    """The chat of a room with its system messages, oldest first, for its attendees alone."""
    room = talk.server.rooms.get(token)
    viewer = _viewer(talk, browser, room)
    return visible_messages(talk.server, room, viewer)[::-1] if room and viewer else []


def system_messages(talk: Talk, browser: Browser, token: str) -> list[Shown]:
    """The system messages of a room, oldest first."""
    return [message for message in messages(talk, browser, token) if message["systemMessage"]]


def polls(talk: Talk, browser: Browser, token: str) -> list[Shown]:
    """The polls of a room as its attendees see them, oldest first."""
    room = talk.server.rooms.get(token)
    viewer = _viewer(talk, browser, room)
    return [poll_for(poll, viewer) for poll in room.polls.values()] if room and viewer else []


def notifications(talk: Talk, browser: Browser, _token: str) -> list[Shown]:
    """The notifications of an account, oldest first, with the key of the subject beside its words."""
    user = talk.server.users.get(browser.user)
    if user is None:
        return []
    shown = notifications_of(talk.server, user)[::-1]
    kept = user.notifications.values()
    return [{**row, "subject_key": told.subject} for told, row in zip(kept, shown, strict=True)]


def signaling_requests(talk: Talk, _browser: Browser, _token: str) -> list[Shown]:
    """What was sent to the signaling server, oldest first."""
    return _requests(talk.server.requests, "signaling")


def recording_requests(talk: Talk, _browser: Browser, _token: str) -> list[Shown]:
    """What was sent to the recording backend, oldest first."""
    return _requests(talk.server.requests, "recording")


def bot_requests(talk: Talk, _browser: Browser, _token: str) -> list[Shown]:
    """What was sent to bots, oldest first, with the address of the bot and the headers."""
    requests = [request for request in talk.server.requests if request.to == "bot"]
    rows = _requests(requests, "bot")
    return [
        {"url": sent.url, "headers": sent.headers, **row} for sent, row in zip(requests, rows, strict=True)
    ]


RECORDS = (
    Record("messages", messages, in_room=True, main="message"),
    Record("system messages", system_messages, in_room=True, main="systemMessage", words=KEYS),
    Record("polls", polls, in_room=True, main="question"),
    Record("notifications", notifications, main="subject_key", words=SUBJECTS, sentence="subject"),
    Record("signaling requests", signaling_requests, main="type", viewer="signaling server"),
    Record("recording requests", recording_requests, main="type", viewer="recording backend"),
    Record("bot requests", bot_requests, main="type", viewer="bot"),
)


def _viewer(talk: Talk, browser: Browser, room: Room | None) -> Attendee | None:
    """Who the browser is in the room: by its session, else by account."""
    entry = talk.server.sessions.get(browser.sessions.get(room.token, "")) if room else None
    if entry is not None and entry[0] is room:
        return entry[1]
    return room.find("users", browser.user) if room and browser.user else None


def _requests(sent: Iterable[SentRequest], to: str) -> list[Shown]:
    return [{"token": request.token, **request.body} for request in sent if request.to == to]
