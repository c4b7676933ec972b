"""Permissions of a room, of one attendee, and the two endpoints that lost their meaning.

spec: participant 2.2, 2.3; conversation 3.8.
"""

from __future__ import annotations

from talksim.constants import ParticipantType, Permission, PermissionMethod, RoomType
from talksim.model.event import ParticipantsChanged, RoomModified
from talksim.procedures.gate import gates, moderator
from talksim.procedures.permissions import effective_permissions
from talksim.procedures.scene import InRoom
from talksim.procedures.target import target_found
from talksim.rules.operation import operation
from talksim.rules.parameter import AttendeeId
from talksim.rules.stage import guard
from talksim.views.room import answered_room

__all__ = ["set_default_permissions", "set_permissions", "set_permissions_for_all"]

_LARGEST = 0x7FFFFFFF
_WITHOUT_DEFAULTS = (RoomType.ONE_TO_ONE, RoomType.FORMER_ONE_TO_ONE, RoomType.NOTE_TO_SELF)


@guard(400, "mode")
def level_is_default(at: InRoom, *, mode: str) -> bool:
    """The only level left is "default"; that of the call is gone."""
    return mode == "default"


@guard(400, "type", because=lambda at: f"{at.room.label} is {at.room.type}")
def type_has_defaults(at: InRoom) -> bool:
    """The room is neither a one-to-one nor a note to self."""
    return at.room.type not in _WITHOUT_DEFAULTS


@guard(400, "breakout-room")
def not_in_breakout_room(at: InRoom) -> bool:
    """Breakout rooms have no default permissions of their own."""
    return not at.room.is_breakout_room


@operation(
    "PUT /api/v4/room/{token}/permissions/{mode}",
    stages=[*gates(moderator), level_is_default, type_has_defaults, not_in_breakout_room],
    answers=answered_room,
)
def set_default_permissions(at: InRoom, *, permissions: Permission | int, mode: str = "default") -> None:
    """Set what everybody may do, wiping what was set for single people (spec: participant 2.2)."""
    for attendee in at.room.attendees.values():
        if not attendee.is_collective:
            attendee.permissions = Permission.DEFAULT
    at.emit(ParticipantsChanged(at.room))
    old, at.room.default_permissions = at.room.default_permissions, _custom(permissions)
    at.emit(RoomModified(at.room, "default_permissions", old, at.room.default_permissions))


@guard(400, because=lambda at: f"{at.room.label} is {at.room.type}")
def not_in_one_to_one(at: InRoom) -> bool:
    """Both sides of a one-to-one may do everything."""
    return not at.room.is_one_to_one


@guard(403, because=lambda at: f"{at.target.label} is {at.target.type}")
def target_is_no_moderator(at: InRoom) -> bool:
    """Moderators may do everything; nothing can be taken from them."""
    return not at.target.moderates


@guard(400)
def target_is_a_person(at: InRoom) -> bool:
    """Groups and circles have no permissions."""
    return not at.target.is_collective


@guard(400)
def method_known(at: InRoom, *, method: PermissionMethod | str) -> bool:
    """The method is set, add or remove."""
    return method in set(PermissionMethod)


@operation(
    "PUT /api/v4/room/{token}/attendees/permissions",
    stages=[
        *gates(moderator),
        target_found,
        not_in_one_to_one,
        target_is_no_moderator,
        target_is_a_person,
        method_known,
    ],
    wire={"attendee": "attendeeId"},
)
def set_permissions(
    at: InRoom,
    *,
    attendee: AttendeeId,
    permissions: Permission | int,
    method: PermissionMethod | str = PermissionMethod.SET,
) -> None:
    """Set what one attendee may do; a self-joined user thereby becomes permanent, without a word.

    "add" and "remove" start from the effective value (spec: participant 2.3).
    """
    old = effective_permissions(at.server, at.room, at.target)
    at.target.permissions = _changed(old, PermissionMethod(method), permissions)
    if at.target.type is ParticipantType.SELF_JOINED:
        at.room.retype(at.target, "make permanent")
    at.target.last_activity = at.now
    at.emit(ParticipantsChanged(at.room, at.target))


@guard(400)
def never_possible(at: InRoom) -> bool:
    """The endpoint only knows a level that no longer exists."""
    return False


@operation("PUT /api/v4/room/{token}/attendees/permissions/all", stages=[*gates(moderator), never_possible])
def set_permissions_for_all(
    at: InRoom,
    *,
    permissions: Permission | int,
    method: PermissionMethod | str = PermissionMethod.SET,
) -> None:
    """Always refused (spec: participant 2.2)."""


def _changed(old: Permission, method: PermissionMethod, given: int) -> Permission:
    if method is PermissionMethod.SET:
        return _custom(given)
    value = int(old) | given if method is PermissionMethod.ADD else int(old) & ~given
    return Permission(value & _LARGEST)


def _custom(given: int) -> Permission:
    """A value set on purpose carries the custom bit; 0 goes back to what is inherited."""
    return Permission((given | Permission.CUSTOM) & _LARGEST if given else 0)
