"""Taking people out of a call whose room gets locked (spec: conversation 3.1, 3.3)."""

from __future__ import annotations

from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.presence import in_call, leave_call

__all__ = ["kick_from_call"]


def kick_from_call(server: Server, room: Room, *, spare_moderators: bool = False) -> None:
    """Take every session out of the call; the room shows the call until somebody leaves or is removed."""
    for attendee, session in in_call(server, room):
        if not (spare_moderators and attendee.moderates):
            leave_call(server, room, attendee, session)
