"""What stands below the line of a step, in the words of scenarios: parameters, and what is expected."""

from __future__ import annotations

from collections.abc import Iterator

from talksim.scenario.script import Act, Refusal, See, Wait
from talksim.scenario.value import written

__all__ = ["below"]


def below(step: Act | Wait | See) -> tuple[str, ...]:
    """A line for each key: `with: {options: [0]}`; but `refused` of a request, which its answer tells."""
    return tuple(_looked(step) if isinstance(step, See) else _asked(step) if isinstance(step, Act) else ())


def _asked(step: Act) -> Iterator[str]:
    if step.given:
        yield f"with: {written(step.given)}"
    if step.called:
        yield f"as: {written(step.called)}"
    if step.answers is not None:
        yield f"{step.answers.key}: {written(step.answers.value)}"
    if step.headers:
        yield f"headers: {written(step.headers)}"
    for look in step.then:
        yield " ".join([f"{look.viewer} sees: {look.text},", *_looked(look)])


def _looked(step: See) -> Iterator[str]:
    if step.expected is not None:
        yield f"{step.expected.key}: {written(step.expected.value)}"
        if step.expected.without:
            yield f"without: {written(step.expected.without)}"
    if step.refused is not None:
        yield f"refused: {_refusal(step.refused)}"


def _refusal(refused: Refusal) -> str:
    keys = {"status": refused.status, "error": refused.error, "guard": refused.guard or None}
    said = {key: value for key, value in keys.items() if value is not None}
    return written(next(iter(said.values())) if len(said) == 1 and "error" not in said else said)
