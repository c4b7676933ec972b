"""Strategies for scenarios: random requests in a random world, written for `talksim run` to replay."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from talksim import chance
from talksim.scenario.load import load_text
from talksim.scenario.script import Scenario
from talksim.scenario.transcribe import transcript
from talksim.strategies.things import givens, randoms

__all__ = ["scenario_texts", "scenarios"]


def scenario_texts(*, max_steps: int = 20) -> st.SearchStrategy[str]:
    """The YAML of a scenario that passes: its steps expect what was answered. It shrinks to few steps."""
    steps = st.lists(randoms(), max_size=max_steps)
    return st.builds(_text, givens(), steps)


def scenarios(*, max_steps: int = 20) -> st.SearchStrategy[Scenario]:
    """The same, loaded."""
    return scenario_texts(max_steps=max_steps).map(lambda text: load_text(text)[0])


def _text(world: chance.World, choices: list[Random]) -> str:
    talk = chance.begin(world).talk
    start = len(talk.journal)
    for random in choices:
        chance.Walk(random, talk).step()
    return transcript(talk.journal[start:], given=world.given, steps=world.steps, name="By chance")
