"""What might be asked, by chance: values, requests, worlds and walks, all drawn from a `random.Random`.

The generator is the caller's: a seeded one gives the same walk again at full speed, Hypothesis' one gives a
walk that shrinks (`talksim.strategies`). What comes first in a choice is the plainest, so that shrinking
leads to what a person would write.
"""

from __future__ import annotations

from talksim.chance.again import again
from talksim.chance.requests import Request, callers, request
from talksim.chance.values import odd_value, right_value, value
from talksim.chance.walk import Step, Walk
from talksim.chance.watch import Breach, Watch, held
from talksim.chance.worlds import World, begin, world
from talksim.explore.shorter import minimal

__all__ = [
    "Breach",
    "Request",
    "Step",
    "Walk",
    "Watch",
    "World",
    "again",
    "begin",
    "callers",
    "held",
    "minimal",
    "odd_value",
    "request",
    "right_value",
    "value",
    "world",
]
