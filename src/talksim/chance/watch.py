"""Whether invariants hold along a walk, at a cost that a walk of a million steps can bear.

After every step the rooms are looked at which a request can have touched: its own, breakout rooms and parent,
the one created last. Regularly everything is: every room, the server, and what a step may do from the world
before to the world after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from talksim.chance.walk import Step, Walk
from talksim.invariants import INVARIANTS, Invariant
from talksim.invariants import Step as Move
from talksim.model.room import Room
from talksim.model.server import Server

__all__ = ["Breach", "Watch", "held", "touched"]

_FAULTY: Final = 500


class Breach(AssertionError):  # noqa: N818  that is what an invariant suffers
    """An invariant that does not hold; `invariant` is its name, "" where the server failed unasked."""

    def __init__(self, invariant: str, breaches: Iterable[str]) -> None:
        super().__init__(f"{invariant}: {'; '.join(breaches)}")
        self.invariant = invariant


def held() -> tuple[Invariant, ...]:
    """The invariants that hold although the modelled server has its faults."""
    return tuple(one for one in INVARIANTS.values() if not one.broken_by)


def touched(server: Server, token: str) -> Iterator[Room]:
    """The rooms that a request in a room can have changed: it, its parent, its breakout rooms, the newest."""
    rooms = server.rooms
    room = rooms.get(token)
    near = {token, next(reversed(rooms), ""), *server.breakout_rooms.get(token, ())}
    near |= {room.object_id} if room is not None and room.is_breakout_room else set()
    yield from (rooms[name] for name in near if name in rooms)


class Watch:
    """Follows a walk, raising `Breach` where an invariant is broken.

    `every` is after how many steps all is looked at; `faults` names the operations that may answer 500.
    """

    def __init__(self, walk: Walk, *, every: int = 50, faults: Iterable[str] = ()) -> None:
        self.walk, self.every, self.faults = walk, every, frozenset(faults)
        self._all = held()
        self._of_rooms = [one for one in self._all if one.subject == "room"]

    def steps(self, number: int) -> Iterator[Step]:
        """So many steps, each looked at; everything is after the last one too. Raises `Breach`."""
        for count in range(1, number + 1):
            whole = count % self.every == 0 or count == number
            before = self.walk.talk.fork().server if whole else None
            step = self.walk.step()
            self._answered(step)
            self._near(step)
            if before is not None:
                self._whole(Move(before, step.asked, step.outcome, self.walk.talk.server))
            yield step

    def _answered(self, step: Step) -> None:
        failed = step.outcome is not None and step.outcome.status == _FAULTY
        if failed and step.asked.operation not in self.faults:
            raise Breach("", [f"{step.asked.operation} has answered {step.outcome}"])

    def _near(self, step: Step) -> None:
        for room in touched(self.walk.talk.server, step.asked.token):
            for one in self._of_rooms:
                if breaches := list(one.test(room)):
                    raise Breach(one.name, breaches)

    def _whole(self, move: Move) -> None:
        for one in self._all:
            if breaches := one.of_step(move):
                raise Breach(one.name, breaches)
