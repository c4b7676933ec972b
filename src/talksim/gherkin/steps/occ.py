"""Commands of the administrator, and bots."""

from __future__ import annotations

import re
from typing import Any, Final

from talksim.gherkin.cells import newlines
from talksim.gherkin.registry import step
from talksim.gherkin.world import NotModelled, World, operation_at
from talksim.rules.operation import Operation
from talksim.rules.parameter import Parameter

_ROOM: Final = re.compile(r"(?:room-name:|ROOM\()(.*?)\)?")
_BOT: Final = re.compile(r"BOT\((.*)\)")
_STATES: Final = {"disabled": 0, "enabled": 1, "no-setup": 2}
_ARGUMENTS: Final = {
    "app:disable": ("app",),
    "app:enable": ("app",),
    "talk:room:create": ("name",),
    "talk:room:update": ("token",),
    "talk:monitor:room": ("token",),
    "talk:user:transfer-ownership": ("source-user", "destination-user"),
    "talk:bot:install": ("name", "secret", "url"),
    "talk:bot:uninstall": ("id",),
    "talk:bot:setup": ("bot-id", "token", "tokens"),
    "talk:bot:list": ("token",),
}
"""The names of what stands in a command without a name."""

_WITH_ROOM: Final = ("talk:room:update", "talk:monitor:room", "talk:bot:setup")


@step('invoking occ with "{}"')
def occ(w: World, line: str) -> None:
    """A command; single spaces separate its arguments."""
    command, *words = line.split(" ")
    endpoint = f"occ {command}" + (" {token}" if command in _WITH_ROOM else "")
    operation = operation_at(endpoint)
    given = _given(operation, command, words)
    room = str(given.pop("token", "")) if command in _WITH_ROOM else ""
    named = {"as": given["name"]} if command == "talk:room:create" else {}
    w.command = w.act("cli", endpoint, room, status=_DONE.get(command, 200), given=given, **named)


_DONE: Final = {"talk:room:create": 201}


def _given(operation: Operation, command: str, words: list[str]) -> dict[str, Any]:
    """The arguments by name: options by their own, the others by position."""
    given: dict[str, Any] = {}
    places = iter(_ARGUMENTS.get(command, ()))
    rest = iter(words)
    for word in rest:
        if not word.startswith("--"):
            _add(operation, given, next(places, "arguments"), _named(word))
            continue
        name, equals, value = word[2:].partition("=")
        parameter = _parameter(operation, name)
        if parameter.python_type is bool:
            given[name] = True
        else:
            _add(operation, given, name, _named(value if equals else next(rest, "")))
    return given


def _parameter(operation: Operation, name: str) -> Parameter:
    spelled = name.replace("-", "_")
    for parameter in operation.parameters:
        if name == parameter.wire or spelled == parameter.name:
            return parameter
    raise NotModelled(f"{operation.phrase}: --{name}")


def _add(operation: Operation, given: dict[str, Any], name: str, value: Any) -> None:
    if name == "token" and operation.in_room:
        given[name] = value
        return
    parameter = _parameter(operation, name)
    if parameter.python_type is list:
        given.setdefault(parameter.name, []).append(value)
    elif parameter.python_type is int and isinstance(value, str) and value.lstrip("-").isdigit():
        given[parameter.name] = int(value)
    else:
        given[parameter.name] = value


def _named(word: str) -> Any:
    """A room by its name, a bot by its."""
    if found := _ROOM.fullmatch(word):
        return found[1]
    found = _BOT.fullmatch(word)
    return {"bot": found[1]} if found else word


@step("the command was successful")
def successful(w: World) -> None:
    """Exit code 0."""
    _expect(w, {"exit": 0})


@step("the command failed with exit code {n}")
def failed(w: World, code: int) -> None:
    """The command ends with this exit code."""
    w.command.pop("as", None)
    _expect(w, {"exit": code})
    w.command["status"] = 400


@step('the command output contains the text "{}"')
def contains(w: World, text: str) -> None:
    """A part of what was printed."""
    shown = re.sub(r"ROOM\(([^)]*)\)", r"\1", newlines(text))
    expected = w.command.get("answers", {}).get("output", {}).get("contains", [])
    wanted = [expected] if isinstance(expected, str) else list(expected)
    wanted.append(shown)
    _expect(w, {"output": {"contains": wanted if len(wanted) > 1 else shown}})


@step("the command output is empty")
def empty(w: World) -> None:
    """Nothing was printed."""
    _expect(w, {"output": []})


@step('the command output contains the list entry "{}" with value "{}"')
def entry(w: World, key: str, value: str) -> None:
    """A line of a printed list."""
    name = re.sub(r"ROOM\(([^)]*)\)", r"\1", key)
    contains(w, f"{name}: {value}")


def _expect(w: World, expected: dict[str, Any]) -> None:
    w.command["answers"] = {**w.command.get("answers", {}), **expected}


@step("read bot ids from OCC")
def read_bots(w: World) -> None:
    """The ids of the bots are read; a scenario finds bots by name."""
    w.act("cli", "occ talk:bot:list", status=200)


@step('setup bot "{}" for room "{}" via OCC', command="setup")
@step('remove bot "{}" for room "{}" via OCC', command="remove")
def bot_of_room(w: World, bot: str, room: str, command: str) -> None:
    """A bot is let into a room, or put out."""
    w.act("cli", f"occ talk:bot:{command} {{token}}", room, status=200, given={"bot": {"bot": bot}})


@step('set state enabled for bot "{}" via OCC', state="enabled")
@step('set state disabled for bot "{}" via OCC', state="disabled")
@step('set state no-setup for bot "{}" via OCC', state="no-setup")
def bot_state(w: World, bot: str, state: str) -> None:
    """The state of a bot, and its features if they are named."""
    given: dict[str, Any] = {"bot": {"bot": bot}, "state": _STATES[state]}
    if features := [cells["feature"] for cells in w.rows()]:
        given["features"] = features
    w.act("cli", "occ talk:bot:state", status=200, given=given)


@step('user "{}" sets up bot "{}" for room "{}" with {status} ({api})', verb="POST")
@step('user "{}" removes bot "{}" for room "{}" with {status} ({api})', verb="DELETE")
def switch_bot(w: World, user: str, bot: str, room: str, status: int, verb: str) -> None:
    """A moderator lets a bot in, or puts it out."""
    endpoint = f"{verb} /api/v1/bot/{{token}}/{{botId}}"
    w.act(user, endpoint, room, status=status, given={"botId": {"bot": bot}})


@step('Bot "{}" sends a message for room "{}" with {status} ({api})')
def bot_says(w: World, _bot: str, room: str, status: int) -> None:
    """A message; the secret tells which bot it is."""
    cells = w.only("secret", "message", "replyTo", "silent", "referenceId")
    given: dict[str, Any] = {**cells}
    if "replyTo" in given:
        given["replyTo"] = {"message": newlines(cells["replyTo"])}
    w.act("bot", "POST /api/v1/bot/{token}/message", room, status=status, given=given)
    w.posted()


@step('Bot "{}" sends a reaction for room "{}" with {status} ({api})', verb="POST")
@step('Bot "{}" removes a reaction for room "{}" with {status} ({api})', verb="DELETE")
def bot_reacts(w: World, _bot: str, room: str, status: int, verb: str) -> None:
    """A reaction of a bot."""
    cells = w.only("secret", "messageId", "reaction")
    given = {**cells, "messageId": {"message": newlines(cells["messageId"])}}
    w.act("bot", f"{verb} /api/v1/bot/{{token}}/reaction/{{messageId}}", room, status=status, given=given)
