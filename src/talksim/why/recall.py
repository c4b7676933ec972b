"""Why something was answered as it was, some time ago: the journal is replayed up to the request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol, Self

from talksim.errors import UsageError
from talksim.outcome import Outcome
from talksim.rules.operation import OPERATIONS
from talksim.why.candidates import Candidate, Waiting
from talksim.why.chronicle import Chronicle, Told
from talksim.why.explain import explain, request_of
from talksim.why.probe import World
from talksim.why.reasons import Why
from talksim.why.wording import step_text

__all__ = ["Recorded", "recalled", "retold"]


class Recorded(World, Protocol):
    """A simulator that can begin again and replay its journal."""

    def beginning(self) -> Self:
        """A world as it was before the first entry."""

    def replay(self, entry: Any) -> Outcome | None:
        """Do again what an entry says."""


def recalled(talk: Recorded, number: int, outcome: Outcome) -> Why:
    """Explain the outcome of an entry of the journal, counted from 0.

    Raises `UsageError` when the entry was taken back, or is another one by now.
    """
    if number >= len(talk.journal) or talk.journal[number].operation != outcome.operation.name:
        raise UsageError(f"{outcome.operation.phrase} was taken back, so the world it was asked in is gone")
    world = talk.beginning()
    chronicle = Chronicle(world.server)
    for place, entry in enumerate(talk.journal[:number], 1):
        told = _told(world, entry, place)
        world.replay(entry)
        chronicle.note(world.server, told)
    entry = talk.journal[number]
    why = explain(world, request_of(entry), _told(world, entry, number + 1), chronicle)
    if (why.outcome.status, why.outcome.refusal) != (outcome.status, outcome.refusal):
        raise UsageError(f"what {outcome.operation.phrase} was asked in is not what the journal tells of")
    return why


def retold(talk: Recorded) -> Iterator[tuple[str, Outcome | None]]:
    """What the journal tells of, in words, and what is answered to it; None to what is no request."""
    world = talk.beginning()
    for number, entry in enumerate(talk.journal, 1):
        told = _told(world, entry, number)
        text = f"{told.by}: {told.text}" if told.by else told.text
        yield text, world.replay(entry)


def _told(world: Recorded, entry: Any, number: int) -> Told:
    place, time = f"step {number}", world.server.now
    if entry.role == "clock":
        return Told(place, "", step_text(world, Waiting(entry.params["seconds"])), time)
    if entry.role == "setup":
        words = " ".join(
            f"{name}={value}" for name, value in entry.params.items() if value not in ("", [], None)
        )
        return Told(place, "", f"set up {entry.operation} {words}", time)
    asked = Candidate(entry.caller, OPERATIONS[entry.operation], entry.token, entry.complete)
    text = step_text(world, asked).removeprefix(f"{entry.caller}: ")
    return Told(place, entry.caller, text, time, entry.complete, entry.operation)
