"""What somebody could do now: every operation tried on a fork, with its declared samples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from talksim.asking import Asker, asker_name
from talksim.by_fields import EqualByFields
from talksim.constants import Vocabulary
from talksim.displayed import Displayed
from talksim.handle import Forkable, RoomHandle
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.outcome import Outcome
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.parameter import Parameter
from talksim.rules.stage import Guard

__all__ = ["Permit", "Permits", "filler", "permits"]


@attrs.frozen(eq=False, repr=False)
class Permit(EqualByFields):
    """What one operation would answer, asked with one of its samples."""

    operation: Operation
    parameters: dict[str, Any]
    outcome: Outcome

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

    def cells(self) -> tuple[str, str, str, str]:
        """A row of the table: the operation, its parameters, the answer, the reason."""
        given = ", ".join(f"{name}={_shown(value)}" for name, value in self.parameters.items())
        answer = f"allowed ({self.outcome.status})" if self.allowed else str(self.outcome)
        return self.operation.phrase, given, answer, self.because

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
    return Permits(permit for operation in asked for permit in _tried(talk, name, operation, token))


def _tried(talk: Forkable, name: str, operation: Operation, token: str) -> Iterator[Permit]:
    for sample in operation.samples:
        fork = talk.fork()
        browser = fork.names.browser(name)
        given = {**filler(operation, fork.server, token, browser.user), **sample}
        params = fork.names.arguments(operation, token, given)
        yield Permit(operation, params, fork.perform(browser, operation, token, **params))


def filler(operation: Operation, server: Server, token: str, user: str) -> dict[str, Any]:
    """A value for what a request needs and the sample does not say: somebody else, the last ban, …"""
    room = server.rooms.get(token)
    needed = (parameter for parameter in operation.parameters if parameter.required)
    return {parameter.name: _example(parameter, room, user) for parameter in needed}


def _example(parameter: Parameter, room: Room | None, user: str) -> Any:
    if parameter.kind == "attendee":
        others = [a.id for a in room.attendees.values() if a.actor_id != user] if room else []
        return max(others, default=0)
    if parameter.kind == "ban":
        return max(room.bans, default=0) if room else 0
    if parameter.kind == "room":
        return room.token if room else ""
    if parameter.vocabulary is not None:
        return next(iter(parameter.vocabulary))
    return parameter.python_type() if parameter.python_type is not object else ""


def _shown(value: object) -> str:
    return value.word if isinstance(value, Vocabulary) else str(value)
