"""What people do in breakout rooms: look around, switch, ask for help (spec: conversation 7.1, 7.4)."""

from __future__ import annotations

from talksim.constants import BreakoutMode, BreakoutStatus, LobbyState, ParticipantType
from talksim.model.room import Room
from talksim.procedures.adding import add_users
from talksim.procedures.breakout_rooms import (
    breakout_rooms_configured,
    breakout_rooms_of,
    leave_breakout_rooms,
    set_assistance,
    visible_breakout_rooms,
)
from talksim.procedures.gate import gates, lobby_passed, logged_in
from talksim.procedures.leaving import clean_up_guests, reap_sessions
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.parameter import Token
from talksim.rules.stage import Answer, bind, guard
from talksim.rules.view import Shown
from talksim.views.attendee import attendees_for
from talksim.views.room import answered_room, outside_room, room_for

__all__ = [
    "list_breakout_participants",
    "list_breakout_rooms",
    "request_assistance",
    "switch_breakout_room",
    "withdraw_assistance",
]

_NAMELESS = "Private conversation"


@guard(400, "room", because=lambda at: f"{at.room.label} is no breakout room")
def is_a_breakout_room(at: InRoom) -> bool:
    """The room belongs to a parent."""
    return at.room.is_breakout_room


@guard(400, "room", because=lambda at: f'lobby of {at.room.label} is "{at.room.lobby}"')
def breakout_room_open(at: InRoom) -> bool:
    """The breakout room has no lobby."""
    return at.room.lobby is LobbyState.NO_LOBBY


@operation(
    "POST /api/v1/breakout-rooms/{token}/request-assistance",
    stages=[*gates(logged_in), is_a_breakout_room, breakout_room_open],
    answers=answered_room,
)
def request_assistance(at: InRoom) -> None:
    """Ask a moderator to come into the breakout room (spec: conversation 7.1)."""
    set_assistance(at.server, at.room, "request")


@operation(
    "DELETE /api/v1/breakout-rooms/{token}/request-assistance",
    stages=[*gates(logged_in), is_a_breakout_room, breakout_room_open],
    answers=answered_room,
)
def withdraw_assistance(at: InRoom) -> None:
    """Take the request for help back; anybody in the room may (spec: conversation 7.1)."""
    set_assistance(at.server, at.room, "withdraw")


@guard(400, "mode", because=lambda at: f'{at.room.label} is in mode "{at.room.breakout_mode}"')
def mode_is_free(at: InRoom) -> bool:
    """People choose their breakout room themselves."""
    return at.room.breakout_mode is BreakoutMode.FREE


@guard(
    400, "status", because=lambda at: f"the breakout rooms of {at.room.label} are {at.room.breakout_status}"
)
def breakout_rooms_running(at: InRoom) -> bool:
    """The breakout rooms are open."""
    return at.room.breakout_status is BreakoutStatus.STARTED


@guard(400, "moderator", because=lambda at: f"{at.attendee.label} is {at.attendee.type}")
def switcher_moderates_not(at: InRoom) -> bool:
    """Moderators are in every breakout room and cannot switch."""
    return not at.attendee.moderates


@bind(400, "target")
def switch_target_found(at: InRoom, *, target: Token) -> bool:
    """The target is a breakout room of this room."""
    at.found = at.server.breakout_rooms.get(at.room.token, {}).get(target)
    return at.found is not None


@operation(
    "POST /api/v1/breakout-rooms/{token}/switch",
    stages=[
        *gates(logged_in),
        mode_is_free,
        breakout_rooms_running,
        switcher_moderates_not,
        switch_target_found,
    ],
)
def switch_breakout_room(at: InRoom, *, target: Token) -> Answer:
    """Go from one breakout room to another (spec: conversation 7.1).

    One room after the other lets the caller in or out: their order is that of the messages.
    The answer is the target with what the caller is in the parent. Who is banned from the target leaves the
    others all the same, and is not told its name.
    """
    for room in breakout_rooms_of(at.server, at.room):
        if room is at.found:
            add_users(at.server, room, [at.attendee.actor_id])
        else:
            leave_breakout_rooms(at.server, [room], [at.attendee.actor], left=True)
    shown = room_for(at.server, at.found, at.attendee, at.session)
    if at.found.find(*at.attendee.actor) is None:
        shown["displayName"] = _NAMELESS
    return Answer(200, shown)


@guard(
    400, "status", because=lambda at: f"the breakout rooms of {at.room.label} are {at.room.breakout_status}"
)
def breakout_rooms_shown(at: InRoom) -> bool:
    """The breakout rooms are open, or the caller moderates."""
    return at.attendee.moderates or at.room.breakout_status is BreakoutStatus.STARTED


@operation(
    "GET /api/v4/room/{token}/breakout-rooms",
    stages=[*gates(logged_in), breakout_rooms_configured, breakout_rooms_shown],
)
def list_breakout_rooms(at: InRoom) -> Answer:
    """List one's breakout rooms, or all as moderator and in free mode (spec: conversation 7.4)."""
    rooms = visible_breakout_rooms(at.server, at.room, at.attendee)
    return Answer(200, [_room_shown(at, room) for room in rooms])


@guard(403, because=lambda at: f"{at.attendee.label} is {at.attendee.type}")
def lister_is_no_guest(at: InRoom) -> bool:
    """Guests do not see the list."""
    return at.attendee.type is not ParticipantType.GUEST


@operation(
    "GET /api/v4/room/{token}/breakout-rooms/participants",
    stages=[*gates(lobby_passed), lister_is_no_guest, breakout_rooms_configured, breakout_rooms_shown],
)
def list_breakout_participants(at: InRoom, *, include_status: bool = False) -> Answer:
    """List the attendees of the room and of its breakout rooms that one sees, and remove what has died.

    spec: conversation 7.1; participant 3.2.
    """
    rooms = [at.room, *visible_breakout_rooms(at.server, at.room, at.attendee)]
    shown = [
        entry
        for room in rooms
        for entry in attendees_for(at.server, room, at.attendee, include_status=include_status)
    ]
    for room in rooms:
        reap_sessions(at.server, room)
        clean_up_guests(at.server, room)
    return Answer(200, shown)


def _room_shown(at: InRoom, room: Room) -> Shown:
    attendee = room.find(*at.attendee.actor)
    if attendee is None:
        return outside_room(at.server, room, breakout=True)
    return room_for(at.server, room, attendee, attendee.first_session)
