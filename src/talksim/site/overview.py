"""The pages about all scenarios: what failed, what was exercised, rules and moves, and who may do what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from talksim.cover.figures import Figures, figures
from talksim.cover.shadow import shadowed
from talksim.cover.tally import Tally
from talksim.draw.extract import of_lifecycle
from talksim.draw.graph import Graph
from talksim.draw.svg import svg as picture
from talksim.report.results import Results
from talksim.rules.compile import word_of
from talksim.rules.lifecycle import LIFECYCLES
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.stage import RULES
from talksim.site.differences import Compared
from talksim.site.pages import Links, page
from talksim.site.row import Row
from talksim.site.situations import situations

__all__ = ["pages"]

_WHOLE: Final = 50
"""From this percentage of all operations on, the first page says how much of the rules was exercised."""


def pages(
    rows: Sequence[Row], results: Results, tally: Tally, differences: Sequence[Compared], more: Links
) -> Iterator[tuple[str, str]]:
    """Each page with the name of its file."""
    found = figures(tally)
    bars = _bars(found)
    folders: dict[str, list[Row]] = {}
    for row in rows:
        folders.setdefault(row.folder, []).append(row)
    failed = [row for row in rows if not row.held]
    shown: dict[str, dict[str, Any]] = {
        "index": {
            "rows": rows,
            "folders": folders,
            "failed": failed,
            "bars": bars if found.operations.percent >= _WHOLE else [],
            "exercised": _exercised(tally),
            "compared": differences,
        },
        "coverage": {"bars": bars, "found": found},
        "statecharts": {"charts": sorted(_charts(tally), key=lambda chart: not chart[0].reached)},
        "rules": {"chapters": _chapters(tally, rows)},
        "can": {"situations": situations()},
    }
    for name, given in shown.items():
        yield f"{name}.html", page(f"{name}.html", more=more, root="", results=results, **given)


def _bars(found: Figures) -> list[tuple[str, Any, str]]:
    """Every figure with its name, and what it means."""
    return [
        ("guards, both ways", found.possible_guards, "passed and refused at least once, where both can be"),
        ("moves", found.moves, "edges of the lifecycles that were taken"),
        ("constants", found.constants, "words of the vocabulary that took effect"),
        ("operations", found.operations, "requests that succeeded at least once"),
        ("declared answers", found.answers, "statuses that operations declare and gave"),
        ("finishes", found.finishes, "early answers that were given"),
        ("commits", found.commits, "what is stored although a later guard may refuse"),
    ]


def _exercised(tally: Tally) -> dict[str, list[tuple[str, int]]]:
    """What was asked for, what refused and what moved, with how often, under names that count them."""
    asked, refused = Counter[str](), Counter[str]()
    phrases = {operation.id: operation.phrase for operation in OPERATIONS.values()}
    for (operation, _), times in tally.statuses.items():
        asked[phrases[operation]] += times
    for (_, guard), times in tally.refused.items():
        refused[RULES[guard].name] += times
    moved = {
        f"{lifecycle.name}: {word_of(edge.source)} → {word_of(edge.dest)}": tally.moves[edge.id,]
        for _, lifecycle in sorted(LIFECYCLES.items())
        for edge in lifecycle.moves
        if tally.moves[edge.id,]
    }
    return {
        "operations asked for": asked.most_common(),
        "guards that refused": refused.most_common(),
        "moves made": list(moved.items()),
    }


def _charts(tally: Tally) -> list[tuple[Graph, str]]:
    """Every lifecycle with what was taken, and its picture."""
    graphs = [of_lifecycle(lifecycle, tally) for _, lifecycle in sorted(LIFECYCLES.items())]
    return [(graph, picture([graph])) for graph in graphs]


def _chapters(tally: Tally, rows: Sequence[Row]) -> dict[str, list[dict[str, Any]]]:
    """The operations by chapter, with how often each guard spoke, and where the operation is played.

    What was asked for comes first.
    """
    places: dict[tuple[str, bool], list[Row]] = {}
    for row in rows:
        for key in row.asked:
            places.setdefault(key, []).append(row)
    chapters: dict[str, list[dict[str, Any]]] = {}
    for operation in OPERATIONS.values():
        chapters.setdefault(operation.chapter.replace("_", " "), []).append(_rule(operation, tally, places))
    asked_first = {name: sorted(rules, key=_unasked) for name, rules in chapters.items()}
    return dict(sorted(asked_first.items(), key=lambda chapter: (all(map(_unasked, chapter[1])), chapter[0])))


def _unasked(rule: dict[str, Any]) -> bool:
    return not rule["statuses"]


def _rule(operation: Operation, tally: Tally, places: dict[tuple[str, bool], list[Row]]) -> dict[str, Any]:
    guards = [stage for stage in operation.stages if stage.kind in ("guard", "bind")]
    statuses = sorted((s, n) for (name, s), n in tally.statuses.items() if name == operation.id)
    return {
        "operation": operation,
        "statuses": statuses,
        "guards": [(guard, *_counts(tally, operation.id, guard.id)) for guard in guards],
        "allowed": places.get((operation.id, False), [])[:3],
        "refused": places.get((operation.id, True), [])[:3],
    }


def _counts(tally: Tally, operation: str, guard: str) -> tuple[int, int, str]:
    """How often it passed and refused, and why it cannot do both, if it cannot."""
    return (
        tally.passed[operation, guard],
        tally.refused[operation, guard],
        shadowed().get((operation, guard), ""),
    )
