"""Joining and leaving a room with a session, and keeping the session alive.

spec: participant 3; conversation 4.
"""

from __future__ import annotations

from talksim.constants import (
    AttendeeType,
    CallNotificationLevel,
    ObjectType,
    ParticipantType,
    RoomType,
    SessionState,
)
from talksim.model.attendee import Attendee
from talksim.model.event import RoomJoined
from talksim.model.lifecycles import session_state
from talksim.model.room import Room
from talksim.model.session import Session
from talksim.procedures.adding import add_users, enter, new_guest
from talksim.procedures.bans import is_banned
from talksim.procedures.files import has_opened_link, may_read
from talksim.procedures.gate import account_exists, client_current, gates, room_found, talk_allowed
from talksim.procedures.leaving import leave_session, remove_attendee
from talksim.procedures.listing import is_listed_for
from talksim.procedures.pins import give_pin
from talksim.procedures.scene import InRoom, OnServer
from talksim.procedures.throttling import counting, forgive, password_tries_left, token_tries_left
from talksim.rules.operation import operation
from talksim.rules.stage import Answer, commit, finish, guard
from talksim.rules.view import Shown, writes_first
from talksim.views.room import answered_room, room_for, room_looked_at

__all__ = ["join_room", "leave_room", "ping", "set_session_state"]


def _previous(at: OnServer) -> tuple[Room, Attendee, Session] | None:
    """The session this browser remembers for the room, if it still exists."""
    session_id = at.browser.sessions.get(at.token, "")
    entry = at.server.sessions.get(session_id)
    if entry is None or entry[0].token != at.token:
        return None
    return (*entry, entry[1].sessions[session_id])


@guard(403, "ban", because=lambda at: f"{at.browser.name} is banned from {at.room.label}")
def welcome(at: InRoom) -> bool:
    """The caller is not banned; a banned guest who comes back gets the address banned too."""
    return not is_banned(at.server, at.room, at.browser)


def _conflict(at: InRoom) -> Shown | None:
    previous = _previous(at)
    if previous is None:
        return None
    _, _, session = previous
    return {"sessionId": session.id, "inCall": session.in_call, "lastPing": int(session.last_ping)}


@guard(409, answer=_conflict, because=lambda at: f"{at.browser.name} has a session in the call")
def no_call_given_up(at: InRoom, *, force: bool) -> bool:
    """The session this browser has is not in the call, or may be given up."""
    previous = _previous(at)
    return force or previous is None or not previous[2].in_call


@finish
def former_call_cannot_end(at: OnServer) -> Answer | None:
    """Being in the call of a one-to-one that has become a former one cannot end: a fault of the server."""
    previous = _previous(at)
    if previous is None or not previous[2].in_call or previous[0].type is not RoomType.FORMER_ONE_TO_ONE:
        return None
    return Answer(500)


@commit
def old_session_dropped(at: InRoom) -> None:
    """End the session this browser had, even if it is then refused; a guest stays who they were."""
    previous = _previous(at)
    at.found = None
    if previous is not None:
        room, attendee, session = previous
        leave_session(at.server, room, attendee, session, rejoining=True)
        at.found = room.attendees.get(attendee.id)


@guard(404)
def room_still_there(at: InRoom) -> bool:
    """Dropping the old session has not destroyed the room: one that verifies a share's password."""
    return at.token in at.server.rooms


@guard(404)
def one_visitor_only(at: InRoom) -> bool:
    """A room that verifies a share's password holds its owner and one other person."""
    room = at.room
    if room.object_type is not ObjectType.SHARE_PASSWORD or _own_row(at) is not None:
        return True
    return len(room.attendees) < 2


@commit
def outsider_removed(at: InRoom) -> None:
    """Whoever no longer gets at the file of the room is taken out, even though the join is refused."""
    row = _own_row(at)
    if row is not None and row.is_user and not _gets_at_file(at):
        remove_attendee(at.server, at.room, row)


@guard(404)
def file_in_reach(at: InRoom) -> bool:
    """The room is not about a file, or the caller may read it or has come by a link to it."""
    return _gets_at_file(at)


def _password_because(at: InRoom) -> str:
    given = "another was given" if at.params["password"] else "none was given"
    return f"{at.room.label} has a password and {given}"


@guard(403, "password", because=_password_because)
def password_right(at: InRoom, *, password: str) -> bool:
    """Strangers and guests know the password, unless the room is listed for them."""
    room, user = at.room, at.browser.user
    if not room.password or (user and _own_row(at) is not None) or is_listed_for(at.server, room, user):
        return True
    return room.password in (password, at.browser.passwords.get(room.token))


@writes_first(room_looked_at)
def _joined_room(at: InRoom) -> Shown:
    """The room as the newcomer sees it; to a new guest the server shows call notifications off, this once."""
    shown = room_for(at.server, at.room, at.attendee, at.session)
    if at.browser.user or at.found is not None:
        return shown
    return {**shown, "notificationCalls": CallNotificationLevel.OFF}


@operation(
    "POST /api/v4/room/{token}/participants/active",
    stages=[
        account_exists,
        token_tries_left,
        password_tries_left,
        client_current,
        talk_allowed,
        room_found,
        welcome,
        no_call_given_up,
        former_call_cannot_end,
        old_session_dropped,
        room_still_there,
        one_visitor_only,
        outsider_removed,
        file_in_reach,
        password_right,
    ],
    answers=_joined_room,
    unwind=counting((room_found, token_tries_left), (password_right, password_tries_left)),
)
def join_room(at: InRoom, *, password: str = "", force: bool = True) -> None:
    """Begin a session; whoever is new becomes user (listed), self-joined user or guest.

    spec: participant 3.2, 3.3; conversation 4.
    """
    server, room, browser = at.server, at.room, at.browser
    number = server.next_id("session", of=(browser.name, room.token))
    session = Session(f"session-{number}", server.now)
    previous = browser.sessions.get(room.token, "")
    at.attendee = _join_as_user(at) if browser.user else _join_as_guest(at, session)
    at.session = session
    server.add_session(room, at.attendee, session)
    give_pin(server, room, at.attendee)
    browser.sessions[room.token] = session.id
    browser.passwords.pop(room.token, None)
    forgive(at, token_tries_left, password_tries_left)
    at.emit(RoomJoined(room, at.attendee, session, previous))


@operation(
    "DELETE /api/v4/room/{token}/participants/active",
    stages=[account_exists, client_current, talk_allowed, former_call_cannot_end],
)
def leave_room(at: OnServer) -> None:
    """End the session of this browser; there need be neither session nor room (spec: participant 3.4)."""
    previous = _previous(at)
    at.browser.sessions.pop(at.token, None)
    if previous is not None:
        leave_session(at.server, *previous)


@guard(404, because=lambda at: f"{at.browser.name} has not joined {at.room.label} with this browser")
def session_present(at: InRoom) -> bool:
    """The caller has a session in the room."""
    return at.session is not None


@guard(400)
def session_state_known(at: InRoom, *, state: SessionState | int) -> bool:
    """The state is active or inactive."""
    return state in set(SessionState)


@operation(
    "PUT /api/v4/room/{token}/participants/state",
    stages=[*gates(), session_present, session_state_known],
    answers=answered_room,
)
def set_session_state(at: InRoom, *, state: SessionState | int) -> None:
    """Say whether the room is in sight (spec: participant 3.2, 6.5)."""
    session_state.fire(at.session, "activate" if state == SessionState.ACTIVE else "deactivate", at)


@operation(
    "POST /api/v3/signaling/backend",
    stages=[],
    by="signaling server",
    samples=[{"sessions": []}],
)
def ping(at: OnServer, *, sessions: list[str]) -> None:
    """The signaling server says which sessions are alive; it may name others too (spec: participant 3.2)."""
    for session_id in sessions:
        if session_id in at.server.sessions:
            _, attendee = at.server.sessions[session_id]
            attendee.sessions[session_id].last_ping = at.now


def _own_row(at: InRoom) -> Attendee | None:
    if at.browser.user:
        return at.room.find(AttendeeType.USERS, at.browser.user)
    guest: Attendee | None = at.found
    return guest


def _gets_at_file(at: InRoom) -> bool:
    if at.room.object_type is not ObjectType.FILE:
        return True
    file, browser = at.room.object_id, at.browser
    return may_read(at.server, file, browser.user) or has_opened_link(at.server, browser, file)


def _join_as_user(at: InRoom) -> Attendee:
    server, room, user = at.server, at.room, at.browser.user
    present = room.find(AttendeeType.USERS, user)
    if present is not None:
        return present
    stays = is_listed_for(server, room, user) or (
        room.object_type is ObjectType.FILE and may_read(server, room.object_id, user)
    )
    kind = ParticipantType.USER if stays else ParticipantType.SELF_JOINED
    return add_users(server, room, [user], kind)[0]


def _join_as_guest(at: InRoom, session: Session) -> Attendee:
    """A guest who only reloads stays the same; anybody else is a new guest, named after the session."""
    returning = _own_row(at)
    if returning is not None:
        return returning
    guest = new_guest(at.server, at.room, session.id)
    at.browser.guest_ids[at.token] = guest.actor_id
    enter(at.server, at.room, guest)
    return guest
