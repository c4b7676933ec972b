"""What the SIP bridge asks: who calls in, and what became of calls going out (spec: participant 4.8)."""

from __future__ import annotations

from talksim.constants import AttendeeType, SipState
from talksim.model.event import RoomJoined
from talksim.model.session import Session
from talksim.procedures.adding import enter, new_guest
from talksim.procedures.bridge import (
    BRIDGE,
    COUNTING,
    bridge_signed,
    dial_in_set_up,
    dial_out_set_up,
    dialed_room_found,
)
from talksim.procedures.scene import InRoom, OnServer
from talksim.procedures.throttling import signature_tries_left
from talksim.rules.operation import operation
from talksim.rules.parameter import AttendeeId
from talksim.rules.stage import Answer, bind, guard
from talksim.views.room import answered_room, outside_room

__all__ = [
    "get_room_as_bridge",
    "open_dial_in",
    "prepare_signaling_answer",
    "reject_dial_out",
    "verify_dial_in",
    "verify_dial_out",
]


_NOBODY = AttendeeId(0)


@bind(404)
def pin_known(at: InRoom, *, pin: str) -> bool:
    """The PIN belongs to somebody in the room; the room's SIP state does not matter."""
    owners = (attendee for attendee in at.room.attendees.values() if attendee.pin and attendee.pin == pin)
    found = next(owners, None)
    if found is not None:
        at.attendee = found
    return found is not None


@operation(
    "POST /api/v4/room/{token}/verify-dialin | GET /api/v4/room/{token}/pin/{pin}",
    stages=[*BRIDGE, dial_in_set_up, pin_known],
    by="sip bridge",
    unwind=COUNTING,
    answers=answered_room,
    samples=[{"pin": "1234567"}],
)
def verify_dial_in(at: InRoom, *, pin: str, signed: bool = True) -> None:
    """Find out whom a PIN belongs to: the room as that person sees it (spec: participant 4.8)."""


@guard(400, because=lambda at: f"SIP of {at.room.label} is {at.room.sip}")
def dial_in_open(at: InRoom) -> bool:
    """One may dial into the room without a PIN."""
    return at.room.sip is SipState.NO_PIN


@operation(
    "POST /api/v4/room/{token}/open-dial-in",
    stages=[*BRIDGE, dial_in_open],
    by="sip bridge",
    unwind=COUNTING,
    answers=answered_room,
)
def open_dial_in(at: InRoom, *, signed: bool = True) -> None:
    """Let a caller without PIN in as a new guest, whatever password and lobby say (spec: participant 4.8)."""
    number = at.server.next_id("session", of=(at.browser.name, at.room.token))
    session = Session(f"session-{number}", at.now)
    at.attendee = new_guest(at.server, at.room, session.id)
    at.session = session
    enter(at.server, at.room, at.attendee)
    at.server.add_session(at.room, at.attendee, session)
    at.emit(RoomJoined(at.room, at.attendee, session))


@guard(400)
def call_described(
    at: InRoom, *, attendee: AttendeeId, actor_type: AttendeeType | str, actor_id: str
) -> bool:
    """The telephone that is called is named in full: attendee, and actor of the type phones."""
    return bool(attendee and actor_id) and actor_type == AttendeeType.PHONES


@bind(404)
def called_found(at: InRoom, *, attendee: AttendeeId, actor_id: str) -> bool:
    """The telephone is an attendee of the room."""
    found = at.room.attendees.get(attendee)
    if found is None or found.actor != (AttendeeType.PHONES, actor_id):
        return False
    at.attendee = found
    return True


@guard(400)
def number_as_stored(at: InRoom, *, number: str) -> bool:
    """The number is that of the attendee."""
    return at.attendee.phone_number == number


@operation(
    "POST /api/v4/room/{token}/verify-dialout",
    stages=[*BRIDGE, dial_out_set_up, call_described, called_found, number_as_stored],
    by="sip bridge",
    unwind=COUNTING,
    wire={"attendee": "attendeeId"},
    answers=answered_room,
)
def verify_dial_out(
    at: InRoom,
    *,
    number: str,
    attendee: AttendeeId = _NOBODY,
    actor_type: AttendeeType | str = "",
    actor_id: str = "",
    signed: bool = True,
) -> None:
    """Make sure that a number about to be dialed belongs to the room (spec: participant 4.8)."""


@guard(400)
def rejected_named(at: InRoom, *, attendee: AttendeeId) -> bool:
    """An attendee is named."""
    return bool(attendee)


@bind(404)
def rejected_found(at: InRoom, *, attendee: AttendeeId) -> bool:
    """The attendee is a telephone in the room."""
    found = at.room.attendees.get(attendee)
    if found is None or found.actor_type is not AttendeeType.PHONES:
        return False
    at.attendee = found
    return True


@guard(400)
def call_id_as_stored(at: InRoom, *, call_id: str) -> bool:
    """The call is the one that the attendee was called by."""
    return at.attendee.call_id == call_id


@operation(
    "DELETE /api/v4/room/{token}/rejected-dialout",
    stages=[*BRIDGE, rejected_named, dial_out_set_up, rejected_found, call_id_as_stored],
    by="sip bridge",
    unwind=COUNTING,
    wire={"attendee": "attendeeId"},
)
def reject_dial_out(at: InRoom, *, call_id: str, attendee: AttendeeId = _NOBODY, signed: bool = True) -> None:
    """Say that a call going out was not taken (spec: participant 4.8)."""
    at.attendee.call_id = ""


@operation(
    "SIP GET /api/v4/room/{token}",
    stages=[signature_tries_left, bridge_signed, dialed_room_found],
    by="sip bridge",
    unwind=COUNTING,
)
def get_room_as_bridge(at: InRoom, *, signed: bool = True) -> Answer:
    """Read a room, whoever may see it, without its last message (spec: participant 4.8).

    People read rooms by the same request without the headers of the bridge.
    """
    return Answer(200, outside_room(at.server, at.room, breakout=True))


@operation("answer of the signaling server", stages=[], by="signaling server", samples=[{"answer": "{}"}])
def prepare_signaling_answer(at: OnServer, *, answer: str) -> None:
    """Say what the signaling server will answer next, once, as JSON.

    `{"dialout": {"callid": "…"}}` or `{"dialout": {"error": {"code": "…", "message": "…"}}}`; anything
    else is no valid answer (spec: participant 4.2).
    """
    at.server.replies.append(answer)
