"""Playing scenarios: steps in order, until one is not as expected."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from time import perf_counter
from typing import Any

import attrs

from talksim.by_fields import EqualByFields
from talksim.errors import UsageError
from talksim.rules.source import summary_of
from talksim.scenario.judging.mismatch import Mismatch, given_refused, play_step, text_of
from talksim.scenario.player import GivenRefused, Player
from talksim.scenario.report import Failure, Report, Status, StepReport
from talksim.scenario.script import Act, Scenario

__all__ = ["Found", "Mismatch", "find", "run"]


@attrs.frozen(eq=False, repr=False)
class Found(EqualByFields):
    """What playing found: the first mismatch, if any, and at which step it was."""

    reports: tuple[StepReport, ...]
    steps: int
    mismatch: Mismatch | None = None
    player: Player | None = attrs.field(default=None, eq=False, repr=False)


def run(
    scenario: Scenario,
    settings: Mapping[str, Any] | None = None,
    *,
    trace: bool = False,
    diagnose: bool = True,
) -> Report:
    """Play a scenario in a fresh world, with these settings over its own.

    `trace` notes what every step changed; without `diagnose` a failure does not say what would help. What
    goes wrong in talksim itself is raised, never reported. A scenario that `breaks` an invariant is played
    again, to see that it does, and under its fix. Raises `UsageError` for what is no scenario.
    """
    if not isinstance(scenario, Scenario):
        what = f'"{scenario}"' if isinstance(scenario, str) else f"a {type(scenario).__name__}"
        raise UsageError(f"{what} is no scenario; talksim.load_scenarios reads those of a file")
    begin = perf_counter()
    found = find(scenario, settings, trace=trace)
    if scenario.breaks and found.mismatch is None:
        found, diagnose = _with_bug(scenario, settings, found, trace), False
    failure = _failure(scenario, settings, found, diagnose) if found.mismatch else None
    reports = found.reports
    if failure is not None and trace and reports and found.steps:
        reports = (*reports[:-1], attrs.evolve(reports[-1], failure=failure))
    line = scenario.place.line if scenario.place else 1
    status = _status(scenario, failure)
    return Report(
        scenario.path, scenario.title, line, status, found.steps, perf_counter() - begin, failure, reports
    )


def find(scenario: Scenario, settings: Mapping[str, Any] | None = None, *, trace: bool = False) -> Found:
    """Play a scenario up to the first expectation that is not met."""
    try:
        player = Player(scenario, settings)
    except GivenRefused as refused:
        return Found((), 0, given_refused(scenario, refused))
    reports: list[StepReport] = []
    number = 0
    for number, (place, step) in enumerate(scenario.walk(), 1):
        before = player.talk.fork().server if trace else None
        outcome, mismatch = play_step(player, place, step)
        if before is not None:
            from talksim.scenario.judging.changes import changes_since  # noqa: PLC0415  few runs are traced

            changes = changes_since(before, player)
            reports.append(StepReport(place.line, text_of(step), outcome, changes))
        if mismatch is not None:
            return Found(tuple(reports), number, mismatch, player)
    return Found(tuple(reports), number)


def _with_bug(scenario: Scenario, settings: Mapping[str, Any] | None, found: Found, trace: bool) -> Found:
    from talksim.scenario.known_bug import prove  # noqa: PLC0415  few scenarios tell of one

    proof = prove(scenario, settings)
    reports = (*found.reports, *proof.reports) if trace else found.reports
    return Found(reports, found.steps, proof.mismatch)


def _failure(scenario: Scenario, settings: Mapping[str, Any] | None, found: Found, diagnose: bool) -> Failure:
    mismatch = found.mismatch
    assert mismatch is not None
    refusal = mismatch.outcome.refusal if mismatch.outcome is not None else None
    because = refusal.because if refusal else ""
    because = found.player.named(because) if found.player else because
    instead, helps = "", tuple[str, ...]()
    changes: tuple[str, ...] = ()
    if diagnose and found.steps:
        from talksim.scenario.judging.diagnose import changes_before  # noqa: PLC0415  few scenarios fail

        because = because or _unsaid(scenario, found)
        changes = changes_before(scenario, settings, found.steps, allowed=_is_allowed(mismatch))
        if refusal is not None and mismatch.expected == "allowed":
            from talksim.scenario.why import reasons  # noqa: PLC0415

            because, instead, helps = reasons(scenario, settings, found.steps, because)
        elif refusal is None and mismatch.outcome is None:
            from talksim.scenario.judging.silent import silent  # noqa: PLC0415

            because = silent(scenario, settings, found.steps, mismatch)
    line, column = mismatch.place.position
    return Failure(
        mismatch.place.document.path,
        line,
        column,
        mismatch.text,
        mismatch.expected,
        mismatch.got,
        because,
        helps,
        changes,
        mismatch.place.included_from,
        mismatch.differs,
        summary_of(refusal.guard.doc) if refusal and not because else "",
        instead,
    )


def _is_allowed(mismatch: Mismatch) -> bool:
    """Whether a request was allowed that should have been refused."""
    return mismatch.outcome is not None and mismatch.outcome.ok


def _unsaid(scenario: Scenario, found: Found) -> str:
    """Why a step was answered so, where no guard says it."""
    from talksim.scenario.judging.unclear import left_out, meaning_nothing  # noqa: PLC0415  few scenarios fail

    _, step = next(islice(scenario.walk(), found.steps - 1, None))
    if not isinstance(step, Act) or found.player is None or found.mismatch is None:
        return ""
    if found.mismatch.outcome is None or found.mismatch.outcome.ok:
        return left_out(found.player)
    return meaning_nothing(found.player, step)


def _status(scenario: Scenario, failure: Failure | None) -> Status:
    if scenario.xfail:
        return "xfailed" if failure else "xpassed"
    return "failed" if failure else "passed"
