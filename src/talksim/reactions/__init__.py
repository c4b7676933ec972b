"""What follows from events: system messages, notifications, requests to other servers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from talksim.model.event import AttendeeRemoved, AttendeesAdded, Event
from talksim.model.server import Listener
from talksim.reactions import (
    bots,
    call_messages,
    call_summary,
    chat_notifications,
    notifications,
    poll_messages,
    recording_backend,
    signaling,
    system_messages,
    user_status,
)

__all__ = ["LISTENERS"]

_ORDER: Final[tuple[Mapping[Any, Listener], ...]] = (
    system_messages.LISTENERS,
    call_messages.LISTENERS,
    poll_messages.LISTENERS,
    user_status.LISTENERS,
    notifications.LISTENERS,
    chat_notifications.LISTENERS,
    signaling.LISTENERS,
    recording_backend.LISTENERS,
    bots.LISTENERS,
    call_summary.LISTENERS,
)
_SIGNALING_FIRST: Final = (AttendeesAdded, AttendeeRemoved)
"""The signaling server hears of people who come and go before the chat does (spec: command/user-remove)."""


def _listeners(event: type[Event]) -> tuple[Listener, ...]:
    heard = [listeners[event] for listeners in _ORDER if event in listeners]
    first = signaling.LISTENERS.get(event)
    if event in _SIGNALING_FIRST and first is not None:
        heard.sort(key=lambda listener: listener is not first)
    return tuple(heard)


LISTENERS: Final[dict[type[Event], tuple[Listener, ...]]] = {
    event: _listeners(event) for event in dict.fromkeys(event for table in _ORDER for event in table)
}
"""Who hears of which event, in order."""
