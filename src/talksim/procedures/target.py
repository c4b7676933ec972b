"""The attendee a request is about (spec: participant 1.5)."""

from __future__ import annotations

from talksim.procedures.scene import InRoom
from talksim.rules.parameter import AttendeeId
from talksim.rules.stage import bind

__all__ = ["target_found"]


@bind(404, because=lambda at: f"nobody in {at.room.label} has the attendee id {at.params['attendee']}")
def target_found(at: InRoom, *, attendee: AttendeeId) -> bool:
    """The attendee the request names is in the room."""
    target = at.room.attendees.get(attendee)
    if target is None:
        return False
    at.target = target
    return True
