"""The gates: the server's common pipeline, in its one order (spec: conversation 0.4, participant 0.2).

An operation names the gates it passes with `gates(...)` and never restates their order. Looking up the
room and the participant, the allowed groups and the ban belong to every request in a room.
"""

from __future__ import annotations

from collections.abc import Sequence

from talksim.constants import AttendeeType, LobbyState, Permission, ReadOnly, RoomType, StartCalls
from talksim.model.lifecycles import lobby
from talksim.procedures.bans import is_banned
from talksim.procedures.clients import least_version, version_of
from talksim.procedures.due import make_due_moves
from talksim.procedures.listing import is_listed_for
from talksim.procedures.scene import InRoom, OnServer
from talksim.rules.operation import Step
from talksim.rules.stage import Stage, bind, commit, guard
from talksim.values import duration_text

__all__ = [
    "account_exists",
    "authenticated",
    "calls_allowed",
    "client_current",
    "find_room",
    "gates",
    "lobby_passed",
    "logged_in",
    "login_moderator",
    "may_chat",
    "may_start_call",
    "moderator",
    "not_banned",
    "participant_found",
    "place_among",
    "read_write",
    "room_found",
    "talk_allowed",
]


@guard(401, because=lambda at: f"the account {at.browser.user} was deleted")
def account_exists(at: OnServer) -> bool:
    """A caller who comes with an account has one that exists."""
    return not at.browser.user or at.browser.user in at.server.users


@guard(401, because=lambda at: f"{at.browser.name} has no account")
def logged_in(at: OnServer) -> bool:
    """The caller has an account."""
    return at.browser.user in at.server.users


def _least(at: OnServer) -> dict[str, str]:
    return {"message": least_version(at.server.settings, at.browser.client)}


@guard(426, answer=_least, because=lambda at: f"{at.browser.client} is older than {_least(at)['message']}")
def client_current(at: OnServer) -> bool:
    """A Talk app is not older than the version this server asks for (spec: chat 0, participant 0.2)."""
    client = at.browser.client
    return not client or version_of(client) >= version_of(least_version(at.server.settings, client))


@guard(403, because=lambda at: f"{at.browser.user} is in none of the allowed groups")
def talk_allowed(at: OnServer) -> bool:
    """An account is in one of `allowed_groups`, if there are any."""
    return not at.browser.user or at.server.may_use_talk(at.browser.user)


@guard(403, because=lambda _: 'the setting start_calls is "nobody"')
def calls_allowed(at: OnServer) -> bool:
    """Calls are not switched off for everybody."""
    return at.server.settings.start_calls is not StartCalls.NOBODY


def _room_because(at: InRoom) -> str:
    room = at.server.rooms.get(at.token)
    if room is None:
        return f'there is no room "{at.token}"' if at.token else "no room is named"
    return f"{at.browser.name} is not in {room.label}, which is neither public nor listed for them"


@bind(404, because=_room_because)
def room_found(at: InRoom) -> bool:
    """The room exists and is visible: public, joined, or listed for the account."""
    return find_room(at)


def _participant_because(at: InRoom) -> str:
    name, label = at.browser.name, at.room.label
    if at.browser.user:
        return f"{name} is not in {label}"
    return f"{name} has no account and has not joined {label} with this browser"


@bind(404, because=_participant_because)
def participant_found(at: InRoom) -> bool:
    """The caller is in the room: by the session of this browser, else by account."""
    session_id = at.browser.sessions.get(at.token, "")
    entry = at.server.sessions.get(session_id)
    if entry is not None and entry[0] is at.room:
        at.attendee = entry[1]
        at.session = at.attendee.sessions[session_id]
        return True
    attendee = at.room.find("users", at.browser.user) if at.browser.user else None
    if attendee is None:
        return False
    at.attendee = attendee
    return True


@bind(404, because=lambda at: f"{at.attendee.label} has no account")
def authenticated(at: InRoom) -> bool:
    """The participant is one with an account; guests are answered as if they were not in the room."""
    return at.attendee.actor_type in (AttendeeType.USERS, AttendeeType.FEDERATED_USERS)


@guard(403, because=lambda at: f"{at.browser.name} is banned from {at.room.label}")
def not_banned(at: InRoom) -> bool:
    """The caller is not banned from the room."""
    return not is_banned(at.server, at.room, at.browser)


@guard(403, because=lambda at: f"{at.attendee.label} is {at.attendee.type} in {at.room.label}")
def login_moderator(at: InRoom) -> bool:
    """The actor is owner or moderator."""
    return at.attendee.moderates_with_login


@guard(403, because=lambda at: f"{at.attendee.label} is {at.attendee.type} in {at.room.label}")
def moderator(at: InRoom) -> bool:
    """The actor is owner, moderator or guest moderator."""
    return at.attendee.moderates


@guard(403, because=lambda at: f"{at.room.label} is {at.room.read_only}")
def read_write(at: InRoom) -> bool:
    """The room is neither read-only nor the changelog."""
    return at.room.read_only is ReadOnly.READ_WRITE and at.room.type is not RoomType.CHANGELOG


@commit
def timer_looked_at(at: InRoom) -> None:
    """A lobby whose timer has passed opens; nobody refused before this has looked at it.

    spec: conversation 3.3.
    """
    make_due_moves(at.server, at.room)


def _lobby_because(at: InRoom) -> str:
    room, left = at.room, at.room.lobby_timer - at.now
    opens = left > 0 and lobby.may(room, "timer over")
    return (
        f'lobby of {room.label} is "{room.lobby}"; '
        f"{f'its timer opens it in {duration_text(left)}; ' if opens else ''}"
        f'{at.attendee.label} is a {at.attendee.type} without "{Permission.IGNORE_LOBBY}"'
    )


@guard(412, because=_lobby_because)
def lobby_passed(at: InRoom) -> bool:
    """There is no lobby, or the actor moderates or may ignore it."""
    if at.attendee.moderates or at.room.lobby is LobbyState.NO_LOBBY:
        return True
    return Permission.IGNORE_LOBBY in at.permissions


@guard(403, because=lambda at: f'{at.attendee.label} lacks the permission "{Permission.CHAT}"')
def may_chat(at: InRoom) -> bool:
    """The actor has the chat permission."""
    return Permission.CHAT in at.permissions


@guard(403, because=lambda at: f'{at.attendee.label} lacks the permission "{Permission.START_CALL}"')
def may_start_call(at: InRoom) -> bool:
    """The actor has the permission to start calls."""
    return Permission.START_CALL in at.permissions


_PIPELINE: tuple[Stage, ...] = (
    account_exists,
    logged_in,
    client_current,
    talk_allowed,
    calls_allowed,
    room_found,
    participant_found,
    authenticated,
    not_banned,
    login_moderator,
    moderator,
    read_write,
    timer_looked_at,
    lobby_passed,
    may_chat,
    may_start_call,
)
_ALWAYS = (
    account_exists,
    client_current,
    talk_allowed,
    room_found,
    participant_found,
    not_banned,
    timer_looked_at,
)


def gates(*wanted: Stage) -> list[Stage]:
    """The gates of a request in a room: those named and those that are always passed, in order."""
    return [stage for stage in _PIPELINE if stage in _ALWAYS or stage in wanted]


def place_among(steps: Sequence[Step], stage: Stage) -> int:
    """Where a stage belongs among steps: a gate after those before it in the pipeline, all else last."""
    if stage not in _PIPELINE:
        return len(steps)
    before = _PIPELINE[: _PIPELINE.index(stage)]
    return max((place for place, (_, _, known) in enumerate(steps, 1) if known in before), default=0)


def find_room(at: InRoom) -> bool:
    """Put the room on the scene if the caller can see it."""
    room = at.server.rooms.get(at.token)
    if room is None:
        return False
    at.room = room
    user = at.browser.user
    return (
        room.type is RoomType.PUBLIC
        or (bool(user) and room.find("users", user) is not None)
        or is_listed_for(at.server, room, user)
    )
