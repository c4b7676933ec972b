"""Setting up and running the breakout rooms of a group conversation (spec: conversation 7.1)."""

from __future__ import annotations

from collections.abc import Container

from talksim.constants import (
    BreakoutMode,
    RoomType,
)
from talksim.model.attendee import Attendee
from talksim.model.event import RoomModified, SessionsSwitched
from talksim.model.lifecycles import breakout_mode, breakout_status
from talksim.model.room import Room
from talksim.procedures.breakout_rooms import (
    assign,
    breakout_rooms_configured,
    breakout_rooms_of,
    call_back,
    close_breakout_room,
    create_breakout_rooms,
    deal,
    delete_breakout_rooms,
    leave_breakout_rooms,
    open_breakout_room,
    parse_attendee_map,
)
from talksim.procedures.chatting import say
from talksim.procedures.gate import gates, logged_in, login_moderator
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.parameter import AttendeeMap
from talksim.rules.stage import Answer, bind, commit, guard
from talksim.rules.view import Shown
from talksim.views.room import answered_room, room_for

__all__ = [
    "broadcast",
    "configure_breakout_rooms",
    "remove_breakout_rooms",
    "reorganise_breakout_rooms",
    "start_breakout_rooms",
    "stop_breakout_rooms",
]

MAX_AMOUNT = 20
MAX_MESSAGE = 32_000


def _rooms_shown(at: InRoom, without_session: Container[str] | None = ()) -> list[Shown]:
    """The breakout rooms the caller is in, then the room itself.

    A breakout room is shown with the first of the caller's sessions there, whichever browser it is from;
    `without_session` are the tokens of those that the server has just looked at without sessions, None for
    all of them.
    """
    shown = []
    for room in breakout_rooms_of(at.server, at.room):
        attendee = room.find(*at.attendee.actor)
        if attendee is not None:
            hidden = without_session is None or room.token in without_session
            shown.append(room_for(at.server, room, attendee, None if hidden else attendee.first_session))
    return [*shown, answered_room(at)]


@guard(400, "config", because=lambda _: "breakout rooms are switched off (setting breakout_rooms)")
def breakout_rooms_enabled(at: InRoom) -> bool:
    """The server allows breakout rooms to be set up."""
    return at.server.settings.breakout_rooms


@guard(400, "room", because=lambda at: f'{at.room.label} is in mode "{at.room.breakout_mode}" already')
def not_configured_yet(at: InRoom) -> bool:
    """The room has no breakout mode yet."""
    return at.room.breakout_mode is BreakoutMode.NOT_CONFIGURED


@guard(400, "room", because=lambda at: f"{at.room.label} is a {at.room.type}")
def is_a_group(at: InRoom) -> bool:
    """Only group rooms can have breakout rooms."""
    return at.room.type is RoomType.GROUP


@guard(400, "room", because=lambda at: f"{at.room.label} is a breakout room itself")
def is_no_breakout_room(at: InRoom) -> bool:
    """A breakout room has no breakout rooms of its own."""
    return not at.room.is_breakout_room


@guard(400, "mode")
def mode_known(at: InRoom, *, mode: BreakoutMode | int) -> bool:
    """The mode is one of the four; "not configured" is taken, too."""
    return mode in set(BreakoutMode)


@commit
def mode_stored(at: InRoom, *, mode: BreakoutMode | int) -> None:
    """The room has the mode, even if the rest is refused."""
    _set_mode(at, f"configure {BreakoutMode(mode)}")


@guard(400, "amount")
def amount_allowed(at: InRoom, *, amount: int) -> bool:
    """There are 1 to 20 breakout rooms."""
    return 1 <= amount <= MAX_AMOUNT


@bind(400, "attendeeMap")
def map_usable(at: InRoom, *, mode: BreakoutMode | int, amount: int, attendee_map: AttendeeMap) -> bool:
    """In manual mode: attendee ids are mapped to numbers of the rooms, counted from 0."""
    at.found = parse_attendee_map(attendee_map, amount) if mode == BreakoutMode.MANUAL else {}
    return at.found is not None


@operation(
    "POST /api/v1/breakout-rooms/{token}",
    stages=[
        *gates(logged_in, login_moderator),
        breakout_rooms_enabled,
        not_configured_yet,
        is_a_group,
        is_no_breakout_room,
        mode_known,
        mode_stored,
        amount_allowed,
        map_usable,
    ],
    answers=_rooms_shown,
    samples=[
        {"mode": BreakoutMode.FREE, "amount": 2},
        {"mode": BreakoutMode.AUTOMATIC, "amount": 2},
        {"mode": BreakoutMode.MANUAL, "amount": 1},
    ],
)
def configure_breakout_rooms(
    at: InRoom,
    *,
    mode: BreakoutMode | int,
    amount: int,
    attendee_map: AttendeeMap = AttendeeMap("[]"),
) -> None:
    """Make breakout rooms and spread the users over them (spec: conversation 7.2).

    `attendee_map` is JSON: attendee ids and the numbers of their rooms, counted from 0.
    """
    rooms = create_breakout_rooms(at.server, at.room, amount)
    attendee_map_used = deal(at.server, at.room, amount) if mode == BreakoutMode.AUTOMATIC else at.found
    assign(at.server, at.room, rooms, attendee_map_used)


@operation(
    "DELETE /api/v1/breakout-rooms/{token}",
    stages=gates(logged_in, login_moderator),
    answers=answered_room,
)
def remove_breakout_rooms(at: InRoom) -> None:
    """Delete all breakout rooms and forget the mode (spec: conversation 7.1)."""
    delete_breakout_rooms(at.server, at.room)
    _set_mode(at, "remove")
    _set_status(at, "stop")


@operation(
    "POST /api/v1/breakout-rooms/{token}/rooms",
    stages=[*gates(logged_in, login_moderator), breakout_rooms_configured],
    answers=_rooms_shown,
)
def start_breakout_rooms(at: InRoom) -> None:
    """Open the breakout rooms and send people there (spec: conversation 7.1)."""
    rooms = breakout_rooms_of(at.server, at.room)
    for room in rooms:
        open_breakout_room(at.server, room)
    for room in rooms:
        _send_there(at, room)
    _set_status(at, "start")


@operation(
    "DELETE /api/v1/breakout-rooms/{token}/rooms",
    stages=[*gates(logged_in, login_moderator), breakout_rooms_configured],
    answers=_rooms_shown,
)
def stop_breakout_rooms(at: InRoom) -> None:
    """Call everybody back and close the breakout rooms (spec: conversation 7.1)."""
    rooms = breakout_rooms_of(at.server, at.room)
    for room in rooms:
        call_back(at.server, at.room, room)
    _set_status(at, "stop")
    for room in rooms:
        close_breakout_room(at.server, room)


def _absent_because(at: InRoom) -> str:
    rooms = breakout_rooms_of(at.server, at.room)
    absent = [room.label for room in rooms if room.find(*at.attendee.actor) is None]
    return f"{at.attendee.label} is not in {', '.join(absent)}"


@guard(404, because=_absent_because)
def in_every_breakout_room(at: InRoom) -> bool:
    """The caller is in each of the breakout rooms."""
    return all(room.find(*at.attendee.actor) for room in breakout_rooms_of(at.server, at.room))


@guard(413, "message")
def broadcast_short_enough(at: InRoom, *, message: str) -> bool:
    """The message has at most 32000 characters; nobody counts them without a breakout room."""
    return len(message.strip()) <= MAX_MESSAGE or not breakout_rooms_of(at.server, at.room)


@operation(
    "POST /api/v1/breakout-rooms/{token}/broadcast",
    stages=[
        *gates(logged_in, login_moderator),
        breakout_rooms_configured,
        in_every_breakout_room,
        broadcast_short_enough,
    ],
    samples=[{"message": "Five minutes left"}],
)
def broadcast(at: InRoom, *, message: str) -> Answer:
    """Write one message into every breakout room, running or not (spec: conversation 7.1)."""
    for room in breakout_rooms_of(at.server, at.room):
        say(at.server, room, room.by_actor[at.attendee.actor], message)
    return Answer(201, _rooms_shown(at, without_session=None))


@bind(400, "attendeeMap")
def map_fits(at: InRoom, *, attendee_map: AttendeeMap) -> bool:
    """Attendee ids are mapped to numbers of the present breakout rooms, counted from 0."""
    at.found = parse_attendee_map(attendee_map, len(breakout_rooms_of(at.server, at.room)))
    return at.found is not None


@guard(400, "moderator")
def nobody_mapped_moderates(at: InRoom) -> bool:
    """Nobody who is moved moderates one of the breakout rooms."""
    rooms = breakout_rooms_of(at.server, at.room)
    present = (room.find(*attendee.actor) for attendee in _mapped(at) for room in rooms)
    return not any(attendee.moderates for attendee in present if attendee is not None)


@operation(
    "POST /api/v1/breakout-rooms/{token}/attendees",
    stages=[
        *gates(logged_in, login_moderator),
        breakout_rooms_enabled,
        breakout_rooms_configured,
        map_fits,
        nobody_mapped_moderates,
    ],
)
def reorganise_breakout_rooms(at: InRoom, *, attendee_map: AttendeeMap = AttendeeMap("[]")) -> Answer:
    """Move the mapped users; even who stays in the same room loses the session (spec: conversation 7.1)."""
    rooms = breakout_rooms_of(at.server, at.room)
    leave_breakout_rooms(at.server, rooms, [attendee.actor for attendee in _mapped(at)])
    entered = assign(at.server, at.room, rooms, at.found)
    return Answer(200, _rooms_shown(at, without_session=[room.token for room in entered]))


def _set_mode(at: InRoom, trigger: str) -> None:
    old = at.room.breakout_mode
    breakout_mode.fire(at.room, trigger, None)
    at.emit(RoomModified(at.room, "breakout_mode", old, at.room.breakout_mode))


def _set_status(at: InRoom, trigger: str) -> None:
    old = at.room.breakout_status
    breakout_status.fire(at.room, trigger, None)
    at.emit(RoomModified(at.room, "breakout_status", old, at.room.breakout_status))


def _send_there(at: InRoom, room: Room) -> None:
    """Send the sessions in the parent of those who belong there; moderators choose themselves."""
    people = [at.room.find(*attendee.actor) for attendee in room.attendees.values()]
    sessions = tuple(
        s for person in people if person and not person.moderates for s in person.sessions.values()
    )
    if sessions:
        at.emit(SessionsSwitched(at.room, room.token, sessions))


def _mapped(at: InRoom) -> list[Attendee]:
    attendees = at.room.attendees
    return [attendees[key] for key in at.found if key in attendees and attendees[key].is_user]
