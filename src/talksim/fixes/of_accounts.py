"""Fixes of what the modelled server does when an account goes (spec: participant 1.8)."""

from __future__ import annotations

from collections.abc import Iterator

from talksim.constants import AttendeeType, ParticipantType
from talksim.fixes.fix import Change, fix
from talksim.operations.administration import delete_user
from talksim.procedures.leaving import remove_attendee
from talksim.procedures.scene import OnServer
from talksim.rules.operation import OPERATIONS
from talksim.rules.policy import swapped

__all__: list[str] = []


@fix("A40")
def take_passers_by_out_alone() -> Iterator[Change]:
    """The account of a self-joined user leaves the rooms it passed by before anybody counts who is left.

    An effect variant of "delete user".
    """
    yield swapped(OPERATIONS["delete_user"], effect=_passed_on_and_deleted)


def _passed_on_and_deleted(at: OnServer, *, user: str) -> None:
    for room in at.server.rooms_with(AttendeeType.USERS, user):
        attendee = room.find(AttendeeType.USERS, user)
        if attendee is not None and attendee.type is ParticipantType.SELF_JOINED:
            remove_attendee(at.server, room, attendee)
    delete_user(at, user=user)
