"""Ids in a search: the same id for the same thing, so that states are equal in whatever order things came.

Ordinarily ids are counted. In a search the server that `searching` gives makes them of what they stand for:
an attendee's of room and actor, a session's of browser and room. What stands in the world from which the
search begins keeps the ids it has, also when it goes and comes again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from hashlib import blake2b, sha1
from itertools import count
from typing import Any, ClassVar, Final, TypeAlias

from talksim.constants import AttendeeType
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.leaving import is_absent_guest

__all__ = ["Ids", "Origin", "SearchServer", "guest_of", "searching"]

Origin: TypeAlias = tuple[str, Hashable, int]
"""What an id stands for: kind, natural key, and how many of the same there were besides."""

_SESSION: Final = "session-"


class Ids:
    """The ids of one search. They depend on nothing that happens in it, so that all processes agree."""

    def __init__(self, server: Server) -> None:
        self.numbers: dict[Origin, int] = {}
        self.origins: dict[tuple[str, int], Origin] = {}
        for kind, of, number in _standing(server):
            nth = next(n for n in count() if (kind, of, n) not in self.numbers)
            self._keep((kind, of, nth), number)

    def number(self, origin: Origin) -> int:
        """The id of what this is."""
        found = self.numbers.get(origin)
        return self._keep(origin, _made(origin)) if found is None else found

    def _keep(self, origin: Origin, number: int) -> int:
        self.numbers[origin] = number
        self.origins[origin[0], number] = origin
        return number


class SearchServer(Server):
    """A server in a search; `known` are the ids that all states of the search share.

    A guest without session who left nothing worth keeping is the same guest when coming back, as if the list
    of participants had been read in between, which clears such guests away: else the world grew for ever.
    """

    __slots__ = ()

    known: ClassVar[Ids]

    def next_id(self, kind: str, of: Hashable = ()) -> int:
        """The id of what `of` says; of what nothing is said, the next whose object does not exist."""
        if of == ():
            while self._has(kind, number := Server.next_id(self, kind)):
                pass
            return number
        key = tuple(map(str, of)) if isinstance(of, tuple) else of
        numbers = (self.known.number((kind, key, nth)) for nth in count())
        return next(number for number in numbers if not self._is_taken(kind, key, number))

    def add_attendee(self, room: Room, attendee: Attendee) -> None:
        """Let an attendee in, in the place of the guest who is coming back."""
        before = room.find(*attendee.actor)
        if before is not None:
            self.drop_attendee(room, before)
        Server.add_attendee(self, room, attendee)

    def _has(self, kind: str, number: int) -> bool:
        if kind == "poll":
            return any(number in room.polls for room in self.rooms.values())
        return kind == "bot" and number in self.bots

    def _is_taken(self, kind: str, of: Any, number: int) -> bool:
        """Whether the id belongs to something that is to stay beside the new."""
        if kind == "ban":
            return number in self.rooms[of[0]].bans
        if kind != "session":
            return False
        name = f"{_SESSION}{number}"
        guest = self.rooms[of[1]].find(AttendeeType.GUESTS, guest_of(name))
        left = guest is None or (is_absent_guest(self, guest) and not guest.display_name)
        return name in self.sessions or not left


def searching(server: Server) -> type[SearchServer]:
    """The class of the servers of a search that begins with this one."""
    return type("SearchServer", (SearchServer,), {"__slots__": (), "known": Ids(server)})


def _standing(server: Server) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """The ids in a world, with what they stand for."""
    for token, room in server.rooms.items():
        yield "room", (token,), room.id
        for attendee in room.attendees.values():
            yield "attendee", (token, str(attendee.actor_type), attendee.actor_id), attendee.id
        for ban in room.bans.values():
            yield "ban", (token, ban.banned_type, ban.banned_id), ban.id
    for browser in server.browsers.values():
        for token, session in browser.sessions.items():
            number = session.removeprefix(_SESSION)
            if number.isdigit():
                yield "session", (browser.name, token), int(number)


def _made(origin: Origin) -> int:
    """A number far from those that are counted; two of 2^47 are never the same in what a search can hold."""
    return 1 << 47 | int.from_bytes(blake2b(repr(origin).encode(), digest_size=6).digest(), "big") >> 1


def guest_of(session: str) -> str:
    """The id of the guest whose first session it is."""
    return sha1(session.encode(), usedforsecurity=False).hexdigest()
