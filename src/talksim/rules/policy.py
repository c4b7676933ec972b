"""Policies: rules that are otherwise while they last: a guard let pass, a move that leads elsewhere.

A `Swap` gives one declared thing other parts and gives the old ones back; the functions here make swaps for
what policies do. They nest; the inner one ends first.

    with without(OPERATIONS["start_recording"], RULES["gate.login_moderator"]):
        ...  # everybody may record

A `Policy` is many of them under one name, put in force together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from enum import Enum
from types import TracebackType
from typing import Any, Final, TypeAlias

import attrs

from talksim.by_fields import ShownByFields
from talksim.errors import UsageError
from talksim.rules.lifecycle import Edge, GuardLike, Lifecycle, Table
from talksim.rules.operation import Operation
from talksim.rules.stage import Bind, Guard, Run, Stage

__all__ = [
    "Changes",
    "Policy",
    "Swap",
    "also_asking",
    "extended",
    "instead",
    "policy_in_force",
    "postponed",
    "redirected",
    "swapped",
    "unguarded",
    "without",
]

_Step = tuple[str, Run, Any]


@attrs.define(eq=False)
class Swap:
    """Other parts for one declared thing while the block lasts: `before` is what it had, once begun."""

    target: Any
    parts: Mapping[str, Any]
    before: Mapping[str, Any] = {}

    def __enter__(self) -> None:
        self.before = {name: getattr(self.target, name) for name in self.parts}
        _put(self.target, self.parts)

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        _put(self.target, self.before)


Changes: TypeAlias = Callable[[], Iterable[Swap]]
"""Makes swaps one after the other, each from the rules as those before have left them."""


@attrs.frozen(eq=False, repr=False)
class Policy(ShownByFields):
    """Rules that are otherwise, under a name.

    `settings` are those a server begins with, where nobody says otherwise; `changes` is what else is changed.
    `path` is the file it came from, if any.
    """

    name: str
    changes: Changes = attrs.field(default=tuple, repr=False)
    settings: Mapping[str, Any] = attrs.field(factory=dict)
    path: str = ""
    _known: list[Swap] = attrs.field(factory=list, init=False, repr=False)

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """Let the rules be those of the policy for everybody while the block lasts.

        A `Talk` that is made in the block goes on under the policy. In the block of another policy that one
        rests: a policy is always of Talk as it is. What is to be changed is found out once, and again when
        something else has changed the rules.
        """
        if policy_in_force() is self:
            yield
            return
        with ExitStack() as stack:
            for swap in _IN_FORCE[-1][1] if _IN_FORCE else ():
                stack.enter_context(Swap(swap.target, swap.before))
            swaps = self._swaps()
            for swap in swaps:
                stack.enter_context(swap)
            _IN_FORCE.append((self, swaps))
            stack.callback(_IN_FORCE.pop)
            yield

    @property
    def changes_moves(self) -> bool:
        """Whether some status has other moves, once in force: an effect may then want one there is not."""
        return any(isinstance(swap.target, Lifecycle) for swap in self._known)

    @property
    def operations(self) -> frozenset[str]:
        """The phrases of the operations that have other rules, once in force."""
        return frozenset(s.target.phrase for s in self._known if isinstance(s.target, Operation))

    def _swaps(self) -> tuple[Swap, ...]:
        """What the changes come to, one swap for each thing."""
        if not self._known or not all(map(_is_current, self._known)):
            self._known[:] = _merged(self.changes())
        return tuple(self._known)


_IN_FORCE: Final[list[tuple[Policy, tuple[Swap, ...]]]] = []


def policy_in_force() -> Policy | None:
    """The policy of the innermost block, None outside of all."""
    return _IN_FORCE[-1][0] if _IN_FORCE else None


def without(operation: Operation, stage: Stage) -> Swap:
    """Let the operation go on whatever a stage says; a bind still binds what it finds.

    Raises `UsageError` when the operation has no such stage.
    """
    _found(operation, stage)
    kept = (_let_pass(step) if step[2] is stage else step for step in operation.steps)
    return swapped(operation, steps=tuple(step for step in kept if step is not None))


def also_asking(operation: Operation, guard: Guard, run: Run, place: int | None = None) -> Swap:
    """Let the operation ask a guard of its effect by `run(at)`, after so many of its stages, or all."""
    steps = list(operation.steps)
    steps.insert(len(steps) if place is None else place, (guard.kind, run, guard))
    return swapped(operation, steps=tuple(steps))


def instead(operation: Operation, stage: Stage, run: Run) -> Swap:
    """Let a stage do `run(at)` instead. Raises `UsageError` when the operation has no such stage."""
    place = _found(operation, stage)
    steps = list(operation.steps)
    steps[place] = (stage.kind, run, stage)
    return swapped(operation, steps=tuple(steps))


def postponed(operation: Operation, stage: Stage) -> Swap:
    """Let a stage come last. Raises `UsageError` when the operation has no such stage."""
    step = operation.steps[_found(operation, stage)]
    return swapped(operation, steps=(*(other for other in operation.steps if other is not step), step))


def redirected(lifecycle: Lifecycle, edge: Edge, dest: Enum | None) -> Swap:
    """Let the edge lead to `dest`, or let there be no such edge if that is None.

    Raises `UsageError` when the edge is none of the lifecycle's.
    """
    if edge not in lifecycle.moves:
        raise UsageError(f"{lifecycle.name} has no move {edge.id}")
    changed = None if dest is None else attrs.evolve(edge, dest=dest)
    edges = (changed if known == edge else known for known in lifecycle.moves)
    return _adopted(lifecycle, [known for known in edges if known is not None])


def extended(lifecycle: Lifecycle, edge: Edge) -> Swap:
    """Let there be one more edge. Raises `UsageError` when one leads from there already."""
    if (edge.trigger, edge.source) in lifecycle.table.rows:
        raise UsageError(f"{lifecycle.name} has a move {edge.id}")
    return _adopted(lifecycle, [*lifecycle.moves, edge])


def unguarded(lifecycle: Lifecycle, guard: GuardLike) -> Swap:
    """Let no move of the lifecycle ask the guard. Raises `UsageError` when none does."""
    if all(guard not in edge.guards for edge in lifecycle.moves):
        raise UsageError(f"no move of {lifecycle.name} asks {guard.id}")
    edges = [attrs.evolve(e, guards=tuple(g for g in e.guards if g is not guard)) for e in lifecycle.moves]
    return _adopted(lifecycle, edges)


def swapped(target: Any, **parts: Any) -> Swap:
    """Give a declared thing other parts, such as an operation other `steps` or another `effect`."""
    return Swap(target, parts)


def _adopted(lifecycle: Lifecycle, edges: Iterable[Edge]) -> Swap:
    return swapped(lifecycle, table=Table.of(edges))


def _merged(changes: Iterable[Swap]) -> list[Swap]:
    """What swaps come to together, found out by making them: the last parts for the first ones."""
    found: dict[int, Swap] = {}
    with ExitStack() as stack:
        for swap in changes:
            stack.enter_context(swap)
            known = found.setdefault(id(swap.target), Swap(swap.target, {}))
            known.before = {**swap.before, **known.before}
            known.parts = {**known.parts, **swap.parts}
    return list(found.values())


def _is_current(swap: Swap) -> bool:
    """Whether the thing is as it was when the swap was made."""
    return all(getattr(swap.target, name) is part for name, part in swap.before.items())


def _found(operation: Operation, stage: Stage) -> int:
    """Which of the operation's stages it is."""
    for place, (_, _, known) in enumerate(operation.steps):
        if known is stage:
            return place
    raise UsageError(f"{operation.phrase} has no stage {stage.id}")


def _put(target: Any, parts: Mapping[str, Any]) -> None:
    for name, part in parts.items():
        object.__setattr__(target, name, part)


def _let_pass(step: _Step) -> _Step | None:
    kind, run, stage = step
    if not isinstance(stage, Bind):
        return None

    def bound(at: Any) -> bool:
        run(at)
        return True

    return kind, bound, stage
