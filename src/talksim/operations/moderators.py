"""Promoting and demoting (spec: participant 1.2, 1.5; conversation 7.6)."""

from __future__ import annotations

from talksim.constants import LOGIN_MODERATORS, AttendeeType, ParticipantType, Permission
from talksim.model.attendee import Attendee
from talksim.model.event import AttendeeTypeChanged
from talksim.model.lifecycles import participant_type
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.adding import add_users
from talksim.procedures.gate import gates, moderator
from talksim.procedures.leaving import remove_attendee
from talksim.procedures.scene import InRoom
from talksim.procedures.target import target_found
from talksim.rules.operation import operation
from talksim.rules.parameter import AttendeeId
from talksim.rules.stage import guard

__all__ = ["demote", "promote"]


def _target_because(at: InRoom) -> str:
    return f"{at.target.label} is {at.target.type}"


@guard(403, because=lambda at: f"{at.attendee.label} is the target")
def not_oneself(at: InRoom) -> bool:
    """Nobody changes their own rank."""
    return at.target.actor != at.attendee.actor


@guard(400)
def not_a_group(at: InRoom) -> bool:
    """A group has no rank."""
    return at.target.actor_type is not AttendeeType.GROUPS


@guard(400, because=_target_because)
def promotable(at: InRoom) -> bool:
    """The target is a user or a guest: not self-joined, and no moderator yet."""
    return participant_type.may(at.target, "promote")


@guard(400, because=_target_because)
def demotable(at: InRoom) -> bool:
    """The target is a moderator or a guest moderator, not an owner."""
    return participant_type.may(at.target, "demote")


@operation(
    "POST /api/v4/room/{token}/moderators",
    stages=[*gates(moderator), target_found, not_oneself, not_a_group, promotable],
    wire={"attendee": "attendeeId"},
)
def promote(at: InRoom, *, attendee: AttendeeId) -> None:
    """Make a user a moderator, or a guest a guest moderator (spec: participant 1.5)."""
    _change_type(at.server, at.room, at.target, "promote")


@operation(
    "DELETE /api/v4/room/{token}/moderators",
    stages=[*gates(moderator), target_found, not_oneself, not_a_group, demotable],
    wire={"attendee": "attendeeId"},
)
def demote(at: InRoom, *, attendee: AttendeeId) -> None:
    """Make a moderator a user, or a guest moderator a guest (spec: participant 1.5)."""
    _change_type(at.server, at.room, at.target, "demote")


def _change_type(server: Server, room: Room, target: Attendee, trigger: str) -> None:
    """Change a type; a moderator with an account loses own permissions and goes into every breakout room."""
    old = target.type
    room.retype(target, trigger)
    if target.type in LOGIN_MODERATORS:
        target.permissions = Permission.DEFAULT
    if (old in LOGIN_MODERATORS) is not (target.type in LOGIN_MODERATORS):
        for child in list(server.breakout_rooms.get(room.token, {}).values()):
            _follow(server, child, target)
    server.emit(AttendeeTypeChanged(room, target, old))


def _follow(server: Server, child: Room, target: Attendee) -> None:
    present = child.find(*target.actor)
    if target.type not in LOGIN_MODERATORS:
        if present is not None:
            remove_attendee(server, child, present)
    elif present is None:
        if target.is_user:
            add_users(server, child, [target.actor_id], target.type)
    elif present.type is ParticipantType.USER:
        _change_type(server, child, present, "promote")
