"""Random walks: many stories of a certain length, each step chosen by chance, for worlds too large to see.

They are played in an ordinary world, with its clock and its ids, so whatever they find can be replayed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing import get_context
from random import Random
from signal import SIG_IGN, SIGINT, signal
from time import perf_counter
from typing import Any, Final, TypeAlias

import attrs

from talksim.explore.action import Action
from talksim.explore.minimise import minimised
from talksim.explore.search import INTERRUPT, Finding, Progress, Search
from talksim.explore.trial import Trial
from talksim.explore.world import World
from talksim.scenario.player import Player

__all__ = ["Walks"]

Found: TypeAlias = dict[str, tuple[int, tuple[int, ...]]]
"""Properties that were found, each with the number of the walk and of every action on its way."""

_LOOK_EVERY: Final = 64
"""After how many walks the clock is looked at."""


@attrs.frozen(eq=False, repr=False)
class Walks:
    """Walks in a world, from `player` on; each depends on the seed and its number alone."""

    world: World
    player: Player
    number: int
    steps: int
    seed: int

    def search(
        self,
        *,
        workers: int = 1,
        seconds: float | None = None,
        keep: bool = False,
        progress: Callable[[Progress], None] | None = None,
    ) -> Search[Action]:
        """Walk, in so many processes. What is found is the same for any number of them.

        What breaks a property is made as short as can be. After `seconds` no further walk begins. `keep` is
        that of `breadth_first`.
        """
        begin, found, walked, stopped = perf_counter(), Found(), 0, ""
        try:
            for first in range(0, self.number, _LOOK_EVERY * workers):
                now = self._progress(walked, self.number - walked, begin)
                if progress is not None:
                    progress(now)
                if seconds is not None and now.seconds >= seconds:
                    stopped = "seconds"
                    break
                batch = range(first, min(first + _LOOK_EVERY * workers, self.number))
                for other in self._batches(batch, workers, frozenset(found)):
                    _merge(found, other)
                walked = batch.stop
        except KeyboardInterrupt:
            if not keep:
                raise
            stopped = INTERRUPT
        findings = {name: self._finding(name, way) for name, (_, way) in found.items()}
        return Search(self._progress(walked, 0, begin), not stopped, stopped, findings)

    def _progress(self, walked: int, waiting: int, begin: float) -> Progress:
        return Progress(
            walked * (self.steps + 1), walked * self.steps, waiting, self.steps, perf_counter() - begin
        )

    def _batches(self, batch: range, workers: int, done: frozenset[str]) -> Iterable[Found]:
        if workers == 1:
            return [self._some(batch, done)]
        parts = [batch[start::workers] for start in range(workers)]
        global _shared  # noqa: PLW0603  what a process that is forked finds in place
        _shared = (self, done)
        with get_context("fork").Pool(workers, signal, (SIGINT, SIG_IGN)) as pool:
            return pool.map(_some_of_shared, parts)

    def _some(self, numbers: Iterable[int], done: frozenset[str]) -> Found:
        found: Found = {}
        for number in numbers:
            for name, way in self._walk(number, done | found.keys()):
                found[name] = (number, way)
        return found

    def _walk(self, number: int, done: frozenset[str]) -> Iterator[tuple[str, tuple[int, ...]]]:
        trial, way = Trial(self.player.fork(), self.world, done), []
        yield from ((name, ()) for name, _, _ in trial.look())
        for action in _chosen(self.world.actions, Random(f"{self.seed} {number}"), self.steps):
            way.append(action)
            for name, _, _ in trial.step(self.world.actions[action]):
                yield name, tuple(way)

    def _finding(self, name: str, way: Sequence[int]) -> Finding[Action]:
        path = minimised(
            tuple(self.world.actions[number] for number in way), self.world, self.player.fork, name
        )
        return Finding(name, self.world.kinds[name], path)


_shared: Any = None


def _some_of_shared(numbers: range) -> Found:
    walks, done = _shared
    found: Found = walks._some(numbers, done)
    return found


def _merge(found: Found, other: Found) -> None:
    """Of two ways to find the same, keep that of the earlier walk."""
    for name, (number, way) in other.items():
        if name not in found or number < found[name][0]:
            found[name] = (number, way)


def _chosen(actions: Sequence[Action], random: Random, steps: int) -> Iterator[int]:
    for _ in range(steps if actions else 0):
        yield random.randrange(len(actions))
