"""PINs for dialing in (spec: participant 1.1, conversation 3.4)."""

from __future__ import annotations

from talksim.constants import AttendeeType, SipState
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server

__all__ = ["give_pin"]

_DIGITS = 7
_WITH_PIN = (AttendeeType.USERS, AttendeeType.EMAILS)


def give_pin(server: Server, room: Room, attendee: Attendee) -> None:
    """Give an account or e-mail guest its PIN once the room can be dialed into; it is never taken back."""
    if attendee.pin or room.sip is SipState.DISABLED or not server.settings.sip_configured:
        return
    if attendee.actor_type in _WITH_PIN:
        attendee.pin = _pin(server.random(9**_DIGITS))


def _pin(number: int) -> str:
    """A number below 9 to the 7th as 7 digits, no zero in front and no digit twice in a row."""
    digits, last = "", 0
    for _ in range(_DIGITS):
        number, digit = divmod(number, 9)
        last = digit + (digit >= last)
        digits += str(last)
    return digits
