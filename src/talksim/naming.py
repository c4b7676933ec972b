"""What people call things, and what the wire wants: rooms by name, people by name, values by word."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

from talksim.arguments import arguments, positional
from talksim.constants import AttendeeType
from talksim.errors import UsageError
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.user import Browser
from talksim.outcome import Outcome
from talksim.procedures.clients import CLIENT
from talksim.rules.operation import Operation
from talksim.values import duration, guess

__all__ = ["ROLES", "Names", "World", "duration", "meant_by", "positional"]

ROLES: Final = ("admin", "bot", "cli", "recording backend", "signaling server", "sip bridge")
"""Callers that are no people; each is a browser of that name and role."""

_ALMOST: Final = 0.8
"""How like a role a name must be to mean it: bob is nobody's "bot"."""

_GUEST_ID: Final = re.compile(r"\b[0-9a-f]{40}\b")
_AT: Final = re.compile(r"(?P<who>.+?) at (?P<address>[0-9a-f.:]+)", re.IGNORECASE)
_ON: Final = re.compile(rf"(?P<who>.+?) on (?P<client>{CLIENT})")
_DEVICE: Final = re.compile(r"(?P<who>.+?)(?:['’]s|(?<=s)['’]) (?P<device>.+)")
_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "user": ("users",),
    "guest": ("guests", "emails"),
    "group": ("groups",),
    "circle": ("circles",),
    "team": ("circles",),
    "email": ("emails",),
    "phone": ("phones",),
    "federated user": ("federated_users",),
}


class World(Protocol):
    """What naming needs of the simulator."""

    server: Server

    def browser(self, name: str, user: str = "", role: str = "browser") -> Browser:
        """The browser of that name, made on first sight."""


class Names:
    """The names in one world: aliases of rooms, declared guests, and every account's browsers.

    People are called `alice`, `alice's phone`, `alice at 10.0.0.2`, `alice on Android 20.0.0`; guests by the
    name they were declared with, or any name that begins with "guest"; servers as in `ROLES`.
    """

    def __init__(self, talk: World) -> None:
        self._talk = talk
        self.aliases: dict[str, str] = {}
        self.guests: dict[str, str] = {}
        self.addresses: dict[str, str] = {}

    @property
    def server(self) -> Server:
        """The server of the world the names are of."""
        return self._talk.server

    def learn(self, alias: str, token: str) -> None:
        """Call a room by a name; who came first keeps the name as long as its room exists."""
        if self.aliases.get(alias) not in self.server.rooms:
            self.aliases[alias] = token

    def notice(self, outcome: Outcome) -> None:
        """Learn the name of a room that was just created; a one-to-one has none."""
        room = self.server.rooms.get(outcome.token) if outcome.status == 201 else None
        if room is not None and room.name and not room.is_one_to_one:
            self.learn(room.name, room.token)

    def declare_guest(self, name: str, address: str = "") -> str:
        """Let somebody without an account be called by a name, and be at that address; hands back the name.

        Raises `UsageError` when the name is taken by an account or a server.
        """
        if not isinstance(name, str) or not name:
            raise UsageError(f"{name!r} cannot be the name of a guest")
        if name in ROLES or name in self.server.users:
            raise UsageError(f'"{name}" is no guest: the name is taken')
        self.guests[name] = address or self.guests.get(name, "")
        return self._moved(name, address)

    def declare_device(self, who: str, device: str, address: str = "") -> str:
        """The name of a further browser of an account, or of a guest, who is then one more guest."""
        name = f"{who}'s {device}"
        self.addresses[name] = address or self.addresses.get(name, "")
        return self._moved(name, address)

    def copy_to(self, other: Names) -> None:
        """Let another world know the same names."""
        other.aliases.update(self.aliases)
        other.guests.update(self.guests)
        other.addresses.update(self.addresses)

    def forget_rooms(self) -> None:
        """Drop the aliases of rooms that do not exist, after steps were taken back."""
        rooms = self.server.rooms
        self.aliases = {alias: token for alias, token in self.aliases.items() if token in rooms}

    def room(self, value: object) -> str:
        """The token of the room that an alias, a name, a token, an outcome or a handle means.

        An unknown word comes back as it is, for the server to answer 404. Raises `UsageError` for a name
        that two rooms bear, and for an outcome that is about no room.
        """
        if not isinstance(value, str):
            return self._token_of(value)
        rooms = self.server.rooms
        if value in self.aliases or value in rooms or not value:
            return self.aliases.get(value, value)
        named = [room.token for room in rooms.values() if room.name == value]
        if len(named) > 1:
            raise UsageError(f'{len(named)} rooms are called "{value}": use a token ({", ".join(named)})')
        return named[0] if named else value

    def role(self, who: str) -> str:
        """The role in which somebody asks, "browser" for people; makes no browser.

        Raises `UsageError` with the nearest name for somebody nobody declared.
        """
        if who in ROLES:
            return who
        self._declared(self._called(who))
        return "browser"

    def browser(self, who: str) -> Browser:
        """The browser of a person, a further device or a server, made on first sight.

        Raises `UsageError` with the nearest name for somebody nobody declared.
        """
        if who in ROLES:
            return self._talk.browser(who, role=who)
        who = self._called(who)
        known = self.server.browsers.get(who)
        if known is not None:
            return known
        name, address, client = self._declared(who)
        browser = self._talk.browser(who, name if name in self.server.users else "")
        addresses = (address, self.addresses.get(who), self.guests.get(name), browser.address)
        browser.address, browser.client = next(filter(None, addresses)), client
        return browser

    def positional(self, operation: Operation, values: Sequence[object]) -> dict[str, object]:
        """Values without names, by the parameters in declared order. Raises `UsageError` for too many."""
        return positional(operation, values)

    def arguments(self, operation: Operation, token: str, given: Mapping[str, object]) -> dict[str, Any]:
        """The parameters as `Talk.perform` wants them, from what people write.

        Raises `UsageError` for a parameter the operation does not have, a word nobody knows, and a value
        of the wrong type; whoever is not in the room has the id 0, so that the server answers 404.
        """
        return arguments(self, operation, token, given)

    def attendee(self, who: object, token: str) -> int:
        """The id of an attendee of the room: of `bob`, `guest gina`, `group staff`, `email a@b.c`, …

        0 for whoever is not in the room; raises `UsageError` for a name nobody declared.
        """
        if isinstance(who, int) and not isinstance(who, bool):
            return who
        name, room = _name_of(who), self.server.rooms.get(token)
        kind, _, rest = (
            name.partition(" ") if not name.startswith("federated user ") else name.rpartition(" ")
        )
        found = (
            self._by_kind(room, _KINDS[kind], rest) if kind in _KINDS and rest else self._by_name(room, name)
        )
        return found.id if found else 0

    def ban(self, who: object, token: str) -> int:
        """The id of the ban of an account, a guest or an address; 0 if there is none in the room."""
        if isinstance(who, int) and not isinstance(who, bool):
            return who
        name, room = _name_of(who), self.server.rooms.get(token)
        names = {name, self.guest_id(name, token), name.partition(" ")[2]} - {""}
        bans = room.bans.values() if room else ()
        return next((ban.id for ban in bans if not names.isdisjoint((ban.banned_id, ban.banned_name))), 0)

    def guest_id(self, who: str, token: str) -> str:
        """The actor id of a guest's browser in a room, "" if it has none."""
        browser = self.server.browsers.get(self._called(who))
        if browser is None or browser.user:
            return ""
        entry = self.server.sessions.get(browser.sessions.get(token, ""))
        return entry[1].actor_id if entry else browser.guest_ids.get(token, "")

    def spoken(self, text: str) -> str:
        """A text with the ids which the server gave to guests replaced by the names of their browsers."""
        return _GUEST_ID.sub(lambda found: self._guest_called(found[0]), text)

    def _guest_called(self, actor_id: str) -> str:
        for browser in self.server.browsers.values():
            for session in () if browser.user else browser.sessions.values():
                entry = self.server.sessions.get(session)
                if entry is not None and entry[1].actor_id == actor_id:
                    return browser.name
            if not browser.user and actor_id in browser.guest_ids.values():
                return browser.name
        return actor_id

    def sessions(self, who: str) -> list[str]:
        """The sessions a browser has, by its name; what names no browser is the id of a session."""
        browser = self.server.browsers.get(self._called(who))
        return [who] if browser is None else list(browser.sessions.values())

    def _moved(self, name: str, address: str) -> str:
        browser = self.server.browsers.get(name)
        if browser is not None:
            browser.address = address or browser.address
        return name

    def _token_of(self, value: object) -> str:
        token = getattr(value, "token", None)
        if isinstance(token, str) and token:
            return token
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise UsageError(f"{value} is about no room")

    def _declared(self, who: str) -> tuple[str, str, str]:
        """The account or guest whose browser `who` is, and the address and the Talk app if they are given."""
        name, address, client = who, "", ""
        if found := _ON.fullmatch(name):
            name, client = found["who"], found["client"]
        if found := _AT.fullmatch(name):
            name, address = found["who"], found["address"]
        if not self._is_known(name) and (device := _DEVICE.fullmatch(name)):
            name = device["who"]
        if not self._is_known(name):
            raise self._nobody(name)
        return name, address, client

    def _called(self, who: str) -> str:
        """A declared guest may be called `guest gina` as well."""
        name = who.removeprefix("guest ")
        return name if name in self.guests else who

    def _is_known(self, name: str) -> bool:
        """Whether the name is somebody's; whose account was deleted goes on asking with the old browser."""
        known: tuple[Container[str], ...] = (self.server.users, self.guests, self.server.browsers)
        return any(name in names for names in known) or name.startswith("guest")

    def _by_kind(self, room: Room | None, types: tuple[str, ...], name: str) -> Attendee | None:
        """The attendee of one of the types who has that id, that guest's browser, name or number."""
        if room is None:
            return None
        ids = (name, self.guest_id(name, room.token), self.guest_id(f"guest {name}", room.token))
        exact = (room.find(actor_type, actor_id) for actor_type in types for actor_id in ids if actor_id)
        if (found := next(filter(None, exact), None)) or name in self.server.users:
            return found
        same = (a for a in room.attendees.values() if a.actor_type in types)
        return next((a for a in same if name in (a.display_name, a.phone_number)), None)

    def _by_name(self, room: Room | None, name: str) -> Attendee | None:
        users = self.server.users
        if name not in users and (found := self._by_kind(room, tuple(AttendeeType), name)):
            return found
        if name in self.server.groups or "@" in name or not name[:1].isalpha():
            return None
        account = self._declared(name)[0]
        return self._by_kind(room, (AttendeeType.USERS,), account) if account in users else None

    def _nobody(self, name: str) -> UsageError:
        near = meant_by(name, [*self.server.users, *self.guests])
        return UsageError(f'nobody is called "{name}"' + (f". {near}" if near else "; declare them first"))


def meant_by(name: str, people: Iterable[str]) -> str:
    """`Did you mean "bob"?` of people, else of a caller who is none and called almost so; "" for nobody."""
    return (guess(name, people) or guess(name, ROLES, _ALMOST)).strip()


def _name_of(who: object) -> str:
    browser = getattr(who, "browser", None)
    if isinstance(browser, Browser):
        return browser.user or browser.name
    if isinstance(who, str):
        return who
    raise UsageError(f'"{who}" is nobody\'s name')
