"""Reading, renaming, describing, opening and deleting conversations (spec: conversation 2.1 to 2.4)."""

from __future__ import annotations

from talksim.constants import BreakoutMode, RoomType
from talksim.model.event import RoomModified
from talksim.model.room import Room
from talksim.procedures import leaving, room_types
from talksim.procedures.creating import make_own_rooms
from talksim.procedures.gate import (
    account_exists,
    client_current,
    gates,
    logged_in,
    login_moderator,
    moderator,
    room_found,
    talk_allowed,
)
from talksim.procedures.listing import is_listed_for
from talksim.procedures.scene import InRoom, OnServer
from talksim.procedures.throttling import counting, token_tries_left
from talksim.rules.operation import operation
from talksim.rules.stage import Answer, finish, guard
from talksim.views.room import outside_room, partner_status, room_seen_by

__all__ = [
    "allow_guests",
    "delete_room",
    "disallow_guests",
    "get_room",
    "list_open_rooms",
    "list_rooms",
    "rename_room",
    "set_description",
]

_NAME_LENGTH = 255
_DESCRIPTION_LENGTH = 500
_OPEN_TYPES = (RoomType.GROUP, RoomType.PUBLIC)


@operation("GET /api/v4/room", stages=[logged_in, client_current, talk_allowed])
def list_rooms(
    at: OnServer,
    *,
    modified_since: int = 0,
    include_status: bool = False,
    no_status_update: int = 0,
) -> Answer:
    """List the rooms of the account in the order in which it came into them (spec: conversation 2.1).

    Completes the changelog first, and makes the note to self if it never was; `modified_since` is in Unix
    seconds.
    """
    user = at.server.users[at.browser.user]
    make_own_rooms(at.server, user)
    rooms = sorted(
        at.server.rooms_with("users", user.id), key=lambda room: room.by_actor["users", user.id].id
    )
    if modified_since:
        rooms = [room for room in rooms if _is_news(room, user.id, modified_since, status=include_status)]
    shown = [room_seen_by(at, room) for room in rooms]
    if include_status:
        shown = [
            {**one, **partner_status(at.server, room, user.id)}
            for one, room in zip(shown, rooms, strict=True)
        ]
    return Answer(200, shown, (("X-Nextcloud-Talk-Modified-Before", str(int(at.now))),))


@operation(
    "GET /api/v4/room/{token}",
    stages=[account_exists, token_tries_left, client_current, talk_allowed, room_found],
    unwind=counting((room_found, token_tries_left)),
)
def get_room(at: InRoom) -> Answer:
    """Read one room, also as a guest or stranger of a public or listed one (spec: conversation 2.1)."""
    shown = room_seen_by(at, at.room)
    return Answer(200, {**shown, **partner_status(at.server, at.room, at.browser.user)})


@operation(
    "GET /api/v4/listed-room", stages=[logged_in, client_current, talk_allowed], wire={"search": "searchTerm"}
)
def list_open_rooms(at: OnServer, *, search: str = "") -> list[dict[str, object]] | Answer:
    """List the open rooms the account is not in, by a part of their name (spec: conversation 3.2)."""
    user, term = at.browser.user, search.casefold()
    return Answer(
        200,
        [
            outside_room(at.server, room)
            for room in sorted(at.server.open_rooms.values(), key=lambda room: room.id)
            if is_listed_for(at.server, room, user)
            and room.type in _OPEN_TYPES
            and room.find("users", user) is None
            and term in room.name.casefold()
        ],
    )


@guard(400, because=lambda at: f"{at.room.label} is a {at.room.type}")
def not_one_to_one(at: InRoom) -> bool:
    """The room is no one-to-one and never was one."""
    return not at.room.is_one_to_one


@guard(400)
def new_name_valid(at: InRoom, *, name: str) -> bool:
    """The name has 1 to 255 characters, blanks around it not counted."""
    return 1 <= len(name.strip()) <= _NAME_LENGTH


@finish
def name_unchanged(at: InRoom, *, name: str) -> Answer | None:
    """The name the room has already is answered without anything happening."""
    return Answer() if name.strip() == at.room.name else None


@operation(
    "PUT /api/v4/room/{token}",
    stages=[*gates(moderator), not_one_to_one, new_name_valid, name_unchanged],
    wire={"name": "roomName"},
    samples=[{"name": "other"}],
)
def rename_room(at: InRoom, *, name: str) -> None:
    """Give the room another name (spec: conversation 2.2)."""
    old, at.room.name = at.room.name, name.strip()
    at.emit(RoomModified(at.room, "name", old, at.room.name))


@guard(400)
def description_valid(at: InRoom, *, description: str) -> bool:
    """The description has at most 500 characters, blanks around it not counted."""
    return len(description.strip()) <= _DESCRIPTION_LENGTH


@finish
def description_unchanged(at: InRoom, *, description: str) -> Answer | None:
    """The description the room has already is answered without anything happening."""
    return Answer() if description.strip() == at.room.description else None


@operation(
    "PUT /api/v4/room/{token}/description",
    stages=[*gates(moderator), not_one_to_one, description_valid, description_unchanged],
    samples=[{"description": "words"}, {"description": ""}],
)
def set_description(at: InRoom, *, description: str) -> None:
    """Describe the room; nothing takes the description away (spec: conversation 2.2)."""
    old, at.room.description = at.room.description, description.strip()
    at.emit(RoomModified(at.room, "description", old, at.room.description))


@operation("DELETE /api/v4/room/{token}", stages=[*gates(moderator), not_one_to_one])
def delete_room(at: InRoom) -> None:
    """Delete the room, and its breakout rooms while a mode is set (spec: conversation 2.3)."""
    leaving.delete_room(at.server, at.room)


@finish
def public_already(at: InRoom) -> Answer | None:
    """A public room is answered as it is."""
    return Answer() if at.room.type is RoomType.PUBLIC else None


@finish
def group_already(at: InRoom) -> Answer | None:
    """A group room is answered as it is."""
    return Answer() if at.room.type is RoomType.GROUP else None


@guard(400, because=lambda at: f"{at.room.label} is a {at.room.type}")
def type_changeable(at: InRoom) -> bool:
    """The room is a group or public."""
    return at.room.type in _OPEN_TYPES


@guard(400, because=lambda at: f"{at.room.label} has breakout rooms")
def without_breakout_rooms(at: InRoom) -> bool:
    """The room has no breakout rooms configured."""
    return at.room.breakout_mode is BreakoutMode.NOT_CONFIGURED


@guard(400, because=lambda at: f"{at.room.label} is a breakout room")
def type_of_its_own(at: InRoom) -> bool:
    """The room is no breakout room."""
    return not at.room.is_breakout_room


_CHANGEABLE = (type_changeable, without_breakout_rooms, type_of_its_own)


@operation(
    "POST /api/v4/room/{token}/public",
    stages=[*gates(logged_in, login_moderator), public_already, *_CHANGEABLE],
)
def allow_guests(at: InRoom) -> None:
    """Make a group room public (spec: conversation 2.4)."""
    room_types.allow_guests(at.server, at.room)


@operation(
    "DELETE /api/v4/room/{token}/public",
    stages=[*gates(logged_in, login_moderator), group_already, *_CHANGEABLE],
)
def disallow_guests(at: InRoom) -> None:
    """Make a public room a group; guests and self-joined drop out silently (spec: conversation 2.4)."""
    room_types.disallow_guests(at.server, at.room)


def _is_news(room: Room, user: str, since: int, *, status: bool) -> bool:
    attendee = room.by_actor["users", user]
    return (
        (status and room.type is RoomType.ONE_TO_ONE)
        or room.call.active
        or int(room.last_activity) >= since
        or int(attendee.last_activity) >= since
    )
