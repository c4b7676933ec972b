"""What a scenario says, once it was read: who does what, and what is to be seen then.

Frozen values without behaviour. `structure` makes them of a document, `run` plays them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

import attrs

from talksim.by_fields import EqualByFields, ShownByFields
from talksim.displayed import Displayed
from talksim.rules.operation import Operation
from talksim.scenario.document.fault import Path, Position
from talksim.scenario.document.source import Document
from talksim.scenario.seeing import Sight

__all__ = [
    "Act",
    "Command",
    "Expected",
    "Fragment",
    "Given",
    "GivenRoom",
    "Guest",
    "Include",
    "Mode",
    "Person",
    "Place",
    "Refusal",
    "Scenario",
    "See",
    "Step",
    "Wait",
]

Mode: TypeAlias = Literal["exactly", "including", "in any order", "excluding", "number"]
"""How rows are compared.

`exactly`: the same rows in the same order; `including`: these rows, in this order, among others; `in any
order`: the same rows; `excluding`: none of these rows; `number`: so many rows.
"""


@attrs.frozen(eq=False, repr=False)
class Place(ShownByFields):
    """Where something stands: a document and the way to the value in it.

    `included_from` are the places that include the document, as `webinar.yaml:9`, the nearest first.
    """

    document: Document
    path: Path
    included_from: tuple[str, ...] = ()

    def below(self, *path: str | int) -> Place:
        """A place further down."""
        return Place(self.document, (*self.path, *path), self.included_from)

    @property
    def above(self) -> tuple[str, ...]:
        """The `included_from` of what is included here."""
        return (f"{self.document.path}:{self.line}", *self.included_from)

    @property
    def position(self) -> Position:
        """Line and column of the value."""
        return self.document.position(self.path)

    @property
    def line(self) -> int:
        """The line of the value."""
        return self.position.line

    def seen_from(self, path: str) -> str:
        """`line 9` where the document is that file itself, `part.yaml:9` of another."""
        return f"line {self.line}" if self.document.path == path else f"{self.document.path}:{self.line}"


@attrs.frozen(eq=False, repr=False)
class Command(EqualByFields):
    """What an actor asks for, in one line: operation, room, and parameters as they were written.

    `missing` names the required parameters the line lacks: they are written below it.
    """

    operation: Operation
    room: str
    words: Mapping[str, Any]
    missing: tuple[str, ...] = ()


@attrs.frozen(eq=False, repr=False)
class Refusal(EqualByFields):
    """The refusal a step expects; what is None or "" is not compared."""

    status: int | None = None
    error: str | None = None
    guard: str = ""


@attrs.frozen(eq=False, repr=False)
class Expected(EqualByFields):
    """What is to be seen, and how strictly it is compared; `key` is the mapping key it was written under.

    `without` names rows that are left aside: `{type: [changelog]}` those with one of these values.
    """

    mode: Mode
    value: Any
    key: str
    without: Mapping[str, Any] = {}


@attrs.frozen(eq=False, repr=False)
class See(EqualByFields):
    """Somebody looks at something, which changes nothing.

    With `forget`, a record of requests begins anew after the look.
    """

    viewer: str
    text: str
    sight: Sight
    room: str
    expected: Expected | None
    refused: Refusal | None = None
    forget: bool = False


@attrs.frozen(eq=False, repr=False)
class Act(EqualByFields):
    """Somebody asks the server for something.

    `given` are parameters written below the step, `status` the status the answer must have, `headers` what is
    expected of the headers, `called` the name by which the scenario calls the room in the answer. With both
    `refused` and `answers` the step is either refused so, or answered so.
    """

    actor: str
    text: str
    command: Command
    given: Mapping[str, Any] = {}
    refused: Refusal | None = None
    status: int | None = None
    answers: Expected | None = None
    headers: Mapping[str, Any] = {}
    called: str = ""
    then: tuple[See, ...] = ()

    def __repr__(self) -> str:
        """`<Act ben: join room webinar>`."""
        return f"<Act {self.actor}: {self.text}>"


@attrs.frozen(eq=False, repr=False)
class Wait(EqualByFields):
    """Time passes, in seconds."""

    seconds: float
    text: str


@attrs.frozen(eq=False, repr=False)
class Include(EqualByFields):
    """The steps of a fragment, in this place."""

    file: str
    given: Mapping[str, Any] = {}
    fragment: Fragment | None = attrs.field(default=None, eq=False, repr=False)


Step: TypeAlias = Act | Wait | See | Include


@attrs.frozen(eq=False, repr=False)
class Fragment(EqualByFields):
    """Steps of another file, with the parameters of the place that includes them."""

    document: Document = attrs.field(eq=False, repr=False)
    steps: tuple[Step, ...]


@attrs.frozen(eq=False, repr=False)
class Person(EqualByFields):
    """An account."""

    name: str = ""
    groups: tuple[str, ...] = ()
    do_not_disturb: bool = False


@attrs.frozen(eq=False, repr=False)
class Guest(EqualByFields):
    """A browser without account."""

    address: str = ""


@attrs.frozen(eq=False, repr=False)
class GivenRoom(EqualByFields):
    """A room that stands before the first step; `settings` are named by their operations ("lobby").

    `object` is what another app has made the room for ("share password"), `order` names the lists of people
    in the order in which they are added.
    """

    type: Any = "group"
    owner: str = ""
    moderators: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    in_call: tuple[str, ...] = ()
    order: tuple[str, ...] = ("users", "moderators", "groups")
    object: Any = "none"
    settings: Mapping[str, Any] = {}


@attrs.frozen(eq=False, repr=False)
class Given(EqualByFields):
    """The world before the first step."""

    users: Mapping[str, Person] = {}
    groups: Mapping[str, tuple[str, ...]] = {}
    guests: Mapping[str, Guest] = {}
    settings: Mapping[str, Any] = {}
    rooms: Mapping[str, GivenRoom] = {}


@attrs.frozen(eq=False, repr=False)
class Scenario(EqualByFields, Displayed):
    """One scenario: of a file with cases, one of its cases.

    `breaks` names the invariant that a fault of the modelled server breaks here, `fix` what would mend it.
    """

    name: str
    steps: tuple[Step, ...]
    given: Given = attrs.field(factory=Given)
    tags: tuple[str, ...] = ()
    xfail: str = ""
    case: str = ""
    breaks: str = ""
    fix: str = ""
    place: Place | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def path(self) -> str:
        """The file it was read from."""
        return self.place.document.path if self.place else ""

    @property
    def title(self) -> str:
        """Name and case: `A webinar with a lobby [open to accounts]`."""
        return f"{self.name} [{self.case}]" if self.case else self.name

    def __repr__(self) -> str:
        """`<Scenario A webinar with a lobby: 18 steps, scenarios/lobby/webinar.yaml>`."""
        steps = f"{len(self.steps)} step{'' if len(self.steps) == 1 else 's'}"
        return f"<Scenario {self.title}: {', '.join(filter(None, [steps, self.path]))}>"

    def walk(self) -> Iterator[tuple[Place, Act | Wait | See]]:
        """Every step with its place, those of fragments in the places that include them."""
        if self.place is not None:
            yield from _walk(Place(self.place.document, ("steps",)), self.steps)


def _walk(place: Place, steps: tuple[Step, ...]) -> Iterator[tuple[Place, Act | Wait | See]]:
    for number, step in enumerate(steps):
        if not isinstance(step, Include):
            yield place.below(number), step
        elif step.fragment is not None:
            inner = Place(step.fragment.document, ("steps",), place.below(number, "include").above)
            yield from _walk(inner, step.fragment.steps)
