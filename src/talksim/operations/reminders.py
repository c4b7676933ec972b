"""Reminders of messages: setting, looking, dropping, and the job that delivers them (spec: chat 1.2, 2.5)."""

from __future__ import annotations

from typing import Final

from talksim.model.event import ReminderDropped
from talksim.procedures.gate import gates, lobby_passed, logged_in
from talksim.procedures.scene import InRoom, OnServer
from talksim.rules.operation import operation
from talksim.rules.parameter import MessageId, Moment
from talksim.rules.stage import Answer, bind, commit, guard
from talksim.rules.view import Shown

__all__ = ["delete_reminder", "get_reminder", "set_reminder"]

_MAX_AN_HOUR: Final = 60
_HOUR: Final = 3600


@guard(429, because=lambda at: f"{at.browser.user} has asked for {_MAX_AN_HOUR} reminders within an hour")
def reminder_requests_left(at: OnServer) -> bool:
    """The account asks for at most 60 reminders within an hour, those refused later included.

    The limit is kept by the server below Talk, which counts once it knows the account.
    """
    return len(_last_requests(at)) < _MAX_AN_HOUR


@commit
def reminder_request_counted(at: OnServer) -> None:
    """The request counts for the limit, even if it is then refused."""
    at.server.users[at.browser.user].reminder_requests = [*_last_requests(at), at.now]


def _last_requests(at: OnServer) -> list[float]:
    requests = at.server.users[at.browser.user].reminder_requests
    return [time for time in requests if time > at.now - _HOUR]


_GATES: Final = gates(logged_in, lobby_passed)
_LOGIN: Final = _GATES.index(logged_in) + 1


@bind(404, "message")
def message_to_remember(at: InRoom, *, message_id: int) -> bool:
    """The message is one of this room."""
    at.found = at.room.message(message_id)
    return at.found is not None


def _own(at: InRoom) -> dict[tuple[str, int], int]:
    return at.server.users[at.browser.user].reminders


def _shown(at: InRoom) -> Shown:
    timestamp = _own(at)[at.token, at.found.id]
    return {"userId": at.browser.user, "token": at.token, "messageId": at.found.id, "timestamp": timestamp}


@operation(
    "POST /api/v1/chat/{token}/{messageId}/reminder",
    stages=[
        *_GATES[:_LOGIN],
        reminder_requests_left,
        reminder_request_counted,
        *_GATES[_LOGIN:],
        message_to_remember,
    ],
    answers=_shown,
    success=201,
    samples=[{"message_id": 1, "timestamp": 1}],
)
def set_reminder(at: InRoom, *, message_id: MessageId, timestamp: Moment) -> None:
    """Be reminded of a message at a time in Unix seconds, in place of any other time (spec: chat 1.2)."""
    _own(at)[at.token, message_id] = timestamp


@guard(404, "reminder")
def reminder_set(at: InRoom, *, message_id: int) -> bool:
    """The caller wants to be reminded of the message."""
    return (at.token, message_id) in _own(at)


@operation(
    "GET /api/v1/chat/{token}/{messageId}/reminder",
    stages=[*_GATES, message_to_remember, reminder_set],
    answers=_shown,
    samples=[{"message_id": 1}],
)
def get_reminder(at: InRoom, *, message_id: MessageId) -> None:
    """When the caller will be reminded of a message (spec: chat 1.2)."""


@operation(
    "DELETE /api/v1/chat/{token}/{messageId}/reminder",
    stages=[*_GATES, message_to_remember],
    samples=[{"message_id": 1}],
)
def delete_reminder(at: InRoom, *, message_id: MessageId) -> Answer:
    """Not be reminded of a message; if one was already, the notification goes (spec: chat 1.2)."""
    if _own(at).pop((at.token, message_id), None) is None:
        at.emit(ReminderDropped(at.room, at.found, at.browser.user))
    return Answer(200)
