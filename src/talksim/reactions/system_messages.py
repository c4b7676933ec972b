"""System messages about the room and its people (spec: chat 1.12, conversation 12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from talksim.constants import (
    AttendeeType,
    ListableScope,
    LobbyState,
    ObjectType,
    ParticipantType,
    RoomType,
)
from talksim.model.attendee import Attendee
from talksim.model.event import (
    AttendeeRemoved,
    AttendeesAdded,
    AttendeeTypeChanged,
    Event,
    LobbyChanged,
    RoomCreated,
    RoomModified,
)
from talksim.model.room import Room
from talksim.model.server import Listener, Server
from talksim.procedures.posting import post
from talksim.reactions.actors import SYSTEM, acting

__all__ = ["LISTENERS"]

_Keyed = tuple[str, dict[str, Any]]
_KINDS: Final = {
    AttendeeType.USERS: "user",
    AttendeeType.GROUPS: "group",
    AttendeeType.CIRCLES: "circle",
    AttendeeType.FEDERATED_USERS: "federated_user",
    AttendeeType.PHONES: "phone",
}
_LISTABLE: Final = {
    ListableScope.PARTICIPANTS: "listable_none",
    ListableScope.USERS: "listable_users",
    ListableScope.EVERYONE: "listable_all",
}


def room_created(server: Server, event: RoomCreated) -> None:
    """Say that the conversation was created."""
    actor = SYSTEM if event.by_system else acting(server, event.room)
    post(server, event.room, actor, system="conversation_created")


def room_modified(server: Server, event: RoomModified) -> None:
    """Say which property changed, if it is one that people are told of."""
    speak = _PROPERTIES.get(event.property)
    said = speak(event) if speak else None
    if said is not None:
        _say(server, event.room, *said)


def lobby_changed(server: Server, event: LobbyChanged) -> None:
    """Say that the lobby opened or closed; in a breakout room that the breakout rooms did."""
    if event.new is event.old:
        return
    opened = event.new is LobbyState.NO_LOBBY
    if event.room.is_breakout_room:
        key = "breakout_rooms_started" if opened else "breakout_rooms_stopped"
    elif event.by_timer:
        key = "lobby_timer_reached"
    else:
        key = "lobby_none" if opened else "lobby_non_moderators"
    _say(server, event.room, key)


def attendees_added(server: Server, event: AttendeesAdded) -> None:
    """Say who came in, each on a line, announced in one go."""
    room = event.room
    lines = [("user_added", {"user": user.actor_id}) for user in event.upgraded]
    lines += [line for attendee in event.attendees if (line := _added(server, room, attendee))]
    actor = acting(server, room)
    for number, (key, parameters) in enumerate(lines, 1):
        post(server, room, actor, system=key, parameters=parameters, announced=number == len(lines))


def attendee_removed(server: Server, event: AttendeeRemoved) -> None:
    """Say who is out, unless a one-to-one or a self-joined user's own leaving makes it nobody's business."""
    attendee = event.attendee
    kind = _KINDS.get(attendee.actor_type)
    if kind is None:
        return
    if attendee.is_user and (
        event.room.type is RoomType.ONE_TO_ONE
        or (event.left and attendee.type is ParticipantType.SELF_JOINED)
    ):
        return
    _say(server, event.room, f"{kind}_removed", _who(kind, attendee))


def attendee_type_changed(server: Server, event: AttendeeTypeChanged) -> None:
    """Say who was promoted or demoted; new owners and people behind an e-mail address pass in silence."""
    attendee = event.attendee
    if attendee.actor_type not in (AttendeeType.USERS, AttendeeType.GUESTS):
        return
    if attendee.type is ParticipantType.USER and event.old is ParticipantType.SELF_JOINED:
        _say(server, event.room, "user_added", {"user": attendee.actor_id})
    elif key := _PROMOTIONS.get(attendee.type):
        _say(server, event.room, key, {"user" if attendee.is_user else "session": attendee.actor_id})


_PROMOTIONS: Final = {
    ParticipantType.MODERATOR: "moderator_promoted",
    ParticipantType.USER: "moderator_demoted",
    ParticipantType.GUEST_MODERATOR: "guest_moderator_promoted",
    ParticipantType.GUEST: "guest_moderator_demoted",
}


def _say(server: Server, room: Room, key: str, parameters: dict[str, Any] | None = None) -> None:
    post(server, room, acting(server, room), system=key, parameters=parameters)


def _added(server: Server, room: Room, attendee: Attendee) -> _Keyed | None:
    kind = _KINDS.get(attendee.actor_type)
    if kind is None or (attendee.is_user and not _is_told_of(server, room, attendee)):
        return None
    return f"{kind}_added", _who(kind, attendee)


def _is_told_of(server: Server, room: Room, attendee: Attendee) -> bool:
    """Not of the two of a one-to-one, of the creator, nor of those who come by themselves by a link."""
    if room.type in (RoomType.ONE_TO_ONE, RoomType.CHANGELOG):
        return False
    caller = server.caller.user if server.caller and server.caller.role != "cli" else ""
    by_other = caller != attendee.actor_id
    into_file_room = room.object_type is ObjectType.FILE and attendee.type is not ParticipantType.SELF_JOINED
    return by_other or into_file_room or attendee.type is ParticipantType.USER


def _who(kind: str, attendee: Attendee) -> dict[str, Any]:
    return {kind: attendee.actor_id}


def _renamed(event: RoomModified) -> _Keyed | None:
    if not event.old or not event.new:
        return None
    return "conversation_renamed", {"oldName": event.old, "newName": event.new}


def _retyped(event: RoomModified) -> _Keyed | None:
    keys = {RoomType.PUBLIC: "guests_allowed", RoomType.GROUP: "guests_disallowed"}
    if event.old is RoomType.ONE_TO_ONE or event.new not in keys:
        return None
    return keys[event.new], {}


def _locked(event: RoomModified) -> _Keyed | None:
    if event.room.type is RoomType.CHANGELOG:
        return None
    return ("read_only" if event.new else "read_only_off"), {}


def _expires(event: RoomModified) -> _Keyed:
    return _either(event, "message_expiration_enabled", "message_expiration_disabled", seconds=event.new)


def _either(event: RoomModified, filled: str, empty: str, **parameters: Any) -> _Keyed:
    return (filled if event.new else empty), parameters


_PROPERTIES: Final[dict[str, Callable[[RoomModified], _Keyed | None]]] = {
    "name": _renamed,
    "description": lambda event: _either(event, "description_set", "description_removed"),
    "type": _retyped,
    "password": lambda event: _either(event, "password_set", "password_removed"),
    "read_only": _locked,
    "listable": lambda event: (_LISTABLE[event.new], {}),
    "message_expiration": _expires,
    "avatar": lambda event: _either(event, "avatar_set", "avatar_removed"),
}

LISTENERS: Final[dict[type[Event], Listener]] = {
    RoomCreated: room_created,
    RoomModified: room_modified,
    LobbyChanged: lobby_changed,
    AttendeesAdded: attendees_added,
    AttendeeRemoved: attendee_removed,
    AttendeeTypeChanged: attendee_type_changed,
}
"""What is said in the chat when."""
