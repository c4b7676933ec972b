"""What is there before anybody asks: accounts, groups and settings, set by words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from inspect import signature
from typing import Any, Final, get_type_hints

from talksim.constants import ObjectType, UnknownWord
from talksim.errors import UsageError
from talksim.model.server import START, Server
from talksim.model.settings import Settings
from talksim.model.user import Group, User
from talksim.naming import ROLES
from talksim.procedures.adding import join_group_rooms
from talksim.procedures.app_config import OF_OTHER_APPS
from talksim.rules.parameter import Parameter, parameter_for
from talksim.switches import SWITCHES, expanded
from talksim.values import guess, plain_value

__all__ = [
    "OF_OTHER_APPS",
    "SETUPS",
    "START",
    "add_group",
    "add_user",
    "change_settings",
    "dedicate_room",
    "known_settings",
    "set_up",
    "setting_value",
    "several",
    "switched",
]


@cache
def known_settings() -> Mapping[str, Parameter]:
    """Every setting by its name, with its type or vocabulary."""
    return {name: parameter_for(name, hint) for name, hint in get_type_hints(Settings).items()}


def add_user(
    server: Server,
    name: str,
    display_name: str = "",
    groups: Iterable[str] = (),
    *,
    do_not_disturb: bool = False,
) -> None:
    """Let an account exist; one that does gets the display name, if given, the status and the further groups.

    Raises `UsageError` for a name that cannot be an account's.
    """
    if not isinstance(name, str) or not name or name in ROLES:
        raise UsageError(f'"{name}" cannot be the name of an account')
    if not isinstance(display_name, str):
        raise UsageError(f'"{display_name}" cannot be a display name')
    user = server.users.setdefault(name, User(name, display_name or name))
    user.display_name = display_name or user.display_name
    user.do_not_disturb = user.do_not_disturb or do_not_disturb
    for group in several(groups, "groups"):
        add_group(server, group, [name])


def several(names: object, what: str) -> list[str]:
    """One name or several as a list. Raises `UsageError` for anything but names."""
    if isinstance(names, str) or not isinstance(names, Iterable):
        names = [names]
    found: list[str] = []
    for name in names:
        if not isinstance(name, str):
            raise UsageError(f"{what}: {name!r} is no name")
        found.append(name)
    return found


def add_group(server: Server, name: str, members: Iterable[str] = ()) -> None:
    """Let a group exist, with these accounts as further members, who join the group's rooms.

    Raises `UsageError` for a member without an account.
    """
    members = several(members, "members")
    for unknown in (member for member in members if member not in server.users):
        hint = guess(unknown, server.users) or " Make the account first."
        raise UsageError(f'nobody is called "{unknown}".{hint}')
    group = server.groups.setdefault(name, Group(name, name))
    for member in members:
        if member not in group.members:
            group.members[member] = True
            join_group_rooms(server, member, name)


def dedicate_room(server: Server, token: str, object_type: ObjectType) -> None:
    """Let a room be one that another app has made for something. Raises `UsageError` if there is none."""
    room = server.rooms.get(token)
    if room is None:
        raise UsageError(f'there is no room "{token}"')
    room.object_type = object_type


def change_settings(server: Server, **words: object) -> None:
    """Change settings, each by its name and a word or value; all or none.

    Raises `UsageError` for an unknown setting or word.
    """
    values = {name: setting_value(name, word) for name, word in words.items()}
    for name, value in values.items():
        setattr(server.settings, name, value)


def switched(words: Mapping[str, object]) -> dict[str, Any]:
    """The settings that these words mean, switches such as `recording_backend=True` among them.

    Raises `UsageError` for a switch that is not switched on.
    """
    found: dict[str, Any] = {}
    for name, word in words.items():
        switch = name.replace("_", " ")
        if switch in SWITCHES:
            found[switch] = plain_value(parameter_for(switch, bool), word)
            if not found[switch]:
                names = ", ".join(SWITCHES[switch])
                raise UsageError(f'"{switch}" can only be switched on; off are {names} by their own names')
        else:
            found[name] = word
    return expanded(found)


def setting_value(name: str, word: object) -> Any:
    """What a setting is set to by a word or value. Raises `UsageError`."""
    setting = known_settings().get(name)
    if setting is None:
        raise UsageError(f'there is no setting "{name}".{guess(name, [*known_settings(), *SWITCHES])}')
    if word is None and setting.optional:
        return None
    if setting.vocabulary is None:
        return plain_value(setting, word)
    try:
        return setting.vocabulary.parse(word)  # type: ignore[attr-defined]
    except UnknownWord as unknown:
        raise UsageError(f"{name}: {unknown}") from unknown


def set_up(server: Server, what: str, given: Mapping[str, Any]) -> None:
    """Set up what a word of `SETUPS` says.

    Raises `UsageError` for any other word, and for what is given that it does not take, or lacks.
    """
    if what not in SETUPS:
        is_switch = what.replace("_", " ") in SWITCHES
        hint = (
            f"it is talk.set({what.replace(' ', '_')}=True)" if is_switch else f"one of: {', '.join(SETUPS)}"
        )
        raise UsageError(f'set_up knows no "{what}"; {hint}')
    try:
        signature(SETUPS[what]).bind(server, **given)
    except TypeError as wrong:
        raise UsageError(f"set_up {what}: {wrong}") from wrong
    SETUPS[what](server, **given)


SETUPS: Final[Mapping[str, Callable[..., None]]] = {
    "user": add_user,
    "group": add_group,
    "object": dedicate_room,
    "settings": change_settings,
}
"""What the journal can say was set up, by its word there."""
