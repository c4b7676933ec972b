"""What must hold of a world, or of a step from one world to the next, declared once under its name.

    @invariant("C1")
    def flags_belong_to_a_call(room: Room) -> Iterator[str]:
        \"\"\"Only a room that shows a call has call flags (spec: participant 4.10).\"\"\"

The name of the first parameter says what is looked at: each `room` of a server, the `server`, or the
`step`. An invariant yields its breaches, in words. `broken_by` names the fault of the modelled server that
breaks it; the others hold whatever is asked in whatever order.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Literal, TypeAlias, cast

import attrs

from talksim.by_fields import ShownByFields
from talksim.errors import DeclarationError
from talksim.model.server import Server
from talksim.outcome import Outcome
from talksim.talk import Entry

__all__ = ["INVARIANTS", "Invariant", "Step", "broken", "invariant"]

Subject: TypeAlias = Literal["room", "server", "step"]
Test: TypeAlias = Callable[[Any], Iterable[str]]

_SUBJECTS: Final = ("room", "server", "step")


@attrs.frozen(eq=False, repr=False)
class Step(ShownByFields):
    """One step of a story: the worlds before and after, what was asked, and what was answered.

    `asked` is a line of the journal; time that passes is one, without an `outcome`.
    """

    before: Server
    asked: Entry
    outcome: Outcome | None
    after: Server


@attrs.frozen(eq=False, repr=False)
class Invariant(ShownByFields):
    """A named invariant; `number` is that of the rule pages, "" if they give none."""

    name: str
    number: str
    subject: Subject
    test: Test = attrs.field(repr=False)
    broken_by: str = ""

    @property
    def doc(self) -> str:
        """What the invariant says, in words."""
        return inspect.cleandoc(self.test.__doc__ or "")

    def of_server(self, server: Server) -> Iterator[str]:
        """The breaches in a world; none for an invariant about steps."""
        if self.subject == "server":
            yield from self.test(server)
        elif self.subject == "room":
            for room in server.rooms.values():
                yield from (f"{room.label}: {breach}" for breach in self.test(room))

    def of_step(self, step: Step) -> list[str]:
        """The breaches of a step, or in the world it led to."""
        return list(self.test(step) if self.subject == "step" else self.of_server(step.after))


INVARIANTS: dict[str, Invariant] = {}
"""Every invariant by its name."""


def invariant(number: str = "", *, broken_by: str = "") -> Callable[[Test], Invariant]:
    """Declare an invariant; the decorated function's name is the invariant's."""

    def declare(test: Test) -> Invariant:
        name, subject = test.__name__.replace("_", " "), test.__code__.co_varnames[0]
        if subject not in _SUBJECTS:
            raise DeclarationError(f"an invariant is about a {', a '.join(_SUBJECTS)}, not a {subject}")
        if name in INVARIANTS:
            raise DeclarationError(f"two invariants are called {name}")
        made = Invariant(name, number, cast(Subject, subject), test, broken_by)
        INVARIANTS[name] = made
        return made

    return declare


def broken(server: Server) -> list[str]:
    """Every breach in a world of what holds although the modelled server has its faults, in words."""
    held = [one for one in INVARIANTS.values() if not one.broken_by]
    return [f"{one.number} {one.name}: {breach}".lstrip() for one in held for breach in one.of_server(server)]
