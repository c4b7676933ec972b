"""The searches of the room written in Python, each measured in a process of its own.

    python benchmarks/searches.py NAME PEOPLE

prints one line of JSON: states, transitions, seconds of the search by the clock and of a processor, and how
many bytes a state it has cost.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Final, TypeAlias

from room import tuples
from room.direct import DirectModel, raw_transitions
from room.model import LIFECYCLES
from room.packed import packed
from room.world import room_world

from talksim.explore.parallel import shared_breadth_first
from talksim.explore.search import breadth_first

__all__ = ["SEARCHES", "Counts"]

Counts: TypeAlias = tuple[int, int]
"""States and steps."""


def raw(people: int) -> Counts:
    """The plain search, every move of a status made by `transitions` itself."""
    with raw_transitions(LIFECYCLES):
        return direct(people)


def direct(people: int) -> Counts:
    """The plain search: every action is run on an object made for it."""
    found = breadth_first(DirectModel(room_world(people))).progress
    return found.states, found.transitions


def talksim(people: int) -> Counts:
    """The search that `talksim explore` makes."""
    found = breadth_first(packed(room_world(people))).progress
    return found.states, found.transitions


def shared(people: int) -> Counts:
    """The same with two workers; what is measured of processor and memory is the first process alone."""
    found = shared_breadth_first(packed(room_world(people)), workers=2).progress
    return found.states, found.transitions


SEARCHES: Final[dict[str, Callable[[int], Counts]]] = {
    "tuples": tuples.search,
    "transitions": raw,
    "direct": direct,
    "talksim": talksim,
    "talksim, 2 workers": shared,
}


def measured(name: str, people: int) -> dict[str, float]:
    """Search once; a room of two is searched before, so that what is loaded once is not counted."""
    search = SEARCHES[name]
    search(2)
    before, start, used = _memory("VmRSS"), perf_counter(), process_time()
    states, steps = search(people)
    seconds, cpu = perf_counter() - start, process_time() - used
    grown = max(0, _memory("VmHWM") - before)
    found = {"states": states, "transitions": steps}
    return {**found, "seconds": seconds, "cpu": cpu, "bytes": grown / states}


def _memory(line: str) -> int:
    """Resident bytes of this process: now (`VmRSS`) or at most so far (`VmHWM`)."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except FileNotFoundError:  # not Linux: the most is all that can be asked
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return 1024 * next(int(row.split()[1]) for row in status.splitlines() if row.startswith(line))


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], int(sys.argv[2]))))
