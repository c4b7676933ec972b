"""Timelines for terminals: a column for each step, then the steps in words with what each changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from typing import Final

from talksim.draw.formats import Timelines, timeline_format
from talksim.draw.timeline import Lane, Span, Step, Timeline
from talksim.scenario.wording import time_words

__all__ = ["as_json", "text"]

_GLYPHS: Final = {"outside": "·", "lobby": "░", "in room": "▒", "in call": "▓"}
_SENDS: Final = "█"
_WIDE: Final = 3
_LEGEND: Final = "· outside  ░ lobby  ▒ in room  ▓ in call  █ with audio or video  ● asked  ✗ refused"


@timeline_format("text", ".txt")
def text(timelines: Timelines) -> str:
    """Each timeline as text, as wide as the terminal."""
    width = max(40, shutil.get_terminal_size().columns)
    return "\n".join("\n".join(_lines(one, width)) + "\n" for one in timelines)


@timeline_format("json", ".json")
def as_json(timelines: Timelines) -> str:
    """The timelines as data: `steps`, and `lanes` with `spans` and `marks`."""
    return json.dumps([one.to_dict() for one in timelines], ensure_ascii=False, indent=1) + "\n"


def _lines(timeline: Timeline, width: int) -> Iterator[str]:
    yield timeline.title
    names = [timeline.label(lane) for lane in timeline.lanes]
    margin = min(max(map(len, ["clock", *names])), width // 2) + 2
    many = max(1, (width - margin) // _WIDE)
    for first in range(0, len(timeline.steps) + 1, many):
        columns = range(first, min(first + many, len(timeline.steps) + 1))
        yield ""
        yield "step".ljust(margin) + "".join(str(column).ljust(_WIDE) for column in columns).rstrip()
        yield "clock".ljust(margin) + _clock(timeline, columns)
        for name, lane in zip(names, timeline.lanes, strict=True):
            yield name[: margin - 2].ljust(margin) + _lane(lane, columns)
    yield ""
    yield _LEGEND
    yield ""
    yield from (_step(number, step, timeline) for number, step in enumerate(timeline.steps, 1))


def _clock(timeline: Timeline, columns: range) -> str:
    """The time since the beginning, wherever it changes and there is room to write it."""
    row, before = "", -1.0
    for column in columns:
        at = timeline.steps[column - 1].at if column else 0.0
        start, words = _WIDE * (column - columns[0]), f"+{time_words(at)}"
        if at != before and len(row) <= start <= _WIDE * len(columns) - len(words):
            row = f"{row.ljust(start)}{words} "
        before = at
    return row.rstrip()


def _lane(lane: Lane, columns: range) -> str:
    marks = {mark.step: mark.refused for mark in lane.marks}
    row = ""
    for column in columns:
        span = next((span for span in lane.spans if span.first <= column <= span.last), None)
        cell = " " * _WIDE if span is None else _cell(lane, span, column, columns)
        row += ("✗" if marks[column] else "●") + cell[1:] if column in marks else cell
    return row.rstrip()


def _cell(lane: Lane, span: Span, column: int, columns: range) -> str:
    """A person's place as a shade; of a status its words, as far as the span goes."""
    if lane.kind == "person":
        return _GLYPHS.get(span.value, _SENDS) * _WIDE
    begin = max(span.first, columns[0])
    room = (min(span.last, columns[-1]) - begin + 1) * _WIDE
    words = f"│{span.value}"[:room].ljust(room, "─")
    return words[(column - begin) * _WIDE : (column - begin + 1) * _WIDE]


def _step(number: int, step: Step, timeline: Timeline) -> str:
    answer = f"  → {step.answer}" if step.refused else ""
    failed = f"  FAILED, {step.failed}" if step.failed else ""
    changes = "".join(
        f"\n      {timeline.label(lane)}: {span.value}"
        for lane in timeline.lanes
        for span in lane.spans
        if span.first == number and (span.value != "outside" or span is not lane.spans[0])
    )
    return f"{number:>4}  {step.text}{answer}{failed}{changes}"
