"""The step that caused a refusal, found by taking back what each step wrote of what the guard read.

A step is the cause if, with those values as they were before it, the same request gets past the guard. The
latest such step is named; where no single one is, the fewest of the latest steps that are the cause
together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import attrs

from talksim.by_fields import ShownByFields
from talksim.errors import UsageError
from talksim.model.codec import freeze, thaw
from talksim.model.server import Server
from talksim.model.spots import Spot, follow, put_back
from talksim.rules.lifecycle import NoMove
from talksim.rules.policy import swapped
from talksim.rules.stage import Answer, Guard
from talksim.why.chronicle import Chronicle, Told
from talksim.why.probe import Asked, Request, World

__all__ = ["Cause", "CauseKind", "cause_of"]

CauseKind = Literal["steps", "made", "setting", "request", "given"]
"""What a refusal dates from.

`steps`: earlier steps, which were taken back; `made`: a step gave what was read its value, which cannot be
taken back without more, such as the making of a room; `setting`: a setting of the server; `request`: what
was asked with, whatever the state; `given`: nothing that was done since the beginning.
"""


@attrs.frozen(eq=False, repr=False)
class Cause(ShownByFields):
    """What a refusal dates from; `spots` are the values that the steps wrote, the latest step comes first."""

    kind: CauseKind
    steps: tuple[Told, ...] = ()
    spots: tuple[Spot, ...] = ()


def cause_of(world: World, request: Request, asked: Asked, chronicle: Chronicle) -> Cause:
    """What the refusal of a request dates from, in the world it was made in."""
    guard = asked.stage
    assert isinstance(guard, Guard)
    writers = list(chronicle.writers(asked.fields, asked.reads))
    for told, before, spots in writers:
        if _passes(_without(world, [(before, spots)]), request, guard):
            return Cause("steps", (told,), tuple(spots))
    for several in _growing(writers):
        if _passes(_without(world, [(before, spots) for _, before, spots in several]), request, guard):
            told_of = tuple(told for told, _, _ in several)
            return Cause("steps", told_of, tuple(spot for *_, spots in several for spot in spots))
    return _uncaused(world, asked, chronicle)


_Writer = tuple[Told, Server, list[Spot]]


def _growing(writers: Sequence[_Writer]) -> Iterator[Sequence[_Writer]]:
    return (writers[:length] for length in range(2, len(writers) + 1))


def _without(world: World, written: Sequence[tuple[Server, list[Spot]]]) -> World:
    """A copy of the world in which these values are as they were before."""
    fork = world.fork()
    for before, spots in written:
        old = thaw(Server, freeze(before))
        for spot in spots:
            put_back(fork.server, old, spot)
    fork.begin(thaw(Server, freeze(fork.server)))
    return fork


def _passes(world: World, request: Request, guard: Guard) -> bool:
    """Whether the request gets past the guard in a world, which it changes.

    Stages after the guard are left out. A world with some values of an earlier one may be one that cannot be,
    in which a rule meets what it never meets: that tells nothing.
    """
    operation, place = request.operation, request.place_of(guard)
    effect = operation.effect if place == len(operation.steps) else _done
    with swapped(operation, steps=operation.steps[: place + 1], effect=effect, answers=None):
        try:
            refusal = request.ask(world).refusal
        except (LookupError, ValueError, AttributeError, TypeError, NoMove, UsageError):
            return False
    return refusal is None or request.place_of(refusal.guard) > place


def _done(_at: Any, **_params: Any) -> Answer:
    return Answer()


def _uncaused(world: World, asked: Asked, chronicle: Chronicle) -> Cause:
    """What a refusal dates from that no step caused.

    What holds many things, such as the rooms there are, changes with each of them, which tells nothing.
    """
    if not asked.reads and (asked.by_params or not asked.fields):
        return Cause("request")
    origins = [chronicle.origin(world.server, spot) for spot in asked.reads]
    about = [one for one, spot in zip(origins, asked.reads, strict=True) if not _holds_many(world, spot)]
    if not about and asked.by_params:
        return Cause("request")
    made = [one.step for one in about if one.step is not None and one.kind != "clock"]
    if made:
        return Cause("made", (max(made, key=chronicle.told.index),))
    return Cause("setting" if any(one.kind == "setting" for one in origins) else "given")


def _holds_many(world: World, spot: Spot) -> bool:
    return isinstance(getattr(follow(world.server, spot.way), spot.name, None), Mapping)
