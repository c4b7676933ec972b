"""What can be seen: the requests that read, and the record of what happened.

Every GET operation is something to see, under the name people use for it. A look goes through a view on a
fork, so it changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeAlias

import attrs

from talksim.by_fields import EqualByFields, ShownByFields
from talksim.constants import RoomType, Vocabulary
from talksim.model.user import Browser
from talksim.outcome import Outcome
from talksim.rules.operation import OPERATIONS, Operation
from talksim.scenario.records import RECORDS
from talksim.talk import Talk

__all__ = ["Seen", "Sight", "answered_field", "fields", "is_single", "look", "sights"]

Look: TypeAlias = Callable[[Talk, Browser, str], Any]

_NAMES: dict[str, tuple[str, str]] = {
    "/room": ("rooms", "name"),
    "/room/{token}": ("room", ""),
    "/room/{token}/participants": ("attendees", "actorId"),
    "/listed-room": ("open rooms", "name"),
    "/call/{token}": ("call", "actorId"),
    "/ban/{token}": ("bans", "bannedActorId"),
    "/room/{token}/breakout-rooms": ("breakout rooms", "name"),
    "/room/{token}/breakout-rooms/participants": ("breakout participants", "actorId"),
    "/bot/{token}": ("bots", "name"),
    "/bot/admin": ("all bots", "name"),
}
"""What people call the requests that read, and the field a plain word stands for; by their endpoint."""


@attrs.frozen(eq=False, repr=False)
class Sight(ShownByFields):
    """Something to see; `main` is the field that a plain word means, `viewer` the one server who sees it.

    Where the main field has its `words`, any other plain row stands for the field `sentence`.
    """

    name: str
    in_room: bool
    main: str = ""
    viewer: str = ""
    words: tuple[str, ...] = ()
    sentence: str = ""
    operation: Operation | None = attrs.field(default=None, repr=False)
    record: Look | None = attrs.field(default=None, repr=False)

    def field_of(self, rows: Any) -> str:
        """The field for which plain rows stand."""
        plain = [row for row in rows if isinstance(row, str)] if isinstance(rows, list) else []
        return self.sentence if self.sentence and not set(plain) <= set(self.words) else self.main


@attrs.frozen(eq=False, repr=False)
class Seen(EqualByFields):
    """What was seen: rows or one thing, or the outcome that refused the look."""

    value: Any
    refused: Outcome | None = None


def sights() -> Mapping[str, Sight]:
    """Everything that can be seen, by name."""
    return _sights(len(OPERATIONS))


def answered_field(operation: Operation) -> str:
    """The field for which plain rows stand in the answer to a request, "" if there is none."""
    return _answered(len(OPERATIONS)).get(operation.name, "")


def look(talk: Talk, browser: Browser, sight: Sight, token: str, given: Mapping[str, Any] = {}) -> Seen:
    """Look at something, on a fork of the world."""
    fork = talk.fork()
    viewer = fork.browser(browser.name, browser.user, browser.role)
    viewer.address, viewer.client = browser.address, browser.client
    if sight.record is not None:
        return Seen(sight.record(fork, viewer, token))
    assert sight.operation is not None
    outcome = fork.perform(viewer, sight.operation, token, **given)
    return Seen(outcome.data) if outcome.ok else Seen(None, outcome)


@cache
def fields(sight: Sight) -> Mapping[str, type[Vocabulary] | None]:
    """The fields of what is seen, with the vocabulary of each; empty if they are not known beforehand.

    They are read off a small world, so they cannot disagree with the views.
    """
    seen = _sampled(sight)
    rows = seen if isinstance(seen, list) else [seen]
    found: dict[str, type[Vocabulary] | None] = {}
    for row in rows:
        for name, value in row.items() if isinstance(row, dict) else ():
            found[name] = found.get(name) or (type(value) if isinstance(value, Vocabulary) else None)
    return found


def is_single(sight: Sight) -> bool:
    """Whether one thing is seen, as a room is, and no rows."""
    return isinstance(_sampled(sight), dict)


@cache
def _sampled(sight: Sight) -> Any:
    talk, token = _sample(len(OPERATIONS))
    return look(talk, talk.names.browser(sight.viewer or "alice"), sight, token).value


@cache
def _sights(_count: int) -> dict[str, Sight]:
    found = {
        record.name: Sight(
            record.name,
            record.in_room,
            record.main,
            record.viewer,
            record.words,
            record.sentence,
            record=record.look,
        )
        for record in RECORDS
    }
    for operation in OPERATIONS.values():
        verb, _, path = operation.endpoint.partition(" ")
        if verb == "GET" and not any(p.required for p in operation.parameters):
            name, main = _NAMES.get(_short(path), (_noun(operation.phrase), ""))
            found.setdefault(name, Sight(name, operation.in_room, main, operation=operation))
    return found


@cache
def _answered(count: int) -> dict[str, str]:
    return {sight.operation.name: sight.main for sight in _sights(count).values() if sight.operation}


def _short(path: str) -> str:
    """A path without the version of the API: `/api/v4/room` → `/room`."""
    parts = path.split("/")
    return "/" + "/".join(parts[3:]) if parts[1:2] == ["api"] else path


def _noun(phrase: str) -> str:
    verb, _, noun = phrase.partition(" ")
    return noun if verb in ("get", "list", "read") else phrase


_SAMPLED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("join_room", {}),
    ("join_call", {"silent": True}),
    ("send_message", {"message": "hello", "silent": True}),
    ("edit_message", {"message_id": 3, "message": "hello again"}),
    ("react", {"message_id": 3, "reaction": "👍"}),
    ("send_message", {"message": "good bye", "reply_to": 3}),
    ("delete_message", {"message_id": 6}),
    ("create_poll", {"question": "Tea?", "options": ["yes", "no"]}),
    ("ban", {"actor_type": "users", "actor_id": "mallory"}),
    ("enable_bot", {"bot": 1}),
)
"""What is done in the sample world; its messages are numbered from 1."""


@cache
def _sample(_count: int) -> tuple[Talk, str]:
    """A world where alice has done something of all sorts in her room, and was added to another."""
    from talksim.model.user import User  # noqa: PLC0415

    talk = Talk()
    talk.server.users.update({name: User(name, name) for name in ("alice", "bob")})
    alice, bob, cli = (talk.browser(*who) for who in (("alice", "alice"), ("bob", "bob"), ("cli", "", "cli")))
    made = talk.perform(alice, OPERATIONS["create_room"], type=RoomType.PUBLIC, name="sample")
    talk.perform(cli, OPERATIONS["occ_install_bot"], name="Bot", secret="s" * 40, url="https://bot.example")
    for name, given in _SAMPLED:
        talk.perform(alice, OPERATIONS[name], made.token, **given)
    other = talk.perform(bob, OPERATIONS["create_room"], name="other").token
    talk.perform(bob, OPERATIONS["add_participant"], other, participant="alice")
    return talk, made.token
