"""The figures of a tally: what there is in the tables, and what of it was exercised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import attrs

import talksim.operations  # noqa: F401  declares what is counted
from talksim.constants import GROUPS
from talksim.cover.shadow import shadowed
from talksim.cover.tally import Key, Tally
from talksim.rules.lifecycle import LIFECYCLES
from talksim.rules.operation import OPERATIONS
from talksim.rules.stage import RULES, Guard
from talksim.version import __version__

__all__ = ["IN_EFFECTS", "Figure", "Figures", "Half", "figures", "guard_pairs"]

IN_EFFECTS: Final = "effects"
"""Stands for the operation of a guard that no stage and no move names: effects raise it, it only refuses."""


@attrs.frozen
class Figure:
    """How much of a kind there is, how much of it was covered, and what is missing."""

    total: int
    covered: int
    missing: tuple[Any, ...]

    @property
    def percent(self) -> float:
        """From 0 to 100; 100 where there is nothing to cover."""
        return 100.0 * self.covered / self.total if self.total else 100.0


@attrs.frozen
class Half:
    """A guard of an operation that was not taken both ways; `never` is "passed", "refused" or "asked"."""

    operation: str
    guard: str
    never: str
    reason: str = ""


@attrs.frozen
class Figures:
    """What a tally says; of `guards` the missing are `Half`s, of all others stable ids.

    `operations` are covered when one request succeeded, `answers` are the pairs of an operation and a status
    its stages or its success declare; `finishes` and `commits` are pairs with their operation.
    """

    constants: Figure
    moves: Figure
    guards: Figure
    operations: Figure
    answers: Figure
    finishes: Figure
    commits: Figure
    statuses: dict[str, dict[str, int]]

    @property
    def percent(self) -> float:
        """The least of constants, moves and the guards that can be taken both ways: what has to be enough."""
        return min(figure.percent for figure in (self.constants, self.moves, self.possible_guards))

    @property
    def possible_guards(self) -> Figure:
        """The guards without those that cannot be taken both ways."""
        missing = tuple(half for half in self.guards.missing if not half.reason)
        return Figure(self.guards.covered + len(missing), self.guards.covered, missing)

    def to_dict(self) -> dict[str, Any]:
        """The figures for `json.dumps`."""
        guards = self.guards
        halves = [attrs.asdict(half) for half in guards.missing]
        return {
            "talksim": __version__,
            "kind": "cover",
            "constants": _plain(self.constants),
            "moves": _plain(self.moves),
            "guards": {"total": guards.total, "both": guards.covered, "missing": halves},
            "operations": {
                **_plain(self.operations),
                "answers": _plain(self.answers),
                "finishes": _plain(self.finishes),
                "commits": _plain(self.commits),
                "statuses": self.statuses,
            },
        }


def figures(tally: Tally) -> Figures:
    """What a tally says of the rules as they are declared."""
    operations = OPERATIONS.values()
    succeeded = {name for (name, status), count in tally.statuses.items() if count and int(status) < 400}
    answers = {(op.id, str(status)) for op in operations for status in (op.success, *_refusals(op.stages))}
    finishes = {(name, finish) for name, finish, _ in tally.finishes}
    return Figures(
        constants=_figure(_constants(), tally.constants.__contains__, ".".join),
        moves=_figure(_moves(), tally.moves.__contains__, ".".join),
        guards=_guards(tally),
        operations=_figure([(op.id,) for op in operations], lambda key: key[0] in succeeded, "".join),
        answers=_figure(sorted(answers), tally.statuses.__contains__, " ".join),
        finishes=_figure(_staged("finish"), finishes.__contains__, " ".join),
        commits=_figure(_staged("commit"), tally.commits.__contains__, " ".join),
        statuses=_statuses(tally),
    )


def guard_pairs() -> list[Key]:
    """Every (operation, guard), every (lifecycle, guard of a move), and the guards only effects raise."""
    pairs = [
        (op.id, stage.id) for op in OPERATIONS.values() for stage in op.stages if isinstance(stage, Guard)
    ]
    pairs += [
        (name, g.id)
        for name, cycle in sorted(LIFECYCLES.items())
        for edge in cycle.moves
        for g in edge.guards
    ]
    placed = {guard for _, guard in pairs}
    pairs += [
        (IN_EFFECTS, id) for id, rule in sorted(RULES.items()) if isinstance(rule, Guard) and id not in placed
    ]
    return list(dict.fromkeys(pairs))


def _guards(tally: Tally) -> Figure:
    pairs, raised = guard_pairs(), {guard for _, guard in tally.refused}
    halves = [half for pair in pairs if (half := _half(tally, pair, raised)) is not None]
    return Figure(len(pairs), len(pairs) - len(halves), tuple(halves))


def _half(tally: Tally, pair: Key, raised: set[str]) -> Half | None:
    operation, guard = pair
    if operation == IN_EFFECTS:
        return None if guard in raised else Half(operation, guard, "refused")
    passed, refused = pair in tally.passed, pair in tally.refused
    if passed and refused:
        return None
    never = "passed" if refused else "refused" if passed else "asked"
    return Half(operation, guard, never, shadowed().get(pair, ""))


def _figure(keys: Iterable[Key], covered: Callable[[Key], bool], shown: Callable[[Key], str]) -> Figure:
    all_keys = list(keys)
    missing = tuple(shown(key) for key in all_keys if not covered(key))
    return Figure(len(all_keys), len(all_keys) - len(missing), missing)


def _constants() -> Iterator[Key]:
    yield from (
        (group.__name__, member.name) for group in GROUPS for member in dict.fromkeys(group.members())
    )


def _moves() -> Iterator[Key]:
    yield from ((edge.id,) for _, lifecycle in sorted(LIFECYCLES.items()) for edge in lifecycle.moves)


def _staged(kind: str) -> list[Key]:
    return [(op.id, stage.id) for op in OPERATIONS.values() for stage in op.stages if stage.kind == kind]


def _refusals(stages: Iterable[Any]) -> Iterator[int]:
    yield from (stage.status for stage in stages if isinstance(stage, Guard))


def _statuses(tally: Tally) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (name, status), count in sorted(tally.statuses.items()):
        found.setdefault(name, {})[status] = count
    return found


def _plain(figure: Figure) -> dict[str, Any]:
    return {"total": figure.total, "covered": figure.covered, "missing": list(figure.missing)}
