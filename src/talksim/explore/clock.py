"""Time in a search: it passes from deadline to deadline, and the clock stands still.

Instead of the clock going on, every moment in the world goes back. A moment beyond its last deadline goes
no further, as nothing can tell it from an older one; and a moment so far ahead that all else is over before
comes no nearer while something else is waited for. So there are finitely many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

import attrs

from talksim.by_fields import EqualByFields
from talksim.model.server import Server
from talksim.model.session import KILL_AFTER, STALE_AFTER

__all__ = ["MOMENTS", "Moment", "age", "next_deadline"]

Holders: TypeAlias = Callable[[Server], Iterator[Any]]


@attrs.frozen(eq=False, repr=False)
class Moment(EqualByFields):
    """A field that holds a moment on which something depends; 0 is none.

    `deadlines` are the seconds after the moment at which whoever reads it finds something else: whole ones,
    as requests in a search come at whole seconds.
    """

    name: str
    holders: Holders = attrs.field(eq=False, repr=False)
    deadlines: tuple[int, ...]


def _sessions(server: Server) -> Iterator[Any]:
    for room in server.rooms.values():
        for attendee in room.attendees.values():
            yield from attendee.sessions.values()


def _rooms(server: Server) -> Iterator[Any]:
    yield from server.rooms.values()


MOMENTS: Final = (
    Moment("last_ping", _sessions, (STALE_AFTER + 1, KILL_AFTER)),
    Moment("lobby_timer", _rooms, (1,)),
)
"""All there are: a session stale or dead (spec: participant 3.1), a timer over (spec: conversation 3.3).

When a call began and when somebody last joined it decide nothing, so they have no deadline and stay.
"""


_FAR: Final = KILL_AFTER
"""How many seconds ahead a moment is far away: all the others are over before."""


def next_deadline(server: Server) -> int:
    """Seconds until something is found to be otherwise; 0 if time alone changes nothing any more."""
    left = [
        int(getattr(holder, moment.name) + after - server.now)
        for moment in MOMENTS
        for holder in moment.holders(server)
        if getattr(holder, moment.name)
        for after in moment.deadlines
    ]
    return min((seconds for seconds in left if seconds > 0), default=0)


def age(server: Server, seconds: float) -> None:
    """Let a world be as if so many seconds had passed, although its clock stands still."""
    for moment in MOMENTS:
        oldest = server.now - max(moment.deadlines)
        for holder in moment.holders(server):
            before = getattr(holder, moment.name)
            is_far = before - server.now > max(_FAR, seconds)
            after = before if is_far or not before else type(before)(max(before - seconds, oldest))
            if after != before:
                setattr(holder, moment.name, after)
