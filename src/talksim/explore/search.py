"""Breadth first over all that can be reached: complete within its bounds, so what it finds is shortest."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import Final, Generic, TypeAlias, TypeVar

import attrs

from talksim.by_fields import EqualByFields, ShownByFields
from talksim.explore.model import Kind, Model, Property

__all__ = [
    "INTERRUPT",
    "NO_BOUNDS",
    "Bounds",
    "Finding",
    "Path",
    "Progress",
    "Run",
    "Search",
    "breadth_first",
]

S = TypeVar("S")
L = TypeVar("L")

INTERRUPT: Final = "interrupt"
"""What has stopped a search that somebody interrupted."""

_CHECK_EVERY = 1 << 9
"""After how many states clock and bounds are looked at."""


@attrs.frozen(eq=False, repr=False)
class Bounds(EqualByFields):
    """When to stop: so many steps from the start, so many states, so many seconds of wall time."""

    depth: int | None = None
    states: int | None = None
    seconds: float | None = None


NO_BOUNDS: Final = Bounds()
"""On, until nothing is left."""


@attrs.frozen(eq=False, repr=False)
class Progress(EqualByFields):
    """How far a search is: distinct states, steps, states not looked at yet, depth, seconds."""

    states: int
    transitions: int
    frontier: int
    depth: int
    seconds: float

    @property
    def rate(self) -> float:
        """Distinct states in a second."""
        return self.states / self.seconds if self.seconds else 0.0


Path: TypeAlias = tuple[L, ...]
"""The labels of the steps from the start."""


@attrs.frozen(eq=False, repr=False)
class Finding(EqualByFields, Generic[L]):
    """What became of a property: a breach, or the way to a goal, with the steps that lead there."""

    name: str
    kind: Kind
    path: Path[L]
    breaches: tuple[str, ...] = ()


@attrs.define(eq=False, repr=False)
class Search(ShownByFields, Generic[L]):
    """What a search has found; `complete` says that no bound was hit, `stopped_by` which was."""

    progress: Progress
    complete: bool
    stopped_by: str
    findings: dict[str, Finding[L]]


def breadth_first(
    model: Model[S, L],
    properties: Sequence[Property[S]] = (),
    bounds: Bounds = NO_BOUNDS,
    *,
    alarmed: bool = False,
    first: bool = False,
    keep: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Search[L]:
    """Look at every state that can be reached, nearest first.

    `alarmed` asks the model for the alarms of every state as well; with `first` the search ends at the first
    breach of what must always hold. With `keep` somebody who interrupts the search gets what was found by
    then, instead of `KeyboardInterrupt`. `progress` is told from time to time.
    """
    run = Run(model, properties, bounds, alarmed=alarmed, first=first, tell=progress)
    frontier = run.start()
    with run.interruptible(keep):
        while frontier and not run.ends(len(frontier)):
            frontier = run.level(frontier)
    return run.result(len(frontier))


class Run(Generic[S, L]):
    """One search while it goes on. `parents` holds every state's key with that of the one it was found from.

    `open` are the properties of states about which nothing was found yet.
    """

    def __init__(
        self,
        model: Model[S, L],
        properties: Sequence[Property[S]],
        bounds: Bounds,
        *,
        alarmed: bool,
        first: bool,
        tell: Callable[[Progress], None] | None,
    ) -> None:
        self.model, self.bounds, self.alarmed, self.first, self.tell = model, bounds, alarmed, first, tell
        self.open = {one.name: one for one in properties}
        self.parents: dict[Hashable, Hashable] = {}
        self.findings: dict[str, Finding[L]] = {}
        self.transitions = self.depth = 0
        self.stopped_by = ""
        self._keys: list[Hashable] = []
        self.begin = perf_counter()

    def start(self) -> list[S]:
        """The states in which the search begins."""
        frontier = []
        for state in self.model.initial():
            key = self.model.key(state)
            if key not in self.parents:
                self.parents[key] = None
                self._keys.append(key)
                frontier.append(state)
                self._look(state)
        return frontier

    def level(self, frontier: list[S]) -> list[S]:
        """Everything one step further; what of it was found when a bound was hit."""
        following: list[S] = []
        keys: list[Hashable] = []  # the very objects in `parents`: made again they would cost as much again
        found, keep = following.append, keys.append
        successors, key, parents = self.model.successors, self.model.key, self.parents
        for number, (state, come_from) in enumerate(zip(frontier, self._keys, strict=True)):
            if not number % _CHECK_EVERY and self.ends(len(frontier) - number + len(following)):
                return frontier[number:] + following
            if self.alarmed:
                self._listen(state)
            steps = successors(state)
            self.transitions += len(steps)
            for after in steps:
                reached = key(after)
                if reached not in parents:
                    parents[reached] = come_from
                    found(after)
                    keep(reached)
                    if self.open:
                        self._look(after)
        self.depth += bool(following)
        self._keys = keys
        return following

    @contextmanager
    def interruptible(self, keep: bool) -> Iterator[None]:
        """Let an interrupt be one more bound, if what was found is to be kept."""
        try:
            yield
        except KeyboardInterrupt:
            if not keep:
                raise
            self.stopped_by = INTERRUPT

    def ends(self, waiting: int, states: int | None = None) -> bool:
        """Whether a bound was hit; `states` are those that other processes hold. Tells of the progress."""
        now = self.progress(waiting, states)
        if self.tell is not None:
            self.tell(now)
        bounds = self.bounds
        if bounds.states is not None and now.states >= bounds.states:
            self.stopped_by = "states"
        if bounds.seconds is not None and now.seconds >= bounds.seconds:
            self.stopped_by = "seconds"
        if bounds.depth is not None and now.depth >= bounds.depth:
            self.stopped_by = "depth"
        return bool(self.stopped_by)

    def tell_of(self, name: str, keys: Sequence[Hashable], *, of_step: bool = False) -> None:
        """Keep what was found in a state that is reached by these keys, or in a step from there."""
        path = self._path(keys)
        there = path[-1][1] if path else next(iter(self.model.initial()))
        labels = tuple(label for label, _ in path)
        if of_step:
            alarm = next(one for one in self.model.alarms(there) if one.name == name)
            finding = Finding(name, "always", (*labels, alarm.label), alarm.breaches)
        else:
            one = self.open.pop(name)
            finding = Finding(name, one.kind, labels, tuple(one.breaches(there)))
        self.findings[name] = finding
        if self.first and finding.kind == "always":
            self.stopped_by = "breach"

    def progress(self, waiting: int, states: int | None = None) -> Progress:
        """How far the search is."""
        states = len(self.parents) if states is None else states
        return Progress(states, self.transitions, waiting, self.depth, perf_counter() - self.begin)

    def result(self, waiting: int, states: int | None = None) -> Search[L]:
        """What was found."""
        stopped = self.stopped_by
        return Search(self.progress(waiting, states), not stopped, stopped, self.findings)

    def _look(self, state: S) -> None:
        """Hold a new state against the properties about which nothing was found yet."""
        for one in list(self.open.values()):
            if bool(one.breaches(state)) is (one.kind == "always"):
                self.tell_of(one.name, self._ancestors(state))

    def _listen(self, state: S) -> None:
        for alarm in self.model.alarms(state):
            if alarm.name not in self.findings:
                self.tell_of(alarm.name, self._ancestors(state), of_step=True)

    def _ancestors(self, state: S) -> list[Hashable]:
        """The keys on the way to a state, the start's first."""
        keys = [self.model.key(state)]
        while (parent := self.parents[keys[-1]]) is not None:
            keys.append(parent)
        return keys[::-1]

    def _path(self, keys: Sequence[Hashable]) -> list[tuple[L, S]]:
        """The steps along these keys, made again: a state has gone, its key was kept."""
        state = next(one for one in self.model.initial() if self.model.key(one) == keys[0])
        path = []
        for wanted in keys[1:]:
            label, state = next(edge for edge in self.model.edges(state) if self.model.key(edge[1]) == wanted)
            path.append((label, state))
        return path
