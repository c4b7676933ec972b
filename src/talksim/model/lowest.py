"""The lowest of many numbers that come and go."""

from __future__ import annotations

from collections import Counter
from heapq import heappop, heappush

__all__ = ["Lowest"]


class Lowest:
    """A multiset of integers that knows its minimum without looking at all of them.

    Numbers that left stay in the heap until they surface (lazy deletion), so every operation costs
    O(log n) on average.
    """

    __slots__ = ("_counts", "_heap")

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self._heap: list[int] = []

    def add(self, number: int) -> None:
        """Put a number in."""
        if not self._counts[number]:
            heappush(self._heap, number)
        self._counts[number] += 1

    def discard(self, number: int) -> None:
        """Take a number out once."""
        self._counts[number] -= 1
        if not self._counts[number]:
            del self._counts[number]

    def lowest(self) -> int:
        """The minimum, or 0 when empty."""
        while self._heap and self._heap[0] not in self._counts:
            heappop(self._heap)
        return self._heap[0] if self._heap else 0
