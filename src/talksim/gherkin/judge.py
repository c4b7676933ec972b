"""What the model makes of a feature: each scenario passed, failed or undefined."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from time import perf_counter
from typing import Any, Literal, TypeAlias

import attrs

from talksim.gherkin.convert import Converted, converted
from talksim.gherkin.parse import read_feature
from talksim.gherkin.rendering import compared_rows
from talksim.scenario.report import Failure
from talksim.scenario.run import Mismatch, find
from talksim.scenario.script import Act, See

__all__ = [
    "FeatureCounts",
    "Judged",
    "Verdict",
    "by_cause",
    "by_file",
    "feature_counts",
    "judge",
    "judge_file",
    "undefined_counts",
]

Verdict: TypeAlias = Literal["passed", "failed", "undefined"]


@attrs.frozen
class Judged:
    """How one scenario went; `cause` groups failures, `undefined` are the sentences without pattern."""

    path: str
    name: str
    line: int
    status: Verdict
    steps: int = 0
    seconds: float = 0.0
    failure: Failure | None = None
    cause: str = ""
    undefined: Sequence[str] = ()


def judge_file(path: str | os.PathLike[str]) -> list[Judged]:
    """Play every scenario of a file. Raises `Faults` for a file that is wrong."""
    return [judge(made) for made in converted(read_feature(path))]


def judge(made: Converted) -> Judged:
    """Play one scenario; a crash of the model is a failure whose cause says so."""
    try:
        return _judge(made)
    except Exception as error:  # whatever it is, the others are judged
        cause = f"crash: {type(error).__name__}: {error}"
        failure = Failure(made.path, made.case.line, 1, made.case.name, "an answer", cause)
        return Judged(made.path, made.case.name, made.case.line, "failed", failure=failure, cause=cause)


def _judge(made: Converted) -> Judged:
    name, line, begin = made.case.name, made.case.line, perf_counter()
    if made.undefined:
        said = [sentence.text for sentence in made.undefined]
        return Judged(made.path, name, line, "undefined", undefined=said, cause="no pattern")
    steps, failure, cause = 0, None, ""
    if made.scenario is not None:
        found = find(made.scenario)
        steps = found.steps
        if found.mismatch is not None:
            failure, cause = _failure(made, found.mismatch, found.steps)
    if failure is None and made.stopped is not None:
        failure, cause = _stopped(made), f"not modelled: {made.stopped.lacks}"
    status: Verdict = "passed" if failure is None else "failed"
    return Judged(made.path, name, line, status, steps, perf_counter() - begin, failure, cause)


def _stopped(made: Converted) -> Failure:
    assert made.stopped is not None
    said = made.stopped.said
    return Failure(
        made.path,
        said.line,
        said.column,
        said.text,
        "the step to be played",
        f"not modelled: {made.stopped.lacks}",
    )


def _failure(made: Converted, mismatch: Mismatch, number: int) -> tuple[Failure, str]:
    """The failure with its sentence, and what groups it."""
    assert made.scenario is not None
    line, column = mismatch.place.position
    refusal = mismatch.outcome.refusal if mismatch.outcome is not None else None
    step: Any = made.scenario.steps[number - 1] if number else None
    said = next((s.text for s in made.case.sentences if s.line == line), mismatch.text)
    expected, got = mismatch.expected, mismatch.got
    if isinstance(step, Act | See):
        rows = step.answers if isinstance(step, Act) else step.expected
        if rows is not None and mismatch.outcome is None:
            expected, got = compared_rows(rows, mismatch.seen) or (expected, got)
    because = refusal.because if refusal else ""
    failure = Failure(made.path, line, column, said, expected, got, because)
    return failure, _cause(step, mismatch)


def _cause(step: Any, mismatch: Mismatch) -> str:
    what = step.command.operation.phrase if isinstance(step, Act) else getattr(step, "text", "")
    if mismatch.outcome is None:
        return f"{what}: other answer" if isinstance(step, Act) else f"{what}: other record"
    refusal = mismatch.outcome.refusal
    guard = f', guard "{refusal.guard.name}"' if refusal else ""
    return f"{what}: {mismatch.expected}, ours {mismatch.outcome.status}{guard}"


def undefined_counts(verdicts: Iterable[Judged]) -> Iterator[tuple[int, str]]:
    """The sentences without pattern, the most frequent first."""
    counts: dict[str, int] = {}
    for verdict in verdicts:
        for sentence in verdict.undefined:
            counts[sentence] = counts.get(sentence, 0) + 1
    for sentence, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield count, sentence


@attrs.frozen
class FeatureCounts:
    """How many scenarios there are, and how they went."""

    total: int = 0
    passed: int = 0
    failed: int = 0
    undefined: int = 0

    @property
    def percent(self) -> float:
        """How many of a hundred passed; 100 of none."""
        return 100 * self.passed / self.total if self.total else 100.0


def feature_counts(verdicts: Sequence[Judged]) -> FeatureCounts:
    """The counts of some scenarios."""
    status = [verdict.status for verdict in verdicts]
    return FeatureCounts(
        len(status), status.count("passed"), status.count("failed"), status.count("undefined")
    )


def by_file(verdicts: Iterable[Judged]) -> dict[str, list[Judged]]:
    """The scenarios of each file, in their order."""
    found: dict[str, list[Judged]] = {}
    for verdict in verdicts:
        found.setdefault(verdict.path, []).append(verdict)
    return found


def by_cause(verdicts: Iterable[Judged]) -> list[tuple[str, list[Judged]]]:
    """The failures of each cause, the most frequent first."""
    found: dict[str, list[Judged]] = {}
    for verdict in verdicts:
        if verdict.status == "failed":
            found.setdefault(verdict.cause, []).append(verdict)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
