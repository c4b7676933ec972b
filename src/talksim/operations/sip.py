"""Dialing in by telephone (spec: conversation 3.4)."""

from __future__ import annotations

from talksim.constants import RoomType, SipState
from talksim.model.event import RoomModified
from talksim.model.lifecycles import sip
from talksim.procedures.dialing import is_dialable
from talksim.procedures.gate import gates, logged_in, moderator
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.stage import guard
from talksim.views.room import answered_room

__all__ = ["set_sip_state"]


@guard(403, because=lambda at: f"{at.browser.user} is in none of the groups of sip_bridge_groups")
def may_enable_sip(at: InRoom) -> bool:
    """The account is in one of `sip_bridge_groups`, if there are any."""
    return at.server.admits(at.server.settings.sip_bridge_groups, at.browser.user)


@guard(412)
def sip_configured(at: InRoom) -> bool:
    """The SIP bridge is set up: secret and dial-in info."""
    return at.server.settings.sip_configured


@guard(400, because=lambda at: f"SIP of {at.room.label} is {at.room.sip} already")
def sip_state_new(at: InRoom, *, state: SipState | int) -> bool:
    """The state is another than the present one."""
    return state != at.room.sip


@guard(400, because=lambda at: f"{at.room.label} is a breakout room")
def sip_outside_breakout_room(at: InRoom) -> bool:
    """The room is no breakout room."""
    return not at.room.is_breakout_room


@guard(400, because=lambda at: f"{at.room.label} is a {at.room.type}")
def type_with_sip(at: InRoom) -> bool:
    """The room is a group or public."""
    return at.room.type in (RoomType.GROUP, RoomType.PUBLIC)


@guard(400)
def sip_state_known(at: InRoom, *, state: SipState | int) -> bool:
    """The state is a SIP state."""
    return state in (SipState.DISABLED, SipState.ENABLED, SipState.NO_PIN)


@guard(400, because=lambda at: f"{at.room.token} cannot be dialed; it is older than the SIP bridge")
def token_dialable(at: InRoom) -> bool:
    """The token has digits only, no zero in front, no digit twice in a row."""
    return is_dialable(at.room.token)


@operation(
    "PUT /api/v4/room/{token}/webinar/sip",
    stages=[
        *gates(logged_in, moderator),
        may_enable_sip,
        sip_configured,
        sip_state_new,
        sip_outside_breakout_room,
        type_with_sip,
        sip_state_known,
        token_dialable,
    ],
    answers=answered_room,
    samples=[{"state": SipState.ENABLED}, {"state": SipState.DISABLED}],
)
def set_sip_state(at: InRoom, *, state: SipState | int) -> None:
    """Let people dial in with a PIN, without one, or not at all (spec: conversation 3.4)."""
    old = at.room.sip
    sip.fire(at.room, f"set {SipState(state)}", None)
    at.emit(RoomModified(at.room, "sip", old, at.room.sip))
