"""One story told step by step in an ordinary world, with every property looked at on the way."""

from __future__ import annotations

from collections.abc import Container, Iterator

from talksim.explore.action import Action
from talksim.explore.model import Kind
from talksim.explore.witness import play, stepped
from talksim.explore.world import World
from talksim.scenario.player import Player

__all__ = ["Trial"]


class Trial:
    """A story. `done` names properties that are not looked at, or not any more."""

    def __init__(self, player: Player, world: World, done: Container[str] = ()) -> None:
        self.player = player
        self._states = [one for one in world.properties if one.name not in done]
        self._steps = [one for one in world.step_properties if one.name not in done]

    def step(self, action: Action) -> Iterator[tuple[str, Kind, tuple[str, ...]]]:
        """Play a step; what is found by it: property, kind, breaches. Each property is found once."""
        if self._steps:
            step = stepped(self.player, action)
            for one in list(self._steps) if step is not None else ():
                assert step is not None
                if breaches := tuple(one.breaches(step)):
                    self._steps.remove(one)
                    yield one.name, one.kind, breaches
        else:
            play(self.player, action)
        yield from self.look()

    def look(self) -> Iterator[tuple[str, Kind, tuple[str, ...]]]:
        """What is found in the world as it is."""
        for one in list(self._states):
            breaches = tuple(one.breaches(self.player.talk.server))
            if bool(breaches) is (one.kind == "always"):
                self._states.remove(one)
                yield one.name, one.kind, breaches
