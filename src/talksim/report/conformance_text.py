"""What the judges found, in words: a table per profile, divergences by cause, the first of each recording."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from talksim.gherkin.judge import FeatureCounts, by_file, feature_counts, undefined_counts
from talksim.gherkin.judge import by_cause as by_feature_cause
from talksim.report.conformance import Conformance
from talksim.report.results import held
from talksim.report.text import failure_text, passed_unexpectedly
from talksim.sheet import Sheet
from talksim.traffic.verdict import Counts, Kind, by_cause, by_profile, total

__all__ = ["render"]

_KINDS: Final[tuple[tuple[Kind, str], ...]] = (
    ("not modelled", "requests not modelled"),
    ("crash", "crashes of the model"),
    ("status", "another status"),
    ("field", "another field"),
)


def render(conformance: Conformance, *, most: int) -> tuple[str | Sheet, ...]:
    """Texts and tables; at most `most` lines of each list are shown, and it says how many more there are."""
    blocks = [
        _features(conformance),
        _undefined(conformance, most),
        _feature_causes(conformance, most),
        _table(conformance),
        *(_causes(conformance, kind, title, most) for kind, title in _KINDS),
        *_failures(conformance, most),
        _totals(conformance),
    ]
    return tuple(block for block in blocks if block)


def _features(conformance: Conformance) -> str | Sheet:
    """A row per feature file; the longest beginning all of them share is left out."""
    files = by_file(conformance.features)
    if not files:
        return ""
    folder = os.path.commonpath([os.path.dirname(path) for path in files])
    return Sheet(
        ("file", "scenarios", "passed", "failed", "undefined", "of all"),
        tuple(
            (os.path.relpath(path, folder or "."), *_feature_cells(feature_counts(scenarios)))
            for path, scenarios in files.items()
        ),
        sums=("all", *_feature_cells(feature_counts(conformance.features))),
        numbers=True,
    )


def _feature_cells(counts: FeatureCounts) -> tuple[str, ...]:
    numbers = (counts.total, counts.passed, counts.failed, counts.undefined)
    return (*map(str, numbers), f"{_floored(counts.percent)} %")


def _undefined(conformance: Conformance, most: int) -> str:
    found = list(undefined_counts(conformance.features))
    if not found:
        return ""
    lines = [f"steps without a pattern: {len(found)}"]
    lines += [f"  {count:>5}  {sentence}" for count, sentence in found[:most]]
    return "\n".join([*lines, *_more(len(found) - most)])


def _feature_causes(conformance: Conformance, most: int) -> str:
    found = by_feature_cause(conformance.features)
    if not found:
        return ""
    lines = [f"scenarios failed: {sum(len(each) for _, each in found)}, by cause"]
    for cause, scenarios in found[:most]:
        first = scenarios[0]
        line = first.failure.line if first.failure else first.line
        lines.append(f"  {len(scenarios):>5}  {cause}  ({os.path.basename(first.path)}:{line})")
    return "\n".join([*lines, *_more(len(found) - most)])


def _table(conformance: Conformance) -> str | Sheet:
    if not conformance.verdicts:
        return ""
    profiles = by_profile(conformance.verdicts).items()
    return Sheet(
        ("profile", "recordings", "agree", "requests", "modelled", "agree", "of modelled", "fields", "agree"),
        tuple((profile, *_cells(counts)) for profile, counts in profiles),
        sums=("all", *_cells(total(conformance.verdicts))),
        numbers=True,
    )


def _cells(counts: Counts) -> tuple[str, ...]:
    return (
        str(counts.recordings),
        str(counts.clean),
        str(counts.requests),
        str(counts.modelled),
        f"{_floored(counts.percent)} %",
        f"{_floored(counts.percent_modelled)} %",
        str(counts.fields),
        f"{_floored(counts.percent_fields)} %",
    )


def _causes(conformance: Conformance, kind: Kind, title: str, most: int) -> str:
    found = list(by_cause(conformance.verdicts, kind))
    if not found:
        return ""
    lines = [f"{title}: {sum(times for _, times, _, _ in found)}, by cause"]
    for cause, times, first, verdict in found[:most]:
        lines.append(f"  {times:>5}  {cause}  ({verdict.recording.name}:{first.exchange.line})")
    return "\n".join([*lines, *_more(len(found) - most)])


def _failures(conformance: Conformance, most: int) -> Iterator[str]:
    """The first divergence of each recording, and the known ones that are gone."""
    failed = [report for report in conformance.results.reports if not held(report)]
    for report in failed[:most]:
        text = passed_unexpectedly(report) if report.failure is None else failure_text(report.failure)
        yield text
    yield "\n".join(_more(len(failed) - most))


def _more(count: int) -> list[str]:
    return [f"         … and {count} more; -v shows all"] if count > 0 else []


def _totals(conformance: Conformance) -> str:
    excused = f", {conformance.excused} known differences" if conformance.excused else ""
    return f"{conformance.results.totals}{excused}"


def _floored(percent: float) -> str:
    """With one digit, never rounded up: 100.0 means all."""
    return f"{int(percent * 10) / 10:.1f}"
