"""A scenario on stage: the world it is given, and its steps played one by one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from talksim.constants import RoomType
from talksim.model.room import Room
from talksim.model.user import Browser
from talksim.outcome import Outcome
from talksim.rules.operation import Operation
from talksim.scenario.compare import Eyes
from talksim.scenario.matching import is_raw, is_reference, way_of
from talksim.scenario.reading.command import phrases
from talksim.scenario.reading.given import setting_operation
from talksim.scenario.reference import ids_of, shared
from talksim.scenario.rooms import room_called, room_in
from talksim.scenario.script import Act, Command, Given, GivenRoom, Scenario, See, Wait
from talksim.scenario.seeing import Seen, look
from talksim.switches import expanded
from talksim.talk import Entry, Talk

__all__ = ["GivenRefused", "Player"]


class GivenRefused(Exception):  # noqa: N818  the server refused, which is no error
    """The server refused something that should stand before the first step: the last that was asked."""

    def __init__(self, room: str, text: str, outcome: Outcome, asked: Sequence[Entry]) -> None:
        super().__init__(room, text, outcome)
        self.room, self.text, self.outcome, self.asked = room, text, outcome, asked


class Player:
    """Plays one scenario in a world of its own.

    Requests to other servers made while the given rooms are set up are forgotten: the record begins with
    the first step. Raises `GivenRefused` when a given room cannot be set up.
    """

    def __init__(self, scenario: Scenario, settings: Mapping[str, Any] | None = None) -> None:
        self.talk = Talk()
        self.known: dict[tuple[str, str], int] = {}
        self._prepare(scenario.given, settings or {})

    @classmethod
    def on(cls, talk: Talk) -> Player:
        """A player in a world that stands already."""
        made = object.__new__(cls)
        made.talk, made.known = talk, {}
        return made

    def fork(self) -> Player:
        """The same play, going on in an independent world."""
        other = Player.on(self.talk.fork())
        other.known = dict(self.known)
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
        self._remember(step, outcome)
        self._name(step, outcome)
        return outcome

    def ask(self, actor: str, command: Command, given: Mapping[str, Any] = {}) -> Outcome:
        """Ask for what a command says. Raises `UsageError` for what no request could carry."""
        browser, token, params = self.request(actor, command, given)
        return self.talk.perform(browser, command.operation, token, **params)

    def request(
        self, actor: str, command: Command, given: Mapping[str, Any] = {}
    ) -> tuple[Browser, str, dict[str, Any]]:
        """What a command would send: whose browser, which room, which parameters. Raises `UsageError`."""
        names, operation = self.talk.names, command.operation
        browser = names.browser(actor)
        token = room_called(self.talk, command.room, browser.user) if command.room else ""
        words = {**command.words, **given} if given else command.words
        words = {
            name: self._referred(operation, name, value, token, browser.user) for name, value in words.items()
        }
        raw = {name: value["raw"] for name, value in words.items() if is_raw(value)}
        words = {name: value for name, value in words.items() if name not in raw} if raw else words
        params = names.arguments(operation, token, words) if words else {}
        return browser, token, {**params, **raw}

    def look(self, see: See) -> Seen:
        """Look at something, which changes nothing."""
        return look(self.talk, self.viewer(see), see.sight, self.room_of(see))

    def room_of(self, see: See) -> str:
        """The token of the room that is looked at, "" if it is none."""
        return room_called(self.talk, see.room, self.viewer(see).user) if see.room else ""

    def eyes(self) -> Eyes:
        """How what is seen is read now."""
        names = {token: _shown(room) for token, room in self.talk.server.rooms.items() if room.name}
        names |= {f"bot-{bot.url_hash}": f"bot {bot.name}" for bot in self.talk.server.bots.values()}
        names.update((token, alias) for alias, token in self.talk.names.aliases.items())
        for browser in self.talk.server.browsers.values():
            for token, session in browser.sessions.items():
                entry = self.talk.server.sessions.get(session)
                if entry is not None and not browser.user:
                    names[entry[1].actor_id] = browser.name
                names[session] = browser.name
                if not browser.user:
                    names.setdefault(browser.guest_ids.get(token, session), browser.name)
        return Eyes(names, self.talk.server.now, self._ids)

    def named(self, text: str) -> str:
        """A text with the ids which the server gave to guests replaced by their names."""
        return self.eyes().called(text)

    def _referred(self, operation: Operation, name: str, value: Any, token: str, viewer: str) -> Any:
        """A parameter with the ids that references in it mean in a room, 0 for those that mean nothing."""
        found = self._found(value, token, viewer)
        parameter = operation.parameter(name)
        is_json = parameter is not None and parameter.means == "JSON"
        return json.dumps(found) if is_json and isinstance(found, dict) else found

    def _found(self, value: Any, token: str, viewer: str) -> Any:
        if is_reference(value) and not is_raw(value):
            kind, called = way_of(value)
            known = self.known.get((kind, str(called)))
            return known or next(iter(ids_of(self.talk, kind, called, token, viewer)), 0)
        if isinstance(value, dict) and not is_raw(value):
            return {key: self._found(item, token, viewer) for key, item in value.items()}
        return value

    def _ids(self, kind: str, name: str) -> list[int]:
        known = self.known.get((kind, name))
        return [*([known] if known else []), *ids_of(self.talk, kind, name)]

    def _remember(self, step: Act, outcome: Outcome) -> None:
        """Keep what messages were called when they were written or read, whatever becomes of them."""
        said = {**step.command.words, **step.given}.get("message")
        data = outcome.data
        if isinstance(data, dict) and isinstance(data.get("id"), int):
            about = data.get("parent", data) if data.get("systemMessage") else data
            for text in [said] if isinstance(said, str) else shared(data):
                self.known["message", text] = about["id"]
        for row in data if isinstance(data, list) else ():
            if isinstance(row, dict) and "systemMessage" in row:
                for text in (row["systemMessage"] or row["message"], *shared(row)):
                    self.known["message", text] = row["id"]

    def _forget(self, step: See) -> None:
        """Let the record of requests that was seen begin anew."""
        server, kept = self.talk.server, step.sight.viewer.partition(" ")[0]
        server.requests = [request for request in server.requests if request.to != kept]

    def viewer(self, see: See) -> Browser:
        """The browser of whoever looks."""
        return self.talk.names.browser(see.viewer)

    def _name(self, step: Act, outcome: Outcome) -> None:
        """Call the room in the answer what the step says, or what it was created as."""
        token = room_in(outcome)
        if step.called and token:
            self.talk.names.aliases[step.called] = token
        elif token and step.command.operation.name == "create_room":
            words = {**step.command.words, **step.given}
            if words.get("name"):
                self.talk.names.learn(str(words["name"]), token)

    def _prepare(self, given: Given, settings: Mapping[str, Any]) -> None:
        talk = self.talk
        wanted = expanded({**given.settings, **settings})
        if wanted:
            talk.set(**wanted)
        for name, person in given.users.items():
            status = {"do_not_disturb": True} if person.do_not_disturb else {}
            talk.set_up("user", name=name, display_name=person.name, groups=list(person.groups), **status)
        for name, members in given.groups.items():
            talk.group(name, members)
        for name, guest in given.guests.items():
            talk.names.declare_guest(name, guest.address)
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
        for key in () if invited else room.order:
            self._add(name, room.owner, key, getattr(room, key))
        for key, value in room.settings.items():
            self._set(name, room.owner, key, value)
        self._join(name, (*room.joined, *room.in_call), "join room")
        self._join(name, room.in_call, "join call")

    def _add(self, name: str, owner: str, key: str, people: Iterable[str]) -> None:
        """Add users, groups or moderators, who are promoted once they are all in."""
        source = {"source": "groups"} if key == "groups" else {}
        for one in people:
            self._must(name, owner, "add participant", name, {"participant": one, **source})
        for one in people if key == "moderators" else ():
            self._must(name, owner, "promote", name, {"attendee": one})

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
            raise GivenRefused(name, f"{actor}: {phrase} {room}".rstrip(), outcome, self.talk.journal)
        return outcome


def _shown(room: Room) -> str:
    return "changelog" if room.type is RoomType.CHANGELOG else room.name
