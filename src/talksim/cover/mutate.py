"""Mutation of rules: each guard of each operation let pass, each move lost, one at a time.

A mutant is killed when something that exercised the changed rule comes to another verdict. Only what the
guard refused, or what made the move, is played again: nothing else can tell the difference. Limits: a guard
that is asked for what it does, not for its answer, is not noticed; a move is lost in one way, not in all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from enum import Enum
from functools import cached_property, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal

import attrs

import talksim
from talksim.cover.figures import guard_pairs
from talksim.cover.observe import observing
from talksim.cover.shadow import shadowed
from talksim.cover.sources import Play, plays
from talksim.cover.tally import Key, Tally
from talksim.policies import load_policy
from talksim.rules.lifecycle import LIFECYCLES, Edge, Lifecycle
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.policy import policy_in_force, redirected, unguarded, without
from talksim.rules.stage import RULES, Guard

__all__ = ["Mutant", "Mutation", "Survivor", "mutants", "mutate"]

Kind = Literal["guard", "move"]
_Name = tuple[Kind, Key]


@attrs.frozen
class Mutant:
    """One changed rule: what was changed, where it stands, and how to change it while a block lasts."""

    kind: Kind
    key: Key
    what: str
    place: str
    change: Callable[[], AbstractContextManager[None]] = attrs.field(repr=False, eq=False)

    @property
    def name(self) -> _Name:
        """What names it in every process: the order of the tables is that of imports, which may differ."""
        return self.kind, self.key

    def exercised(self, tally: Tally) -> bool:
        """Whether a run with this tally can tell the difference."""
        return self.key in (tally.refused if self.kind == "guard" else tally.moves)


@attrs.frozen
class Survivor:
    """A changed rule nobody noticed; `plays` is how many exercised it."""

    what: str
    place: str
    plays: int


@attrs.frozen
class Mutation:
    """What became of the mutants; `equivalent` are those left out, as their rule is always shadowed."""

    total: int
    survivors: tuple[Survivor, ...]
    equivalent: tuple[str, ...]

    @property
    def killed(self) -> int:
        """How many were noticed."""
        return self.total - len(self.survivors)

    @property
    def percent(self) -> float:
        """How many of a hundred were noticed; 100 where there are none."""
        return 100.0 * self.killed / self.total if self.total else 100.0


def mutants() -> list[Mutant]:
    """Every changed rule: the guards by operations, then the moves by the names of their lifecycles."""
    return [*_guards(), *_moves()]


def mutate(
    paths: Sequence[str], *, jobs: int = 1, told: Callable[[int, int], None] | None = None
) -> Mutation:
    """Change every rule in turn and play what exercised it. Raises `Faults` for an unreadable file.

    `told` hears how many changes were tried, of how many.
    """
    world = _World.of(paths)
    reasons = shadowed()
    chosen = [mutant for mutant in world.mutants if mutant.key not in reasons]
    tasks = [(mutant.name, world.exercising(mutant)) for mutant in chosen]
    survived = []
    for number, killed in enumerate(_killed(world, paths, tasks, jobs)):
        if not killed:
            mutant = chosen[number]
            survived.append(Survivor(mutant.what, mutant.place, len(tasks[number][1])))
        if told is not None:
            told(number + 1, len(tasks))
    equivalent = tuple(mutant.what for mutant in world.mutants if mutant.key in reasons)
    return Mutation(len(chosen), tuple(survived), equivalent)


_Task = tuple[_Name, list[int]]
_worlds: list[_World] = []
_lasting = ExitStack()


@attrs.frozen
class _World:
    """What is played, what it exercises and how it goes while no rule is changed."""

    plays: list[Play]
    tallies: list[Tally]
    verdicts: list[int | str]
    mutants: list[Mutant]

    @classmethod
    def of(cls, paths: Iterable[str]) -> _World:
        """Play everything once."""
        found, tallies, verdicts = list(plays(paths)), [], []
        for play in found:
            with observing() as tally:
                verdicts.append(_verdict(play))
            tallies.append(tally)
        return cls(found, tallies, verdicts, mutants())

    @cached_property
    def by_name(self) -> dict[_Name, Mutant]:
        """The mutants by what names them."""
        return {mutant.name: mutant for mutant in self.mutants}

    def exercising(self, mutant: Mutant) -> list[int]:
        """Which of the plays can tell the difference."""
        return [number for number, tally in enumerate(self.tallies) if mutant.exercised(tally)]

    def kills(self, task: _Task) -> bool:
        """Whether one of the plays comes to another verdict."""
        name, numbers = task
        with self.by_name[name].change():
            return any(_verdict(self.plays[number]) != self.verdicts[number] for number in numbers)


def _killed(world: _World, paths: Sequence[str], tasks: Sequence[_Task], jobs: int) -> Iterator[bool]:
    if jobs == 1:
        yield from map(world.kills, tasks)
        return
    spawn = get_context("spawn")  # a fork of a process with threads may hang
    policy = policy_in_force()
    begin = (tuple(paths), policy.path if policy else "")
    with ProcessPoolExecutor(jobs, spawn, initializer=_begin, initargs=begin) as pool:
        yield from pool.map(_kills, tasks, chunksize=16)


def _begin(paths: Sequence[str], policy: str) -> None:
    """Begin a worker, under the policy for good that is in force here."""
    if policy:
        _lasting.enter_context(load_policy(policy).in_force())
    _worlds[:] = [_World.of(paths)]


def _kills(task: _Task) -> bool:
    return _worlds[0].kills(task)


def _verdict(play: Play) -> int | str:
    try:
        return play.run()
    except Exception as error:  # a changed rule may break what follows; that is noticed, too
        return type(error).__name__


def _guards() -> Iterator[Mutant]:
    for name, id in guard_pairs():
        guard, change = RULES.get(id), partial[AbstractContextManager[None]]
        if not isinstance(guard, Guard):
            continue
        if (lifecycle := LIFECYCLES.get(name)) is not None:
            yield Mutant("guard", (name, id), f"{name} without {id}", "", change(unguarded, lifecycle, guard))
        elif (operation := _operations().get(name)) is not None and _asks(operation, guard):
            what, place = f"{operation.phrase} without {id}", _place(operation.effect)
            yield Mutant("guard", (name, id), what, place, change(without, operation, guard))


def _asks(operation: Operation, guard: Guard) -> bool:
    """Whether the operation asks the guard, which a policy may have dropped."""
    return any(stage is guard for _, _, stage in operation.steps)


def _moves() -> Iterator[Mutant]:
    for _, lifecycle in sorted(LIFECYCLES.items()):
        for edge in lifecycle.moves:
            dest = _elsewhere(lifecycle, edge)
            what = f"{edge.id} to {dest} instead of {edge.dest}"
            yield Mutant("move", (edge.id,), what, "", partial(redirected, lifecycle, edge, dest))


def _elsewhere(lifecycle: Lifecycle, edge: Edge) -> Enum:
    """Where a lost move leads: nowhere, or if that is where it leads anyway, to the next state."""
    if edge.source is not edge.dest:
        return edge.source
    states = lifecycle.states
    return states[(states.index(edge.dest) + 1) % len(states)]


def _operations() -> dict[str, Operation]:
    return {operation.id: operation for operation in OPERATIONS.values()}


def _place(function: Any) -> str:
    """The line of a function, its file as seen from the package."""
    code = function.__code__
    path, root = Path(code.co_filename), Path(talksim.__file__).parent
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    return f"{shown.as_posix()}:{code.co_firstlineno}"
