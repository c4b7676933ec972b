"""Graphs in the language of Graphviz; several become clusters of one graph."""

from __future__ import annotations

from collections.abc import Iterator

from talksim.draw.formats import Graphs, graph_format
from talksim.draw.graph import Edge, Graph, State

__all__ = ["dot"]

_COLOURS = {"state": "#57606a", "answer": "#0969da", "refusal": "#c9302c"}
_TAKEN = "#1a7f37"


@graph_format("dot", ".dot")
def dot(graphs: Graphs) -> str:
    """A directed graph; what a run took is drawn bold and green, what it did not take dashed."""
    title = graphs[0].title if len(graphs) == 1 else "talksim"
    lines = [f"digraph {_quoted(title)} {{", "    rankdir=LR", '    node [shape=box, style="rounded"]']
    for number, graph in enumerate(graphs):
        body = _cluster(graph, number) if len(graphs) > 1 else _graph(graph, "")
        lines += [f"    {line}" for line in body]
    return "\n".join([*lines, "}"]) + "\n"


def _cluster(graph: Graph, number: int) -> Iterator[str]:
    yield f"subgraph cluster{number} {{"
    yield f"    label={_quoted(graph.title)}"
    yield from (f"    {line}" for line in _graph(graph, f"{graph.title}/"))
    yield "}"


def _graph(graph: Graph, prefix: str) -> Iterator[str]:
    yield f"{_quoted(f'{prefix}(start)')} [shape=point]"
    yield from (_state(graph, state, prefix) for state in graph.states)
    for state in graph.states:
        if state.initial:
            yield f"{_quoted(f'{prefix}(start)')} -> {_quoted(prefix + state.name)}"
    yield from (_edge(graph, edge, prefix) for edge in graph.edges)


def _state(graph: Graph, state: State, prefix: str) -> str:
    reached = state.name in graph.reached
    colour = _TAKEN if reached and state.kind != "refusal" else _COLOURS[state.kind]
    width = ", penwidth=2" if reached else ""
    return f'{_quoted(prefix + state.name)} [label={_quoted(state.name)}, color="{colour}"{width}]'


def _edge(graph: Graph, edge: Edge, prefix: str) -> str:
    style = ", style=dashed" if graph.watched else ""
    style = f', color="{_TAKEN}", penwidth=2' if edge.taken else style
    ends = f"{_quoted(prefix + edge.source)} -> {_quoted(prefix + edge.dest)}"
    return f"{ends} [label={_quoted(edge.label)}{style}]"


def _quoted(text: str) -> str:
    """A string of the language; a backslash would begin one of its escapes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
