"""What people look for at a world, an answer or a room and do not find there: where it is instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final, ParamSpec

from talksim.model.room import Room
from talksim.model.settings import Settings
from talksim.near import no_attribute
from talksim.rules.operation import OPERATIONS
from talksim.switches import SWITCHES

__all__ = ["names_settings", "not_in_outcome", "not_in_room", "not_in_talk"]

P = ParamSpec("P")

_OF_WORLDS: Final = frozenset(["server", "reactions", "policy"])

_IN_TALK: Final[Mapping[str, str]] = {
    "advance": "talk.wait(time)",
    "clock": "talk.server.now",
    "compare": "talk.difference(before)",
    "copy": "talk.fork()",
    "diff": "talk.difference(before)",
    "explore": "talksim.explore(talk, ...)",
    "history": "talk.journal",
    "log": "talk.journal",
    "messages": "talk.room(name).messages",
    "now": "talk.server.now",
    "people": "talk.server.users",
    "person": "talk.user(name)",
    "polls": "talk.room(name).polls",
    "run": "talksim.run(scenario)",
    "settings": "talk.server.settings",
    "sleep": "talk.wait(time)",
    "steps": "talk.journal",
    "time": "talk.server.now",
    "users": "talk.server.users",
    "why": "the why of an outcome",
}
_IN_OUTCOME: Final[Mapping[str, str]] = {
    "body": "outcome.data",
    "code": "outcome.status",
    "help": "outcome.why.help",
    "json": "outcome.data",
    "message": "outcome.because",
    "reason": "outcome.because",
    "refused": "not outcome.ok",
    "refused_by": "outcome.guard",
    "status_code": "outcome.status",
    "success": "outcome.ok",
    "text": "outcome.data",
    "would_help": "outcome.why.help",
}
_IN_ROOM: Final[Mapping[str, str]] = {
    "can": "talk.can(person, room)",
    "members": "room.attendees",
    "owner": "one of room.attendees",
    "participants": "room.attendees",
    "people": "room.attendees",
    "permissions": "room.default_permissions",
    "public": "room.type",
    "recording": "room.call.recording",
    "sees": "room.seen_by(person)",
    "timer": "room.lobby_timer",
    "users": "room.attendees",
}


def names_settings(begin: Callable[P, None]) -> Callable[P, None]:
    """Let the beginning of a world, given settings, say how they are changed. Raises `TypeError` then."""

    @wraps(begin)
    def told(*values: P.args, **given: P.kwargs) -> None:
        if not given.keys() <= _OF_WORLDS:
            _refuse_settings(given)
        begin(*values, **given)

    return told


def _refuse_settings(given: Mapping[str, Any]) -> None:
    settings = _settings_among(given)
    if settings or "settings" in given:
        words = ", ".join(f"{name}={value!r}" for name, value in settings.items()) or "start_calls=..."
        raise TypeError(f"a world is given no settings when it begins; change them: talk.set({words})")


def _settings_among(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings that are given, each by its own name or all in a mapping."""
    if isinstance(named := given.get("settings"), Mapping):
        return {str(name).replace(" ", "_"): value for name, value in named.items()}
    known = {*Settings.__annotations__, *(name.replace(" ", "_") for name in SWITCHES)}
    return {name: value for name, value in given.items() if name in known}


def not_in_talk(talk: Any, name: str) -> AttributeError:
    """What a world does not have: an operation, somebody by name, or another word for what it has."""
    meant = dict(_IN_TALK)
    if operation := OPERATIONS.get(name):
        who = 'talk.user("alice")' if operation.by == "browser" else f'talk.actor("{operation.by}")'
        meant[name] = f"asked by somebody: {who}.{name}(...)"
    elif not name.startswith("_") and "server" in vars(talk) and name in talk.server.users:
        meant[name] = f'talk.user("{name}")'
    return no_attribute(talk, name, meant)


def not_in_outcome(outcome: Any, name: str) -> AttributeError:
    """What an answer does not have; of one that tells of a room, what the room has."""
    meant = dict(_IN_OUTCOME)
    if name in Room.__annotations__:
        meant[name] = f"talk.room(outcome).{name}, if the answer is about a room"
    return no_attribute(outcome, name, meant)


def not_in_room(room: Any, name: str) -> AttributeError:
    """What a room does not have; people ask for operations, not rooms."""
    meant = dict(_IN_ROOM)
    if name in OPERATIONS:
        meant[name] = f'asked by somebody: talk.user("alice").{name}(room, ...)'
    return no_attribute(room, name, meant)
