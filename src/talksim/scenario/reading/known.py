"""Whether a scenario speaks only of people and rooms it knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from talksim.constants import RoomType, UnknownWord
from talksim.naming import ROLES, meant_by
from talksim.procedures.clients import CLIENT
from talksim.rules.operation import Operation
from talksim.scenario.document.fault import Path, did_you_mean, nearest
from talksim.scenario.document.mistake import Mistake
from talksim.scenario.reading.command import phrases, usage
from talksim.scenario.reading.suggest import suggestion
from talksim.scenario.rooms import is_made_by_the_server
from talksim.scenario.script import Act, Given, Include, See, Step

__all__ = ["check"]

_ADDRESS: Final = re.compile(r"(.+?) at [0-9a-f.:]+", re.IGNORECASE)
_APP: Final = re.compile(rf"(.+?) on {CLIENT}")
_DEVICE: Final = re.compile(r"(.+?)(?:['’]s|(?<=s)['’]) .+")
_TYPO: Final = 0.8
"""How like a known room's name an unknown one must be to be taken for it; digits alone tell rooms apart."""

_NEAR: Final = 0.65
"""How like a known name one must be in what is seen, where there are other ids than people's names."""

_KIND: Final = re.compile(r"(user|guest|group|circle|team|email|phone|federated user) (.+)")


def check(given: Given, steps: Mapping[int, Step], *, rooms: bool = True) -> list[Mistake]:
    """What is wrong with the names in a scenario; `steps` by their number.

    `rooms=False` leaves the rooms unchecked: some step is not understood, and may have made one.
    """
    found = list(_given(given))
    people = _People(given, steps.values())
    called = {*given.rooms, *_made_rooms(steps.values())}
    polls = None if not rooms or any(isinstance(step, Include) for step in steps.values()) else _asked(steps)
    open_ended = not rooms or any(isinstance(step, Include) or _makes_many(step) for step in steps.values())
    for number, step in steps.items():
        if isinstance(step, Act | See) and not _is_plain(step, people, called):
            found += _in_step(step, ("steps", number), people, None if open_ended else called)
        if polls is not None and isinstance(step, Act):
            found += _in_polls(step, ("steps", number), polls)
    return found


def _asked(steps: Mapping[int, Step]) -> set[str]:
    """The questions of all polls."""
    acts = [step for step in steps.values() if isinstance(step, Act)]
    words = (
        {**act.command.words, **act.given} for act in acts if act.command.operation.name == "create_poll"
    )
    return {str(word.get("question")).strip() for word in words}


def _in_polls(step: Act, path: Path, polls: Collection[str]) -> Iterator[Mistake]:
    """A poll that nobody made; where the step is refused only if it is called almost like another."""
    for below, words in ((True, step.given), (False, step.command.words)):
        name = words["poll"].get("poll") if isinstance(words.get("poll"), dict) else None
        if not isinstance(name, str) or name in polls:
            continue
        if (step.refused or step.status) and not _is_typo(name, polls):
            continue
        hint = did_you_mean(name, polls) or "ask it first: create poll"
        place = (*path, "with", "poll") if below else (*path, step.actor)
        start = 0 if below else max(step.text.find(name), 0)
        yield Mistake(f'no poll is called "{name}"', hint, place, "value", start, 1 if below else len(name))


class _People:
    """The people a scenario declares."""

    def __init__(self, given: Given, steps: Iterable[Step] = ()) -> None:
        self.groups = {*given.groups, *(g for person in given.users.values() for g in person.groups)}
        self.people = {*given.users, *given.guests}
        self.accounts = {*given.users, *(person.name for person in given.users.values() if person.name)}
        self.pairs = any(_is_pair(room.type) for room in given.rooms.values())
        for step in steps:
            if isinstance(step, Act) and step.actor == "admin":
                self._meet(step)
            elif isinstance(step, Act):
                self.pairs = self.pairs or _is_pair(step.given.get("type", step.command.words.get("type")))
        self.callers = {*self.people, *ROLES}

    def _meet(self, step: Act) -> None:
        """Know whom the administrator makes."""
        words = {**step.command.words, **step.given}
        if step.command.operation.name == "create_user":
            self.people.add(str(words.get("user", "")))
            self.accounts |= {str(words[key]) for key in ("user", "name") if key in words}
        if step.command.operation.name == "create_group":
            self.groups.add(str(words.get("group", "")))

    def share(self, who: str, room: str) -> bool:
        """Whether somebody may have a one-to-one with the account that a room is called by."""
        return self.pairs and room in self.accounts and room != who

    def calls(self, actor: str) -> bool:
        """Whether somebody is called so: a person, one of their devices, a server."""
        if actor in self.callers or actor.startswith("guest"):
            return True
        if found := _APP.fullmatch(actor) or _ADDRESS.fullmatch(actor):
            return self.calls(found[1])
        device = _DEVICE.fullmatch(actor)
        return device is not None and (device[1] in self.people or device[1].startswith("guest"))

    def is_someone(self, name: str) -> bool:
        """Whether an attendee may be called so."""
        if self.calls(name) or name in self.groups or "@" in name or not name[:1].isalpha():
            return True
        found = _KIND.fullmatch(name)
        return found is not None and (found[1] not in ("user", "group") or self.is_someone(found[2]))

    def no_group(self, name: str, path: Path) -> Mistake:
        """The mistake of naming a group nobody declared."""
        hint = did_you_mean(name, self.groups) or "declare it under given"
        return Mistake(f'there is no group "{name}"', hint, path)

    def nobody(self, name: str, path: Path, at: Any = "value", others: Collection[str] = ()) -> Mistake:
        """The mistake of naming somebody nobody declared."""
        word = name.partition("'s ")[0]
        hint = meant_by(word, [*self.people, *others]) or "declare them under given"
        return Mistake(f'nobody is called "{name}"', hint, path, at)


def _is_pair(kind: Any) -> bool:
    """Whether a type of room, as it is written, is that of one-to-ones."""
    return isinstance(kind, str | int) and _names_pair(kind)


@cache
def _names_pair(kind: str | int) -> bool:
    try:
        return RoomType.parse(kind) is RoomType.ONE_TO_ONE
    except UnknownWord:
        return False


def _is_plain(step: Act | See, people: _People, rooms: Collection[str]) -> bool:
    """Whether there can be nothing wrong: a person asks for something in a room, and names nobody."""
    if isinstance(step, See) or step.then or step.actor not in people.people:
        return False
    command = step.command
    return _is_common(command.operation) and (command.room in rooms or not command.room)


@cache
def _is_common(operation: Operation) -> bool:
    return operation.by == "browser" and not any(p.kind == "attendee" for p in operation.parameters)


def _in_step(
    step: Act | See, path: Path, people: _People, rooms: Collection[str] | None
) -> Iterator[Mistake]:
    if isinstance(step, See):
        yield from _in_look(step, path, people, rooms)
        return
    if not people.calls(step.actor):
        yield people.nobody(step.actor, (*path, step.actor), "key")
    yield from _role(step, path)
    room = step.command.room
    refused = step.refused is not None or step.status is not None
    if rooms is not None and not _may_be_called(room, rooms) and not people.share(step.actor, room):
        if not refused:
            yield _no_room_for(step, path, people, rooms)
        elif _is_typo(room, rooms):
            yield _no_room(step.text, room, (*path, step.actor), rooms)
    yield from _in_parameters(step, path, people)
    for number, see in enumerate(step.then):
        yield from _in_look(see, (*path, "then", number), people, rooms)


def _role(step: Act, path: Path) -> Iterator[Mistake]:
    """What servers and administrators do, and they alone."""
    role = step.actor if step.actor in ROLES else "browser"
    operation = step.command.operation
    if operation.by != role:
        who = "somebody with a browser" if operation.by == "browser" else operation.by
        hint = _longer(step, role) or f"{who} does that"
        yield Mistake(f'{step.actor} cannot "{operation.phrase}"', hint, (*path, step.actor), "key")


def _longer(step: Act, role: str) -> str:
    """What the step may have meant, where its phrase only begins those of others."""
    begin = f"{step.command.operation.phrase} "
    known = [phrase for phrase, other in phrases().items() if phrase.startswith(begin) and other.by == role]
    return suggestion(step.text.split(), known) if known else ""


def _in_look(see: See, path: Path, people: _People, rooms: Collection[str] | None) -> Iterator[Mistake]:
    key = f"{see.viewer} sees"
    if not see.sight.viewer and not people.calls(see.viewer):
        yield people.nobody(see.viewer, (*path, key), "key")
    yield from _in_rows(see, path, people)
    if rooms is None or _may_be_called(see.room, rooms) or people.share(see.viewer, see.room):
        return
    if see.refused is None or _is_typo(see.room, rooms):
        yield _no_room(see.text, see.room, (*path, key), rooms)


def _in_rows(see: See, path: Path, people: _People) -> Iterator[Mistake]:
    """People in what is to be seen whom nobody knows, if they are called almost like somebody."""
    if see.expected is None or see.sight.main != "actorId" or not isinstance(see.expected.value, list):
        return
    for number, row in enumerate(see.expected.value):
        name = row.get("actorId") if isinstance(row, dict) else row
        if (
            isinstance(name, str)
            and not people.is_someone(name)
            and nearest(name, people.people, cutoff=_NEAR)
        ):
            place = (*path, see.expected.key, number)
            yield people.nobody(name, (*place, "actorId") if isinstance(row, dict) else place)


def _in_parameters(step: Act, path: Path, people: _People) -> Iterator[Mistake]:
    for parameter in step.command.operation.parameters:
        if parameter.kind != "attendee":
            continue
        below = parameter.name in step.given
        name = (step.given if below else step.command.words).get(parameter.name)
        if isinstance(name, str) and not people.is_someone(name):
            place = (*path, "with", parameter.name) if below else (*path, step.actor)
            if name.startswith("group "):
                yield people.no_group(name.removeprefix("group "), place)
                continue
            yield people.nobody(name, place, others=people.groups)


def _given(given: Given) -> Iterator[Mistake]:
    people = _People(given)
    for group, members in given.groups.items():
        yield from _declared(members, given.users, people, ("given", "groups", group))
    for guest in given.guests:
        if guest in given.users or guest in ROLES:
            yield Mistake(f'"{guest}" is taken', "guests have no account", ("given", "guests", guest), "key")
    for name, room in given.rooms.items():
        place = ("given", "rooms", name)
        if room.owner not in given.users:
            yield people.nobody(room.owner, (*place, "owner"))
        for key, members in (("moderators", room.moderators), ("users", room.users)):
            yield from _guests(key, members, given, place)
            yield from _declared(members, people.people, people, (*place, key))
        for number, group in enumerate(room.groups):
            if group not in people.groups:
                yield people.no_group(group, (*place, "groups", number))
        yield from _declared(room.joined, None, people, (*place, "joined"))
        yield from _declared(room.in_call, None, people, (*place, "in call"))


def _guests(key: str, members: Sequence[str], given: Given, room: Path) -> Iterator[Mistake]:
    """Guests among those whom the owner is to add; nobody can."""
    for number, name in enumerate(members):
        if name in given.guests:
            called = f'"{room[-1]}"' if " " in str(room[-1]) else room[-1]
            then = f"; then a step promotes them: promote {called} {name}" if key == "moderators" else ""
            hint = f"guests join by themselves: joined: [{name}]{then}"
            yield Mistake(f"{name} is a guest, whom nobody can add", hint, (*room, key, number))


def _declared(
    names: Iterable[str], known: Collection[str] | None, people: _People, path: Path
) -> Iterator[Mistake]:
    for number, name in enumerate(names):
        if not (people.calls(name) if known is None else name in known):
            yield people.nobody(name, (*path, number), others=known or ())


def _may_be_called(room: str, rooms: Collection[str]) -> bool:
    return not room or room in rooms or is_made_by_the_server(room)


def _is_typo(room: str, rooms: Collection[str]) -> bool:
    """Whether a room that is meant not to exist is called almost like one that does."""
    return bool(nearest(room, rooms, cutoff=_TYPO))


def _no_room(text: str, room: str, path: Path, rooms: Collection[str], hint: str = "") -> Mistake:
    hint = hint or did_you_mean(room, rooms) or "create it first, or declare it under given"
    return Mistake(f'no room is called "{room}"', hint, path, "value", max(text.find(room), 0), len(room))


def _no_room_for(step: Act, path: Path, people: _People, rooms: Collection[str]) -> Mistake:
    room = step.command.room
    elsewhere = any(str(word) in rooms for word in step.command.words.values())
    first = elsewhere or people.calls(room)
    hint = f"the room comes first: {usage(step.command.operation)}" if first else ""
    if room in people.accounts and not elsewhere:
        hint += f'; a one-to-one is called by the name its creation gives it: "as: {room}"'
    return _no_room(step.text, room, (*path, step.actor), rooms, hint)


def _made_rooms(steps: Iterable[Step]) -> Iterator[str]:
    """What the steps call rooms: names they give, and aliases."""
    for step in steps:
        if isinstance(step, Act):
            if step.called:
                yield step.called
            for words in (step.command.words, step.given):
                if "name" in words:
                    yield str(words["name"])


def _makes_many(step: Step) -> bool:
    return isinstance(step, Act) and "breakout" in step.command.operation.phrase
