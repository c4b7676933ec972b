"""A scenario on stage: the world it is given, and its steps played one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from talksim.constants import RoomType
from talksim.model.user import Browser
from talksim.outcome import Outcome
from talksim.scenario.command import phrases
from talksim.scenario.compare import Eyes
from talksim.scenario.given import SWITCHES, setting_operation
from talksim.scenario.matching import is_reference, way_of
from talksim.scenario.reference import ids_of
from talksim.scenario.script import Act, Command, Given, GivenRoom, Scenario, See, Wait
from talksim.scenario.seeing import Seen, look
from talksim.talk import Talk

__all__ = ["GivenRefused", "Player"]


class GivenRefused(Exception):  # noqa: N818  the server refused, which is no error
    """The server refused something that should stand before the first step."""

    def __init__(self, room: str, text: str, outcome: Outcome) -> None:
        super().__init__(room, text, outcome)
        self.room, self.text, self.outcome = room, text, outcome


class Player:
    """Plays one scenario in a world of its own.

    Requests to other servers made while the given rooms are set up are forgotten: the record begins with
    the first step. Raises `GivenRefused` when a given room cannot be set up.
    """

    def __init__(self, scenario: Scenario, settings: Mapping[str, Any] | None = None) -> None:
        self.talk = Talk()
        self._prepare(scenario.given, settings or {})

    def fork(self) -> Player:
        """The same play, going on in an independent world."""
        other = object.__new__(Player)
        other.talk = self.talk.fork()
        return other

    def play(self, step: Act | Wait | See) -> Outcome | None:
        """Play one step; a look is nothing to play. Raises `UsageError` for what no request could carry."""
        if isinstance(step, Wait):
            self.talk.wait(step.seconds)
        if isinstance(step, See) and step.forget:
            self._forget(step)
        if not isinstance(step, Act):
            return None
        outcome = self.ask(step.actor, step.command, step.given)
        alias = step.called or self._new_name(step)
        if alias and outcome.token and outcome.ok:
            self.talk.names.learn(alias, outcome.token)
        return outcome

    def ask(self, actor: str, command: Command, given: Mapping[str, Any] = {}) -> Outcome:
        """Ask for what a command says. Raises `UsageError` for what no request could carry."""
        names, operation = self.talk.names, command.operation
        browser = names.browser(actor)
        token = names.room(command.room) if command.room else ""
        words = {**command.words, **given} if given else command.words
        words = {name: self._referred(value, token) for name, value in words.items()}
        params = names.arguments(operation, token, words) if words else {}
        return self.talk.perform(browser, operation, token, **params)

    def look(self, see: See) -> Seen:
        """Look at something, which changes nothing."""
        names = self.talk.names
        browser = self._viewer(see)
        return look(self.talk, browser, see.sight, names.room(see.room) if see.room else "")

    def eyes(self) -> Eyes:
        """How what is seen is read now."""
        names = {token: room.name for token, room in self.talk.server.rooms.items() if room.name}
        names.update((token, alias) for alias, token in self.talk.names.aliases.items())
        for browser in self.talk.server.browsers.values():
            for token, session in browser.sessions.items():
                entry = self.talk.server.sessions.get(session)
                if entry is not None and not browser.user:
                    names[entry[1].actor_id] = browser.name
                names[session] = browser.name
                if not browser.user:
                    names.setdefault(browser.guest_ids.get(token, session), browser.name)
        return Eyes(names, self.talk.server.now, lambda kind, name: ids_of(self.talk, kind, name))

    def _referred(self, value: Any, token: str) -> Any:
        """The id that a reference means in a room, 0 if it means nothing; any other value as it is."""
        if not is_reference(value):
            return value
        return next(iter(ids_of(self.talk, *way_of(value), token)), 0)

    def _forget(self, step: See) -> None:
        """Let the record of requests that was seen begin anew."""
        server, kept = self.talk.server, step.sight.viewer.partition(" ")[0]
        server.requests = [request for request in server.requests if request.to != kept]

    def _viewer(self, see: See) -> Browser:
        return self.talk.names.browser(see.viewer)

    def _new_name(self, step: Act) -> str:
        """What the room is called that a step creates."""
        if step.command.operation.name != "create_room":
            return ""
        return str({**step.command.words, **step.given}.get("name", ""))

    def _prepare(self, given: Given, settings: Mapping[str, Any]) -> None:
        talk = self.talk
        wanted = _expanded({**given.settings, **settings})
        if wanted:
            talk.set(**wanted)
        for name, person in given.users.items():
            talk.user(name, person.name, person.groups, do_not_disturb=person.do_not_disturb)
        for name, members in given.groups.items():
            talk.group(name, members)
        for name, guest in given.guests.items():
            talk.guest(name, guest.address)
        for name, room in given.rooms.items():
            self._make(name, room)
        talk.server.requests.clear()

    def _make(self, name: str, room: GivenRoom) -> None:
        """Make a room by the requests a person would make."""
        kind = RoomType.parse(room.type)
        invited = {"invite": room.users[0]} if kind is RoomType.ONE_TO_ONE and room.users else {}
        made = self._must(name, room.owner, "create room", "", {"name": name, "type": kind, **invited})
        self.talk.names.learn(name, made.token)
        self.talk.dedicate(name, room.object)
        for user in () if invited else (*room.users, *room.moderators):
            self._must(name, room.owner, "add participant", name, {"participant": user})
        for group in room.groups:
            self._must(name, room.owner, "add participant", name, {"participant": group, "source": "groups"})
        for user in room.moderators:
            self._must(name, room.owner, "promote", name, {"attendee": user})
        for key, value in room.settings.items():
            self._set(name, room.owner, key, value)
        self._join(name, (*room.joined, *room.in_call), "join room")
        self._join(name, room.in_call, "join call")

    def _set(self, name: str, owner: str, key: str, value: Any) -> None:
        operation = setting_operation(key)
        assert operation is not None
        words = value if isinstance(value, dict) else {operation.parameters[0].name: value}
        self._must(name, owner, operation.phrase, name, words)

    def _join(self, name: str, people: Iterable[str], phrase: str) -> None:
        for person in dict.fromkeys(people):
            self._must(name, person, phrase, name, {})

    def _must(self, name: str, actor: str, phrase: str, room: str, words: Mapping[str, Any]) -> Outcome:
        outcome = self.ask(actor, Command(phrases()[phrase], room, words))
        if not outcome.ok:
            raise GivenRefused(name, f"{actor}: {phrase} {room}".rstrip(), outcome)
        return outcome


def _expanded(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with switches replaced by what they stand for."""
    expanded: dict[str, Any] = {}
    for name, value in settings.items():
        if name not in SWITCHES:
            expanded[name] = value
        elif value:
            expanded.update(SWITCHES[name])
    return expanded
