"""What should hold and does not: each is broken by a fault of the modelled server, told in a scenario.

The scenarios stand in `scenarios/known-bugs`, the ways to mend them in `talksim.fixes`.
"""

from __future__ import annotations

from collections.abc import Iterator

from talksim.constants import BreakoutStatus, ObjectType, ParticipantType, RecordingConsent, RoomType
from talksim.invariants.invariant import Step, invariant
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.session import Session
from talksim.procedures.presence import can_start_call

__all__: list[str] = []

_MOVING = ("reorganise_breakout_rooms", "add_participant")


@invariant("B4", broken_by="spreed#11920, A6, A9")
def who_stays_in_a_breakout_room_keeps_the_session(step: Step) -> Iterator[str]:
    """Moving people leaves those alone whose breakout room does not change (spec: conversation 7.6)."""
    if step.asked.operation not in _MOVING or step.outcome is None or not step.outcome.ok:
        return
    for room, attendee in _in_breakout_rooms(step.before):
        lost = attendee.sessions.keys() - step.after.sessions.keys()
        if lost and _is_to_stay(step, room, attendee):
            yield f"{attendee.label} is thrown out of {room.label}"


@invariant(broken_by="spreed#17544")
def nobody_is_left_in_a_removed_breakout_room(step: Step) -> Iterator[str]:
    """Removing breakout rooms that run calls everybody in them back (spec: conversation 7.1).

    Only a signaling server can be told, so without one nothing is asked for.
    """
    parent = step.before.rooms.get(step.asked.token)
    if step.asked.operation != "remove_breakout_rooms" or parent is None:
        return
    if parent.breakout_status is not BreakoutStatus.STARTED or not step.before.settings.signaling_servers:
        return
    sent = [request.body for request in step.after.requests[len(step.before.requests) :]]
    called = {session for body in sent if body.get("type") == "switchto" for session in _called(body)}
    for room, attendee in _in_breakout_rooms(step.before):
        if room.token not in step.after.rooms and not attendee.sessions.keys() <= called:
            yield f"{attendee.label} is left in {room.label}"


@invariant(broken_by="A78")
def breakout_rooms_ask_for_the_consent_of_their_parent(server: Server) -> Iterator[str]:
    """Where a room requires consent to recording, its breakout rooms do (spec: participant 5.6)."""
    for room in server.rooms.values():
        parent = server.rooms.get(room.object_id) if room.is_breakout_room else None
        asked = parent is not None and parent.recording_consent is RecordingConsent.REQUIRED
        if asked and room.recording_consent is not RecordingConsent.REQUIRED:
            yield f"{room.label} does not ask"


@invariant("C2", broken_by="A20")
def a_call_is_started_by_those_who_may(step: Step) -> Iterator[str]:
    """Who may not start a call does not make the room have one (spec: participant 4.3)."""
    room, caller = step.before.rooms.get(step.asked.token), _caller(step)
    if step.asked.operation != "join_call" or room is None or caller is None or room.call.active:
        return
    attendee, _ = caller
    verifies = room.type is RoomType.PUBLIC and room.object_type is ObjectType.SHARE_PASSWORD
    after = step.after.rooms.get(room.token)
    begun = after is not None and after.call.active
    if begun and not verifies and not can_start_call(step.before, room, attendee):
        yield f"{attendee.label} has started the call of {room.label}"


@invariant(broken_by="A42")
def who_leaves_a_call_is_out_of_it(step: Step) -> Iterator[str]:
    """Leaving the call, or the room, takes the caller's session out (spec: participant 4.2)."""
    caller = _caller(step) if step.asked.operation in ("leave_call", "leave_room") else None
    if caller is None or not caller[1].in_call:
        return
    attendee, session = caller
    still = step.after.sessions.get(session.id)
    if still is not None and still[1].sessions[session.id].in_call:
        yield f"{attendee.label} is still in the call ({step.outcome})"


@invariant("B1", broken_by="A1, A2")
def a_refused_configuration_changes_nothing(step: Step) -> Iterator[str]:
    """What is refused leaves the room as it was (spec: conversation 7.9)."""
    from talksim.model.difference import difference  # noqa: PLC0415  few runs compare worlds

    before, after = (server.rooms.get(step.asked.token) for server in (step.before, step.after))
    refused = step.outcome is not None and not step.outcome.ok
    if step.asked.operation == "configure_breakout_rooms" and refused and before and after:
        yield from (f"{before.label}: {change}" for change in difference(before, after))


@invariant(broken_by="A40")
def a_room_outlives_a_passer_by(step: Step) -> Iterator[str]:
    """Deleting an account deletes no room of which somebody else is a member (spec: conversation 2.9)."""
    if step.asked.operation != "delete_user":
        return
    for room in step.before.rooms.values():
        left = [one for one in room.attendees.values() if _is_member(one, room, step.asked.params["user"])]
        if left and room.token not in step.after.rooms:
            yield f"{room.label} is taken from {', '.join(one.label for one in left)}"


@invariant(broken_by="A3, B14")
def the_parent_of_a_breakout_room_exists(server: Server) -> Iterator[str]:
    """No breakout room is left behind when its parent goes (spec: conversation 7.2)."""
    for room in server.rooms.values():
        if room.is_breakout_room and room.object_id not in server.rooms:
            yield f"{room.label} has none"


def _in_breakout_rooms(server: Server) -> Iterator[tuple[Room, Attendee]]:
    """Those with a session there."""
    for room in server.rooms.values():
        people = room.attendees.values() if room.is_breakout_room else ()
        yield from ((room, attendee) for attendee in people if attendee.sessions)


def _is_to_stay(step: Step, room: Room, attendee: Attendee) -> bool:
    """Whether somebody is in the room afterwards, or was to be added to it."""
    after = step.after.rooms.get(room.token)
    if after is not None and after.find(*attendee.actor) is not None:
        return True
    return step.asked.token == room.token and step.asked.params.get("participant") == attendee.actor_id


def _called(body: dict[str, object]) -> list[str]:
    sent = body.get("switchto")
    sessions = sent.get("sessions") if isinstance(sent, dict) else None
    return list(sessions or ())


def _caller(step: Step) -> tuple[Attendee, Session] | None:
    """Who asked, and the session it was, as they were before."""
    browser = step.before.browsers.get(step.asked.caller)
    session = browser.sessions.get(step.asked.token, "") if browser else ""
    entry = step.before.sessions.get(session)
    return None if entry is None else (entry[1], entry[1].sessions[session])


def _is_member(attendee: Attendee, room: Room, gone: str) -> bool:
    """Whether somebody other than the account that goes is in a room to stay."""
    settled = attendee.is_user and attendee.type is not ParticipantType.SELF_JOINED
    return settled and attendee.actor_id != gone and not room.is_breakout_room
