"""Calls: peers, joining, flags, leaving, ringing, dialing out (spec: participant 4)."""

from __future__ import annotations

from typing import Any

from talksim.constants import AttendeeType, RoomType, SignalingMode
from talksim.constants import InCall as Flag
from talksim.model.event import CallRung, DialOutRequested
from talksim.procedures.consent import consent_given, consent_stored
from talksim.procedures.gate import calls_allowed, gates, lobby_passed, may_start_call, read_write
from talksim.procedures.json_text import json_object
from talksim.procedures.one_to_one import refill
from talksim.procedures.presence import (
    end_call,
    end_empty_call,
    set_flags,
    start_call,
    update_flags,
)
from talksim.procedures.presence import (
    leave_call as take_out,
)
from talksim.procedures.scene import InCall, InRoom
from talksim.rules.operation import operation
from talksim.rules.parameter import AttendeeId
from talksim.rules.stage import Answer, bind, commit, finish, guard
from talksim.rules.view import Shown
from talksim.views.peer import peers_of

__all__ = ["dial_out", "join_call", "leave_call", "list_call_peers", "ring_attendee", "update_call_flags"]

_DEFAULT_FLAGS = Flag.IN_CALL | Flag.AUDIO | Flag.VIDEO
_WITHOUT_CALLS = (RoomType.CHANGELOG, RoomType.FORMER_ONE_TO_ONE, RoomType.NOTE_TO_SELF)


@bind(404, because=lambda at: f"{at.browser.name} has not joined {at.room.label} with this browser")
def session_found(at: InCall) -> bool:
    """The caller's browser has a session in the room."""
    return getattr(at, "session", None) is not None


@guard(400, "type", because=lambda at: f"{at.room.label} is a {at.room.type} room")
def type_has_calls(at: InRoom) -> bool:
    """The room is neither changelog nor note to self nor former one-to-one."""
    return at.room.type not in _WITHOUT_CALLS


@commit
def one_to_one_refilled(at: InRoom) -> None:
    """Whoever left a one-to-one is in it again, even if the join is refused."""
    refill(at.server, at.room)


@finish
def fault_of_type(at: InRoom) -> Answer | None:
    """Setting flags in a room of a type without calls is a server error nobody catches."""
    return Answer(500) if at.room.type in _WITHOUT_CALLS else None


@guard(400, because=lambda at: f'{at.attendee.label} has the flags "{at.session.in_call}"')
def is_in_call(at: InCall) -> bool:
    """The caller's session has the in-call bit."""
    return Flag.IN_CALL in at.session.in_call


@guard(400)
def stays_in_call(at: InCall, *, flags: Flag | int) -> bool:
    """The new flags keep the in-call bit; this is no way to leave."""
    return bool(flags & int(Flag.IN_CALL))


@guard(400, because=lambda at: f"nobody has started a call in {at.room.label}")
def call_has_flags(at: InRoom) -> bool:
    """The room's call has flags: it was started with some."""
    return bool(at.room.call.flag)


@guard(400)
def not_out_of_call(at: InRoom) -> bool:
    """The caller's session, if there is one, is in the call."""
    return at.session is None or bool(at.session.in_call)


@bind(404)
def ringable_found(at: InRoom, *, attendee: AttendeeId) -> bool:
    """The attendee is in the room."""
    found = at.room.attendees.get(attendee)
    if found is not None:
        at.target = found
    return found is not None


@finish
def rung_elsewhere(at: InRoom) -> Answer | None:
    """Somebody of another server is rung there; nothing more is asked here."""
    return Answer(200) if at.target.actor_type is AttendeeType.FEDERATED_USERS else None


@guard(400, "actor-type", because=lambda at: f"{at.target.label} is one of {at.target.actor_type}")
def target_is_account(at: InRoom) -> bool:
    """The attendee is an account."""
    return at.target.is_user


@guard(400, "status", because=lambda at: f"{at.target.label} does not want to be disturbed")
def target_not_busy(at: InRoom) -> bool:
    """The person rung has not asked to be left alone."""
    user = at.server.users.get(at.target.actor_id)
    return user is None or not user.do_not_disturb


@finish
def target_in_call(at: InRoom) -> Answer | None:
    """Ringing somebody who is in the call already does nothing."""
    return Answer(200) if any(session.in_call for session in at.target.sessions.values()) else None


@guard(404)
def target_is_phone(at: InRoom) -> bool:
    """The attendee is a telephone number."""
    return at.target.actor_type is AttendeeType.PHONES


def _peers(at: InRoom) -> list[Shown]:
    return peers_of(at.server, at.room)


@operation("GET /api/v4/call/{token}", stages=gates(calls_allowed, read_write, lobby_passed), answers=_peers)
def list_call_peers(at: InRoom) -> None:
    """Read who is in the call; needs no session (spec: participant 4.2)."""


@operation(
    "POST /api/v4/call/{token}",
    stages=[
        *gates(calls_allowed, read_write, lobby_passed),
        consent_given,
        consent_stored,
        one_to_one_refilled,
        session_found,
        type_has_calls,
    ],
    wire={"consent": "recordingConsent"},
    samples=[{}, {"flags": Flag.IN_CALL}, {"consent": True}],
)
def join_call(
    at: InCall, *, flags: Flag | int | None = None, silent: bool = False, consent: bool = False
) -> None:
    """Enter the call, starting it if it is idle (spec: participant 4.2, 4.3, 4.5).

    Flags 0 take the caller out, slip past the start restriction and make the room active all the same;
    flags are not limited to the known bits.
    """
    wanted = int(_DEFAULT_FLAGS if flags is None else flags)
    set_flags(at, at.session, wanted, silent=silent)
    start_call(at, wanted, silent=silent)


@operation(
    "PUT /api/v4/call/{token}",
    stages=[*gates(), session_found, is_in_call, stays_in_call],
    samples=[{"flags": Flag.IN_CALL}, {"flags": Flag.IN_CALL | Flag.AUDIO}],
)
def update_call_flags(at: InCall, *, flags: Flag | int) -> None:
    """Change the own in-call flags, whatever lobby and lock say (spec: participant 4.2)."""
    update_flags(at, at.session, int(flags))


@operation(
    "DELETE /api/v4/call/{token}",
    stages=[*gates(), session_found, fault_of_type],
    wire={"for_everyone": "all"},
    samples=[{}, {"for_everyone": True}],
)
def leave_call(at: InCall, *, for_everyone: bool = False) -> None:
    """Leave the call, or end it for everyone as a moderator (spec: participant 4.6).

    The last one to leave ends it; so does a caller who is not in it while nobody else is.
    """
    server, room, attendee = at.server, at.room, at.attendee
    if for_everyone and attendee.moderates and room.call.active:
        end_call(server, room, attendee, for_everyone=True)
        return
    take_out(server, room, attendee, at.session)
    if not (for_everyone and attendee.moderates):
        end_empty_call(server, room, attendee)


@operation(
    "POST /api/v4/call/{token}/ring/{attendeeId}",
    stages=[
        *gates(calls_allowed, may_start_call),
        call_has_flags,
        not_out_of_call,
        ringable_found,
        rung_elsewhere,
        target_is_account,
        target_not_busy,
        target_in_call,
    ],
    wire={"attendee": "attendeeId"},
)
def ring_attendee(at: InRoom, *, attendee: AttendeeId) -> None:
    """Ring somebody who is not in the call, notifications off or lobby on (spec: participant 4.2)."""
    at.emit(CallRung(at.room, at.target, at.attendee))


@commit
def number_dialed(at: InRoom) -> None:
    """Ask the signaling server to dial; without one nobody is asked, and nobody answers."""
    external = at.server.settings.effective_signaling is not SignalingMode.INTERNAL
    if external:
        at.emit(DialOutRequested(at.room, at.target))
    replies = at.server.replies
    at.found = _dialed(replies.pop(0)) if external and replies else {}


def _dialed(reply: str) -> dict[str, Any]:
    """What a reply says of dialing; nothing if it is not a valid one."""
    found = (json_object(reply) or {}).get("dialout")
    return found if isinstance(found, dict) else {}


def _dial_error(at: InRoom) -> dict[str, str] | None:
    error = at.found.get("error")
    if not isinstance(error, dict):
        return None
    return {"error": error.get("code", ""), "message": error.get("message", "")}


@guard(501, answer=_dial_error)
def dialing_works(at: InRoom) -> bool:
    """The signaling server has answered with the id of a call."""
    return bool(at.found.get("callid"))


@operation(
    "POST /api/v4/call/{token}/dialout/{attendeeId}",
    stages=[
        *gates(calls_allowed, may_start_call),
        call_has_flags,
        not_out_of_call,
        ringable_found,
        target_is_phone,
        number_dialed,
        dialing_works,
    ],
    success=201,
    wire={"attendee": "attendeeId"},
)
def dial_out(at: InRoom, *, attendee: AttendeeId) -> None:
    """Have the signaling server dial a number; it answers what was prepared (spec: participant 4.2)."""
    at.target.call_id = str(at.found["callid"])
