"""Results in words, as a colleague would say them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from talksim.report.results import Results, held
from talksim.scenario.report import Failure, Report, StepReport

__all__ = ["failure_text", "passed_unexpectedly", "place", "render", "steps_text"]

_INDENT = " " * 13


def render(results: Results) -> str:
    """A block for each scenario that did not hold, then the totals on a line of their own."""
    blocks = [_block(report) for report in results.reports if not held(report)]
    totals = f"{results.totals}\n" if results.reports or not results.errors else ""
    return "".join(f"{block}\n\n" for block in blocks) + totals


def failure_text(failure: Failure) -> str:
    """The lines of one failure, from `FAILED webinar.yaml:14:5` on."""
    return "\n".join([f"FAILED {place(failure)}  {failure.step}", *_details(failure)])


def passed_unexpectedly(report: Report) -> str:
    """The lines of a scenario that passes although its file says it fails."""
    return f"FAILED {report.path}:{report.line}  {report.name}\n" + _row("got", "passed, marked as xfail")


def steps_text(report: Report) -> str:
    """Each step with what came of it and, if the run traced them, what it changed."""
    head = f"{report.path}:{report.line}  {report.name}  {report.status.upper()}"
    return "\n".join([head, *(line for step in report.step_reports for line in _step(step))])


def place(failure: Failure) -> str:
    """Where a failure is: `webinar.yaml:14:5`."""
    return f"{failure.path}:{failure.line}:{failure.column}"


def _block(report: Report) -> str:
    return passed_unexpectedly(report) if report.failure is None else failure_text(report.failure)


def _details(failure: Failure) -> Iterator[str]:
    if failure.included_from:
        yield _row("included", f"from {', '.join(failure.included_from)}")
    yield _row("expected", failure.expected)
    yield _row("got", failure.got)
    if failure.differs:
        yield _row("differs", failure.differs)
    if failure.rule:
        yield _row("rule", failure.rule)
    if failure.because:
        yield _row("because", failure.because)
    if failure.instead:
        yield _row("instead", failure.instead)
    if failure.would_help:
        yield _row("would help", "  |  ".join(failure.would_help))
    if failure.changes:
        yield _row("changed", _lines(failure.changes))


def _row(label: str, text: str) -> str:
    return f"  {label:<10} " + text.replace("\n", f"\n{_INDENT}")


def _step(step: StepReport) -> Iterator[str]:
    outcome = "" if step.outcome is None else f"  → {step.outcome}"
    mark = "✗" if step.failure else " "
    yield f"  {mark} {step.line:>4}  {step.text}{outcome}"
    yield from (f"          {change}" for change in step.changes)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)
