"""Which guards the scenarios take which way.

    python tests/scenarios/guard_watch.py [PATH…]     lists what is missing
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from talksim.rules.lifecycle import LIFECYCLES
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.stage import RULES, Guard, Refused

ROOT = Path(__file__).parents[2]

Pair = tuple[str, str]
"""An operation and a guard, by their ids."""


class Watch:
    """The pairs that passed and that refused."""

    def __init__(self) -> None:
        self.passed: set[Pair] = set()
        self.refused: set[Pair] = set()

    def on_guard(self, edge: Any, guard: Any, passed: bool) -> None:
        """A guard on a lifecycle's move spoke."""
        (self.passed if passed else self.refused).add((edge.lifecycle, guard.id))

    def on_move(self, edge: Any) -> None:
        """A move was made; not of interest here."""

    def missing(self) -> list[str]:
        """The guards that never passed or never refused, in words."""
        passed, refused = {g for _, g in self.passed}, {g for _, g in self.refused}
        guards = [rule.id for rule in RULES.values() if isinstance(rule, Guard)]
        return [
            *(f"{guard} never passes" for guard in guards if guard not in passed and guard in in_stages()),
            *(f"{guard} never refuses" for guard in guards if guard not in refused),
        ]

    def missing_pairs(self) -> list[str]:
        """The same by operation."""
        pairs = [(op.id, s.id) for op in OPERATIONS.values() for s in op.stages if isinstance(s, Guard)]
        return [f"{op}: {guard} never refuses" for op, guard in pairs if (op, guard) not in self.refused]


def in_stages() -> set[str]:
    """The guards that stand in the stages of some operation or on a move."""
    staged = {stage.id for op in OPERATIONS.values() for stage in op.stages}
    return staged | {guard.id for cycle in LIFECYCLES.values() for edge in cycle.moves for guard in edge.guards}


@contextmanager
def watching() -> Iterator[Watch]:
    """Watch every stage of every operation and every guarded move."""
    watch = Watch()
    before = {op: (op.steps, op.effect) for op in OPERATIONS.values()}
    for op in OPERATIONS.values():
        object.__setattr__(op, "steps", tuple(_watched(op, step, watch) for step in op.steps))
        object.__setattr__(op, "effect", _watched_effect(op, watch))
    for lifecycle in LIFECYCLES.values():
        lifecycle.watch(watch)
    try:
        yield watch
    finally:
        for op, (steps, effect) in before.items():
            object.__setattr__(op, "steps", steps)
            object.__setattr__(op, "effect", effect)
        for lifecycle in LIFECYCLES.values():
            lifecycle.watch(None)


def _watched(op: Operation, step: tuple[str, Any, Any], watch: Watch) -> tuple[str, Any, Any]:
    kind, run, stage = step
    if not isinstance(stage, Guard):
        return step

    def asked(at: Any) -> bool:
        passed = bool(run(at))
        (watch.passed if passed else watch.refused).add((op.id, stage.id))
        return passed

    return kind, asked, stage


def _watched_effect(op: Operation, watch: Watch) -> Any:
    effect = op.effect

    def ran(at: Any, **params: Any) -> Any:
        try:
            return effect(at, **params)
        except Refused as refused:
            watch.refused.add((op.id, refused.guard.id))
            raise

    return ran


def run_all(paths: Sequence[Path]) -> Watch:
    """Run every scenario under the paths and say what their guards did."""
    from talksim.scenario.load import collect, load  # noqa: PLC0415 - operations must be declared before
    from talksim.scenario.run import run  # noqa: PLC0415

    with watching() as watch:
        for path in collect(paths):
            for scenario in load(path):
                run(scenario)
    return watch


if __name__ == "__main__":
    import talksim.talk

    found = run_all([Path(arg) for arg in sys.argv[1:]] or [ROOT / "scenarios"])
    print("\n".join(found.missing()))
    print(f"-- {len(found.missing())} missing by guard; by operation:")
    print("\n".join(found.missing_pairs()))
