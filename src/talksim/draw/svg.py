"""Graphs as SVG, without any program: drawn on our own layout, in light and dark by the reader's setting.

Each edge is a text that says what it leads from and to (`data-from`, `data-to`, `data-trigger`), so that the
picture can be read back; edges between the same states share one line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import quoteattr

from talksim.draw.formats import Graphs, graph_format
from talksim.draw.graph import Edge, Graph, State
from talksim.draw.layout import Item, Pair, Size, layout
from talksim.draw.svg_page import document, tag, text_width

__all__ = ["svg"]

_STYLE: Final = """
.state rect { fill: var(--fill); stroke: var(--line); }
.state text { text-anchor: middle; font-size: 13px; }
.state.reached rect { fill: var(--good-fill); stroke: var(--good); stroke-width: 2; }
.state.refusal rect { fill: var(--bad-fill); stroke: var(--bad); }
.way { fill: none; stroke: var(--line); stroke-width: 1.2; }
.way.taken { stroke: var(--good); stroke-width: 2.2; }
.way.missed { stroke-dasharray: 4 3; }
.head { fill: var(--line); } .head.taken { fill: var(--good); }
.behind { fill: var(--paper); opacity: 0.85; }
.edge { text-anchor: middle; }
.edge.taken { fill: var(--good); font-weight: 600; }
.edge.missed { fill: var(--soft); }
.start { fill: var(--ink); }
"""

_MARGIN: Final = 16
_LINE: Final = 15
_TITLE: Final = 26
_START: Final = 30
"""Room on the left for the arrow from nowhere to the first state."""


@graph_format("svg", ".svg")
def svg(graphs: Graphs) -> str:
    """The graphs, one below the other."""
    drawn = [_Drawing(graph) for graph in graphs]
    width = max((one.width for one in drawn), default=0) + 2 * _MARGIN
    body, y = [], float(_MARGIN)
    for one in drawn:
        body += [f'<g class="graph" transform="translate({_MARGIN} {y:.0f})">', *one.lines(), "</g>"]
        y += one.height + _MARGIN
    title = graphs[0].title if len(graphs) == 1 else f"{len(graphs)} graphs"
    return document(width, y, title, body, _STYLE)


class _Drawing:
    """One graph on its layout."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.pairs: dict[Pair, list[Edge]] = {}
        for edge in graph.edges:
            self.pairs.setdefault((edge.source, edge.dest), []).append(edge)
        self.boxes = {state.name: self._box(state.name) for state in graph.states}
        first = sorted(graph.states, key=lambda state: not state.initial)
        labels = {pair: _size(edges) for pair, edges in self.pairs.items() if pair[0] != pair[1]}
        self.plan = layout({state.name: self._room(state.name) for state in first}, labels)
        self.ports = dict(self._ports())
        self.width = max(self.plan.width + _START, text_width(graph.title) * 1.3)
        self.height = max(self._depths(), default=0) + _TITLE + 4

    def lines(self) -> Iterator[str]:
        """The elements: lines first, so that boxes and words lie on them."""
        yield tag("text", self.graph.title, class_="title", x=0, y=12)
        yield f'<g transform="translate({_START} {_TITLE})">'
        yield from (line for pair in self.pairs for line in self._way(pair))
        yield from (line for state in self.graph.states for line in self._state(state))
        yield from (line for pair in self.pairs for line in self._label(pair))
        yield "</g>"

    def _depths(self) -> Iterator[float]:
        """How far down each box, label and bend reaches."""
        yield from (at.y + self.boxes[name][1] / 2 for name, at in self.plan.states.items())
        yield from (item.y + item.height / 2 for way in self.plan.ways.values() for item in way)

    def _box(self, name: str) -> Size:
        """As high as its ends of edges need to stand apart."""
        ends = sum(name in pair for pair in self.pairs if pair[0] != pair[1])
        return text_width(name) * 1.1 + 24, max(34, 9 * ends + 8)

    def _room(self, name: str) -> Size:
        """A box with room above it for what leads back to it, and as much below."""
        width, height = self.boxes[name]
        loop = self.pairs.get((name, name))
        if not loop:
            return width, height
        return max(width, _size(loop)[0]), height + 2 * (_size(loop)[1] + 16)

    def _ports(self) -> Iterator[tuple[tuple[str, Pair], float]]:
        """Where on the side of a box each edge ends: in the order of the heights they come from."""
        for name, at in self.plan.states.items():
            for right in (False, True):
                ends = [
                    pair
                    for pair in self.plan.ways
                    if name in pair and (self._next(name, pair).x > at.x) is right
                ]
                ends.sort(key=lambda pair: self._next(name, pair).y)
                for number, pair in enumerate(ends, 1):
                    height = self.boxes[name][1]
                    yield (name, pair), at.y + height * (number / (len(ends) + 1) - 0.5)

    def _next(self, name: str, pair: Pair) -> Item:
        """The item next to a state on the way of a pair it belongs to."""
        return self.plan.ways[pair][0 if pair[0] == name else -1]

    def _look(self, edges: Sequence[Edge]) -> str:
        if any(edge.taken for edge in edges):
            return " taken"
        return " missed" if self.graph.watched else ""

    def _state(self, state: State) -> Iterator[str]:
        at, (width, height) = self.plan.states[state.name], self.boxes[state.name]
        left, top = at.x - width / 2, at.y - height / 2
        kind = "" if state.kind == "state" else f" {state.kind}"
        kind += " reached" if state.name in self.graph.reached else ""
        yield f'<g class="state{kind}" data-state={quoteattr(state.name)}>'
        yield tag("rect", x=left, y=top, width=width, height=height, rx=9)
        yield tag("text", state.name, x=at.x, y=at.y + 4.5) + "</g>"
        if state.initial:
            yield tag("circle", class_="start", data_initial=state.name, cx=left - 24, cy=at.y, r=5)
            yield from _line([(left - 19, at.y), (left, at.y)], "")

    def _way(self, pair: Pair) -> Iterator[str]:
        look = self._look(self.pairs[pair])
        source, dest = (self.plan.states[name] for name in pair)
        if source.column != dest.column:
            yield from _line(list(self._points(pair)), look)
            return
        if source is not dest:
            yield from self._aside(pair, look)
            return
        at, top = self.plan.states[pair[0]], self.plan.states[pair[0]].y - self.boxes[pair[0]][1] / 2
        yield tag("path", class_=f"way{look}", d=f"M {at.x - 12:.1f} {top:.1f} c 0 -20 24 -20 24 -8")
        yield _head(at.x + 12, top, (0, 1), look)

    def _points(self, pair: Pair) -> Iterator[tuple[float, float]]:
        source, dest = (self.plan.states[name] for name in pair)
        right = 1 if source.x < dest.x else -1
        yield source.x + right * self.boxes[pair[0]][0] / 2, self.ports[pair[0], pair]
        for item in self.plan.ways[pair]:
            yield item.x - right * item.width / 2, item.y
            if item.width:
                yield item.x + right * item.width / 2, item.y
        yield dest.x - right * self.boxes[pair[1]][0] / 2, self.ports[pair[1], pair]

    def _aside(self, pair: Pair, look: str) -> Iterator[str]:
        """A bow to the right between two states of one column, past its words."""
        (source, dest), label = (self.plan.states[name] for name in pair), self.plan.labels[pair]
        x, y = source.x + self.boxes[pair[0]][0] / 2, self.ports[pair[0], pair]
        end, level = dest.x + self.boxes[pair[1]][0] / 2, self.ports[pair[1], pair]
        turn, bend = label.x - label.width / 2, (level - y) / 4
        first = (
            f"M {x:.1f} {y:.1f} C {turn:.1f} {y:.1f} {turn:.1f} {label.y - bend:.1f} {turn:.1f} {label.y:.1f}"
        )
        second = f"C {turn:.1f} {label.y + bend:.1f} {turn:.1f} {level:.1f} {end + 6:.1f} {level:.1f}"
        yield tag("path", class_=f"way{look}", d=f"{first} {second}")
        yield _head(end, level, (-1, 0), look)

    def _label(self, pair: Pair) -> Iterator[str]:
        edges = self.pairs[pair]
        width, height = _size(edges)
        x, y = self._middle(pair, height)
        yield tag("rect", class_="behind", x=x - width / 2, y=y - height / 2, width=width, height=height)
        for number, edge in enumerate(edges, 1):
            ends = {"data_from": edge.source, "data_to": edge.dest, "data_trigger": edge.trigger}
            base = y - height / 2 + _LINE * number - 3
            yield tag("text", edge.label, class_=f"edge{self._look([edge])}", **ends, x=x, y=base)

    def _middle(self, pair: Pair, height: float) -> tuple[float, float]:
        """Where the words of a pair stand: above a box for what leads back to it."""
        if pair[0] != pair[1]:
            return self.plan.labels[pair].x, self.plan.labels[pair].y
        at = self.plan.states[pair[0]]
        return at.x, at.y - self.boxes[pair[0]][1] / 2 - 16 - height / 2


def _size(edges: Sequence[Edge]) -> Size:
    """Of the words on a line; what was taken is bold, and wider."""
    widths = (text_width(edge.label) * (1.1 if edge.taken else 1) for edge in edges)
    return max(widths) + 10, _LINE * len(edges) + 2


def _line(points: Sequence[tuple[float, float]], look: str) -> Iterator[str]:
    """A line through points, level at each of them, with a head at the end."""
    (x, y), (end, level) = points[0], points[-1]
    way = [f"M {x:.1f} {y:.1f}"]
    right = 1 if end > x else -1
    for to, high in (*points[1:-1], (end - 6 * right, level)):
        bend = (to - x) / 2
        way.append(f"C {x + bend:.1f} {y:.1f} {to - bend:.1f} {high:.1f} {to:.1f} {high:.1f}")
        x, y = to, high
    yield tag("path", class_=f"way{look}", d=" ".join(way))
    yield _head(end, level, (right, 0), look)


def _head(x: float, y: float, towards: tuple[int, int], look: str) -> str:
    """The head of an arrow that points along an axis and ends in (x, y)."""
    dx, dy = 8 * towards[0], 8 * towards[1]
    corners = ((x, y), (x - dx + dy / 2, y - dy - dx / 2), (x - dx - dy / 2, y - dy + dx / 2))
    return tag("path", class_=f"head{look}", d=f"M {' L '.join(f'{a:.1f} {b:.1f}' for a, b in corners)} Z")
