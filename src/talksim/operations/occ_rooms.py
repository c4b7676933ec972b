"""Commands that create, change and delete rooms (spec: chat 7, conversation 1.7)."""

from __future__ import annotations

from talksim.constants import BreakoutMode, ListableScope, ReadOnly, RoomType
from talksim.model.event import RoomModified
from talksim.procedures import leaving, room_types
from talksim.procedures.adding import add_users
from talksim.procedures.command_line import command_room_found, exits, is_group_call, printed
from talksim.procedures.creating import new_room
from talksim.procedures.members_by_command import (
    groups_added,
    groups_known,
    moderators_in_room,
    moderators_made,
    users_known,
)
from talksim.procedures.room_options import CLOSING, DESCRIBING, OPENING, OPENING_NEW, listable_valid
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.stage import Answer, Guard, commit, guard

__all__ = ["occ_create_room", "occ_delete_room", "occ_update_room"]

_NAME_LENGTH = 255


@guard(400, answer=exits(1, "Invalid room name."))
def new_room_name_valid(at: OnServer, *, name: str) -> bool:
    """The name has 1 to 255 characters, blanks around it not counted."""
    return 1 <= len(name.strip()) <= _NAME_LENGTH


@commit
def room_made(at: OnServer, *, name: str, public: bool) -> None:
    """Make the room, which nobody is in; a refused option takes it back."""
    at.found = new_room(at.server, RoomType.PUBLIC if public else RoomType.GROUP, name.strip())


@commit
def first_users_added(at: OnServer, *, users: list[str]) -> None:
    """Add the accounts."""
    add_users(at.server, at.found, dict.fromkeys(users))


def _take_back(at: OnServer, _refused: Guard) -> None:
    if at.found is not None:
        leaving.delete_room(at.server, at.found)


@operation(
    "occ talk:room:create",
    stages=[
        listable_valid,
        new_room_name_valid,
        room_made,
        *DESCRIBING,
        *OPENING_NEW,
        users_known,
        first_users_added,
        groups_added,
        groups_known,
        moderators_in_room,
        moderators_made,
        *CLOSING,
    ],
    by="cli",
    wire={
        "read_only": "readonly",
        "users": "user",
        "groups": "group",
        "moderators": "moderator",
        "message_expiration": "message-expiration",
    },
    samples=[{"name": "room"}],
    unwind=_take_back,
    success=201,
)
def occ_create_room(
    at: OnServer,
    *,
    name: str,
    description: str | None = None,
    users: list[str] = [],  # noqa: B006  read only
    groups: list[str] = [],  # noqa: B006
    public: bool = False,
    read_only: bool = False,
    listable: ListableScope | int | None = None,
    password: str | None = None,
    owner: str | None = None,
    moderators: list[str] = [],  # noqa: B006
    message_expiration: int | None = None,
) -> Answer:
    """Create a group or public room without owner, unless one is named; any refused option deletes it.

    spec: chat 7, conversation 1.7.
    """
    token = at.found.token
    return printed(f"Room token: {token}", "Room successfully created.", status=201, token=token)


@guard(400, answer=exits(1, 'Invalid value for option "--public" given.'))
def public_valid(at: OnServer, *, public: int | None) -> bool:
    """Whether it becomes public is said by 0 or 1, if at all."""
    return public in (None, 0, 1)


@guard(400, answer=exits(1, 'Invalid value for option "--readonly" given.'))
def read_only_valid(at: OnServer, *, read_only: ReadOnly | int | None) -> bool:
    """The lock is said by 0 or 1, if at all."""
    return read_only in (None, 0, 1)


@guard(400, answer=exits(1, "Invalid room name."))
def other_name_valid(at: OnServer, *, name: str | None) -> bool:
    """The name, if it is another one, has 1 to 255 bytes, blanks around it not counted."""
    return name is None or name.strip() == at.found.name or 1 <= len(name.strip().encode()) <= _NAME_LENGTH


@commit
def name_set(at: OnServer, *, name: str | None) -> None:
    """Give the room another name."""
    if name is not None and name.strip() != at.found.name:
        old, at.found.name = at.found.name, name.strip()
        at.emit(RoomModified(at.found, "name", old, at.found.name))


@guard(400, answer=exits(1, "Unable to change the room type."))
def opening_possible(at: OnServer, *, public: int | None) -> bool:
    """The type stays as it is, or the room neither is nor has breakout rooms."""
    return _stays(at, public) or (
        at.found.breakout_mode is BreakoutMode.NOT_CONFIGURED and not at.found.is_breakout_room
    )


@commit
def opening_set(at: OnServer, *, public: int | None) -> None:
    """Make the room public or a group."""
    if not _stays(at, public):
        change = room_types.allow_guests if public else room_types.disallow_guests
        change(at.server, at.found)


def _stays(at: OnServer, public: int | None) -> bool:
    return public is None or bool(public) is (at.found.type is RoomType.PUBLIC)


@operation(
    "occ talk:room:update {token}",
    stages=[
        public_valid,
        read_only_valid,
        listable_valid,
        command_room_found,
        is_group_call,
        other_name_valid,
        name_set,
        *DESCRIBING,
        opening_possible,
        opening_set,
        *OPENING,
        *CLOSING,
    ],
    by="cli",
    wire={"read_only": "readonly", "message_expiration": "message-expiration"},
    samples=[{"name": "other"}],
)
def occ_update_room(
    at: OnServer,
    *,
    name: str | None = None,
    description: str | None = None,
    public: int | None = None,
    read_only: ReadOnly | int | None = None,
    listable: ListableScope | int | None = None,
    password: str | None = None,
    owner: str | None = None,
    message_expiration: int | None = None,
) -> Answer:
    """Change a group or public room, option by option; those before a refused one stay (spec: chat 7).

    An empty `password` or `owner` takes it away.
    """
    return printed("Room successfully updated.")


@operation("occ talk:room:delete {token}", stages=[command_room_found, is_group_call], by="cli")
def occ_delete_room(at: OnServer) -> Answer:
    """Delete a group or public room (spec: chat 7)."""
    leaving.delete_room(at.server, at.found)
    return printed("Room successfully deleted.")
