"""Indexes are what reading the whole world would give (the house's own invariant; no rule page)."""

from __future__ import annotations

from collections.abc import Iterator

from talksim.invariants.invariant import invariant
from talksim.model.codec import freeze, thaw
from talksim.model.room import Room
from talksim.model.server import Server

__all__: list[str] = []


@invariant()
def indexes_are_in_step(server: Server) -> Iterator[str]:
    """Indexes hold what a fresh look at the whole world would put there."""
    fresh = thaw(Server, freeze(server))
    if _tokens(server.rooms_of) != _tokens(fresh.rooms_of):
        yield "rooms_of is not"
    for name in ("sessions", "pairs", "open_rooms"):
        if getattr(server, name).keys() != getattr(fresh, name).keys():
            yield f"{name} is not"
    for token, room in server.rooms.items():
        yield from (f"{token}: {name} are not" for name in _differing(room, fresh.rooms[token]))


def _tokens(rooms_of: dict[tuple[str, str], dict[str, Room]]) -> dict[tuple[str, str], set[str]]:
    return {actor: set(rooms) for actor, rooms in rooms_of.items() if rooms}


def _differing(room: Room, fresh: Room) -> Iterator[str]:
    if +room.counts != +fresh.counts or room.by_actor.keys() != fresh.by_actor.keys():
        yield "attendees"
    if room.common_read.lowest() != fresh.common_read.lowest():
        yield "read markers"
    if room.call.present.keys() != fresh.call.present.keys():
        yield "sessions in the call"
