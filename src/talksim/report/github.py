"""Results as GitHub's workflow commands, and as a table for the summary of a job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from talksim.report.results import Results, held
from talksim.report.text import failure_text, passed_unexpectedly
from talksim.scenario.document.fault import Fault
from talksim.scenario.report import Report

__all__ = ["MOST", "render", "summary"]

MOST = 9
"""How many annotations are made: GitHub shows ten errors of a step, and the tenth says how many more."""

_DATA: Mapping[int, str] = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Mapping[int, str] = {**_DATA, **str.maketrans({":": "%3A", ",": "%2C"})}
_CELL: Mapping[int, str] = str.maketrans(
    {
        "|": "\\|",
        "\n": " ",
        "\r": " ",
        "`": "\\`",
        "<": "&lt;",
        "&": "&amp;",
        "\\": "\\\\",
        "*": "\\*",
        "_": "\\_",
    }
)


def render(results: Results) -> str:
    """An annotation for each fault and each failure, at most `MOST`, then the totals."""
    lines = [*_faults(results), *_failures(results.reports)]
    if len(lines) > MOST:
        lines[MOST:] = [f"::error title=talksim::and {len(lines) - MOST} more"]
    return "".join(f"{line}\n" for line in [*lines, results.totals])


def summary(results: Results) -> str:
    """A Markdown table of what did not hold, under the totals."""
    rows = [_row(f"{fault.path}:{fault.line}", "the file", fault.message) for fault in _all(results)]
    rows += [_row(*_cells(report)) for report in results.reports if not held(report)]
    head = f"### talksim: {results.totals}\n"
    if not rows:
        return head
    return f"{head}\n| where | scenario | what |\n|---|---|---|\n" + "".join(f"{row}\n" for row in rows)


def _faults(results: Results) -> Iterator[str]:
    for fault in _all(results):
        text = f"{fault.message}\n{fault.hint}" if fault.hint else fault.message
        yield _annotation(fault.path, fault.line, fault.column, "cannot be read", text)


def _all(results: Results) -> Iterator[Fault]:
    return (fault for faults in results.errors for fault in faults.faults)


def _failures(reports: Iterable[Report]) -> Iterator[str]:
    for report in reports:
        if (failure := report.failure) is not None and not held(report):
            yield _annotation(failure.path, failure.line, failure.column, report.name, failure_text(failure))
        elif not held(report):
            yield _annotation(report.path, report.line, 1, report.name, passed_unexpectedly(report))


def _annotation(path: str, line: int, column: int, title: str, text: str) -> str:
    places = f"file={path.translate(_PROPERTY)},line={line},col={column}"
    return f"::error {places},title={title.translate(_PROPERTY)}::{text.translate(_DATA)}"


def _cells(report: Report) -> tuple[str, str, str]:
    failure = report.failure
    if failure is None:
        return f"{report.path}:{report.line}", report.name, "passed, marked as xfail"
    what = f"{failure.step}: expected {failure.expected}, got {failure.got}"
    return f"{failure.path}:{failure.line}", report.name, what


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.translate(_CELL) for cell in cells) + " |"
