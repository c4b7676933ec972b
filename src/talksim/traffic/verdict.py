"""What judging recordings found: counts per recording and profile, divergences by cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal, TypeAlias

import attrs

from talksim.traffic.recording import Exchange, Recording

__all__ = ["Counts", "Divergence", "Kind", "Verdict", "by_cause", "by_profile", "total"]

_LONG: Final = 200
"""How much of a request's parameters is shown."""

Kind: TypeAlias = Literal["status", "field", "crash", "not modelled"]


@attrs.frozen
class Divergence:
    """One answer, or one field of it, that differs.

    `cause` is what such divergences have in common: the operation, and the two answers with the guard that
    spoke or the field. `theirs` and `ours` show the answers, `because` what the guard says.
    """

    kind: Kind
    cause: str
    operation: str
    exchange: Exchange
    theirs: str
    ours: str
    because: str = ""

    @property
    def request(self) -> str:
        """The request in one line."""
        of = self.exchange
        params = f" {dict(of.params)}" if of.params else ""
        params = params if len(params) <= _LONG else f"{params[: _LONG - 1]}…"
        return f"{of.user}: {of.method} {of.path.removeprefix('/ocs/v2.php')}{params}"


@attrs.define
class Counts:
    """How much was compared and how much of it agrees.

    `requests` counts the actions of the recorder, `modelled` those whose operations exist, `agreeing` those
    with an equal status; fields are those of every answer whose operation exists.
    """

    recordings: int = 0
    clean: int = 0
    requests: int = 0
    modelled: int = 0
    agreeing: int = 0
    fields: int = 0
    fields_agreeing: int = 0

    def add(self, other: Counts) -> None:
        """Take the counts of another into these."""
        for name in attrs.fields_dict(Counts):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def percent(self) -> float:
        """Of the actions, those with an equal status."""
        return _percent(self.agreeing, self.requests)

    @property
    def percent_modelled(self) -> float:
        """Of the actions whose operations exist, those with an equal status."""
        return _percent(self.agreeing, self.modelled)

    @property
    def percent_fields(self) -> float:
        """Of the fields, those that are equal."""
        return _percent(self.fields_agreeing, self.fields)


@attrs.frozen
class Verdict:
    """How one recording went."""

    recording: Recording
    counts: Counts
    divergences: tuple[Divergence, ...]
    seconds: float = 0.0

    @property
    def status_agrees(self) -> bool:
        """Whether every status is the real server's, observations among them."""
        return all(divergence.kind == "field" for divergence in self.divergences)


def by_profile(verdicts: Iterable[Verdict]) -> dict[str, Counts]:
    """The counts of each profile, in alphabetical order."""
    return _sums(verdicts, lambda verdict: verdict.recording.header.profile)


def total(verdicts: Iterable[Verdict]) -> Counts:
    """The counts of all."""
    return _sums(verdicts, lambda _: "").get("", Counts())


def by_cause(verdicts: Iterable[Verdict], *kinds: Kind) -> Iterator[tuple[str, int, Divergence, Verdict]]:
    """The causes of the divergences of some kinds, how often each, and the first with its recording."""
    first: dict[str, tuple[Divergence, Verdict]] = {}
    counted: Counter[str] = Counter()
    for verdict in verdicts:
        for divergence in verdict.divergences:
            if divergence.kind in kinds:
                counted[divergence.cause] += 1
                first.setdefault(divergence.cause, (divergence, verdict))
    for cause, times in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        yield cause, times, *first[cause]


def _sums(verdicts: Iterable[Verdict], key: Callable[[Verdict], str]) -> dict[str, Counts]:
    sums: dict[str, Counts] = {}
    for verdict in verdicts:
        sums.setdefault(key(verdict), Counts()).add(verdict.counts)
    return dict(sorted(sums.items()))


def _percent(part: int, whole: int) -> float:
    return 100.0 * part / whole if whole else 100.0
