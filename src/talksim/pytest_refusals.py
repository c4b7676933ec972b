"""What is to be said of a refusal at which a test failed: why, and what would help."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from talksim.errors import UsageError
from talksim.outcome import Outcome
from talksim.why.wording import way_text

__all__ = ["refusals"]


def refusals(failure: pytest.ExceptionInfo[BaseException]) -> Iterator[str]:
    """The refusals that the message of a failed assertion speaks of, each with why and what would help.

    pytest says of `assert outcome.ok` what `outcome` was, but in a few words. The outcome itself is still in
    the frame that failed: under its name, or where pytest keeps what it compares.
    """
    message = str(failure.value)
    told = [outcome for outcome in _outcomes(failure) if outcome.refusal and repr(outcome) in message]
    yield from (_text(outcome) for outcome in {id(outcome): outcome for outcome in told}.values())


def _outcomes(failure: pytest.ExceptionInfo[BaseException]) -> Iterator[Outcome]:
    frame = failure.traceback[-1].frame
    yield from (value for value in frame.f_locals.values() if isinstance(value, Outcome))


def _text(outcome: Outcome) -> str:
    assert outcome.refusal is not None
    lines = [f"{outcome.caller}: {outcome.operation.phrase} was refused: {outcome}"]
    lines += [f"  because    {outcome.refusal.because}"] if outcome.refusal.because else []
    return "\n".join([*lines, *(f"  would help {way}" for way in _help(outcome))])


def _help(outcome: Outcome) -> list[str]:
    """The shortest ways; none where the world in which it was asked is gone."""
    try:
        return list(map(way_text, outcome.why.help))
    except UsageError:
        return []
