"""Moving accounts between the breakout rooms of a parent (spec: conversation 7.6)."""

from __future__ import annotations

from talksim.constants import AttendeeType
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.leaving import remove_attendee

__all__ = ["rows_in_breakout_rooms", "take_out_of_breakout_rooms"]


def rows_in_breakout_rooms(server: Server, parent: Room, user: str) -> list[tuple[Room, Attendee]]:
    """The breakout rooms an account is in, with its attendee there."""
    rooms = server.breakout_rooms.get(parent.token, {}).values()
    found = ((room, room.find(AttendeeType.USERS, user)) for room in rooms)
    return [(room, attendee) for room, attendee in found if attendee is not None]


def take_out_of_breakout_rooms(server: Server, parent: Room, user: str) -> bool:
    """Remove an account from one breakout room after the other, up to one it moderates: then false."""
    for room, attendee in rows_in_breakout_rooms(server, parent, user):
        if attendee.moderates:
            return False
        remove_attendee(server, room, attendee)
    return True
