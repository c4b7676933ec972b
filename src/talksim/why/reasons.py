"""The reasons of an answer, which read as a colleague would give them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from talksim.by_fields import ShownByFields
from talksim.outcome import Outcome
from talksim.rules.source import source_of, summary_of
from talksim.rules.stage import Guard, Stage
from talksim.values import moment_text
from talksim.why.cause import Cause
from talksim.why.chronicle import Origin, Told
from talksim.why.wording import way_text

__all__ = ["Passed", "Past", "Read", "Why"]

_INDENT = " " * 13


@attrs.frozen(eq=False, repr=False)
class Read(ShownByFields):
    """A field that a guard read: of what, its value in words, and where that comes from."""

    of: str
    field: str
    value: str
    origin: Origin


@attrs.frozen(eq=False, repr=False)
class Passed(ShownByFields):
    """A guard that let the request pass, what it read, and a step after which it would not, if found."""

    guard: Stage
    read: tuple[Read, ...]
    stopped_by: str = ""
    stopped_by_tools: bool = False
    """Whether only who runs the server has such a step, as who deletes an account; the text leaves it out."""


@attrs.frozen(eq=False, repr=False)
class Past(ShownByFields):
    """Steps that lead past the guard that refused, and the answer of the later guard that refuses then."""

    steps: tuple[str, ...]
    then: Outcome


@attrs.frozen(eq=False, repr=False)
class Why(ShownByFields):
    """Why a request was answered as it was.

    `refused_by` is the guard that refused, with what it `read`, the `cause`, and in `help` the ways that
    would help, each as the steps to take, as scenarios write them; `tries` says how many steps were tried
    for that, `steps` how many could follow one another, `bounded` whether there was more to try. Of a
    request that was allowed, `passed` holds its guards. Where nothing helps, `past` may say how to get past
    this guard at least.
    """

    told: Told
    outcome: Outcome
    refused_by: Guard | None
    read: tuple[Read, ...] = ()
    cause: Cause | None = None
    help: tuple[tuple[str, ...], ...] = ()
    passed: tuple[Passed, ...] = ()
    past: Past | None = None
    steps: int = 0
    tries: int = 0
    bounded: bool = False
    instead: str = ""
    """What could be asked instead, and would be allowed: the same with another word."""
    seen: str = ""
    """What a look shows; a request shows nothing."""

    def __call__(self) -> Why:
        """The same: `outcome.why()` is as good as `outcome.why`."""
        return self

    def __str__(self) -> str:
        return _text_of(self)

    __repr__ = __str__


def _text_of(why: Why) -> str:
    """All lines of an explanation."""
    head = f"{why.told.place}  {_by(why.told)}".strip()
    lines = _refused(why) if why.refused_by is not None else _allowed(why)
    return "\n".join([head, *([_row("sees", why.seen)] if why.seen else []), *lines])


def cause_text(cause: Cause) -> str:
    """What a refusal dates from."""
    if cause.kind == "steps":
        return "\n".join(map(_told, cause.steps))
    if cause.kind == "made":
        return f"{_told(cause.steps[0])}  (what was read is so since then)"
    return {
        "setting": "no earlier step: a setting of the server",
        "request": "no earlier step: it is what the request asks with",
        "given": "no earlier step: so it was from the beginning",
    }[cause.kind]


def origin_text(origin: Origin) -> str:
    """Where a value comes from, in few words."""
    step = f"{origin.step.place}, {moment_text(origin.step.time)}, {origin.step.by}" if origin.step else ""
    if origin.kind == "step" and origin.step:
        return f"{step}: {origin.step.text}" if origin.step.by else f"{origin.step.place}: {origin.step.text}"
    if origin.kind == "clock":
        return "the clock"
    if origin.kind == "default":
        return f"default since {origin.step.place}" if origin.step else "default"
    return {"given": "given", "setting": "a setting"}[origin.kind]


def _refused(why: Why) -> Iterator[str]:
    guard, refusal = why.refused_by, why.outcome.refusal
    assert guard is not None
    assert refusal is not None
    yield _row("refused", str(why.outcome))
    source = source_of(guard.doc)
    yield _row("rule", f"{summary_of(guard.doc)}{f' (spec: {source})' if source else ''}")
    if refusal.because:
        yield _row("because", refusal.because)
    if why.read:
        yield _row("it read", "\n".join(_reads(why.read)))
    if why.cause is not None:
        yield _row("caused by", cause_text(why.cause))
    if why.instead:
        yield _row("instead", why.instead)
    if why.help or not why.instead:
        yield _row("would help", _help(why))


def _help(why: Why) -> str:
    if why.help:
        return "\n".join(map(way_text, why.help))
    steps = "1 step" if why.steps == 1 else f"{why.steps} steps"
    bound = "; there was more to try" if why.bounded else ""
    tried = f"({why.tries} tries{bound})" if why.tries else "(no operation writes what the guard read)"
    found = f"nothing found within {steps} {tried}"
    if why.past is None:
        return found
    return f"{found}\n{way_text(why.past.steps)}  leads to {why.past.then}"


def _allowed(why: Why) -> Iterator[str]:
    if not why.outcome.ok:
        yield _row("answered", f"{why.outcome}, by the operation itself: no guard refused")
    else:
        yield _row("allowed", str(why.outcome.status))
    telling = [one for one in why.passed if _tells(one)]
    quiet = ", ".join(one.guard.name for one in why.passed if not _tells(one))
    if telling or not quiet:
        yield _row("passed", "\n".join(_guards(telling)) or "no guard")
    if quiet:
        yield _row("also" if telling else "passed", quiet)
    if why.bounded:
        yield _row("searched", f"stopped after {why.tries} tries; there was more to try")


def _tells(passed: Passed) -> bool:
    """Whether people have a step after which the guard would refuse."""
    return bool(passed.stopped_by) and not passed.stopped_by_tools


def _guards(passed: Sequence[Passed]) -> Iterator[str]:
    for one in passed:
        yield f"{one.guard.name} ({one.guard.id})"
        yield from (f"  {line}" for line in _reads(read for read in one.read if read.origin.kind == "step"))
        if one.stopped_by and not one.stopped_by_tools:
            yield f"  would refuse after  {one.stopped_by}"


def _reads(read: Iterable[Read]) -> Iterator[str]:
    for one in read:
        of = f" of {one.of}" if one.of else ""
        yield f"{one.field}{of}: {one.value}  ({origin_text(one.origin)})"


def _told(told: Told) -> str:
    return f"{told.place}, {moment_text(told.time)}  {_by(told)}"


def _by(told: Told) -> str:
    return f"{told.by}: {told.text}" if told.by else told.text


def _row(label: str, text: str) -> str:
    return f"  {label:<10} " + text.replace("\n", f"\n{_INDENT}")
