"""What a run found: the reports of its scenarios and the files that could not be read."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from talksim.by_fields import EqualByFields
from talksim.scenario.document.fault import Faults
from talksim.scenario.report import Report

__all__ = ["Results"]

_HELD = frozenset(["passed", "xfailed"])


@attrs.frozen(eq=False, repr=False)
class Results(EqualByFields):
    """Everything a format needs. `seconds` is the wall time of the whole run."""

    reports: Sequence[Report]
    errors: Sequence[Faults] = ()
    seconds: float = 0.0

    @property
    def passed(self) -> int:
        """How many scenarios held; one that fails as it says it would (`xfailed`) holds."""
        return sum(held(report) for report in self.reports)

    @property
    def failed(self) -> int:
        """How many scenarios did not hold, `xpassed` among them."""
        return len(self.reports) - self.passed

    @property
    def totals(self) -> str:
        """The one line every caller can look for: `3 passed, 1 failed`."""
        return f"{self.passed} passed, {self.failed} failed"


def held(report: Report) -> bool:
    """Whether a scenario did what it was expected to do."""
    return report.status in _HELD
