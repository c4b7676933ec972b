"""Graphs for terminals: each state with the ways out of it, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from talksim.draw.formats import Graphs, graph_format
from talksim.draw.graph import Edge, Graph, State

__all__ = ["text"]

_ENDS: Final = {"answer": "✓ ", "refusal": "✗ "}


@graph_format("text", ".txt")
def text(graphs: Graphs) -> str:
    """The graphs below each other; ● is where a graph begins, and ═ a way that a run took."""
    return "\n".join("\n".join(_lines(graph)) + "\n" for graph in graphs)


def _lines(graph: Graph) -> Iterator[str]:
    yield graph.title
    ends = {state.name: f"{_ENDS.get(state.kind, '')}{state.name}" for state in graph.states}
    for state in graph.states:
        ways = [edge for edge in graph.edges if edge.source == state.name]
        if ways or state.kind == "state":
            yield ""
            yield _head(state)
            yield from _ways(ways, ends)


def _head(state: State) -> str:
    return f"{'●' if state.initial else '○'} {state.name}"


def _ways(ways: list[Edge], ends: dict[str, str]) -> Iterator[str]:
    width = max((len(edge.label) for edge in ways), default=0)
    for edge in ways:
        corner = "└" if edge is ways[-1] else "├"
        line = "═" if edge.taken else "─"
        yield f"{corner}─ {edge.label} {line * (width - len(edge.label) + 2)}▶ {ends[edge.dest]}"
