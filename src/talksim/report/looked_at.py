"""What was looked at to compare two policies, in words: who is where, and what they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from talksim.compare.difference import Difference
from talksim.explore.universe.universe import Universe
from talksim.scenario.script import Given, GivenRoom
from talksim.scenario.value import written

__all__ = ["listed", "looked_at"]

_MANY: Final = 8
"""More than this is not listed one by one."""


def looked_at(found: Difference) -> Iterator[str]:
    """Lines on every universe, and one on the scenarios."""
    for universe in found.universes:
        yield from _universe(universe)
    paths = sorted({story.path for story in found.scenarios})
    if paths:
        yield f"{found.requests} requests of {paths[0] if len(paths) == 1 else f'{len(paths)} files'}"


def listed(items: Sequence[str]) -> str:
    """The first of many."""
    rest = len(items) - _MANY
    return ", ".join(items[:_MANY]) + (f" and {rest} more" if rest > 0 else "")


def _universe(universe: Universe) -> Iterator[str]:
    given, start = universe.declared, universe.start
    rooms = [_room(name, room) for name, room in given.rooms.items()]
    after = [f"after {start.path}"] if start else []
    yield f"{universe.name or 'a world'}: {'; '.join([*after, *rooms, *_others(given)])}"
    yield f"in play: {listed(list(dict.fromkeys(play.operation.phrase for play in universe.plays)))}"


def _room(name: str, room: GivenRoom) -> str:
    people = [f"{room.owner} (owner)", *(f"{one} (moderator)" for one in room.moderators)]
    people += [f"{one} (user)" for one in room.users] + [f"group {one}" for one in room.groups]
    return f"{written(room.type)} room {name} of {', '.join(people)}"


def _others(given: Given) -> Iterator[str]:
    """Who is in no room."""
    inside = {one for room in given.rooms.values() for one in (room.owner, *room.moderators, *room.users)}
    if users := [name for name in given.users if name not in inside]:
        yield f"{'users' if len(users) > 1 else 'user'} {', '.join(users)}"
    if given.guests:
        yield f"{'guests' if len(given.guests) > 1 else 'guest'} {', '.join(given.guests)}"
