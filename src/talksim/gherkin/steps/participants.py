"""Participants and sessions."""

from __future__ import annotations

from typing import Any

from talksim.gherkin.cells import permissions as letters
from talksim.gherkin.registry import step
from talksim.gherkin.tables import ATTENDEES, rows
from talksim.gherkin.world import World

_STRANGER = 123456789
"""An id that no attendee has."""

_NOBODY = 2147483647
_ACTIVE = "/api/v4/room/{token}/participants/active"
_LIST = "GET /api/v4/room/{token}/participants"
_SOURCES = {"user": "users", "group": "groups", "email": "emails", "phone": "phones"}


@step('user "{}" joins room "{}" with {status} ({api})')
@step('user "{}" joins room "{}" with {status} ({api}) session name "{}"')
def join(w: World, user: str, room: str, session: str = "", *, status: int) -> None:
    """A session in the room; a guest's may be given a name."""
    given: dict[str, Any] = dict(w.only("password", "force"))
    if "force" in given:
        given["force"] = given["force"] not in ("false", "0", "")
    if session and status == 200:
        w.sessions[session] = user
    w.act(user, f"POST {_ACTIVE}", room, status=status, given=given)


@step('user "{}" leaves room "{}" with {status} ({api})')
def leave(w: World, user: str, room: str, status: int) -> None:
    """The browser's session ends."""
    w.act(user, f"DELETE {_ACTIVE}", room, status=status)


@step('user "{}" removes themselves from room "{}" with {status} ({api})')
def remove_self(w: World, user: str, room: str, status: int) -> None:
    """The membership ends."""
    w.act(user, "DELETE /api/v4/room/{token}/participants/self", room, status=status)


@step('user "{}" adds user "{}" to room "{}" with {status} ({api})', kind="user")
@step('user "{}" adds group "{}" to room "{}" with {status} ({api})', kind="group")
@step('user "{}" adds email "{}" to room "{}" with {status} ({api})', kind="email")
@step('user "{}" adds phone "{}" to room "{}" with {status} ({api})', kind="phone")
def add(w: World, user: str, added: str, room: str, status: int, kind: str) -> None:
    """A participant, by the source of the id."""
    given = {"newParticipant": added, "source": _SOURCES[kind]}
    w.act(user, "POST /api/v4/room/{token}/participants", room, status=status, given=given)


def addressee(w: World, name: str) -> int | str:
    """Who is meant in the room: a stranger, a guest by label, or an account."""
    if name == "stranger":
        return _STRANGER
    return name if w.is_guest(name) else f"user {name}"


@step('user "{}" removes "{}" from room "{}" with {status} ({api})', kind="")
@step('user "{}" removes user "{}" from room "{}" with {status} ({api})', kind="user")
@step('user "{}" removes group "{}" from room "{}" with {status} ({api})', kind="group")
def remove(w: World, user: str, removed: str, room: str, status: int, kind: str) -> None:
    """An attendee goes."""
    attendee = f"{kind} {removed}" if kind else addressee(w, removed)
    endpoint = "DELETE /api/v4/room/{token}/attendees"
    w.act(user, endpoint, room, status=status, given={"attendee": attendee})


@step('user "{}" promotes "{}" in room "{}" with {status} ({api})', verb="POST")
@step('user "{}" demotes "{}" in room "{}" with {status} ({api})', verb="DELETE")
def moderator(w: World, user: str, other: str, room: str, status: int, verb: str) -> None:
    """Somebody becomes a moderator, or is none any more."""
    endpoint = f"{verb} /api/v4/room/{{token}}/moderators"
    w.act(user, endpoint, room, status=status, given={"attendee": addressee(w, other)})


@step('user "{}" sets permissions for "{}" in room "{}" to "{}" with {status} ({api})')
def permissions(w: World, user: str, other: str, room: str, value: str, status: int) -> None:
    """What one attendee may do."""
    given = {"attendee": addressee(w, other), "permissions": letters(value), "method": "set"}
    w.act(user, "PUT /api/v4/room/{token}/attendees/permissions", room, status=status, given=given)


@step('user "{}" loads attendees attendee ids in room "{}" ({api})')
def load(w: World, user: str, room: str) -> None:
    """The list of participants is read."""
    w.act(user, _LIST, room, status=200)


@step('user "{}" sees the following attendees in room "{}" with {status} ({api})')
def attendees(w: World, user: str, room: str, status: int) -> None:
    """The list of participants, in any order."""
    _attendees(w, user, _LIST, room, status, {})


@step('user "{}" sees the following attendees with status in room "{}" with {status} ({api})')
def attendees_with_status(w: World, user: str, room: str, status: int) -> None:
    """The list of participants with their user status."""
    _attendees(w, user, _LIST, room, status, {"includeStatus": True})


@step('user "{}" sees the following attendees in breakout rooms for room "{}" with {status} ({api})')
def breakout_attendees(w: World, user: str, room: str, status: int) -> None:
    """The participants of the breakout rooms, in any order."""
    endpoint = "GET /api/v4/room/{token}/breakout-rooms/participants"
    _attendees(w, user, endpoint, room, status, {})


def _attendees(w: World, user: str, endpoint: str, room: str, status: int, given: dict[str, Any]) -> None:
    expected = rows(w.rows(), ATTENDEES)
    compared: dict[str, Any] = (
        {"answers in any order": expected} if status == 200 and w.said.table is not None else {}
    )
    w.act(user, endpoint, room, status=status, given=given, **compared)


@step('user "{}" sets session state to {n} in room "{}" with {status} ({api})')
def session_state(w: World, user: str, state: int, room: str, status: int) -> None:
    """Whether the room is in sight."""
    endpoint = "PUT /api/v4/room/{token}/participants/state"
    w.act(user, endpoint, room, status=status, given={"state": state})


@step('user "{}" resends invite for room "{}" with {status} ({api})')
def resend(w: World, user: str, room: str, status: int) -> None:
    """Invitations by mail once more: all, or one."""
    mail = w.only("attendeeId").get("attendeeId")
    given: dict[str, Any] = {}
    if mail is not None:
        given["attendee"] = _NOBODY if mail.startswith("not-found") else f"email {mail}"
    endpoint = "POST /api/v4/room/{token}/participants/resend-invitations"
    w.act(user, endpoint, room, status=status, given=given)


@step('guest "{}" sets name to "{}" in room "{}" with {status}')
def guest_name(w: World, guest: str, name: str, room: str, status: int) -> None:
    """The display name of a guest."""
    w.act(guest, "POST /api/v1/guest/{token}/name", room, status=status, given={"displayName": name})
