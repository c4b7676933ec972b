"""The one neutral graph that every picture is rendered from: states and the edges between them.

A graph knows nothing of formats. What a run did is told by counts, which are None where there was no run.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

from talksim.by_fields import EqualByFields

__all__ = ["Check", "Edge", "Graph", "Kind", "State"]

Kind: TypeAlias = Literal["state", "answer", "refusal"]
"""What a node of the graph is: a state of a lifecycle or of a request, or an answer that ends a request."""


@attrs.frozen(eq=False, repr=False)
class State(EqualByFields):
    """One node, called by its word; the words of a graph are unique."""

    name: str
    kind: Kind = "state"
    initial: bool = False


@attrs.frozen(eq=False, repr=False)
class Check(EqualByFields):
    """A guard on an edge: its rule, its words, what it answers when it refuses ("403"), and how often it did.

    `answer` is "" for a guard without an answer of its own.
    """

    rule: str
    name: str
    answer: str = ""
    refused: int | None = None


@attrs.frozen(eq=False, repr=False)
class Edge(EqualByFields):
    """One way from a state to another: the trigger, the guards to pass, and how often a run took it."""

    id: str
    source: str
    dest: str
    trigger: str
    guards: tuple[Check, ...] = ()
    times: int | None = None

    @property
    def taken(self) -> bool:
        """Whether a run took the edge."""
        return bool(self.times)

    @property
    def label(self) -> str:
        """What stands on the edge: `join [call startable, else 403] ×2`."""
        times = f"×{self.times}" if self.times else ""
        guards = f"[{', '.join(map(_guard, self.guards))}]" if self.guards else ""
        return " ".join(filter(None, (self.trigger, guards, times)))


@attrs.frozen(eq=False, repr=False)
class Graph(EqualByFields):
    """A titled graph; `watched` says that a run was looked at, so that what is not taken is worth showing."""

    title: str
    states: tuple[State, ...]
    edges: tuple[Edge, ...]
    watched: bool = False

    @property
    def reached(self) -> frozenset[str]:
        """The states in which the run was seen: where a taken edge begins or ends."""
        return frozenset(name for edge in self.edges if edge.taken for name in (edge.source, edge.dest))


def _guard(check: Check) -> str:
    answer = f", else {check.answer}" if check.answer else ""
    refused = f" ×{check.refused}" if check.refused else ""
    return f"{check.name}{answer}{refused}"
