"""The page about the judges: feature files and recorded traffic of a real server, against the model."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import PurePath

import attrs

from talksim.gherkin.judge import FeatureCounts, Judged, by_file, feature_counts, undefined_counts
from talksim.report.conformance import Conformance
from talksim.report.known_differences import KnownDifference, KnownDifferences
from talksim.report.results import held
from talksim.site.pages import Links, page
from talksim.traffic.verdict import Divergence, Verdict, by_cause, by_profile, total

__all__ = ["Judgement", "links", "pages"]


@attrs.frozen
class Judgement:
    """What the judges found, and the differences that are known."""

    found: Conformance
    known: KnownDifferences


@attrs.frozen
class _File:
    """A feature file: its name below the folder that all share, and how its scenarios went."""

    name: str
    counts: FeatureCounts
    scenarios: Sequence[Judged]


def links(judged: Judgement | None) -> Links:
    """What leads to the page from all others."""
    return [("conformance.html", "Conformance")] if judged else []


def pages(judged: Judgement | None, more: Links) -> Iterator[tuple[str, str]]:
    """The page with the name of its file, if there was a judge."""
    if judged is None:
        return
    found = judged.found
    given = {
        "found": found,
        "failed": [report for report in found.results.reports if not held(report)],
        "files": list(_files(found.features)),
        "features": feature_counts(found.features),
        "undefined": list(undefined_counts(found.features)),
        "profiles": by_profile(found.verdicts),
        "traffic": total(found.verdicts),
        "causes": list(_causes(judged)),
        "excused": _excused(judged),
    }
    yield "conformance.html", page("conformance.html", more=more, root="", **given)


def _files(features: Sequence[Judged]) -> Iterator[_File]:
    files = by_file(features)
    shared = os.path.commonpath([PurePath(path).parent for path in files]) if files else ""
    for path, scenarios in files.items():
        yield _File(os.path.relpath(path, shared or "."), feature_counts(scenarios), scenarios)


def _causes(judged: Judgement) -> Iterator[tuple[str, int, Divergence, Verdict, bool]]:
    """What differs in recordings, by cause, with the first place, and whether all of that is known."""
    new = {cause for where, cause in _all(judged.found) if not _entries(judged.known, where, cause)}
    for cause, times, first, verdict in by_cause(
        judged.found.verdicts, "crash", "status", "not modelled", "field"
    ):
        yield cause, times, first, verdict, cause not in new


def _excused(judged: Judgement) -> dict[str, list[tuple[str, str]]]:
    """What is known, by the reason: where, and what differs there."""
    found: dict[str, list[tuple[str, str]]] = {}
    for where, cause in dict.fromkeys(_all(judged.found)):
        for entry in _entries(judged.known, where, cause)[:1]:
            found.setdefault(entry.reason, []).append((where, cause))
    return found


def _all(found: Conformance) -> Iterator[tuple[str, str]]:
    """Where something differs, and what."""
    for verdict in found.verdicts:
        yield from ((verdict.recording.name, one.cause) for one in verdict.divergences)
    yield from ((one.name, one.cause) for one in found.features if one.status != "passed")


def _entries(known: KnownDifferences, where: str, cause: str) -> list[KnownDifference]:
    return [entry for entry in known.entries if entry.covers(where, cause)]
