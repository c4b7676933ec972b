"""What a policy does to the rules while it lasts: a guard let pass, a move that leads elsewhere.

Each function is a context manager which gives the rules back as they were. They nest;
the inner one ends first.

    with without(OPERATIONS["start_recording"], RULES["gate.moderator"]):
        ...  # everybody may record
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from enum import Enum
from typing import Any

import attrs

from talksim.errors import UsageError
from talksim.rules.lifecycle import Edge, GuardLike, Lifecycle
from talksim.rules.operation import Operation
from talksim.rules.stage import Bind, Guard, Run, Stage

__all__ = ["also_asking", "instead", "postponed", "redirected", "swapped", "unguarded", "without"]

_Step = tuple[str, Run, Any]


def without(operation: Operation, stage: Stage) -> AbstractContextManager[None]:
    """Let the operation go on whatever a stage says; a bind still binds what it finds.

    Raises `UsageError` when the operation has no such stage.
    """
    _found(operation, stage)
    kept = (_let_pass(step) if step[2] is stage else step for step in operation.steps)
    return swapped(operation, steps=tuple(step for step in kept if step is not None))


def also_asking(operation: Operation, guard: Guard, run: Run) -> AbstractContextManager[None]:
    """Let the operation ask a guard of its effect after all its stages, by `run(at)`."""
    return swapped(operation, steps=(*operation.steps, (guard.kind, run, guard)))


def instead(operation: Operation, stage: Stage, run: Run) -> AbstractContextManager[None]:
    """Let a stage do `run(at)` instead. Raises `UsageError` when the operation has no such stage."""
    place = _found(operation, stage)
    steps = list(operation.steps)
    steps[place] = (stage.kind, run, stage)
    return swapped(operation, steps=tuple(steps))


def postponed(operation: Operation, stage: Stage) -> AbstractContextManager[None]:
    """Let a stage come last. Raises `UsageError` when the operation has no such stage."""
    step = operation.steps[_found(operation, stage)]
    return swapped(operation, steps=(*(other for other in operation.steps if other is not step), step))


def redirected(lifecycle: Lifecycle, edge: Edge, dest: Enum | None) -> AbstractContextManager[None]:
    """Let the edge lead to `dest`, or let there be no such edge if that is None.

    Raises `UsageError` when the edge is none of the lifecycle's.
    """
    if edge not in lifecycle.moves:
        raise UsageError(f"{lifecycle.name} has no move {edge.id}")
    changed = None if dest is None else attrs.evolve(edge, dest=dest)
    edges = (changed if known == edge else known for known in lifecycle.moves)
    return _adopted(lifecycle, [known for known in edges if known is not None])


def unguarded(lifecycle: Lifecycle, guard: GuardLike) -> AbstractContextManager[None]:
    """Let no move of the lifecycle ask the guard. Raises `UsageError` when none does."""
    if all(guard not in edge.guards for edge in lifecycle.moves):
        raise UsageError(f"no move of {lifecycle.name} asks {guard.id}")
    edges = [attrs.evolve(e, guards=tuple(g for g in e.guards if g is not guard)) for e in lifecycle.moves]
    return _adopted(lifecycle, edges)


@contextmanager
def swapped(operation: Operation, **parts: Any) -> Iterator[None]:
    """Give an operation other `steps`, another `effect`: the one place where a declared operation changes."""
    before: Mapping[str, Any] = {name: getattr(operation, name) for name in parts}
    _put(operation, parts)
    try:
        yield
    finally:
        _put(operation, before)


@contextmanager
def _adopted(lifecycle: Lifecycle, edges: Iterable[Edge]) -> Iterator[None]:
    before = lifecycle.moves
    lifecycle.adopt(edges)
    try:
        yield
    finally:
        lifecycle.adopt(before)


def _found(operation: Operation, stage: Stage) -> int:
    """Which of the operation's stages it is."""
    for place, (_, _, known) in enumerate(operation.steps):
        if known is stage:
            return place
    raise UsageError(f"{operation.phrase} has no stage {stage.id}")


def _put(operation: Operation, parts: Mapping[str, Any]) -> None:
    for name, part in parts.items():
        object.__setattr__(operation, name, part)


def _let_pass(step: _Step) -> _Step | None:
    kind, run, stage = step
    if not isinstance(stage, Bind):
        return None

    def bound(at: Any) -> bool:
        run(at)
        return True

    return kind, bound, stage
