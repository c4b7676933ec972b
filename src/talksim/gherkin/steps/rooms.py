"""Rooms: making, changing, listing and finding them."""

from __future__ import annotations

from typing import Any

from talksim.constants import LobbyState, SipState, UnknownWord
from talksim.gherkin.cells import boolean, newlines, number
from talksim.gherkin.cells import permissions as letters
from talksim.gherkin.registry import step
from talksim.gherkin.tables import HIDDEN_ROOMS, ROOMS, row, rows
from talksim.gherkin.world import BadStep, World

_ROOM_LIST = "GET /api/v4/room"
_ROOM = "GET /api/v4/room/{token}"
_CREATE = ("roomType", "roomName", "invite", "source", "objectType", "objectId")
_SCOPES = {"none": 0, "users": 1, "all": 2}
_LEVELS = {"default": 0, "all": 1, "mention": 2, "disabled": 3}


@step('user "{}" creates room "{}" ({api})', status=201)
@step('user "{}" creates room "{}" with {status} ({api})')
def create(w: World, user: str, room: str, status: int) -> None:
    """A room, which gets its identifier if it is new."""
    known: dict[str, Any] = {"as": room} if status == 201 else {}
    w.act(user, "POST /api/v4/room", status=status, given=_asked(w), **known)


@step('user "{}" tries to create room with {status} ({api})')
def try_to_create(w: World, user: str, status: int) -> None:
    """The same without an identifier."""
    w.act(user, "POST /api/v4/room", status=status, given=_asked(w))


def _asked(w: World) -> dict[str, Any]:
    given: dict[str, Any] = {**w.only(*_CREATE)}
    if "roomType" in given:
        given["roomType"] = number(given["roomType"])
    name = given.get("objectId", "")
    if name.startswith("ROOM("):
        given["objectId"] = name.removeprefix("ROOM(").removesuffix(")")
    return given


@step('user "{}" creates note-to-self ({api})')
def note_to_self(w: World, user: str) -> None:
    """The room for notes, which is called after its owner."""
    named: dict[str, Any] = {"as": f"{user}-note-to-self"}
    w.act(user, "GET /api/v4/room/note-to-self", status=200, **named)


@step('user "{}" reset note-to-self preference')
def forget_note_to_self(w: World, user: str) -> None:
    """The stored preference goes, so that the room is made anew."""
    w.act("admin", "occ user:setting", given={"user": user, "key": "note_to_self", "value": ""})


@step('user "{}" is participant of the following rooms ({api})', ordered=True)
@step('user "{}" is participant of the following unordered rooms ({api})', ordered=False)
def rooms_are(w: World, user: str, ordered: bool) -> None:
    """The list of rooms, without changelog and notes."""
    w.listed[user] = w.clock
    how = "answers exactly" if ordered or not w.said.table else "answers in any order"
    _list(w, user, how, rows(w.rows(), ROOMS), HIDDEN_ROOMS)


@step('user "{}" is participant of the following note-to-self rooms ({api})')
def rooms_and_notes_are(w: World, user: str) -> None:
    """The list of rooms, without changelog."""
    w.listed[user] = w.clock
    _list(w, user, "answers exactly", rows(w.rows(), ROOMS), {"type": "changelog"})


@step('user "{}" is participant of the following modified-since rooms ({api})')
def modified_rooms_are(w: World, user: str) -> None:
    """What changed since the account listed its rooms before."""
    if user not in w.listed:
        raise BadStep(f"{user} has not listed rooms before")
    since, w.listed[user] = w.listed[user], w.clock
    _list(w, user, "answers exactly", rows(w.rows(), ROOMS), HIDDEN_ROOMS, {"modifiedSince": since})


def _list(
    w: World, user: str, how: str, expected: list[Any], without: dict[str, Any], given: Any = None
) -> None:
    compared: dict[str, Any] = {how: expected, "without": without}
    w.act(user, _ROOM_LIST, status=200, given=given, **compared)


@step('user "{}" is participant of room "{}" ({api})')
def is_participant(w: World, user: str, room: str) -> None:
    """The room is in an account's list; a guest sees it with the own session."""
    found = rows(w.rows(), ROOMS)
    if len(found) > 1:
        raise BadStep("the table describes one room")
    described = found[0] if found else {}
    if w.is_guest(user):
        w.act(user, _ROOM, room, status=200, answers={"sessionId": user, **described})
        return
    w.act(user, _ROOM_LIST, status=200, answers=[{"token": room, **described}], without=HIDDEN_ROOMS)


@step('user "{}" is not participant of room "{}" ({api})')
def is_no_participant(w: World, user: str, room: str) -> None:
    """The room is not in an account's list; a guest is not found, or has no session."""
    if w.is_guest(user):
        w.act(user, _ROOM, room, refused=404, answers={"sessionId": "0"})
        return
    missing: dict[str, Any] = {"answers excluding": [{"token": room}], "without": HIDDEN_ROOMS}
    w.act(user, _ROOM_LIST, status=200, **missing)


@step('user "{}" gets room "{}" with {status} ({api})')
def get_room(w: World, user: str, room: str, status: int) -> None:
    """A single room, some fields of which are named."""
    fields = {name: _field(name, cell) for name, cell in w.settings_table().items()}
    described: dict[str, Any] = {"answers": fields} if fields else {}
    w.act(user, _ROOM, room, status=status, **described)


def _field(name: str, cell: str) -> Any:
    if cell == "NOT_EMPTY":
        return {"matches": "^(?!0$|False$).+"}
    if name in ROOMS and name not in ("id", "name") and "last" not in name:
        return row({name: cell}, ROOMS)[name]
    if name.startswith(("has", "can", "is")):
        return boolean(cell)
    return number(cell) if cell else ""


@step('user "{}" renames room "{}" to "{}" with {status} ({api})')
def rename(w: World, user: str, room: str, name: str, status: int) -> None:
    """The name."""
    w.act(user, "PUT /api/v4/room/{token}", room, status=status, given={"name": name})


@step('user "{}" sets description for room "{}" to "{}" with {status} ({api})')
def describe(w: World, user: str, room: str, description: str, status: int) -> None:
    """The description."""
    endpoint = "PUT /api/v4/room/{token}/description"
    w.act(user, endpoint, room, status=status, given={"description": newlines(description)})


@step('user "{}" sets password "{}" for room "{}" with {status} ({api})')
def password(w: World, user: str, secret: str, room: str, status: int) -> None:
    """The password; an empty one takes it away."""
    w.act(user, "PUT /api/v4/room/{token}/password", room, status=status, given={"password": secret})


@step('user "{}" makes room "{}" public with {status} ({api})', verb="POST")
@step('user "{}" makes room "{}" private with {status} ({api})', verb="DELETE")
def public(w: World, user: str, room: str, status: int, verb: str) -> None:
    """Whether guests may come."""
    w.act(user, f"{verb} /api/v4/room/{{token}}/public", room, status=status)


@step('user "{}" locks room "{}" with {status} ({api})', state=1)
@step('user "{}" unlocks room "{}" with {status} ({api})', state=0)
def lock(w: World, user: str, room: str, status: int, state: int) -> None:
    """Whether anything may be written."""
    w.act(user, "PUT /api/v4/room/{token}/read-only", room, status=status, given={"state": state})


@step('user "{}" allows listing room "{}" for "{}" with {status} ({api})')
def listable(w: World, user: str, room: str, scope: str, status: int) -> None:
    """Who finds the room."""
    value = _SCOPES[scope] if scope in _SCOPES else number(scope)
    w.act(user, "PUT /api/v4/room/{token}/listable", room, status=status, given={"scope": value})


@step('user "{}" sets lobby state for room "{}" to "{}" with {status} ({api})')
@step('user "{}" sets lobby state for room "{}" to "{}" for {n} seconds with {status} ({api})')
def lobby(w: World, user: str, room: str, state: str, seconds: int = 0, *, status: int) -> None:
    """The lobby, for a time or until it is set again."""
    try:
        given: dict[str, Any] = {"state": LobbyState.parse(state).value}
    except UnknownWord as unknown:
        raise BadStep(str(unknown)) from None
    if seconds:
        given["timer"] = w.clock + seconds
    w.act(user, "PUT /api/v4/room/{token}/webinar/lobby", room, status=status, given=given)


@step('user "{}" sets SIP state for room "{}" to "{}" with {status} ({api})')
def sip(w: World, user: str, room: str, state: str, status: int) -> None:
    """Whether one can dial in."""
    names = {"disabled": SipState(0), "enabled": SipState(1), "no pin": SipState(2)}
    if state not in names:
        raise BadStep(f'there is no SIP state "{state}"')
    given = {"state": names[state].value}
    w.act(user, "PUT /api/v4/room/{token}/webinar/sip", room, status=status, given=given)


@step('user "{}" set the message expiration to {n} of room "{}" with {status} ({api})')
def expiration(w: World, user: str, seconds: int, room: str, status: int) -> None:
    """How long messages stay."""
    endpoint = "POST /api/v4/room/{token}/message-expiration"
    w.act(user, endpoint, room, status=status, given={"seconds": seconds})


@step('user "{}" sets the recording consent to {n} for room "{}" with {status} ({api})')
def consent(w: World, user: str, value: int, room: str, status: int) -> None:
    """Whether a call needs consent to being recorded."""
    endpoint = "PUT /api/v4/room/{token}/recording-consent"
    w.act(user, endpoint, room, status=status, given={"recordingConsent": value})


@step('user "{}" sets default permissions for room "{}" to "{}" with {status} ({api})', mode="default")
@step('user "{}" sets call permissions for room "{}" to "{}" with {status} ({api})', mode="call")
def permissions(w: World, user: str, room: str, value: str, status: int, mode: str) -> None:
    """What participants may do who have no permissions of their own."""
    given = {"permissions": letters(value), "mode": mode}
    w.act(user, "PUT /api/v4/room/{token}/permissions/{mode}", room, status=status, given=given)


@step('user "{}" sets mention permissions for room "{}" to moderators with {status} ({api})', state=1)
@step('user "{}" sets mention permissions for room "{}" to all with {status} ({api})', state=0)
def mention_permissions(w: World, user: str, room: str, status: int, state: int) -> None:
    """Who may mention everybody."""
    endpoint = "PUT /api/v4/room/{token}/mention-permissions"
    w.act(user, endpoint, room, status=status, given={"mentionPermissions": state})


@step('user "{}" deletes room "{}" with {status} ({api})')
def delete(w: World, user: str, room: str, status: int) -> None:
    """The room goes."""
    w.act(user, "DELETE /api/v4/room/{token}", room, status=status)


@step('user "{}" can find listed rooms ({api})')
@step('user "{}" can find listed rooms with term "{}" ({api})')
def finds(w: World, user: str, term: str = "") -> None:
    """What a search finds."""
    expected: dict[str, Any] = {"answers exactly": rows(w.rows(), ROOMS)}
    w.act(user, "GET /api/v4/listed-room", status=200, given={"searchTerm": term}, **expected)


@step('user "{}" cannot find any listed rooms ({api})')
@step('user "{}" cannot find any listed rooms with term "{}" ({api})')
def finds_nothing(w: World, user: str, term: str = "") -> None:
    """A search finds nothing."""
    given = {"searchTerm": term} if term else None
    nothing: dict[str, Any] = {"answers exactly": []}
    w.act(user, "GET /api/v4/listed-room", status=200, given=given, **nothing)


@step('user "{}" cannot find any listed rooms with {status} ({api})')
def may_not_search(w: World, user: str, status: int) -> None:
    """The search itself is refused."""
    w.act(user, "GET /api/v4/listed-room", status=status)


@step('user "{}" sets notifications to all for room "{}" ({api})', level="all")
@step('user "{}" sets notifications to disabled for room "{}" ({api})', level="disabled")
@step('user "{}" sets notifications to mention for room "{}" ({api})', level="mention")
@step('user "{}" sets notifications to default for room "{}" ({api})', level="default")
def notifications(w: World, user: str, room: str, level: str) -> None:
    """Which messages somebody is told of."""
    endpoint = "POST /api/v4/room/{token}/notify"
    w.act(user, endpoint, room, status=200, given={"level": _LEVELS[level]})
