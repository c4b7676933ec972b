"""The figures as a table with what is missing below it; what became of the mutants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from talksim.cover.figures import Figure, Figures, Half
from talksim.cover.mutate import Mutation
from talksim.sheet import Sheet
from talksim.version import __version__

__all__ = ["missing_text", "mutation_dict", "mutation_text", "table"]


def table(found: Figures) -> Sheet:
    """A row for each figure; two of guards, if an earlier one always shadows some."""
    figures = {
        "constants": found.constants,
        "moves": found.moves,
        "guards, both ways": found.guards,
        "guards that can be both": found.possible_guards,
        "operations": found.operations,
        "declared answers": found.answers,
        "finishes": found.finishes,
        "commits": found.commits,
    }
    if found.possible_guards.total == found.guards.total:
        del figures["guards that can be both"]
    rows = tuple((name, *_cells(figure)) for name, figure in figures.items())
    return Sheet(("exercised", "covered", "total", "%"), rows, numbers=True)


def missing_text(found: Figures) -> str:
    """What is missing, in groups; empty when nothing is."""
    plain = {
        "constants": found.constants,
        "moves": found.moves,
        "operations that never succeeded": found.operations,
        "finishes": found.finishes,
        "commits": found.commits,
    }
    groups = [_group(name, figure.missing) for name, figure in plain.items()]
    halves = found.possible_guards.missing
    groups += [
        _group("guards", _by_operation(halves)),
        _group("guards that cannot be both ways", _by_reason(found.guards.missing)),
    ]
    return "\n".join(group for group in groups if group)


def mutation_text(found: Mutation) -> str:
    """The survivors, one line each, and how many were killed."""
    lines = [f"  {_placed(s.place)}{s.what}, {_exercised(s.plays)}" for s in found.survivors]
    head = ["survivors", *lines] if lines else []
    share = f"{found.killed} of {found.total} changed rules were noticed ({_floored(found.percent)} %)"
    left = f"; {len(found.equivalent)} left out, an earlier guard shadows them" if found.equivalent else ""
    return "\n".join([*head, share + left]) + "\n"


def mutation_dict(found: Mutation) -> dict[str, Any]:
    """The same for `json.dumps`."""
    return {
        "talksim": __version__,
        "kind": "mutation",
        "total": found.total,
        "killed": found.killed,
        "survivors": [attrs.asdict(survivor) for survivor in found.survivors],
        "equivalent": list(found.equivalent),
    }


def _placed(place: str) -> str:
    return f"{place} " if place else ""


def _exercised(plays: int) -> str:
    return f"exercised by {plays}" if plays else "never exercised"


def _cells(figure: Figure) -> tuple[str, str, str]:
    return str(figure.covered), str(figure.total), _floored(figure.percent)


def _floored(percent: float) -> str:
    """Never 100 while something is missing."""
    return f"{int(percent * 10) / 10:.1f}"


def _group(name: str, lines: Iterable[str]) -> str:
    text = "".join(f"  {line}\n" for line in lines)
    return f"missing {name}\n{text}" if text else ""


def _by_operation(halves: Iterable[Half]) -> Iterator[str]:
    found: dict[tuple[str, str], list[str]] = {}
    for half in halves:
        found.setdefault((half.operation, half.never), []).append(half.guard)
    yield from (f"{name} never {never}: {', '.join(guards)}" for (name, never), guards in found.items())


def _by_reason(halves: Iterable[Half]) -> Iterator[str]:
    found: dict[tuple[str, str], list[str]] = {}
    for half in halves:
        if half.reason:
            found.setdefault((half.guard, half.reason), []).append(half.operation)
    yield from (f"{guard}: {reason}: {', '.join(names)}" for (guard, reason), names in found.items())
