"""What the judges found, in one piece: counts, divergences, and how each recording went."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from talksim.gherkin.judge import Judged, by_file, feature_counts, undefined_counts
from talksim.report.known_differences import KnownDifference, KnownDifferences
from talksim.report.results import Results
from talksim.scenario.document.fault import Faults
from talksim.scenario.report import Failure, Report
from talksim.traffic.verdict import Divergence, Verdict, by_cause, by_profile, total
from talksim.version import __version__

__all__ = ["Conformance", "as_json", "judged"]


@attrs.frozen
class Conformance:
    """Everything the formats need.

    `results` holds a report per recording, per scenario of a feature and per known difference that is gone;
    `excused` counts the divergences and failures that are known.
    """

    verdicts: Sequence[Verdict]
    results: Results
    gone: Sequence[KnownDifference] = ()
    excused: int = 0
    features: Sequence[Judged] = ()

    @property
    def percent(self) -> float:
        """The lowest of the judged percentages: scenarios, actions with an equal status, fields."""
        counts = total(self.verdicts)
        return min(counts.percent, counts.percent_fields, feature_counts(self.features).percent)


def judged(
    verdicts: Iterable[Verdict],
    known: KnownDifferences,
    errors: Sequence[Faults] = (),
    seconds: float = 0.0,
    *,
    everything: bool = True,
    features: Sequence[Judged] = (),
) -> Conformance:
    """Put together what was found; `everything` says that no divergence was left out from looking."""
    found = list(verdicts)
    excused, reports = 0, []
    for verdict in found:
        new = [d for d in verdict.divergences if not known.excuse(verdict.recording.name, d.cause)]
        excused += len(verdict.divergences) - len(new)
        reports.append(_report(verdict, new))
    for scenario in features:
        is_known = scenario.status != "passed" and known.excuse(scenario.name, scenario.cause)
        excused += is_known
        reports.append(_scenario_report(scenario, is_known=is_known))
    judged_names = [*(verdict.recording.name for verdict in found), *(each.name for each in features)]
    gone = known.gone(judged_names) if everything else []
    reports += [_gone(known.path, entry) for entry in gone]
    return Conformance(found, Results(reports, errors, seconds), gone, excused, features)


def _report(verdict: Verdict, new: list[Divergence]) -> Report:
    recording = verdict.recording
    status = "failed" if new else "xfailed" if verdict.divergences else "passed"
    return Report(
        path=recording.path,
        name=recording.name,
        line=new[0].exchange.line if new else 1,
        status=status,  # type: ignore[arg-type]
        steps=len(recording.exchanges),
        seconds=verdict.seconds,
        failure=failure(recording.path, new[0]) if new else None,
    )


def _scenario_report(scenario: Judged, *, is_known: bool) -> Report:
    """Undefined scenarios fail, and say which sentences nobody understands."""
    status = "passed" if scenario.status == "passed" else "xfailed" if is_known else "failed"
    failure = scenario.failure
    if scenario.status == "undefined":
        unknown = "\n".join(scenario.undefined)
        failure = Failure(scenario.path, scenario.line, 1, scenario.name, "a pattern for every step", unknown)
    return Report(
        path=scenario.path,
        name=scenario.name,
        line=scenario.line,
        status=status,  # type: ignore[arg-type]
        steps=scenario.steps,
        seconds=scenario.seconds,
        failure=failure if status == "failed" else None,
    )


def failure(path: str, divergence: Divergence) -> Failure:
    """A divergence as the failure of a step."""
    field = divergence.cause.rpartition(": ")[2] + ": " if divergence.kind == "field" else ""
    return Failure(
        path=path,
        line=divergence.exchange.line,
        column=1,
        step=divergence.request,
        expected=f"{field}{divergence.theirs}, as the real server answered",
        got=f"{field}{divergence.ours}",
        because=divergence.because,
    )


def _gone(path: str, entry: KnownDifference) -> Report:
    name = f"known difference no longer differs: {entry.where}, {entry.what}"
    return Report(path=path, name=name, line=entry.line, status="xpassed", steps=0, seconds=0.0)


def as_json(conformance: Conformance) -> str:
    """One JSON object, described in `docs/reference/cli.md`, and a line break."""
    counts = total(conformance.verdicts)
    envelope = {
        "talksim": __version__,
        "kind": "conformance",
        "scenarios": attrs.asdict(feature_counts(conformance.features)),
        "traces": {
            "total": counts.recordings,
            "agree": counts.clean,
            "requests": counts.requests,
            "requests_agree": counts.agreeing,
            "requests_modelled": counts.modelled,
            "fields": counts.fields,
            "fields_agree": counts.fields_agreeing,
        },
        "files": [*_feature_files(conformance), *map(_file, _recordings(conformance))],
        "undefined": [
            {"step": step, "count": count} for count, step in undefined_counts(conformance.features)
        ],
        "profiles": {name: attrs.asdict(sums) for name, sums in by_profile(conformance.verdicts).items()},
        "divergences": [
            {"kind": first.kind, "cause": cause, "count": times, "first": _place(first, verdict)}
            for cause, times, first, verdict in by_cause(
                conformance.verdicts, "status", "crash", "not modelled", "field"
            )
        ],
        "known": {
            "excused": conformance.excused,
            "gone": [attrs.asdict(entry) for entry in conformance.gone],
        },
        "errors": [attrs.asdict(fault) for faults in conformance.results.errors for fault in faults.faults],
    }
    return json.dumps(envelope, ensure_ascii=False) + "\n"


def _recordings(conformance: Conformance) -> list[Report]:
    return list(conformance.results.reports[: len(conformance.verdicts)])


def _feature_files(conformance: Conformance) -> Iterator[dict[str, Any]]:
    for path, scenarios in by_file(conformance.features).items():
        cases = [
            {
                "name": each.name,
                "line": each.line,
                "status": each.status,
                "failure": None if each.failure is None else attrs.asdict(each.failure),
                "undefined": list(each.undefined),
            }
            for each in scenarios
        ]
        yield {"path": path, **attrs.asdict(feature_counts(scenarios)), "scenarios": cases}


def _file(report: Report) -> dict[str, Any]:
    """A recording is a file with one case."""
    failed = report.status == "failed"
    case = {
        "name": report.name,
        "line": report.line,
        "status": "failed" if failed else "passed",
        "failure": None if report.failure is None else attrs.asdict(report.failure),
    }
    return {
        "path": report.path,
        "total": 1,
        "passed": int(not failed),
        "failed": int(failed),
        "undefined": 0,
        "scenarios": [case],
    }


def _place(divergence: Divergence, verdict: Verdict) -> str:
    return f"{verdict.recording.path}:{divergence.exchange.line}"
