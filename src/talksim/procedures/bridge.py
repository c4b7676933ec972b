"""What every request of the SIP bridge meets: a room by its token, a signature (spec: participant 4.8)."""

from __future__ import annotations

from talksim.procedures.bans import is_banned
from talksim.procedures.due import make_due_moves
from talksim.procedures.scene import InRoom
from talksim.procedures.throttling import counting, signature_tries_left
from talksim.rules.stage import bind, guard

__all__ = ["BRIDGE", "COUNTING", "bridge_signed", "dial_in_set_up", "dial_out_set_up", "dialed_room_found"]


@bind(404)
def dialed_room_found(at: InRoom) -> bool:
    """The token is that of a room, whoever may see it."""
    room = at.server.rooms.get(at.token)
    if room is None:
        return False
    at.room = room
    make_due_moves(at.server, room)
    return True


@guard(403)
def bridge_not_banned(at: InRoom) -> bool:
    """The address of the bridge is not banned from the room."""
    return not is_banned(at.server, at.room, at.browser)


@guard(401)
def bridge_signed(at: InRoom, *, signed: bool) -> bool:  # noqa: ARG001
    """The request carries a valid signature."""
    return signed


@guard(501, because=lambda _: "the SIP bridge is not set up")
def dial_in_set_up(at: InRoom) -> bool:
    """The SIP bridge is set up: secret and dial-in info."""
    return at.server.settings.sip_configured


@guard(501, because=lambda _: "dialing out is not set up")
def dial_out_set_up(at: InRoom) -> bool:
    """The SIP bridge is set up, and dialing out is on."""
    return at.server.settings.sip_configured and at.server.settings.sip_dialout


BRIDGE = (signature_tries_left, dialed_room_found, bridge_not_banned, bridge_signed)
"""The gates of the bridge, in order."""

COUNTING = counting((bridge_signed, signature_tries_left))
"""What the gates of the bridge do on refusing."""
