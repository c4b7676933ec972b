"""What is to be said of a refusal at which a test failed: why, and what would help."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import pytest

from talksim.asking import Asker
from talksim.errors import UsageError
from talksim.outcome import Outcome
from talksim.talk import Talk
from talksim.why.wording import way_text

__all__ = ["refusals"]

_MOST: Final = 5
"""How many refused requests are told of a test that speaks of none."""


def refusals(failure: pytest.ExceptionInfo[BaseException]) -> Iterator[str]:
    """The refusals that the message of a failed assertion speaks of, each with why and what would help.

    pytest says of `assert outcome.ok` what `outcome` was, but in a few words. The outcome itself is still in
    the frame that failed: under its name, or where pytest keeps what it compares.
    """
    message = str(failure.value)
    told = [outcome for outcome in _outcomes(failure) if outcome.refusal and repr(outcome) in message]
    yield from (_text(outcome) for outcome in {id(outcome): outcome for outcome in told}.values())
    if not told:
        yield from filter(None, map(_refused_before, _worlds(failure)))


def _worlds(failure: pytest.ExceptionInfo[BaseException]) -> list[Talk]:
    """The worlds that the failed test speaks of, by name or by somebody in them."""
    there = failure.traceback[-1].frame.f_locals.values()
    found = (getattr(value, "talk", value) if isinstance(value, Asker) else value for value in there)
    return list({id(value): value for value in found if isinstance(value, Talk)}.values())


def _refused_before(talk: Talk) -> str:
    """The last requests that were refused, which nobody may have looked at."""
    names = {token: alias for alias, token in talk.names.aliases.items()}
    world, lines = talk.beginning(), []
    for entry in talk.journal:
        outcome = world.replay(entry)
        if outcome is not None and outcome.refusal:
            asked = f"{outcome.operation.phrase} {names.get(entry.token, entry.token)}".rstrip()
            lines.append(f"  {outcome.caller}: {asked}  {outcome}")
    return "\n".join(["refused before:", *lines[-_MOST:]]) if lines else ""


def _outcomes(failure: pytest.ExceptionInfo[BaseException]) -> Iterator[Outcome]:
    frame = failure.traceback[-1].frame
    yield from (value for value in frame.f_locals.values() if isinstance(value, Outcome))


def _text(outcome: Outcome) -> str:
    assert outcome.refusal is not None
    lines = [f"{outcome.caller}: {outcome.operation.phrase} was refused: {outcome}"]
    lines += [f"  because    {outcome.refusal.because}"] if outcome.refusal.because else []
    return "\n".join([*lines, *_help(outcome)])


def _help(outcome: Outcome) -> Iterator[str]:
    """What to ask instead, and the shortest ways; none where the world in which it was asked is gone."""
    with suppress(UsageError):
        why = outcome.why
        yield from filter(None, [why.instead and f"  instead    {why.instead}"])
        yield from (f"  would help {way_text(way)}" for way in why.help)
