"""The figures as a table with what is missing below it; what became of the mutants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from talksim.cover.figures import Figure, Figures, Half
from talksim.cover.mutate import Mutation
from talksim.version import __version__

__all__ = ["missing_text", "mutation_dict", "mutation_text", "table"]


def table(found: Figures) -> str:
    """One line for each figure, and a line break."""
    notes = {"guards, both ways": _possible(found)}
    rows = [
        ("constants", found.constants),
        ("moves", found.moves),
        ("guards, both ways", found.guards),
        ("operations", found.operations),
        ("declared answers", found.answers),
        ("finishes", found.finishes),
        ("commits", found.commits),
    ]
    head = f"{'exercised':<18}{'covered':>9}{'total':>7}{'%':>7}"
    lines = [head, *(_line(name, figure, notes.get(name, "")) for name, figure in rows)]
    return "\n".join(lines) + "\n"


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


def _possible(found: Figures) -> str:
    possible = found.possible_guards
    impossible = found.guards.total - possible.total
    return f"{_floored(possible.percent)} without {impossible} that cannot be" if impossible else ""


def _line(name: str, figure: Figure, note: str) -> str:
    line = f"{name:<18}{figure.covered:>9}{figure.total:>7}{_floored(figure.percent):>7}"
    return f"{line}   {note}".rstrip()


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
