"""What somebody could do now: every operation tried on forks, with what is there that fits its samples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from talksim.asking import Asker, asker_name
from talksim.called import called
from talksim.chapters import by_chapter
from talksim.displayed import Displayed
from talksim.errors import UsageError
from talksim.fitting import Fitting, acting
from talksim.grid import Cell, Grid
from talksim.handle import Forkable, RoomHandle
from talksim.outcome import Outcome
from talksim.permit import Permit
from talksim.rules.operation import OPERATIONS, Operation
from talksim.sheet import Sheet

__all__ = ["LONGEST", "Permit", "Permits", "answered", "can", "permits", "telling"]

LONGEST: Final = 40
"""So many rows are shown at a prompt; of more, a line for each chapter."""


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

    def by_chapter(self) -> Sheet:
        """A line for all operations of a chapter: `yes`, `3 of 5`, or what refuses all of it."""
        asked: dict[str, list[Permit]] = {}
        for permit in self:
            asked.setdefault(permit.operation.name, []).append(permit)
        rows = tuple((found[0].operation, (Cell(tuple(found)),)) for found in asked.values())
        return attrs.evolve(by_chapter(Grid("", ("may",), rows)), title="")

    def __str__(self) -> str:
        rows = [("operation", "with", "answer", "because"), *(permit.cells() for permit in self)]
        return str(Sheet(rows[0], tuple(rows[1:])))

    def __repr__(self) -> str:
        """The table, or a line for each chapter where that would be longer than a screen."""
        if len(self) <= LONGEST:
            return str(self)
        hint = f'{len(self)} answers: print shows all, talk.can(who, room, "calls") those of a chapter'
        return f"{self.by_chapter()}\n{hint}"


def can(
    talk: Forkable, who: Asker | str, room: object = "", operations: Iterable[str] | str | None = None
) -> Permits:
    """What operations would answer somebody now: all of them, or those of these phrases, names or chapters.

    Raises `UsageError` for somebody nobody declared, a room that does not exist, an operation that is none,
    and where nothing that was chosen can be asked for in this role, or without a room.
    """
    if operations is None:
        return permits(talk, who, room)
    chosen = OPERATIONS.chosen(operations)
    found = permits(talk, who, room, chosen)
    if chosen and not found:
        raise UsageError(_not_asked(chosen[0], asker_name(who), talk.names.role(asker_name(who))))
    return found


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


def _not_asked(operation: Operation, name: str, role: str) -> str:
    """Why somebody does not ask for an operation at all."""
    if operation.by == role:
        return f"{operation.phrase} needs a room: can(who, room, operations)"
    who = "people" if operation.by == "browser" else f"the {operation.by}"
    return f"{operation.phrase} is for {who}, not for {name}"


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


called(__name__)
