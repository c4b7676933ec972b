"""The steps a story needs, out of all it has: what shows the same without them is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["minimal"]

T = TypeVar("T")


def minimal(steps: Sequence[T], shows: Callable[[Sequence[T]], bool]) -> Sequence[T]:
    """The steps without those that need not be there: ever smaller pieces are left out, down to one.

    Steps that show nothing to begin with come back as they are.
    """
    size = len(steps) if shows(steps) else 0
    while size:
        at, length = 0, len(steps)
        while at < len(steps):
            without = [*steps[:at], *steps[at + size :]]
            at, steps = (at, without) if shows(without) else (at + size, steps)
        again = size == 1 and len(steps) < length
        size = size if again else size // 2
    return steps
