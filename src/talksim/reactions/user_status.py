"""The status of accounts in calls, which the status app shows to others (spec: participant 4.5)."""

from __future__ import annotations

from typing import Final

from talksim.constants import AttendeeType
from talksim.model.event import Event, InCallChanged
from talksim.model.server import Listener, Server
from talksim.model.user import User

__all__ = ["LISTENERS"]


def in_call_changed(server: Server, event: InCallChanged) -> None:
    """Whoever comes into a call is away; who leaves it, with any device, is what they were."""
    attendee = event.attendee
    user = server.users.get(attendee.actor_id) if attendee.actor_type is AttendeeType.USERS else None
    if event.after or user is None or bool(event.old) is bool(event.new):
        return
    if event.new:
        _busy(user)
    elif user.status_before is not None:
        user.status, user.status_before = user.status_before, None


def _busy(user: User) -> None:
    """Invisible people stay so, and nobody is disturbed who does not want to be."""
    if user.status == "invisible" or user.status_before is not None:
        return
    user.status_before = user.status
    if not user.do_not_disturb:
        user.status = "away"


LISTENERS: Final[dict[type[Event], Listener]] = {InCallChanged: in_call_changed}
"""Whose status changes."""
