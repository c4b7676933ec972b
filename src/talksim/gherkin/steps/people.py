"""Users, groups, configuration, clock."""

from __future__ import annotations

from typing import Final

from talksim.gherkin.registry import step
from talksim.gherkin.world import BadStep, NotModelled, World
from talksim.setup import OF_OTHER_APPS

_GUESTS_APP = "guest_app"

_SET: Final = "POST /apps/provisioning_api/api/v1/config/apps/spreed/{key}"


@step('user "{}" exists')
def user_exists(w: World, user: str) -> None:
    """An account, declared before the first step where possible."""
    display_name = f"{user}-displayname"
    if user in w.users and user not in w.gone:
        return
    if not w.begun and user not in w.gone:
        w.users[user] = {"name": display_name}
        return
    w.gone.discard(user)
    w.users.setdefault(user, None)
    w.later.add(user)
    w.act("admin", "POST /cloud/users", status=200, given={"user": user, "name": display_name})


@step('user "{}" is a guest account user')
def guest_account(w: World, user: str) -> None:
    """An account of the Guests app is a member of the app's group."""
    user_exists(w, user)
    group_exists(w, _GUESTS_APP)
    member(w, user, _GUESTS_APP)


@step("guest accounts can be created")
def guests_app(w: World) -> None:
    """Without effect: the simulator always knows the Guests app."""


@step('group "{}" exists')
def group_exists(w: World, group: str) -> None:
    """A group, declared before the first step where possible."""
    if group in w.groups or group in w.later_groups:
        return
    if not w.begun:
        w.groups[group] = []
        return
    w.later_groups.add(group)
    w.act("admin", "POST /cloud/groups", given={"group": group})


@step('user "{}" is member of group "{}"')
def member(w: World, user: str, group: str) -> None:
    """The administrator puts an account into a group."""
    if not w.begun and user in w.users and group in w.groups:
        if user not in w.groups[group]:
            w.groups[group].append(user)
        return
    w.act("admin", "POST /cloud/users/{user}/groups", given={"user": user, "group": group})


@step('user "{}" is not member of group "{}"')
def no_member(w: World, user: str, group: str) -> None:
    """The administrator takes an account out of a group."""
    w.act("admin", "DELETE /cloud/users/{user}/groups", given={"user": user, "group": group})


@step('set display name of group "{}" to "{}"')
def rename_group(w: World, group: str, name: str) -> None:
    """The administrator renames a group."""
    w.act("admin", "PUT /cloud/groups/{group}", given={"group": group, "name": name})


@step('user "{}" is deleted')
def deleted(w: World, user: str) -> None:
    """The administrator deletes an account."""
    w.gone.add(user)
    w.act("admin", "DELETE /cloud/users/{user}", given={"user": user})


@step('the following "{}" app config is set')
@step("the following spreed app config is set", app="spreed")
@step("the following call_summary_bot app config is set", app="call_summary_bot")
def app_config(w: World, app: str) -> None:
    """The administrator sets values of an app's configuration."""
    for key, value in w.settings_table().items():
        name = key if app == "spreed" else OF_OTHER_APPS.get((app, key))
        if name is None:
            raise NotModelled(f"POST /apps/provisioning_api/api/v1/config/apps/{app}/{key}")
        w.act("admin", _SET, given={"key": name, "value": value})


@step('as user "{}"')
def as_user(w: World, user: str) -> None:
    """Who acts in the following steps that name nobody."""
    w.user = user


@step('user "{}" sets setting "{}" to "{}" with {status} ({api})')
def user_setting(w: World, user: str, key: str, value: str, status: int) -> None:
    """A personal setting; numbers are sent as numbers."""
    read = int(value) if value.isdigit() else value
    w.act(user, "POST /api/v1/settings/user", status=status, given={"key": key, "value": read})


@step('user "{}" has capability "{}" set to "{}"')
def capability(w: World, user: str, path: str, value: str) -> None:
    """A leaf of the capabilities, its way written with arrows."""
    expected: object = value
    for key in reversed(path.split("=>")):
        expected = {key: expected}
    w.act(user, "GET /cloud/capabilities", status=200, answers={"capabilities": expected})


@step('user "{}" set status to "{}" with {status} ({api})')
def user_status(w: World, user: str, value: str, status: int) -> None:
    """The status of the user-status app."""
    endpoint = "PUT /apps/user_status/api/v1/user_status/status"
    w.act(user, endpoint, status=status, given={"statusType": value})


@step("wait for {n} seconds")
@step("wait for {n} second")
def wait(w: World, seconds: int) -> None:
    """The clock goes on."""
    w.wait(seconds)


@step('force run "{}" background jobs')
@step('run "{}" background jobs')
def background_job(w: World, job: str) -> None:
    """A background job runs now."""
    w.act("cli", "occ background-job:execute", given={"job": job.rpartition("\\")[2]})


@step('aging messages {n} hours in room "{}"')
def aging(w: World, hours: int, room: str) -> None:
    """The messages of a room become older, and those of no other."""
    if not room:
        raise BadStep("the step names no room")
    w.act("admin", _SET, given={"key": "debug", "value": "yes"})
    w.act("cli", "occ talk:developer:age-chat-messages {token}", room, status=200, given={"hours": hours})
