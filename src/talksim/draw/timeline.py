"""How a scenario goes, as a value: lanes with spans and marks over its steps and the virtual clock.

A lane per person and room says where the person is, a lane per status of a room what it is. Column 0 is the
world as it is given; column n is the world after step n.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import attrs

from talksim.by_fields import EqualByFields

__all__ = ["Kind", "Lane", "Mark", "Span", "Step", "Timeline"]

Kind: TypeAlias = Literal["request", "look", "time"]


@attrs.frozen(eq=False, repr=False)
class Step(EqualByFields):
    """One step that was played: who, what as written, and the answer in words ("" to looks and time).

    `at` is the virtual clock afterwards, in seconds since the world began; `failed` says what was expected
    instead where the scenario failed, `line` where the step stands in its file, 0 for none; `below` what is
    written below it.
    """

    actor: str
    text: str
    answer: str = ""
    refused: bool = False
    kind: Kind = "request"
    at: float = 0
    failed: str = ""
    line: int = 0
    below: tuple[str, ...] = ()


@attrs.frozen(eq=False, repr=False)
class Span(EqualByFields):
    """What a lane is from column `first` through column `last`."""

    value: str
    first: int
    last: int


@attrs.frozen(eq=False, repr=False)
class Mark(EqualByFields):
    """A request of the lane's person at a step (from 1)."""

    step: int
    refused: bool


@attrs.frozen(eq=False, repr=False)
class Lane(EqualByFields):
    """One line of the picture; `room` is "" for somebody who is in none, such as a server."""

    name: str
    room: str
    kind: Literal["person", "status"]
    spans: tuple[Span, ...]
    marks: tuple[Mark, ...] = ()


@attrs.frozen(eq=False, repr=False)
class Timeline(EqualByFields):
    """A scenario as it went."""

    title: str
    steps: tuple[Step, ...]
    lanes: tuple[Lane, ...]

    def to_dict(self) -> dict[str, Any]:
        """The timeline for `json.dumps`."""
        return attrs.asdict(self)

    def label(self, lane: Lane) -> str:
        """What a lane is called: with its room where there are several."""
        several = len({lane.room for lane in self.lanes if lane.room}) > 1
        return f"{lane.name} · {lane.room}" if several and lane.room else lane.name
