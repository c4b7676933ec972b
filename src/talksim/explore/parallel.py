"""Breadth first with several processes: each keeps the states whose keys fall to it.

The search begins alone, until there is something to share out and most of the model is known; then the
processes are forked. Level by level each looks at its own new states and hands the others theirs. What a
model would have to learn, only the first process may teach it (see `Shared`): such states come back to it,
and what was learned goes out with the next level. So all agree on what a state means.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Final, Generic, TypeAlias, TypeVar

import attrs

from talksim.explore.model import Model, Property, Shared, Unsettled
from talksim.explore.search import NO_BOUNDS, Bounds, Progress, Run, Search

__all__ = ["shared_breadth_first"]

S = TypeVar("S")
L = TypeVar("L")

_ALONE: Final = 1 << 11
"""States in a level up to which sharing does not pay."""

_PRIME: Final = 1_000_003

Handed: TypeAlias = tuple[list[Any], list[Hashable]]
"""States, and the keys of those that each was found from."""


@attrs.define
class _Told:
    """What a process found: the state's key and whether a step from there is meant."""

    name: str
    key: Hashable
    of_step: bool


@attrs.define
class _Level:
    """What a process has to say of a level."""

    states: int = 0
    waiting: int = 0
    transitions: int = 0
    unsettled: list[Any] = attrs.field(factory=list)
    told: list[_Told] = attrs.field(factory=list)


def shared_breadth_first(
    model: Model[S, L],
    properties: Sequence[Property[S]] = (),
    bounds: Bounds = NO_BOUNDS,
    *,
    workers: int,
    alarmed: bool = False,
    first: bool = False,
    keep: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Search[L]:
    """As `breadth_first`, with so many processes; bounds are looked at between levels.

    Of several shortest ways to a breach it may tell another one than a single process does.
    """
    run = Run(model, properties, bounds, alarmed=alarmed, first=first, tell=progress)
    frontier = run.start()
    with run.interruptible(keep):
        while frontier and len(frontier) < _ALONE and not run.ends(len(frontier)):
            frontier = run.level(frontier)
    if not frontier or run.stopped_by or run.ends(len(frontier)):
        return run.result(len(frontier))
    crew = _Crew(run, workers, frontier)
    try:
        with run.interruptible(keep):
            crew.search()
        return run.result(crew.waiting, crew.states)
    finally:
        crew.dismiss()


def _owner(key: Hashable, workers: int) -> int:
    return (key if type(key) is int else hash(key)) % _PRIME % workers


class _Crew(Generic[S, L]):
    """The first process, and those it has forked."""

    def __init__(self, run: Run[S, L], workers: int, frontier: list[S]) -> None:
        self.run, self.workers = run, workers
        self._learned()
        context = get_context("fork")
        pipes = [context.Pipe() for _ in range(workers)]
        between = {pair: context.Pipe() for pair in combinations(range(workers), 2)}
        for number in range(workers):
            peers = dict(_ends(between, number))
            worker = _Worker(run, frontier, number, peers)
            unused = [mine for mine, _ in pipes] + [its for n, (_, its) in enumerate(pipes) if n != number]
            unused += [end for pair in between.values() for end in pair if end not in peers.values()]
            args = (pipes[number][1], unused)
            context.Process(target=worker.serve, args=args, daemon=True).start()
        self.pipes = [mine for mine, _ in pipes]
        for end in (*(its for _, its in pipes), *(end for pair in between.values() for end in pair)):
            end.close()
        self.states, self.waiting = len(run.parents), len(frontier)
        run.parents = {}

    def search(self) -> None:
        """Level by level, until nothing is left."""
        batches: list[Handed] = [([], []) for _ in self.pipes]
        while self.waiting and not self.run.ends(self.waiting, self.states):
            levels = self._level(batches)
            batches = self._settle(levels)
            self.states = sum(level.states for level in levels)
            self.waiting = sum(level.waiting for level in levels) + sum(len(states) for states, _ in batches)
            self.run.depth += bool(self.waiting)
            self._hear(levels)

    def dismiss(self) -> None:
        """Let the processes end."""
        for pipe in self.pipes:
            pipe.close()

    def _learned(self) -> Any:
        model = self.run.model
        return model.share() if isinstance(model, Shared) else None

    def _level(self, batches: list[Handed]) -> list[_Level]:
        learned = self._learned()
        for pipe, batch in zip(self.pipes, batches, strict=True):
            pipe.send((learned, batch))
        return [_answer(pipe) for pipe in self.pipes]

    def _settle(self, levels: list[_Level]) -> list[Handed]:
        """Do what the others could not; whom a new state falls to is said by what was learned by then."""
        run, found = self.run, []
        for level in levels:
            run.transitions += level.transitions
            for state in level.unsettled:
                steps = run.model.successors(state)
                run.transitions += len(steps)
                found += [(after, state) for after in steps]
                level.told += _alarms(run, state)
        batches: list[Handed] = [([], []) for _ in self.pipes]
        for after, state in found:
            states, parents = batches[_owner(run.model.key(after), self.workers)]
            states.append(after)
            parents.append(run.model.key(state))
        return batches

    def _hear(self, levels: list[_Level]) -> None:
        told = [one for level in levels for one in level.told]
        for one in sorted(told, key=lambda one: (one.name, str(one.key))):
            if one.name not in self.run.findings:
                self.run.tell_of(one.name, self._ancestors(one.key), of_step=one.of_step)

    def _ancestors(self, key: Hashable) -> list[Hashable]:
        """The keys of the states on the way to one, the start first."""
        keys = [key]
        while True:
            pipe = self.pipes[_owner(keys[-1], self.workers)]
            pipe.send(keys[-1:])
            parent = _answer(pipe)
            if parent is None:
                return keys[::-1]
            keys.append(parent)


class _Worker(Generic[S, L]):
    """One of the forked processes. `sent` are the keys handed to others in this level and the last."""

    def __init__(
        self, run: Run[S, L], frontier: list[S], number: int, peers: Mapping[int, Connection]
    ) -> None:
        self.run, self.frontier, self.number, self.peers = run, frontier, number, peers
        self.workers = len(peers) + 1
        self.sent: set[Hashable] = set()
        self.sent_before: set[Hashable] = set()

    def serve(self, pipe: Connection, unused: Sequence[Connection]) -> None:
        """Answer until nobody asks any more."""
        for end in unused:
            end.close()
        key, mine = self.run.model.key, self.number
        self.frontier = [state for state in self.frontier if _owner(key(state), self.workers) == mine]
        parents = self.run.parents.items()
        self.parents = {one: parent for one, parent in parents if _owner(one, self.workers) == mine}
        try:
            while True:
                pipe.send(self._answered(pipe.recv()))
        except (EOFError, ConnectionError, KeyboardInterrupt):
            return
        except Exception as error:  # it is raised again where somebody can tell of it
            pipe.send(error)

    def _answered(self, asked: Any) -> Any:
        if isinstance(asked, list):
            return self.parents[asked[0]]
        learned, batch = asked
        if isinstance(self.run.model, Shared):
            self.run.model.take(learned)
        return self._level(batch)

    def _level(self, batch: Handed) -> _Level:
        level = _Level()
        self._take_in(batch, level)
        handed: list[Handed] = [([], []) for _ in range(self.workers)]
        frontier, self.frontier = self.frontier, []
        for state in frontier:
            try:
                steps = self.run.model.successors(state)
                level.told += _alarms(self.run, state)
            except Unsettled:
                level.unsettled.append(state)
                continue
            level.transitions += len(steps)
            self._share_out(steps, self.run.model.key(state), handed, level)
        self.sent_before, self.sent = self.sent - self.sent_before, self.sent - self.sent_before
        for other, pipe in sorted(self.peers.items()):
            self._take_in(_exchanged(pipe, handed[other], self.number < other), level)
        level.states, level.waiting = len(self.parents), len(self.frontier)
        return level

    def _share_out(
        self, steps: Sequence[S], come_from: Hashable, handed: list[Handed], level: _Level
    ) -> None:
        key, workers, mine, parents = self.run.model.key, self.workers, self.number, self.parents
        sent = self.sent
        for after in steps:
            reached = key(after)
            if reached in parents or reached in sent:
                continue
            owner = _owner(reached, workers)
            if owner == mine:
                self._reach(after, reached, come_from, level)
            else:
                sent.add(reached)
                handed[owner][0].append(after)
                handed[owner][1].append(come_from)

    def _take_in(self, batch: Handed, level: _Level) -> None:
        key = self.run.model.key
        for state, parent in zip(*batch, strict=True):
            reached = key(state)
            if reached not in self.parents:
                self._reach(state, reached, parent, level)

    def _reach(self, state: S, key: Hashable, parent: Hashable, level: _Level) -> None:
        self.parents[key] = parent
        self.frontier.append(state)
        for one in self.run.open.values():
            if bool(one.breaches(state)) is (one.kind == "always"):
                level.told.append(_Told(one.name, key, of_step=False))


def _ends(
    between: Mapping[tuple[int, int], tuple[Connection, Connection]], number: int
) -> Iterator[tuple[int, Connection]]:
    for (low, high), (one, other) in between.items():
        if number == low:
            yield high, one
        elif number == high:
            yield low, other


def _exchanged(pipe: Connection, batch: Handed, before: bool) -> Handed:
    """Send and receive; of two, one begins, or both would wait until the other has listened."""
    if before:
        pipe.send(batch)
        return pipe.recv()  # type: ignore[no-any-return]
    theirs = pipe.recv()
    pipe.send(batch)
    return theirs  # type: ignore[no-any-return]


def _alarms(run: Run[S, L], state: S) -> list[_Told]:
    if not run.alarmed:
        return []
    key = run.model.key(state)
    return [_Told(one.name, key, of_step=True) for one in run.model.alarms(state)]


def _answer(pipe: Connection) -> Any:
    """What a process says; what went wrong there is raised, `EOFError` if it has died."""
    answer = pipe.recv()
    if isinstance(answer, Exception):
        raise answer
    return answer
