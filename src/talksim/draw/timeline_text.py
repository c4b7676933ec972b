"""Timelines for terminals: a column for each step, then the steps in words with what each changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from talksim.draw.formats import Timelines, timeline_format
from talksim.draw.timeline import Lane, Span, Step, Timeline
from talksim.scenario.wording import time_words

__all__ = ["as_json", "text"]

_GLYPHS: Final = {"outside": "·", "lobby": "░", "in room": "▒", "in call": "▓"}
_SENDS: Final = "█"
_WIDE: Final = 3
_LEGEND: Final = "· outside  ░ lobby  ▒ in room  ▓ in call  █ with audio or video  ● asked  ✗ refused"

_Grid: TypeAlias = dict[int, int]
"""Columns that stand side by side, with how many letters wide each is."""


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
    for grid in _grids(_widths(timeline), width - margin):
        yield ""
        yield (
            "step".ljust(margin) + "".join(str(column).ljust(wide) for column, wide in grid.items()).rstrip()
        )
        yield "clock".ljust(margin) + _clock(timeline, grid)
        for name, lane in zip(names, timeline.lanes, strict=True):
            yield f"{_shortened(name, margin - 2):<{margin}}{_lane(lane, grid)}".rstrip()
    yield ""
    yield _LEGEND
    yield ""
    yield from (_step(number, step, timeline) for number, step in enumerate(timeline.steps, 1))


def _widths(timeline: Timeline) -> list[int]:
    """How wide each column is: wide enough for the words of the statuses that begin and end there."""
    widths = [max(_WIDE, len(str(column)) + 1) for column in range(len(timeline.steps) + 1)]
    for lane in timeline.lanes:
        for span in lane.spans if lane.kind == "status" else ():
            lacking = len(span.value) + 1 - sum(widths[span.first : span.last + 1])
            widths[span.last] += max(0, lacking)
    return widths


def _grids(widths: Sequence[int], room: int) -> Iterator[_Grid]:
    """The columns with their widths, as many at once as there is room for."""
    grid: _Grid = {}
    for column, wide in enumerate(widths):
        if grid and sum(grid.values()) + wide > room:
            yield grid
            grid = {}
        grid[column] = wide
    yield grid


def _clock(timeline: Timeline, grid: _Grid) -> str:
    """The time since the beginning, wherever it changes and there is room to write it."""
    row, start, before, whole = "", 0, -1.0, sum(grid.values())
    for column, wide in grid.items():
        at = timeline.steps[column - 1].at if column else 0.0
        words = f"+{time_words(at)}"
        if at != before and len(row) <= start <= whole - len(words):
            row = f"{row.ljust(start)}{words} "
        start, before = start + wide, at
    return row.rstrip()


def _lane(lane: Lane, grid: _Grid) -> str:
    marks = {mark.step: mark.refused for mark in lane.marks}
    row, end = "", -1
    for column, wide in grid.items():
        span = next((span for span in lane.spans if span.first <= column <= span.last), None)
        if span is None or lane.kind == "person":
            cell = (_GLYPHS.get(span.value, _SENDS) if span else " ") * wide
            row += ("✗" if marks[column] else "●") + cell[1:] if column in marks else cell
        elif column > end:
            row, end = row + _words(span, grid), span.last
    return row.rstrip()


def _words(span: Span, grid: _Grid) -> str:
    """What a status is, as far as the span goes in these columns."""
    room = sum(wide for column, wide in grid.items() if span.first <= column <= span.last)
    return f"│{_shortened(span.value, room - 1)}".ljust(room, "─")


def _shortened(words: str, room: int) -> str:
    return words if len(words) <= room else f"{words[: room - 1]}…"


def _step(number: int, step: Step, timeline: Timeline) -> str:
    below = "".join(f"\n      {line}" for line in step.below)
    answer = f"  → {step.answer}" if step.refused else ""
    failed = f"  FAILED, {step.failed}" if step.failed else ""
    changes = "".join(
        f"\n      {timeline.label(lane)}: {span.value}"
        for lane in timeline.lanes
        for span in lane.spans
        if span.first == number and (span.value != "outside" or span is not lane.spans[0])
    )
    return f"{number:>4}  {step.text}{answer}{failed}{below}{changes}"
