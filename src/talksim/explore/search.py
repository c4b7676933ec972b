"""Breadth first over all that can be reached: complete within its bounds, so what it finds is shortest."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from time import perf_counter
from typing import Generic, TypeAlias, TypeVar

import attrs

from talksim.by_fields import EqualByFields, ShownByFields
from talksim.explore.model import Kind, Model, Property

__all__ = ["Bounds", "Finding", "Path", "Progress", "Search", "breadth_first"]

S = TypeVar("S")
L = TypeVar("L")

_CHECK_EVERY = 1 << 9
"""After how many states clock and bounds are looked at."""


@attrs.frozen(eq=False, repr=False)
class Bounds(EqualByFields):
    """When to stop: so many steps from the start, so many states, so many seconds of wall time."""

    depth: int | None = None
    states: int | None = None
    seconds: float | None = None


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
    bounds: Bounds = Bounds(),
    *,
    alarmed: bool = False,
    first: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Search[L]:
    """Look at every state that can be reached, nearest first.

    `alarmed` asks the model for the alarms of every state as well; with `first` the search ends at the first
    breach of what must always hold. `progress` is told from time to time.
    """
    return _Run(model, properties, bounds, alarmed=alarmed, first=first, tell=progress).run()


class _Stop(Exception):  # noqa: N818  an end, not an error
    """The search ends here; says why."""


class _Run(Generic[S, L]):
    """One search. `parents` holds every state's key with that of the state it was found from."""

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
        self.begin = perf_counter()

    def run(self) -> Search[L]:
        frontier: list[S] = []
        stopped = ""
        try:
            frontier = self._start()
            while frontier:
                if self.bounds.depth is not None and self.depth >= self.bounds.depth:
                    raise _Stop("depth")
                frontier = self._level(frontier)
                self.depth += bool(frontier)
        except _Stop as stop:
            stopped = str(stop)
        return Search(self._progress(len(frontier)), not stopped, stopped, self.findings)

    def _start(self) -> list[S]:
        frontier = []
        for state in self.model.initial():
            key = self.model.key(state)
            if key not in self.parents:
                self.parents[key] = None
                frontier.append(state)
                self._look(state)
        return frontier

    def _level(self, frontier: list[S]) -> list[S]:
        """Everything one step further."""
        following: list[S] = []
        found = following.append
        successors, key, parents = self.model.successors, self.model.key, self.parents
        for number, state in enumerate(frontier):
            if not number % _CHECK_EVERY:
                self._check(len(frontier) - number + len(following))
            if self.alarmed:
                self._listen(state)
            come_from = key(state)
            steps = successors(state)
            self.transitions += len(steps)
            for after in steps:
                reached = key(after)
                if reached not in parents:
                    parents[reached] = come_from
                    found(after)
                    if self.open:
                        self._look(after)
        return following

    def _check(self, waiting: int) -> None:
        now = self._progress(waiting)
        if self.tell is not None:
            self.tell(now)
        if self.bounds.states is not None and now.states >= self.bounds.states:
            raise _Stop("states")
        if self.bounds.seconds is not None and now.seconds >= self.bounds.seconds:
            raise _Stop("seconds")

    def _look(self, state: S) -> None:
        """Hold a new state against the properties about which nothing was found yet."""
        for one in list(self.open.values()):
            breaches = one.breaches(state)
            if bool(breaches) is (one.kind == "always"):
                del self.open[one.name]
                path = tuple(label for label, _ in self._path(self.model.key(state)))
                self._found(Finding(one.name, one.kind, path, tuple(breaches)))

    def _listen(self, state: S) -> None:
        for alarm in self.model.alarms(state):
            if alarm.name not in self.findings:
                path = tuple(label for label, _ in self._path(self.model.key(state)))
                self._found(Finding(alarm.name, "always", (*path, alarm.label), alarm.breaches))

    def _found(self, finding: Finding[L]) -> None:
        self.findings[finding.name] = finding
        if self.first and finding.kind == "always":
            raise _Stop("breach")

    def _path(self, key: Hashable) -> list[tuple[L, S]]:
        """The steps to a state: its ancestors are known by their keys, the steps are made again."""
        keys = list(self._ancestors(key))[::-1]
        state = next(one for one in self.model.initial() if self.model.key(one) == keys[0])
        path = []
        for wanted in keys[1:]:
            label, state = next(edge for edge in self.model.edges(state) if self.model.key(edge[1]) == wanted)
            path.append((label, state))
        return path

    def _ancestors(self, key: Hashable) -> Iterator[Hashable]:
        step: Hashable = key
        while step is not None:
            yield step
            step = self.parents[step]

    def _progress(self, waiting: int) -> Progress:
        return Progress(len(self.parents), self.transitions, waiting, self.depth, perf_counter() - self.begin)
