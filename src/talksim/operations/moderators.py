"""Promoting and demoting (spec: participant 1.2, 1.5; conversation 7.6)."""

from __future__ import annotations

from talksim.constants import AttendeeType
from talksim.model.lifecycles import participant_type
from talksim.procedures.gate import gates, moderator
from talksim.procedures.ranking import change_type
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
    change_type(at.server, at.room, at.target, "promote")


@operation(
    "DELETE /api/v4/room/{token}/moderators",
    stages=[*gates(moderator), target_found, not_oneself, not_a_group, demotable],
    wire={"attendee": "attendeeId"},
)
def demote(at: InRoom, *, attendee: AttendeeId) -> None:
    """Make a moderator a user, or a guest moderator a guest (spec: participant 1.5)."""
    change_type(at.server, at.room, at.target, "demote")
