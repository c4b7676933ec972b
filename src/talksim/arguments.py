"""The parameters of a request from what people write: each value converted as its parameter says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from talksim.errors import UsageError
from talksim.model.message import Message
from talksim.model.poll import Poll
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.user import Browser
from talksim.outcome import Outcome
from talksim.rules.operation import Operation
from talksim.rules.parameter import Parameter
from talksim.values import duration, guess, moment, plain_value, word_value

__all__ = ["Finder", "arguments", "positional"]

_ACTOR_IDS: Final = ("actor_id",)
_SESSION_LISTS: Final = ("sessions",)


class Finder(Protocol):
    """Who knows what people call things in a room."""

    @property
    def server(self) -> Server:
        """The server."""

    def attendee(self, who: object, token: str) -> int:
        """The id of an attendee, 0 if not in the room."""

    def ban(self, who: object, token: str) -> int:
        """The id of a ban, 0 if there is none."""

    def room(self, value: object) -> str:
        """The token of a room."""

    def guest_id(self, who: str, token: str) -> str:
        """The actor id of a guest, "" for whoever is none."""

    def sessions(self, who: str) -> list[str]:
        """The sessions of a browser by its name, or the one of that id."""


def positional(operation: Operation, values: Sequence[object]) -> dict[str, object]:
    """Values without names, by the parameters in declared order. Raises `UsageError` for too many."""
    if len(values) > len(operation.parameters):
        raise UsageError(f"{operation.phrase} has {len(operation.parameters)} parameters, not {len(values)}")
    names = [parameter.name for parameter in operation.parameters]
    if values and names[:1] == ["actor_type"] and isinstance(getattr(values[0], "browser", None), Browser):
        names = names[1:]  # an actor says both
    return dict(zip(names, values, strict=False))


def arguments(
    finder: Finder, operation: Operation, token: str, given: Mapping[str, object]
) -> dict[str, Any]:
    """The parameters as `Talk.perform` wants them.

    Raises `UsageError` for a parameter the operation does not have, a word nobody knows, and a value of the
    wrong type.
    """
    found = {}
    for name, value in _with_type(operation, given).items():
        parameter = operation.parameter(name)
        if parameter is None:
            raise UsageError(_no_parameter(operation, name))
        try:
            found[name] = _value(finder, parameter, token, value)
        except UsageError as mistake:
            raise UsageError(f"{operation.phrase}: {mistake}") from mistake.__cause__
    return found


def _value(finder: Finder, parameter: Parameter, token: str, value: object) -> Any:
    if value is None and not parameter.optional:
        raise UsageError(f"{parameter.name} needs a value")
    if value is None:
        return None
    if parameter.kind == "room":
        return finder.room(value)
    if parameter.kind:
        return {"attendee": finder.attendee, "ban": finder.ban}[parameter.kind](value, token)
    return word_value(parameter, value) if parameter.vocabulary else _plain(finder, parameter, token, value)


def _plain(finder: Finder, parameter: Parameter, token: str, value: object) -> Any:
    name, browser = parameter.name, getattr(value, "browser", None)
    if parameter.means in _NUMBERED:
        value = _number(finder, parameter, token, value)
    if parameter.means == "moment":
        return moment(value, finder.server.now)
    if parameter.means == "duration":
        return int(duration(value))
    if parameter.means == "attendee map" and isinstance(value, Mapping):
        return json.dumps({str(finder.attendee(who, token)): number for who, number in value.items()})
    if name in _SESSION_LISTS and isinstance(value, list):
        return [session for who in value for session in finder.sessions(who)]
    if isinstance(browser, Browser):
        value = browser.user or finder.guest_id(browser.name, token)
    elif name in _ACTOR_IDS and isinstance(value, str):
        value = finder.guest_id(value, token) or value
    return plain_value(parameter, value)


def _number(finder: Finder, parameter: Parameter, token: str, value: object) -> object:
    """The id of a poll or message that is given by what answered to it, by itself, or by what it says."""
    kind, room = parameter.means, finder.server.rooms.get(token)
    listed, says = _NUMBERED[kind]
    if isinstance(value, Outcome):
        body = value.data if isinstance(value.data, Mapping) else {}
        if says not in body:
            raise UsageError(f"{value} is about no {kind}")
        return body["id"]
    if isinstance(value, str) and not value.strip().lstrip("-").isdigit():
        known = listed(room) if room else {}
        if value not in known:
            raise UsageError(f'there is no {kind} "{value}".{guess(value, known)}')
        return known[value]
    return value.id if isinstance(value, Poll | Message) else value


def _polls(room: Room) -> Mapping[str, int]:
    return {poll.question: poll.id for poll in room.polls.values()}


def _messages(room: Room) -> Mapping[str, int]:
    """Of messages that say the same the newest counts."""
    return {message.text: message.id for message in room.messages if message.text}


_NUMBERED: Final[Mapping[str, tuple[Callable[[Room], Mapping[str, int]], str]]] = {
    "poll": (_polls, "question"),
    "message": (_messages, "message"),
}
"""What has a number nobody knows by heart: what it is called, and the key by which answers tell of one."""


def _with_type(operation: Operation, given: Mapping[str, object]) -> Mapping[str, object]:
    """An actor given as `actor_id` says as well whether it is an account or a guest."""
    browser = getattr(given.get("actor_id"), "browser", None)
    if not isinstance(browser, Browser) or "actor_type" in given or "actor_type" not in operation.names:
        return given
    return {**given, "actor_type": "users" if browser.user else "guests"}


def _no_parameter(operation: Operation, name: str) -> str:
    names = [parameter.name for parameter in operation.parameters]
    choices = f"it has {', '.join(names)}" if names else "it has none"
    return f'{operation.phrase} has no parameter "{name}": {choices}.{guess(name, names)}'
