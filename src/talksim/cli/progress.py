"""How far long work is: one line on the standard error of a terminal, gone when the work is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from talksim.cli.terminal import is_coloured, is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from talksim.explore.search import Progress

__all__ = ["Told", "counted", "each", "far", "searching"]

T = TypeVar("T")

Told: TypeAlias = Callable[..., None]
"""Is told how much is done, of how much, and what else to say: `told(3, 10, words="")`."""

_PATIENCE: Final = 0.5
"""Seconds for which nothing is shown: most work is done by then."""
_EVERY: Final = 0.1
"""Seconds between two looks at the line; more often would cost time."""


@contextmanager
def far(label: str) -> Iterator[Told | None]:
    """While a block lasts, show what is told; None where nobody looks, or nothing may move."""
    if not (is_terminal(sys.stderr) and is_coloured(sys.stderr)):
        yield None
        return
    line = _Line(label)
    try:
        yield line
    finally:
        line.end()


def counted(items: Sequence[T], label: str) -> Iterator[T]:
    """The items one by one, with a line that says how many were there."""
    with far(label) as told:
        yield from each(items, told)


def each(items: Sequence[T], told: Told | None) -> Iterator[T]:
    """The items one by one, each of which is told."""
    for number, item in enumerate(items):
        if told is not None:
            told(number, len(items))
        yield item


def searching(told: Told | None) -> Callable[[Progress], None] | None:
    """Tells of a search, of which nobody knows how much there is."""
    return None if told is None else lambda now: told(words=_said(now))


def _said(now: Progress) -> str:
    return f"{now.states} states, {now.rate:.0f}/s, {now.frontier} open, depth {now.depth}"


class _Line:
    """The line, drawn by Rich. It draws when it is told something: a thread would be in the way of forks."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.next = perf_counter() + _PATIENCE
        self.bar: Bar | None = None
        self.task: Any = None
        self.done = 0
        self.total: int | None = None

    def __call__(self, done: int | None = None, total: int | None = None, words: str = "") -> None:
        if done is not None:
            self.done, self.total = done, total
        now = perf_counter()
        if now < self.next:
            return
        self.next = now + _EVERY
        if self.bar is None:
            self.bar = _bar(self.total is not None)
            self.task = self.bar.add_task(self.label, total=self.total, words=words)
            self.bar.start()
        self.bar.update(self.task, completed=self.done, total=self.total, words=words)
        self.bar.refresh()

    def end(self) -> None:
        """Take the line away."""
        if self.bar is not None:
            self.bar.stop()


def _bar(counts: bool) -> Bar:
    from rich.console import Console  # noqa: PLC0415  only long work pays for it
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = [SpinnerColumn(), TextColumn("{task.description}")]
    columns += [BarColumn(20), MofNCompleteColumn()] if counts else []
    columns += [TextColumn("{task.fields[words]}")]
    return Bar(*columns, console=Console(stderr=True), auto_refresh=False, transient=True)
