"""What was asked, as a scenario file: a journal in names and words, which `talksim run` replays.

A transcript is exact. Every step is played while it is written, in the world that the file's own beginning
makes; a word stands for a value only where it means that very value there, and otherwise the value stands as
it was sent. What the file expects of each step is what was answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from talksim.errors import UsageError
from talksim.model.user import Browser
from talksim.naming import ROLES
from talksim.outcome import Outcome
from talksim.rules.operation import OPERATIONS, Operation
from talksim.scenario.as_expected import refusal_word
from talksim.scenario.document.dump import dumped
from talksim.scenario.document.fault import Faults
from talksim.scenario.line import line_of, same
from talksim.scenario.load import load_text
from talksim.scenario.player import Player
from talksim.scenario.reading.command import plays_in_room
from talksim.scenario.reading.steps import step as step_of
from talksim.scenario.reading.written import given as given_of
from talksim.scenario.reading.written import steps as steps_of
from talksim.scenario.rooms import own_name, room_called, room_in
from talksim.scenario.script import Act, Command, Include, Scenario, Wait
from talksim.scenario.value import check_parameter
from talksim.scenario.wording import plain, room_words, time_words, value_words
from talksim.talk import Entry
from talksim.values import duration

__all__ = ["transcript"]

_ADDRESS: Final = Browser("").address
_DOLLAR: Final = {"dollar": "$"}


def transcript(
    entries: Iterable[Entry],
    *,
    given: Mapping[str, Any] | None = None,
    steps: Sequence[Mapping[str, Any]] = (),
    name: str = "What was asked",
    breaks: str = "",
    remarks: Iterable[str] = (),
) -> str:
    """A journal as the YAML text of a scenario.

    `entries` are lines of `Talk.journal`. They begin in the world that `given` and `steps` make, which are
    those of a scenario file as plain values, and are written before them; without `given`, the entries may
    begin with what was set up in an empty world. `breaks` names the invariant the last step breaks, so that
    `talksim run` proves it; `remarks` are written above, as comments.

    Raises `UsageError` for what no scenario can say: something set up between requests, a value that no
    request can carry, a browser at changing addresses, an account's browser of a name that is not its own.
    """
    rest = list(entries)
    world = _set_up(rest) if given is None and not steps else dict(given or {})
    _meet_guests(world, rest)
    scribe = _Scribe(world, steps)
    for entry in rest:
        scribe.write(entry)
    value: dict[str, Any] = {"talksim": 1, "name": name}
    if breaks:
        value["breaks"] = breaks
    if world:
        value["given"] = world
    text = _text({**value, "steps": scribe.steps or [{"wait": 0}]})
    _check(text)
    return "".join(f"# {line}\n" for remark in remarks for line in remark.splitlines()) + text


def _text(value: dict[str, Any]) -> str:
    """The text of the file; a `${` in it is no parameter."""
    try:
        text = dumped(value)
        if "${" in text:
            text = dumped({**_escaped(value), "parameters": _DOLLAR})
    except ValueError as error:
        raise UsageError(f"no file can hold what was asked: {error}") from error
    return text


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("${", "${dollar}{")
    if isinstance(value, list):
        return [_escaped(item) for item in value]
    return (
        {_escaped(key): _escaped(item) for key, item in value.items()} if isinstance(value, dict) else value
    )


def _check(text: str) -> None:
    try:
        load_text(text)
    except Faults as faults:
        raise UsageError(f"no scenario can say what was asked: {faults.faults[0].message}") from faults


def _set_up(entries: list[Entry]) -> dict[str, Any]:
    """What was set up before anything was asked, as `given`; these entries are taken away."""
    world: dict[str, Any] = {}
    while entries and entries[0].role == "setup" and entries[0].operation in _SET_UP:
        entry = entries.pop(0)
        _SET_UP[entry.operation](world, **entry.params)
    if not any(world.get("users", {}).values()):
        world["users"] = list(world.get("users", {}))
    return {key: value for key, value in world.items() if value}


def _user(
    world: dict[str, Any], name: str, display_name: str = "", groups: Any = (), do_not_disturb: bool = False
) -> None:
    person = world.setdefault("users", {}).setdefault(name, {})
    person |= {"name": display_name} if display_name else {}
    person |= {"do_not_disturb": True} if do_not_disturb else {}
    names = [groups] if isinstance(groups, str) else list(groups)
    if names:
        person["groups"] = list(dict.fromkeys([*person.get("groups", ()), *names]))


def _group(world: dict[str, Any], name: str, members: Any = ()) -> None:
    known = world.setdefault("groups", {}).setdefault(name, [])
    known += [member for member in members if member not in known]


def _settings(world: dict[str, Any], **settings: Any) -> None:
    changed = {key: plain(value) for key, value in settings.items() if value is not None}
    world.setdefault("settings", {}).update(changed)


_SET_UP: Final[Mapping[str, Any]] = {"user": _user, "group": _group, "settings": _settings}


def _meet_guests(world: dict[str, Any], entries: Iterable[Entry]) -> None:
    """Declare the guests whose names do not tell that they are some, or who are somewhere else."""
    given = world.get("guests", {})
    guests: dict[str, Any] = dict.fromkeys(given) if isinstance(given, list) else dict(given)
    for entry in entries:
        if entry.role != "browser" or entry.user or entry.caller in guests:
            continue
        elsewhere = {} if _is_at_home(entry) else {"address": entry.address}
        if elsewhere or not entry.caller.startswith("guest"):
            guests[entry.caller] = elsewhere
    if guests:
        world["guests"] = guests


def _is_at_home(entry: Entry) -> bool:
    return entry.address in ("", _ADDRESS)


class _Scribe:
    """Plays entries one by one, writing each down as a step."""

    def __init__(self, given: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> None:
        self.steps: list[dict[str, Any]] = [dict(step) for step in steps]
        begin = steps_of(self.steps) if self.steps else ()
        self.player = Player(Scenario("", begin, given_of(dict(given))))
        for step in begin:
            if isinstance(step, Include):
                raise UsageError("the steps before a transcript cannot include others")
            self.player.play(step)
        self.rooms = {*given.get("rooms", {}), *self.player.talk.names.aliases}

    def write(self, entry: Entry) -> None:
        """Write one line of the journal. Raises `UsageError`."""
        if entry.role == "setup":
            raise UsageError(f"a scenario cannot set up {entry.operation} between its steps")
        if entry.role == "clock":
            self._wait(entry)
            return
        step = self._step(entry)
        made = step_of(step)
        assert isinstance(made, Act)
        called = self._name_for(entry)
        outcome = self.player.play(Act(made.actor, made.text, made.command, made.given, called=called))
        assert outcome is not None
        if self._is_called(called, outcome):
            step["as"] = called
        self.steps.append(step | self._expected(made.command, outcome))

    def _wait(self, entry: Entry) -> None:
        text = time_words(entry.params["seconds"])
        self.player.play(Wait(duration(text), text))
        self.steps.append({"wait": text})

    def _step(self, entry: Entry) -> dict[str, Any]:
        operation = OPERATIONS[entry.operation]
        actor = self._actor(entry)
        room = self._room(operation, entry)
        words = dict(self._words(operation, entry, actor, room))
        line, rest = line_of(operation, room, words)
        return {actor: line, "with": rest} if rest else {actor: line}

    def _actor(self, entry: Entry) -> str:
        """Who asks, as a scenario calls them."""
        who = entry.caller
        if entry.user and not _is_at_home(entry):
            who = f"{who} at {entry.address}"
        if entry.role != "browser" and (who != entry.role or who not in ROLES):
            raise UsageError(f"no scenario can call {who} the {entry.role}")
        browser = self.player.talk.names.browser(who)
        if (browser.user, browser.role) != (entry.user, entry.role):
            raise UsageError(f"{who} is not the account {entry.user!r} to a scenario")
        if entry.address not in ("", browser.address):
            raise UsageError(f"{who} asks from {entry.address} and from {browser.address}")
        if entry.client != browser.client:
            raise UsageError(f"{who} does not ask with the client {entry.client!r} in a scenario")
        return who

    def _room(self, operation: Operation, entry: Entry) -> str:
        if not plays_in_room(operation):
            return ""
        talk = self.player.talk
        words = room_words(talk, entry.token, entry.user)
        return next((word for word in words if self._means(word, entry)), entry.token)

    def _means(self, word: str, entry: Entry) -> bool:
        """Whether the caller who speaks of that room speaks of the one in the entry."""
        try:
            return room_called(self.player.talk, word, entry.user) == entry.token
        except UsageError:
            return False

    def _words(self, operation: Operation, entry: Entry, actor: str, room: str) -> Iterator[tuple[str, Any]]:
        """What stands for each parameter that was given."""
        for parameter in operation.parameters:
            if parameter.name not in entry.params:
                continue
            value = entry.params[parameter.name]
            for word in value_words(self.player.talk, parameter, value, entry.token):
                command = Command(operation, room, {parameter.name: word})
                if check_parameter(parameter, word) is None and self._sends(actor, command, value):
                    yield parameter.name, word
                    break
            else:
                raise UsageError(f"{operation.phrase}: no scenario can say {parameter.name}={value!r}")

    def _sends(self, actor: str, command: Command, value: Any) -> bool:
        """Whether the one parameter of a command would be sent as that value."""
        try:
            sent = self.player.request(actor, command)[2]
        except UsageError:
            return False
        ((name, word),) = command.words.items()
        raw = isinstance(word, dict) and word.keys() == {"raw"}
        return bool(sent[name] == plain(value)) if raw else same(sent[name], value)

    def _name_for(self, entry: Entry) -> str:
        """What to call a room that the answer may hold; "" where its own name will do."""
        if plays_in_room(OPERATIONS[entry.operation]):
            return ""
        name = entry.params.get("name")
        aliases = self.player.talk.names.aliases
        if entry.operation == "create_room" and isinstance(name, str) and name.isidentifier():
            return "" if name not in aliases and name not in self.rooms else self._fresh()
        return self._fresh()

    def _fresh(self) -> str:
        number = 1
        while (name := f"conversation {number}") in self.player.talk.names.aliases:
            number += 1
        return name

    def _is_called(self, name: str, outcome: Outcome) -> bool:
        """Whether the answer holds a room that had no name before; else the name is taken back."""
        aliases, token = self.player.talk.names.aliases, room_in(outcome)
        if not name or aliases.get(name) != token:
            return False
        room = self.player.talk.server.rooms.get(token)
        known = any(other == token for alias, other in aliases.items() if alias != name)
        if known or (room is not None and own_name(room)):
            del aliases[name]
            return False
        return True

    def _expected(self, command: Command, outcome: Outcome) -> dict[str, Any]:
        """What a step says of its answer; a room that no step names needs it said."""
        if outcome.ok:
            named = not command.room or command.room in self.player.talk.names.aliases
            usual = named and outcome.status == command.operation.success
            return {} if usual else {"answers": outcome.status}
        return {"refused": refusal_word(outcome)}
