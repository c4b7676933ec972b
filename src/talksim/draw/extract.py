"""From the tables of rules to graphs: a lifecycle, and what an operation can answer.

A lifecycle gives its states and moves. An operation gives what may become of a request: each stage that can
end it is an edge to its answer, in the order in which they are asked; what a commit stores is a state of its
own, so that a refusal after it is seen to leave something behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

import talksim.operations  # noqa: F401  declares what is drawn
from talksim.draw.graph import Check, Edge, Graph, Kind, State
from talksim.rules.compile import word_of
from talksim.rules.lifecycle import Edge as Move
from talksim.rules.lifecycle import GuardLike, Lifecycle
from talksim.rules.operation import Operation
from talksim.rules.stage import RULES, Commit, Finish, Guard, Stage

__all__ = ["Counts", "of_lifecycle", "of_operation"]


class Counts(Protocol):
    """How often a run exercised each rule, by stable ids, as `talksim.cover` counts it."""

    @property
    def moves(self) -> Mapping[tuple[str, ...], int]:
        """Moves made, by (edge,)."""

    @property
    def refused(self) -> Mapping[tuple[str, ...], int]:
        """Refusals, by (operation or lifecycle, guard)."""

    @property
    def finishes(self) -> Mapping[tuple[str, ...], int]:
        """Answers at once, by (operation, finish, status)."""

    @property
    def commits(self) -> Mapping[tuple[str, ...], int]:
        """What was stored, by (operation, commit)."""

    @property
    def statuses(self) -> Mapping[tuple[str, ...], int]:
        """Answers, by (operation, status)."""


def of_lifecycle(lifecycle: Lifecycle, counts: Counts | None = None) -> Graph:
    """The states and moves of a lifecycle, as they are now: under a policy, as it has them."""
    states = tuple(State(word_of(state), initial=state is lifecycle.initial) for state in lifecycle.states)
    edges = tuple(_move(move, counts) for move in lifecycle.moves)
    return Graph(lifecycle.name, states, edges, watched=counts is not None)


def of_operation(operation: Operation, counts: Counts | None = None) -> Graph:
    """What may become of a request: which stage ends it with which answer, and what is stored on the way."""
    return _Request(operation, counts).graph()


def _move(move: Move, counts: Counts | None) -> Edge:
    checks = tuple(_check(guard, move.lifecycle, counts) for guard in move.guards)
    times = None if counts is None else counts.moves.get((move.id,), 0)
    return Edge(move.id, word_of(move.source), word_of(move.dest), move.trigger, checks, times)


def _check(guard: GuardLike, asker: str, counts: Counts | None) -> Check:
    refused = None if counts is None else counts.refused.get((asker, guard.id), 0)
    if isinstance(guard, Guard):
        return Check(guard.id, guard.name, _answer(guard), refused)
    return Check(guard.id, guard.id, "", refused)


def _answer(guard: Guard) -> str:
    return f"{guard.status} {guard.error or ''}".rstrip()


def _kind(status: int) -> Kind:
    return "answer" if status < 400 else "refusal"


class _Request:
    """Follows the stages of one operation; `where` is the state that the request has come to."""

    def __init__(self, operation: Operation, counts: Counts | None) -> None:
        self.operation, self.counts = operation, counts
        self.where = "asked"
        self.states: dict[str, State] = {"asked": State("asked", initial=True)}
        self.edges: list[Edge] = []

    def graph(self) -> Graph:
        for stage in self.operation.stages:
            self._stage(stage)
        self._later()
        success = str(self.operation.success)
        self._edge("effect", success, "answer", self._count("statuses", success))
        title, watched = self.operation.phrase, self.counts is not None
        return Graph(title, tuple(self.states.values()), tuple(self.edges), watched=watched)

    def _stage(self, stage: Stage) -> None:
        if isinstance(stage, Guard):
            self._edge(stage.name, _answer(stage), _kind(stage.status), self._count("refused", stage.id))
        elif isinstance(stage, Commit):
            stored = f"after {stage.name}"
            self._edge(stage.name, stored, "state", self._count("commits", stage.id))
            self.where = stored
        elif isinstance(stage, Finish):
            self._finish(stage)

    def _finish(self, stage: Finish) -> None:
        """Which status a finish answers is seen in a run alone."""
        seen = dict(self._finished(stage))
        for status, times in seen.items():
            self._edge(stage.name, status, _kind(int(status)), times)
        if not seen:
            self._edge(stage.name, "at once", "answer", self._count("finishes", stage.id))

    def _finished(self, stage: Finish) -> Iterator[tuple[str, int]]:
        for (name, finish, status), times in sorted(self.counts.finishes.items()) if self.counts else ():
            if (name, finish) == (self.operation.id, stage.id):
                yield status, times

    def _later(self) -> None:
        """The refusals that the effect itself ran into, which no list of stages names."""
        listed = {stage.id for stage in self.operation.stages}
        for (name, rule), times in sorted(self.counts.refused.items()) if self.counts else ():
            guard = RULES.get(rule)
            if name == self.operation.id and rule not in listed and isinstance(guard, Guard):
                self._edge(guard.name, _answer(guard), _kind(guard.status), times)

    def _edge(self, trigger: str, dest: str, kind: Kind, times: int | None) -> None:
        self.states.setdefault(dest, State(dest, kind))
        id = f"{self.operation.id}: {len(self.edges) + 1} {trigger}"
        self.edges.append(Edge(id, self.where, dest, trigger, times=times))

    def _count(self, what: str, *key: str) -> int | None:
        if self.counts is None:
            return None
        times: int = getattr(self.counts, what).get((self.operation.id, *key), 0)
        return times
