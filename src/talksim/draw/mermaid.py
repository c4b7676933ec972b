"""Graphs in the words of Mermaid: `stateDiagram-v2`.

Several graphs make one diagram of composite states. Mermaid cannot style an edge of a state diagram: what a
run took is said by the count on the edge, and the states it reached are coloured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from talksim.draw.formats import Graphs, graph_format
from talksim.draw.graph import Graph

__all__ = ["escaped", "mermaid"]

_SPECIAL: Final = re.compile(r"[#;:\"<>{}%\\`\n]")
_TAKEN: Final = "classDef taken fill:#d3f0dc,stroke:#1a7f37,color:#0b3d1a"
_REFUSAL: Final = "classDef refusal fill:#fde2e0,stroke:#c9302c,color:#5c1210"


def escaped(text: str) -> str:
    """A text as Mermaid takes it: signs that mean something there become character codes."""
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};" if found[0] != "\n" else " ", text)


@graph_format("mermaid", ".mmd")
def mermaid(graphs: Graphs) -> str:
    """A state diagram of a graph, or of several side by side."""
    lines = ["stateDiagram-v2", "    direction LR"]
    for number, graph in enumerate(graphs):
        inner = list(_graph(graph, f"g{number}" if len(graphs) > 1 else ""))
        if len(graphs) > 1:
            inner = [f'state "{escaped(graph.title)}" as g{number} {{', *(f"    {row}" for row in inner), "}"]
        lines += [f"    {line}" for line in inner]
    lines += [f"    {line}" for line in _classes(graphs)]
    return "\n".join(lines) + "\n"


def _graph(graph: Graph, prefix: str) -> Iterator[str]:
    ids = _ids(graph, prefix)
    for state in graph.states:
        yield f'state "{escaped(state.name)}" as {ids[state.name]}'
    yield from (f"[*] --> {ids[state.name]}" for state in graph.states if state.initial)
    for edge in graph.edges:
        yield f"{ids[edge.source]} --> {ids[edge.dest]} : {escaped(edge.label)}"


def _classes(graphs: Graphs) -> Iterator[str]:
    found: dict[str, list[str]] = {"taken": [], "refusal": []}
    for number, graph in enumerate(graphs):
        ids = _ids(graph, f"g{number}" if len(graphs) > 1 else "")
        refusals = [state.name for state in graph.states if state.kind == "refusal"]
        found["refusal"] += [ids[name] for name in refusals]
        found["taken"] += [ids[name] for name in ids if name in graph.reached and name not in refusals]
    for name, declared in (("taken", _TAKEN), ("refusal", _REFUSAL)):
        if found[name]:
            yield declared
            yield f"class {','.join(found[name])} {name}"


def _ids(graph: Graph, prefix: str) -> dict[str, str]:
    return {state.name: f"{prefix}s{number}" for number, state in enumerate(graph.states)}
