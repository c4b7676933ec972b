"""What somebody could do now: every operation tried on forks, with what is there that fits its samples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from talksim.asking import Asker, asker_name
from talksim.by_fields import EqualByFields
from talksim.constants import Vocabulary
from talksim.displayed import Displayed
from talksim.fitting import Fitting, acting
from talksim.handle import Forkable, RoomHandle
from talksim.outcome import Outcome
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.stage import Guard

__all__ = ["Permit", "Permits", "answered", "permits", "telling"]


@attrs.frozen(eq=False, repr=False)
class Permit(EqualByFields):
    """What one operation would answer, asked with one of its samples and with what is there."""

    operation: Operation
    parameters: dict[str, Any]
    outcome: Outcome
    fits: bool = True
    """False where a refusal is about what was asked for: nothing that is there fits, whoever asks."""
    lacks: str = ""
    """What is not there that one would have to name: "poll"."""

    @property
    def allowed(self) -> bool:
        """Whether the request would succeed."""
        return self.outcome.ok

    @property
    def ok(self) -> bool:
        """The same as `allowed`."""
        return self.outcome.ok

    @property
    def guard(self) -> Guard | None:
        """The guard that would refuse."""
        return self.outcome.refusal.guard if self.outcome.refusal else None

    @property
    def because(self) -> str:
        """Why it would be refused, in words."""
        return self.outcome.refusal.because if self.outcome.refusal else ""

    @property
    def answer(self) -> str:
        """`allowed (200)`, the refusal, or in parentheses that nothing fits: `(no poll is there)`."""
        if self.allowed:
            return f"allowed ({self.outcome.status})"
        if self.fits:
            return str(self.outcome)
        return f"(no {self.lacks} is there)" if self.lacks else f"({self.outcome})"

    def cells(self) -> tuple[str, str, str, str]:
        """A row of the table: the operation, its parameters, the answer, the reason."""
        given = ", ".join(f"{name}={_shown(value)}" for name, value in self.parameters.items())
        return self.operation.phrase, given, self.answer, self.because

    def __str__(self) -> str:
        return "  ".join(filter(None, self.cells()))

    def __repr__(self) -> str:
        return f"<Permit {self}>"


class Permits(list[Permit], Displayed):
    """A list of permits that prints as a table, in notebooks too."""

    @property
    def allowed(self) -> Permits:
        """Those that would succeed."""
        return Permits(permit for permit in self if permit.allowed)

    @property
    def refused(self) -> Permits:
        """Those that would not."""
        return Permits(permit for permit in self if not permit.allowed)

    def __str__(self) -> str:
        rows = self._rows()
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
        return "\n".join(lines)

    __repr__ = __str__

    def _rows(self) -> list[tuple[str, ...]]:
        return [("operation", "with", "answer", "because"), *(permit.cells() for permit in self)]


def permits(
    talk: Forkable, who: Asker | str, room: object = "", operations: Iterable[Operation] | None = None
) -> Permits:
    """What each operation open to somebody's role would answer now, in the room if one is named.

    `operations` are those to try, by default all. Every request is made on a fork of its own, so nothing
    changes. Raises `UsageError` for somebody nobody declared and for a room that does not exist.
    """
    name = asker_name(who)
    role = talk.names.role(name)
    token = "" if isinstance(room, str) and not room else RoomHandle(talk, room).token
    chosen = OPERATIONS.values() if operations is None else operations
    asked = (o for o in chosen if o.by == role and (token or not o.in_room))
    world = talk.fork()  # only looked at: a browser is made on first sight
    caller = acting(world.server, world.names.browser(name), token)
    made = (Fitting(operation, world.server, token, caller) for operation in asked)
    return Permits(permit for fitting in made for permit in _tried(talk, name, fitting))


def _tried(talk: Forkable, name: str, fitting: Fitting) -> Iterator[Permit]:
    """The answer that counts for each sample."""
    for sample in fitting.operation.samples:
        found = telling(fitting, _answers(talk, name, fitting, sample))
        yield from () if found is None else (found,)


def _answers(talk: Forkable, name: str, fitting: Fitting, sample: Mapping[str, Any]) -> Iterator[Permit]:
    operation, token = fitting.operation, fitting.token
    for given in fitting.requests(sample):
        fork = talk.fork()
        params = fork.names.arguments(operation, token, given)
        outcome = fork.perform(fork.names.browser(name), operation, token, **params)
        yield answered(fitting, params, outcome)


def answered(fitting: Fitting, parameters: dict[str, Any], outcome: Outcome) -> Permit:
    """What was answered to a request that was made to fit, and whether it did."""
    guard = outcome.refusal.guard if outcome.refusal else None
    fits = guard is None or not fitting.is_unfit(guard, parameters)
    lacks = fitting.lacks(guard) if guard else ""
    return Permit(fitting.operation, parameters, outcome, fits, lacks)


def telling(fitting: Fitting, answers: Iterable[Permit]) -> Permit | None:
    """The first answer that allows, else the most telling refusal; None if there is no answer.

    It takes no more answers than that needs.
    """
    refused: list[Permit] = []
    for permit in answers:
        if permit.guard is None or fitting.settles(permit.guard):
            return permit
        refused.append(permit)
    return max(refused, key=lambda permit: _rank(fitting, permit), default=None)


def _rank(fitting: Fitting, permit: Permit) -> tuple[bool, bool, int]:
    assert permit.guard is not None
    return fitting.rank(permit.guard, permit.parameters)


def _shown(value: object) -> str:
    return value.word if isinstance(value, Vocabulary) else str(value)
