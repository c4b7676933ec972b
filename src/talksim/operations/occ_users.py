"""Commands about accounts (spec: participant 1.7, 1.8; chat 7)."""

from __future__ import annotations

from talksim.constants import AttendeeType, ParticipantType, RoomType
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.procedures.adding import add_users
from talksim.procedures.command_line import exits, printed
from talksim.procedures.leaving import remove_attendee
from talksim.procedures.one_to_one import remove_from_all_rooms
from talksim.procedures.ranking import change_type
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.parameter import PersonId
from talksim.rules.stage import Answer, guard

__all__ = ["occ_remove_users", "occ_transfer_ownership"]

_OWNER, _MODERATOR = ParticipantType.OWNER, ParticipantType.MODERATOR
_USER, _SELF_JOINED = ParticipantType.USER, ParticipantType.SELF_JOINED
_RAISES = {
    (_OWNER, _MODERATOR): "make owner",
    (_OWNER, _USER): "make owner",
    (_OWNER, _SELF_JOINED): "make owner",
    (_MODERATOR, _USER): "make moderator",
    (_MODERATOR, _SELF_JOINED): "make moderator",
    (_USER, _SELF_JOINED): "make permanent",
}
"""What the rank of the source makes of the rank of the destination; nothing lowers it."""


def _unknown(at: OnServer) -> str:
    return f"User '{next(user for user in at.params['users'] if user not in at.server.users)}' not found."


@guard(400, answer=exits(1, _unknown))
def removed_users_known(at: OnServer, *, users: list[str]) -> bool:
    """Every account that is named exists."""
    return all(user in at.server.users for user in users)


@operation(
    "occ talk:user:remove",
    stages=[removed_users_known],
    by="cli",
    wire={"users": "user", "private_only": "private-only"},
    samples=[{"users": ["bob"]}],
    phrase="remove users from all rooms",
)
def occ_remove_users(
    at: OnServer,
    *,
    users: list[PersonId] = [],  # noqa: B006  read only
    private_only: bool = False,
) -> Answer:
    """Take accounts out of every room, or of the private ones alone; nobody named is no failure.

    spec: participant 1.8, chat 7.
    """
    for user in users:
        remove_from_all_rooms(at.server, at.server.users[user], private_only=private_only)
    return printed("Users successfully removed from all rooms.")


@guard(400, answer=exits(1, "Destination user could not be found."))
def destination_known(at: OnServer, *, destination: str) -> bool:
    """The account that gets the rooms exists; nobody asks whether the other one does."""
    return destination in at.server.users


@operation(
    "occ talk:user:transfer-ownership",
    stages=[destination_known],
    by="cli",
    wire={
        "source": "source-user",
        "destination": "destination-user",
        "include_non_moderator": "include-non-moderator",
        "remove_source_user": "remove-source-user",
    },
    samples=[{"source": "alice", "destination": "bob"}],
)
def occ_transfer_ownership(
    at: OnServer,
    *,
    source: PersonId,
    destination: PersonId,
    include_non_moderator: bool = False,
    remove_source_user: bool = False,
) -> Answer:
    """Give an account the rank of another in its group and public rooms (spec: participant 1.7).

    The source keeps its rank unless it is removed, so a room may come to have two owners. Self-joined
    sources pass on nothing.
    """
    changed = 0
    for room in at.server.rooms_with(AttendeeType.USERS, source):
        row = room.find(AttendeeType.USERS, source)  # gone with the parent from its breakout rooms, maybe
        if row is not None and _passes_on(room, row, include_non_moderator):
            changed += _raise(at, room, row.type, destination)
            if remove_source_user and room.token in at.server.rooms:
                remove_attendee(at.server, room, row)
    return printed(f"Added or promoted user {destination} in {changed} rooms.")


def _passes_on(room: Room, source: Attendee, include_non_moderator: bool) -> bool:
    if room.type not in (RoomType.GROUP, RoomType.PUBLIC) or source.type is _SELF_JOINED:
        return False
    return source.moderates or include_non_moderator


def _raise(at: OnServer, room: Room, rank: ParticipantType, user: str) -> bool:
    """Whether the account came in or went up."""
    present = room.find(AttendeeType.USERS, user)
    if present is None:
        add_users(at.server, room, [user], rank)
        return True
    trigger = _RAISES.get((rank, present.type))
    if trigger is not None:
        change_type(at.server, room, present, trigger)
    return trigger is not None
