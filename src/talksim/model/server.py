"""The server: the root of everything that exists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import Any, TypeAlias

from talksim.constants import ListableScope, ObjectType, RoomType
from talksim.model.attendee import Attendee
from talksim.model.bot import Bot
from talksim.model.event import Event
from talksim.model.fields import history, index, model_class, state
from talksim.model.file import File, LinkShare
from talksim.model.message import SentRequest, Transcription
from talksim.model.room import Room
from talksim.model.session import Session
from talksim.model.settings import Settings
from talksim.model.turn_server import TurnServer
from talksim.model.user import Browser, Circle, Group, User

__all__ = ["START", "Listener", "Server"]

START = 1_727_773_200.0
"""The virtual clock begins at 2024-10-01 09:00:00 UTC."""

_LONGEST_TOKEN = 30
"""No path takes a longer one."""

_LETTERS = "abcdefghijkmnopqrstuvwxyz23456789"
_MASK = (1 << 64) - 1

Listener: TypeAlias = Callable[["Server", Any], None]


@model_class
class Server:
    """Owns users, groups, browsers, settings and rooms; keeps the clock, the counters and the generator.

    `now` is in seconds. `caller` is the browser whose request is being served. The indexes say which rooms
    an actor is in, which browser session belongs to whom, which rooms are the one-to-one of a pair or the
    breakout rooms of a parent, which one is about a file or the changelog of an account. `news` counts the
    entries of the changelog. `guest_mentions` are the times of guests' messages that mention somebody, by the
    address they came from, `wrong_tries` those of wrong tries, by what was tried and the address; `replies`
    what the signaling server answers next, `transcriptions` the recordings in the queue of the job of that
    name.
    """

    now: float = state(default=START)
    settings: Settings = state(factory=Settings)
    users: dict[str, User] = state(factory=dict)
    groups: dict[str, Group] = state(factory=dict)
    circles: dict[str, Circle] = state(factory=dict)
    browsers: dict[str, Browser] = state(factory=dict)
    rooms: dict[str, Room] = state(factory=dict)
    bots: dict[int, Bot] = state(factory=dict)
    files: dict[str, File] = state(factory=dict)
    links: dict[str, LinkShare] = state(factory=dict)
    replies: list[str] = state(factory=list)
    news: int = state(default=1)
    transcriptions: list[Transcription] = state(factory=list)
    turn_servers: list[TurnServer] = state(factory=list)
    seed: int = history(default=20)
    ids: dict[str, int] = history(factory=dict)
    requests: list[SentRequest] = history(factory=list)
    guest_mentions: dict[str, list[float]] = history(factory=dict)
    wrong_tries: dict[str, list[float]] = history(factory=dict)
    rooms_of: dict[tuple[str, str], dict[str, Room]] = index(factory=dict)
    sessions: dict[str, tuple[Room, Attendee]] = index(factory=dict)
    pairs: dict[str, Room] = index(factory=dict)
    breakout_rooms: dict[str, dict[str, Room]] = index(factory=dict)
    open_rooms: dict[str, Room] = index(factory=dict)
    file_rooms: dict[str, Room] = index(factory=dict)
    changelogs: dict[str, Room] = index(factory=dict)
    listeners: dict[type[Event], tuple[Listener, ...]] = index(factory=dict)
    caller: Browser | None = index(default=None)

    def emit(self, event: Event) -> None:
        """Tell those who react, at once and in their order."""
        for listener in self.listeners.get(type(event), ()):
            listener(self, event)

    def next_id(self, kind: str, of: Hashable = ()) -> int:  # noqa: ARG002  for those who search
        """The next id of a kind ("room", "attendee", "message", …), counted from 1.

        `of` is what the id stands for whatever its number, such as room and actor of an attendee: a search
        gives the same id for the same.
        """
        self.ids[kind] = number = self.ids.get(kind, 0) + 1
        return number

    def random(self, below: int) -> int:
        """The next number of the seeded generator, in 0 … below − 1 (splitmix64)."""
        self.seed = (self.seed + 0x9E3779B97F4A7C15) & _MASK
        mixed = ((self.seed ^ (self.seed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return (mixed ^ (mixed >> 31)) % below

    def new_token(self) -> str:
        """A fresh room token; digits only once SIP is set up (spec: conversation 0.6, chat 5.4)."""
        while (token := self._token()) in self.rooms:
            pass
        return token

    def add_room(self, room: Room) -> None:
        """Let a room exist."""
        self.rooms[room.token] = room
        self._index_room(room)

    def drop_room(self, room: Room) -> None:
        """Let a room cease; attendees and sessions go with it."""
        for attendee in list(room.attendees.values()):
            self.drop_attendee(room, attendee)
        del self.rooms[room.token]
        self.open_rooms.pop(room.token, None)
        if self.pairs.get(room.name) is room:
            del self.pairs[room.name]
        if room.is_breakout_room:
            self.breakout_rooms.get(room.object_id, {}).pop(room.token, None)
        if room.object_type is ObjectType.FILE:
            self.file_rooms.pop(room.object_id, None)
        if room.type is RoomType.CHANGELOG:
            self.changelogs.pop(room.name, None)

    def relist(self, room: Room) -> None:
        """Keep the index of open rooms in step, after the room's scope was set."""
        if room.listable is ListableScope.PARTICIPANTS:
            self.open_rooms.pop(room.token, None)
        else:
            self.open_rooms[room.token] = room

    def former(self, room: Room) -> None:
        """Forget that a room was the one-to-one of a pair, so that the pair may have a new one."""
        if self.pairs.get(room.name) is room:
            del self.pairs[room.name]

    def add_attendee(self, room: Room, attendee: Attendee) -> None:
        """Let an attendee into a room."""
        room.add(attendee)
        self.rooms_of.setdefault(attendee.actor, {})[room.token] = room

    def drop_attendee(self, room: Room, attendee: Attendee) -> None:
        """Take an attendee and its sessions out of a room."""
        for session_id in attendee.sessions:
            self.sessions.pop(session_id, None)
        room.drop(attendee)
        self.rooms_of[attendee.actor].pop(room.token, None)

    def add_session(self, room: Room, attendee: Attendee, session: Session) -> None:
        """Begin a session."""
        attendee.sessions[session.id] = session
        self.sessions[session.id] = (room, attendee)

    def drop_session(self, room: Room, attendee: Attendee, session: Session) -> None:
        """End a session."""
        attendee.sessions.pop(session.id, None)
        room.call.present.pop(session.id, None)
        self.sessions.pop(session.id, None)

    def rooms_with(self, actor_type: str, actor_id: str) -> list[Room]:
        """The rooms an actor is in, as they were entered."""
        actor = (actor_type, actor_id)
        return sorted(self.rooms_of.get(actor, {}).values(), key=lambda room: room.by_actor[actor].id)

    def groups_of(self, user: str) -> list[str]:
        """The ids of the groups an account is in."""
        return [group.id for group in self.groups.values() if user in group.members]

    def may_use_talk(self, user: str) -> bool:
        """Whether an account is in one of `allowed_groups`, if there are any (spec: chat 5.4)."""
        return self.admits(self.settings.allowed_groups, user)

    def admits(self, groups: Collection[str], user: str) -> bool:
        """Whether an account is in one of the groups of a setting; if it names none, every account is let."""
        return not groups or self.in_any_group(user, groups)

    def in_any_group(self, user: str, groups: Iterable[str]) -> bool:
        """Whether the account is in one of the groups."""
        return any(user in self.groups[group].members for group in groups if group in self.groups)

    def rebuild(self) -> None:
        """Derive the indexes again, after the server was thawed."""
        for room in self.rooms.values():
            self._index_room(room)

    def _index_room(self, room: Room) -> None:
        self.relist(room)
        if room.type is RoomType.ONE_TO_ONE:
            self.pairs[room.name] = room
        if room.is_breakout_room:
            self.breakout_rooms.setdefault(room.object_id, {})[room.token] = room
        if room.object_type is ObjectType.FILE:
            self.file_rooms[room.object_id] = room
        if room.type is RoomType.CHANGELOG:
            self.changelogs[room.name] = room
        for attendee in room.attendees.values():
            self.rooms_of.setdefault(attendee.actor, {})[room.token] = room
            for session_id in attendee.sessions:
                self.sessions[session_id] = (room, attendee)

    def _token(self) -> str:
        digits_only = self.settings.sip_configured
        length = min(max(self.settings.token_entropy, 10 if digits_only else 8), _LONGEST_TOKEN)
        if not digits_only:
            return "".join(_LETTERS[self.random(len(_LETTERS))] for _ in range(length))
        digits = str(1 + self.random(9))
        while len(digits) < length:
            digit = str(self.random(10))
            digits += digit if digit != digits[-1] else ""
        return digits
