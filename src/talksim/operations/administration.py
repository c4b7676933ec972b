"""Accounts, groups and app settings, as an administrator manages them.

spec: participant 1.4, 1.8; conversation 2.9; chat 5.4, 6.
"""

from __future__ import annotations

from talksim.constants import AttendeeType, UnknownWord
from talksim.model.user import Group, User
from talksim.procedures.accounts import (
    disown_messages,
    drop_group_from_settings,
    forget_consents,
    rename_attendees,
)
from talksim.procedures.adding import join_group_rooms
from talksim.procedures.app_config import ConfigValue, config_keys, field_of, parsed
from talksim.procedures.leaving import leave_group_rooms, remove_attendee
from talksim.procedures.one_to_one import remove_from_all_rooms
from talksim.procedures.polls import disown_polls
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.parameter import GroupId, PersonId
from talksim.rules.stage import Answer, guard

__all__ = [
    "add_user_to_group",
    "configure_sip",
    "create_group",
    "create_user",
    "delete_group",
    "delete_user",
    "remove_user_from_group",
    "rename_group",
    "rename_user",
    "set_setting",
    "set_user_preference",
]


@guard(400)
def user_id_free(at: OnServer, *, user: str) -> bool:
    """The id names no account yet."""
    return bool(user) and user not in at.server.users


@guard(400, because=lambda at: f'there is no account "{at.params["user"]}"')
def user_exists(at: OnServer, *, user: str) -> bool:
    """The account exists."""
    return user in at.server.users


@guard(400)
def group_id_free(at: OnServer, *, group: str) -> bool:
    """The id names no group yet."""
    return bool(group) and group not in at.server.groups


@guard(400)
def group_exists(at: OnServer, *, group: str) -> bool:
    """The group exists."""
    return group in at.server.groups


@operation(
    "POST /cloud/users",
    stages=[user_id_free],
    by="admin",
    wire={"user": "userid", "name": "displayName"},
    samples=[{"user": "zoe"}],
)
def create_user(at: OnServer, *, user: str, name: str = "", password: str = "") -> Answer:
    """Create an account; one that had the same id before gives it nothing (spec: participant 1.8)."""
    at.server.users[user] = User(user, name or user)
    return Answer(200, {"id": user})


@operation("DELETE /cloud/users/{user}", stages=[user_exists], by="admin", samples=[{"user": "bob"}])
def delete_user(at: OnServer, *, user: PersonId) -> None:
    """Delete an account: out of its groups, then out of every room (spec: participant 1.8)."""
    server = at.server
    account = server.users.pop(user)
    for group in server.groups_of(user):
        del server.groups[group].members[user]
        leave_group_rooms(server, user, group)
    for circle in server.circles.values():
        circle.members.pop(user, None)
    remove_from_all_rooms(server, account)
    disown_messages(server, user)
    disown_polls(server, user)
    forget_consents(server, user)


@operation(
    "PUT /cloud/users/{user}",
    stages=[user_exists],
    by="admin",
    wire={"name": "value"},
    samples=[{"user": "bob", "name": "Robert"}],
)
def rename_user(at: OnServer, *, user: PersonId, name: str) -> None:
    """Change the display name of an account, in all its rooms as well."""
    at.server.users[user].display_name = name
    rename_attendees(at.server, AttendeeType.USERS, user, name)


@operation(
    "POST /cloud/users/{user}/groups",
    stages=[user_exists, group_exists],
    by="admin",
    wire={"group": "groupid"},
    samples=[{"user": "bob", "group": "staff"}],
)
def add_user_to_group(at: OnServer, *, user: PersonId, group: GroupId) -> None:
    """Put an account into a group, and so into the rooms of the group (spec: participant 1.4)."""
    members = at.server.groups[group].members
    if user not in members:
        members[user] = True
        join_group_rooms(at.server, user, group)


@operation(
    "DELETE /cloud/users/{user}/groups",
    stages=[user_exists, group_exists],
    by="admin",
    wire={"group": "groupid"},
    samples=[{"user": "bob", "group": "staff"}],
)
def remove_user_from_group(at: OnServer, *, user: PersonId, group: GroupId) -> None:
    """Take an account out of a group, and out of rooms nothing else holds it in (spec: participant 1.4)."""
    if at.server.groups[group].members.pop(user, False):
        leave_group_rooms(at.server, user, group)


@operation(
    "POST /cloud/groups",
    stages=[group_id_free],
    by="admin",
    wire={"group": "groupid", "name": "displayname"},
    samples=[{"group": "crew"}],
)
def create_group(at: OnServer, *, group: str, name: str = "") -> None:
    """Create a group without members."""
    at.server.groups[group] = Group(group, name or group)


@operation("DELETE /cloud/groups/{group}", stages=[group_exists], by="admin", samples=[{"group": "staff"}])
def delete_group(at: OnServer, *, group: GroupId) -> None:
    """Delete a group; it leaves its rooms, its members stay: they can no longer be looked up.

    spec: participant 1.4.
    """
    del at.server.groups[group]
    drop_group_from_settings(at.server.settings, group)
    for room in at.server.rooms_with(AttendeeType.GROUPS, group):
        remove_attendee(at.server, room, room.by_actor[AttendeeType.GROUPS, group])


@operation(
    "PUT /cloud/groups/{group}",
    stages=[group_exists],
    by="admin",
    wire={"name": "value"},
    samples=[{"group": "staff", "name": "Staff"}],
)
def rename_group(at: OnServer, *, group: GroupId, name: str) -> None:
    """Change the display name of a group, in its rooms as well (spec: participant 1.4)."""
    at.server.groups[group].display_name = name
    rename_attendees(at.server, AttendeeType.GROUPS, group, name)


@operation(
    "occ user:setting",
    stages=[user_exists],
    by="admin",
    samples=[{"user": "bob", "key": "note_to_self"}],
)
def set_user_preference(at: OnServer, *, user: PersonId, key: str, value: str = "") -> None:
    """Set what the server remembers of an account, such as the token of its note to self, or forget it.

    spec: conversation 1.6.
    """
    account = at.server.users[user]
    if key == "note_to_self":
        account.note_to_self = value
    else:
        account.preferences[key] = value


@guard(400, because=lambda _: f"the settings are {', '.join(config_keys())}")
def setting_known(at: OnServer, *, key: str) -> bool:
    """The key is one of the settings with effect on the rules."""
    return field_of(key) in config_keys()


@guard(400)
def setting_readable(at: OnServer, *, key: str, value: ConfigValue) -> bool:
    """The value is one the setting can have: a word, a number, yes or no, a list."""
    try:
        parsed(field_of(key), value)
    except (UnknownWord, ValueError):
        return False
    return True


@operation(
    "POST /apps/provisioning_api/api/v1/config/apps/spreed/{key}",
    stages=[setting_known, setting_readable],
    by="admin",
    samples=[{"key": "start_calls", "value": "moderators"}],
    phrase="set",
)
def set_setting(at: OnServer, *, key: str, value: ConfigValue) -> None:
    """Set an app setting by its own name; "" brings the shipped default back."""
    name = field_of(key)
    setattr(at.server.settings, name, parsed(name, value))


@operation(
    "POST /api/v1/settings/sip",
    stages=[],
    by="admin",
    wire={"groups": "sipGroups", "info": "dialInInfo", "secret": "sharedSecret"},
    samples=[{"info": "+49 30 1234567", "secret": "secret"}],
)
def configure_sip(
    at: OnServer,
    *,
    groups: list[str] = [],  # noqa: B006  read only
    info: str = "",
    secret: str = "",
) -> None:
    """Set up SIP: who may switch it on, what people are told, and the secret; unknown groups are dropped.

    spec: chat 6.
    """
    settings = at.server.settings
    settings.sip_bridge_groups = [group for group in groups if group in at.server.groups]
    settings.sip_bridge_dialin_info = info
    settings.sip_bridge_shared_secret = secret
