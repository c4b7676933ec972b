"""Accounts and groups named by commands: known, added, promoted (spec: chat 7). `at.found` is the room."""

from __future__ import annotations

from collections.abc import Iterable

from talksim.constants import AttendeeType, ParticipantType
from talksim.model.attendee import Attendee
from talksim.procedures.adding import add_collective
from talksim.procedures.command_line import exits
from talksim.procedures.ranking import change_type
from talksim.procedures.scene import OnServer
from talksim.rules.stage import commit, guard

__all__ = [
    "BRIDGE_BOT",
    "groups_added",
    "groups_known",
    "make_moderators",
    "members",
    "moderators_in_room",
    "moderators_made",
    "strangers",
    "users_known",
]

BRIDGE_BOT = "bridge-bot"
"""The account of the bridge, which no command adds or promotes."""


def _unknown_user(at: OnServer) -> str:
    unknown = next(u for u in at.params["users"] if not _is_account(at, u))
    return f"User '{unknown}' not found."


@guard(400, answer=exits(1, _unknown_user))
def users_known(at: OnServer, *, users: list[str]) -> bool:
    """Every account exists, and none is the bot of the bridge."""
    return all(_is_account(at, user) for user in users)


@commit
def groups_added(at: OnServer, *, groups: list[str]) -> None:
    """Add the groups with their members, one by one, up to the first that does not exist."""
    for group in groups:
        if group not in at.server.groups:
            return
        known = at.server.groups[group].members
        add_collective(at.server, at.found, AttendeeType.GROUPS, group, list(known))


def _unknown_group(at: OnServer) -> str:
    return f"Group '{next(g for g in at.params['groups'] if g not in at.server.groups)}' not found."


@guard(400, answer=exits(1, _unknown_group))
def groups_known(at: OnServer, *, groups: list[str]) -> bool:
    """Every group exists."""
    return all(group in at.server.groups for group in groups)


def _no_moderator(at: OnServer) -> str:
    return f"User '{strangers(at, at.params['moderators'])[0]}' is no participant."


@guard(400, answer=exits(1, _no_moderator))
def moderators_in_room(at: OnServer, *, moderators: list[str]) -> bool:
    """Everybody who becomes moderator is in the room."""
    return not strangers(at, moderators)


@commit
def moderators_made(at: OnServer, *, moderators: list[str]) -> None:
    """Make them moderators."""
    make_moderators(at, moderators)


def make_moderators(at: OnServer, users: Iterable[str]) -> None:
    """Make accounts of the room moderators; owners and moderators stay what they are."""
    for attendee in members(at, users):
        if attendee.type in (ParticipantType.USER, ParticipantType.SELF_JOINED):
            change_type(at.server, at.found, attendee, "make moderator")


def strangers(at: OnServer, users: Iterable[str]) -> list[str]:
    """The accounts that are not in the room; the bot of the bridge never counts as being in it."""
    return [user for user in users if user == BRIDGE_BOT or at.found.find(AttendeeType.USERS, user) is None]


def members(at: OnServer, users: Iterable[str]) -> list[Attendee]:
    """The attendees of accounts that are in the room, each once."""
    return [at.found.by_actor[AttendeeType.USERS, user] for user in dict.fromkeys(users)]


def _is_account(at: OnServer, user: str) -> bool:
    return user in at.server.users and user != BRIDGE_BOT
