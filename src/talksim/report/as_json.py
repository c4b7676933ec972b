"""Results as one JSON object."""

from __future__ import annotations

import json
from typing import Any

import attrs

from talksim.report.results import Results
from talksim.scenario.document.fault import Faults
from talksim.scenario.report import Report
from talksim.version import __version__

__all__ = ["render"]


def render(results: Results) -> str:
    """The object, described in `docs/reference/cli.md`, and a line break."""
    envelope = {
        "talksim": __version__,
        "kind": "run",
        "passed": results.passed,
        "failed": results.failed,
        "scenarios": [_scenario(report) for report in results.reports],
        "errors": [fault for faults in results.errors for fault in _faults(faults)],
    }
    return json.dumps(envelope, ensure_ascii=False) + "\n"


def _scenario(report: Report) -> dict[str, Any]:
    return {
        "path": report.path,
        "name": report.name,
        "line": report.line,
        "status": report.status,
        "steps": report.steps,
        "seconds": round(report.seconds, 6),
        "failure": None if report.failure is None else attrs.asdict(report.failure),
    }


def _faults(faults: Faults) -> list[dict[str, Any]]:
    return [attrs.asdict(fault) for fault in faults.faults]
