"""A session: one browser's presence in one room."""

from __future__ import annotations

from typing import Any

from talksim.constants import InCall, SessionState
from talksim.constants.vocabulary import Constant
from talksim.model.fields import history, model_class, state

__all__ = ["KILL_AFTER", "STALE_AFTER", "Presence", "Session"]

STALE_AFTER = 30
"""Seconds without a ping after which a session no longer counts as present (spec: participant 3.1)."""

KILL_AFTER = 100
"""Seconds without a ping after which reading the participant list removes the session."""


class Presence(Constant):
    """Whether a session is in the call; not on the constants page (the server derives it from the flags)."""

    OUT = 0, "out of the call", "The in-call flags are 0", False
    IN = 1, "in the call", "Some in-call flag is set", False


@model_class
class Session:
    """Owned by an attendee. `last_ping` is the server's clock in seconds.

    `presence` is "in the call" exactly when `in_call` is not 0; `inbox` holds the messages of internal
    signaling that wait to be asked for.
    """

    id: str = state()
    last_ping: float = state()
    presence: Presence = state(default=Presence.OUT)
    in_call: InCall = state(default=InCall.DISCONNECTED)
    status: SessionState = state(default=SessionState.ACTIVE)
    inbox: list[dict[str, Any]] = history(factory=list)

    def calls(self, now: float) -> bool:
        """Whether the session is in the call and counts as present at `now` (seconds)."""
        return bool(self.in_call) and self.is_fresh(now)

    def is_fresh(self, now: float) -> bool:
        """Whether the session counts as present at `now` (seconds)."""
        return self.last_ping >= now - STALE_AFTER
