"""Commands about the people of a room (spec: chat 7)."""

from __future__ import annotations

from talksim.constants import AttendeeType, ParticipantType
from talksim.procedures.adding import add_users
from talksim.procedures.command_line import command_room_found, exits, is_group_call, printed
from talksim.procedures.leaving import remove_attendee
from talksim.procedures.members_by_command import (
    groups_added,
    groups_known,
    make_moderators,
    members,
    strangers,
    users_known,
)
from talksim.procedures.ranking import change_type
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.parameter import PersonId
from talksim.rules.stage import Answer, commit, guard

__all__ = ["occ_add_to_room", "occ_demote", "occ_promote", "occ_remove_from_room"]


@commit
def users_added(at: OnServer, *, users: list[str]) -> None:
    """Add the accounts; whoever is in already stays as they are, self-joined users as well."""
    new = [user for user in dict.fromkeys(users) if at.found.find(AttendeeType.USERS, user) is None]
    add_users(at.server, at.found, new)


@operation(
    "occ talk:room:add {token}",
    stages=[command_room_found, is_group_call, users_known, users_added, groups_added, groups_known],
    by="cli",
    wire={"users": "user", "groups": "group"},
    samples=[{"users": ["dave"]}],
)
def occ_add_to_room(
    at: OnServer,
    *,
    users: list[PersonId] = [],  # noqa: B006  read only
    groups: list[str] = [],  # noqa: B006
) -> Answer:
    """Add accounts, then groups; an unknown account stops all of it, an unknown group those after it.

    spec: chat 7.
    """
    return printed("Users successfully added to room.")


def _stranger(at: OnServer) -> str:
    return f"User '{strangers(at, at.params['users'])[0]}' is no participant."


@guard(400, answer=exits(1, _stranger))
def named_in_room(at: OnServer, *, users: list[str]) -> bool:
    """Everybody who is named is in the room."""
    return not strangers(at, users)


_NAMED = (command_room_found, is_group_call, named_in_room)


@operation(
    "occ talk:room:remove {token}",
    stages=_NAMED,
    by="cli",
    wire={"users": "participant"},
    samples=[{"users": ["bob"]}],
)
def occ_remove_from_room(at: OnServer, *, users: list[PersonId]) -> Answer:
    """Remove accounts, owners included (spec: chat 7)."""
    for attendee in members(at, users):
        remove_attendee(at.server, at.found, attendee)
    return printed("Users successfully removed from room.")


@operation(
    "occ talk:room:promote {token}",
    stages=_NAMED,
    by="cli",
    wire={"users": "participant"},
    samples=[{"users": ["bob"]}],
)
def occ_promote(at: OnServer, *, users: list[PersonId]) -> Answer:
    """Make accounts moderators, self-joined ones as well; owners stay owners (spec: chat 7)."""
    make_moderators(at, users)
    return printed("Participants successfully promoted to moderators.")


@operation(
    "occ talk:room:demote {token}",
    stages=_NAMED,
    by="cli",
    wire={"users": "participant"},
    samples=[{"users": ["bob"]}],
)
def occ_demote(at: OnServer, *, users: list[PersonId]) -> Answer:
    """Make moderators users; whoever is something else stays it, without a word (spec: chat 7)."""
    for attendee in members(at, users):
        if attendee.type is ParticipantType.MODERATOR:
            change_type(at.server, at.found, attendee, "demote")
    return printed("Participants successfully demoted to regular users.")
