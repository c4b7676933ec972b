"""The options of the commands that create and update rooms: each is checked, then applied at once.

So an option that is refused leaves the earlier ones applied, and what was made stays unless the command
takes it back. An option that is not given is None (spec: chat 7). `at.found` is the room.
"""

from __future__ import annotations

from talksim.constants import AttendeeType, ListableScope, ReadOnly, RoomType
from talksim.model.event import RoomModified
from talksim.model.lifecycles import listable as listable_scope
from talksim.model.lifecycles import read_only as lock
from talksim.model.room import Room
from talksim.procedures.command_line import exits
from talksim.procedures.ranking import appoint_owner, dismiss_owners
from talksim.procedures.scene import OnServer
from talksim.rules.stage import commit, guard

__all__ = ["CLOSING", "DESCRIBING", "OPENING", "OPENING_NEW", "listable_valid"]

_DESCRIPTION_LENGTH = 500
_SCOPES = frozenset(ListableScope)


@guard(400, answer=exits(1, 'Invalid value for option "--listable" given.'))
def listable_valid(at: OnServer, *, listable: ListableScope | int | None) -> bool:  # noqa: ARG001
    """The scope, if given, is 0, 1 or 2."""
    return listable is None or listable in _SCOPES


@guard(400, answer=exits(1, "Invalid room description."))
def description_short(at: OnServer, *, description: str | None) -> bool:  # noqa: ARG001
    """The description, if given, has at most 500 characters."""
    return description is None or len(description.strip()) <= _DESCRIPTION_LENGTH


@commit
def description_set(at: OnServer, *, description: str | None) -> None:
    """Describe the room."""
    if description is not None:
        _set(at, "description", description.strip())


@commit
def lock_set(at: OnServer, *, read_only: ReadOnly | int | None) -> None:
    """Lock or unlock the room; nobody is taken out of its call."""
    room: Room = at.found
    old = room.read_only
    if read_only is not None and read_only != old:
        lock.fire(room, "lock" if read_only else "unlock", None)
        at.emit(RoomModified(room, "read_only", old, room.read_only))


@guard(400, answer=exits(1, "Unable to change the listable scope of a breakout room."))
def scope_settable(at: OnServer, *, listable: ListableScope | int | None) -> bool:
    """The scope stays as it is, or the room is no breakout room."""
    return listable in (None, at.found.listable) or not at.found.is_breakout_room


@commit
def scope_set(at: OnServer, *, listable: ListableScope | int | None) -> None:
    """Say who finds the room without having been added."""
    room: Room = at.found
    old = room.listable
    if listable is not None and listable != old:
        listable_scope.fire(room, f"open to {ListableScope(listable)}", None)
        at.server.relist(room)
        at.emit(RoomModified(room, "listable", old, room.listable))


@guard(400, answer=exits(1, "Unable to add password protection to a private room."))
def room_takes_password(at: OnServer, *, password: str | None) -> bool:
    """A password is for public rooms; none, or the same as before, is for all."""
    return not password or password == at.found.password or at.found.type is RoomType.PUBLIC


@commit
def password_set(at: OnServer, *, password: str | None) -> None:
    """Ask newcomers for a password, or for none."""
    if password is not None and password != at.found.password:
        _set(at, "password", password)


def _no_participant(at: OnServer) -> str:
    return f"User '{at.params['owner']}' is no participant."


@guard(400, answer=exits(1, _no_participant))
def owner_in_room(at: OnServer, *, owner: str | None) -> bool:
    """The account that becomes owner is in the room."""
    return not owner or at.found.find(AttendeeType.USERS, owner) is not None


@commit
def owner_set(at: OnServer, *, owner: str | None) -> None:
    """Make an account the only owner, or with "" nobody; the owners there were become users."""
    if owner:
        appoint_owner(at.server, at.found, owner)
    elif owner is not None:
        dismiss_owners(at.server, at.found)


@guard(400, answer=exits(1, "Unable to set the message expiration."))
def expiration_possible(at: OnServer, *, message_expiration: int | None) -> bool:
    """The time is not negative, and the room is no breakout room."""
    return message_expiration is None or (message_expiration >= 0 and not at.found.is_breakout_room)


@commit
def expiration_set(at: OnServer, *, message_expiration: int | None) -> None:
    """Let messages posted from now on expire after so many seconds; said also when nothing changes."""
    if message_expiration is not None:
        old, at.found.message_expiration = at.found.message_expiration, message_expiration
        at.emit(RoomModified(at.found, "message_expiration", old, message_expiration))


OPENING = (lock_set, scope_settable, scope_set, room_takes_password, password_set)
"""Lock, scope and password, in this order; a breakout room is no public room, so it takes no password."""

OPENING_NEW = (lock_set, scope_set, room_takes_password, password_set)
"""The same for a new room, which is no breakout room."""

CLOSING = (owner_in_room, owner_set, expiration_possible, expiration_set)
"""Owner and expiration, in this order."""

DESCRIBING = (description_short, description_set)
"""The description."""


def _set(at: OnServer, field: str, value: str) -> None:
    old = getattr(at.found, field)
    if value != old:
        setattr(at.found, field, value)
        at.emit(RoomModified(at.found, field, old, value))
