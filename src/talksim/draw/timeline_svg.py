"""Timelines as SVG: a column for each step, lanes below each other, the virtual clock above them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from talksim.draw.formats import Timelines, timeline_format
from talksim.draw.svg_page import document, tag, text_width
from talksim.draw.timeline import Lane, Mark, Span, Timeline
from talksim.scenario.wording import time_words

__all__ = ["svg"]

_STYLE: Final = """
.lane { fill: var(--soft); } .lane.status { font-style: italic; }
.span { stroke: var(--paper); stroke-width: 1; fill: var(--fill); }
.span.lobby { fill: var(--wait); } .span.room { fill: var(--one); } .span.call { fill: var(--two); }
.span.sends { fill: var(--three); }
.span.on { fill: var(--good-fill); } .span.outside { fill: none; stroke: none; }
.mark { fill: var(--good); } .mark.refused { fill: none; stroke: var(--bad); stroke-width: 2.4; }
.clock { font-size: 10px; fill: var(--soft); } .wait { fill: var(--line); opacity: 0.25; }
.failed { stroke: var(--bad); stroke-width: 2; }
.key { font-size: 11px; fill: var(--soft); }
.number { font-size: 10px; fill: var(--soft); text-anchor: middle; } .value { font-size: 11px; }
"""

_LEGEND: Final = {
    "span lobby": "lobby",
    "span room": "in room",
    "span call": "in call",
    "span sends": "in call with audio or video",
    "wait": "time passes",
    "mark": "asked",
    "mark refused": "refused",
}
"""What is drawn how, by its class."""

_ROW: Final = 24
_WIDE: Final = 30
_MARGIN: Final = 14
_HEAD: Final = 56


@timeline_format("svg", ".svg")
def svg(timelines: Timelines) -> str:
    """The timelines, one below the other."""
    body, y, width = [], float(_MARGIN), 0.0
    for one in timelines:
        drawn = _Drawing(one)
        body += [f'<g class="timeline" transform="translate({_MARGIN} {y:.0f})">', *drawn.lines(), "</g>"]
        y += drawn.height + _MARGIN
        width = max(width, drawn.width)
    legend, end = _legend(y)
    body, width, y = [*body, *legend], max(width, end), y + 12 + _MARGIN
    title = timelines[0].title if len(timelines) == 1 else f"{len(timelines)} scenarios"
    return document(width + 2 * _MARGIN, y, title, body, _STYLE)


def _legend(y: float) -> tuple[list[str], float]:
    """What the colours and marks mean, and where that ends."""
    x, lines = float(_MARGIN), []
    for look, words in _LEGEND.items():
        if look.startswith("mark"):
            lines.append(_sign(look, x + 5, y + 5))
        else:
            lines.append(tag("rect", class_=look, x=x, y=y, width=14, height=10))
        lines.append(tag("text", words, class_="key", x=x + 18, y=y + 9))
        x += 0.92 * text_width(words) + 34
    return lines, x - _MARGIN


def _sign(look: str, x: float, y: float, **facts: str) -> str:
    """A cross for what was refused, a dot for what was not."""
    if look == "mark refused":
        return tag("path", class_=look, d=f"M {x - 4:.1f} {y - 4:.1f} l 8 8 m 0 -8 l -8 8", **facts)
    return tag("circle", class_=look, cx=x, cy=y, r=3, **facts)


class _Drawing:
    """One timeline on its grid."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.names = [timeline.label(lane) for lane in timeline.lanes]
        self.left = max(map(text_width, ["", *self.names])) + 12
        self.height = _HEAD + _ROW * len(self.names) + 4
        self.width = max(self.left + _WIDE * (len(timeline.steps) + 1), text_width(timeline.title) * 1.3)

    def lines(self) -> Iterator[str]:
        """The elements, from back to front."""
        yield tag("text", self.timeline.title, class_="title", x=0, y=12)
        yield from self._clock()
        for number, lane in enumerate(self.timeline.lanes):
            yield from self._lane(lane, _HEAD + number * _ROW)

    def _clock(self) -> Iterator[str]:
        """The numbers of the steps, and the time where it changes; a wait is shaded through all lanes."""
        before, free = -1.0, 0.0
        for column, at in enumerate([0.0, *(step.at for step in self.timeline.steps)]):
            x, words = self._x(column), f"+{time_words(at)}"
            if column and at != before:
                yield tag(
                    "rect", class_="wait", x=x, y=_HEAD - 12, width=_WIDE, height=self.height - _HEAD + 8
                )
            if at != before and x >= free:
                yield tag("text", words, class_="clock", x=x, y=_HEAD - 26)
                free = x + text_width(words)
            yield tag("text", str(column), class_="number", x=x + _WIDE / 2, y=_HEAD - 10)
            before = at
        yield from self._failure()

    def _failure(self) -> Iterator[str]:
        for column, step in enumerate(self.timeline.steps, 1):
            if step.failed:
                x = self._x(column) + _WIDE - 1
                yield tag("line", class_="failed", x1=x, x2=x, y1=_HEAD - 20, y2=self.height)

    def _lane(self, lane: Lane, y: float) -> Iterator[str]:
        yield tag("text", self.timeline.label(lane), class_=f"lane {lane.kind}", x=0, y=y + 15)
        for span in lane.spans:
            yield from self._span(lane, span, y)
        for mark in lane.marks:
            yield from self._mark(lane, mark, y)

    def _span(self, lane: Lane, span: Span, y: float) -> Iterator[str]:
        x, wide = self._x(span.first), _WIDE * (span.last - span.first + 1)
        facts = {"data_lane": self.timeline.label(lane), "data_value": span.value}
        ends = {"data_first": str(span.first), "data_last": str(span.last)}
        yield f'<g class="of-span"><title>{escape(span.value)}</title>'
        yield tag(
            "rect", class_=f"span {_look(lane, span)}", x=x, y=y, width=wide, height=_ROW - 3, **facts, **ends
        )
        free = 18 if lane.kind == "person" else 4
        fitting = _fitting(span.value, min(wide, self._marked(lane, span)) - free - 4)
        if fitting and span.value != "outside":
            yield tag("text", fitting, class_="value", x=x + free, y=y + 14.5)
        yield "</g>"

    def _marked(self, lane: Lane, span: Span) -> float:
        """How far the words of a span may go before they meet a mark."""
        later = (mark.step - span.first for mark in lane.marks if span.first < mark.step <= span.last)
        return min(later, default=span.last - span.first + 1) * _WIDE + 6

    def _mark(self, lane: Lane, mark: Mark, y: float) -> Iterator[str]:
        step = self.timeline.steps[mark.step - 1]
        facts = {"data_lane": self.timeline.label(lane), "data_step": str(mark.step)}
        words = f"{step.text} → {step.answer}"
        look = "mark refused" if mark.refused else "mark"
        yield f"<g><title>{escape(words)}</title>"
        yield _sign(look, self._x(mark.step) + 9, y + _ROW / 2 - 1, **facts)
        yield "</g>"

    def _x(self, column: int) -> float:
        return self.left + _WIDE * column


def _look(lane: Lane, span: Span) -> str:
    """The class of a span: by the place for a person, by whether it is as it began for a status."""
    if lane.kind == "status":
        return "off" if span.value == lane.spans[0].value else "on"
    known = {"outside": "outside", "lobby": "lobby", "in room": "room", "in call": "call"}
    return known.get(span.value, "sends")


def _fitting(words: str, width: float) -> str:
    """The words, or what is before "with", or as much as fits; "" for next to nothing."""
    for whole in (words, words.partition(" with ")[0]):
        if text_width(whole) <= width:
            return whole
    while words and text_width(words + "…") > width:
        words = words[:-1]
    return f"{words.rstrip()}…" if len(words) > 2 else ""
