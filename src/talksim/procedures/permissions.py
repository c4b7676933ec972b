"""Effective permissions (spec: participant 2.1)."""

from __future__ import annotations

from talksim.constants import MAX_DEFAULT_PERMISSIONS, SHIPPED_PERMISSIONS, InCall, Permission
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server

__all__ = ["allowed_flags", "effective_permissions"]

_ALL = Permission(MAX_DEFAULT_PERMISSIONS)
_SHIPPED = Permission(SHIPPED_PERMISSIONS)


def effective_permissions(server: Server, room: Room, attendee: Attendee) -> Permission:
    """What the attendee may do: the first level that says something; moderators may all."""
    if attendee.moderates:
        return _ALL
    if attendee.permissions:
        return attendee.permissions
    if room.default_permissions:
        return room.default_permissions
    default = server.settings.default_permissions
    return _SHIPPED if default is None else default


def allowed_flags(server: Server, room: Room, attendee: Attendee, flags: int) -> InCall:
    """In-call flags without the bits whose permission is missing (spec: participant 2.4)."""
    permissions = effective_permissions(server, room, attendee)
    if Permission.AUDIO not in permissions:
        flags &= ~int(InCall.AUDIO)
    if Permission.VIDEO not in permissions:
        flags &= ~int(InCall.VIDEO)
    return InCall(flags)
