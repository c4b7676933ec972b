"""A random walk: one request after another in one world, and sometimes time that passes."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Final, NamedTuple

from talksim.chance.requests import request
from talksim.outcome import Outcome
from talksim.talk import Entry, Talk

__all__ = ["PAUSES", "Step", "Walk"]

PAUSES: Final = (1, 31, 101, 4000, 90_000)
"""Seconds that may pass: nothing, a session's end, a call's end, a lobby's timer, a day's jobs."""


class Step(NamedTuple):
    """A line of the journal and its answer; time that passes has none."""

    asked: Entry
    outcome: Outcome | None


class Walk:
    """A walk in a world, going on as long as somebody asks for the next step."""

    def __init__(self, random: Random, talk: Talk) -> None:
        self.random, self.talk = random, talk

    def step(self) -> Step:
        """Ask for something, or let time pass."""
        talk = self.talk
        outcome = None
        if self.random.randrange(32) == 31:
            talk.wait(self.random.choice(PAUSES))
        else:
            outcome = request(self.random, talk).send(talk)
        return Step(talk.journal[-1], outcome)

    def steps(self, number: int) -> Iterator[Step]:
        """So many steps."""
        return (self.step() for _ in range(number))
