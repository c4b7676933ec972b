"""What playing a scenario gives: a report, with the one failure that ended it."""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

from talksim.by_fields import EqualByFields
from talksim.displayed import Displayed
from talksim.outcome import Outcome

__all__ = ["Failure", "Report", "Status", "StepReport"]

Status: TypeAlias = Literal["passed", "failed", "xfailed", "xpassed"]


@attrs.frozen(eq=False, repr=False)
class Failure(EqualByFields):
    """Where and how a scenario failed, as a colleague would say it.

    `step` is the step as written, `because` why the server refused, `would_help` commands after which the
    step would have been allowed, `changes` what the step before changed, one line each; of a step that should
    have been refused what it changed itself. `included_from` says for a step of a fragment which files
    include it, as `webinar.yaml:9`, the nearest first. `differs` names the rows or fields that are not as
    expected, `rule` says what the guard asks for, where there is no `because`, `instead` what could
    have been asked and would have been allowed.
    """

    path: str
    line: int
    column: int
    step: str
    expected: str
    got: str
    because: str = ""
    would_help: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    included_from: tuple[str, ...] = ()
    differs: str = ""
    rule: str = ""
    instead: str = ""


@attrs.frozen(eq=False, repr=False)
class StepReport(EqualByFields):
    """One step that was played; `changes` only in a traced run, `outcome` only of requests."""

    line: int
    text: str
    outcome: Outcome | None = None
    changes: tuple[str, ...] = ()
    failure: Failure | None = None


@attrs.frozen(eq=False, repr=False)
class Report(EqualByFields, Displayed):
    """How one scenario went; `steps` is how many were played, `seconds` the wall time."""

    path: str
    name: str
    line: int
    status: Status
    steps: int
    seconds: float
    failure: Failure | None = None
    step_reports: tuple[StepReport, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it went as it should: it passed, or failed as it was expected to."""
        return self.status in ("passed", "xfailed")

    def __bool__(self) -> bool:
        """The same as `ok`."""
        return self.ok

    def __repr__(self) -> str:
        """`<Report A lobby: failed at webinar.yaml:11:5, expected allowed, got 412, …>`."""
        one = self.failure
        told = (
            f" at {one.path}:{one.line}:{one.column}, expected {one.expected}, got {one.got}" if one else ""
        )
        return f"<Report {self.name}: {self.status}{told}>"
