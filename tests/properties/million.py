"""Random operations over random universes: no exception, and every invariant holds.

    python tests/properties/million.py --operations 1000000 --seed 1 --workers 2

Each universe is a world of its own, made from the seed and its number: settings, people, groups, guests,
rooms of all types, bots, files, breakout rooms. What goes wrong is minimised and printed as a scenario that
replays it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple

from talksim.chance import Breach, Walk, Watch, World, begin, world
from talksim.chance.again import breaks
from talksim.errors import UsageError
from talksim.explore.shorter import minimal
from talksim.invariants import INVARIANTS
from talksim.rules.operation import OPERATIONS
from talksim.scenario.transcribe import transcript
from talksim.talk import Entry

LENGTH = 500
"""Operations in a universe: longer stories meet fewer new worlds, shorter ones get nowhere."""

FAULTS = {
    "leave_call": "confirmed A42: the one-to-one became a former one during the call",
    "leave_room": "confirmed A42: the same when leaving the room",
    "join_room": "confirmed A42: joining again ends the old session first",
    "log_out": "confirmed A42: logging out leaves the room as well (participant 3.1)",
    "ban": "confirmed A50: the same ban twice",
    "report_recording": "a recording backend reports a status nobody knows",
}
"""Where the server itself answers 500."""


class Counts(NamedTuple):
    """What was done: universes, requests and pauses, requests by operation, answers by status."""

    universes: int
    operations: int
    asked: Counter[str]
    statuses: Counter[int]

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(
            self.universes + other.universes,
            self.operations + other.operations,
            self.asked + other.asked,
            self.statuses + other.statuses,
        )


NOTHING = Counts(0, 0, Counter(), Counter())


class Found(Exception):  # noqa: N818  it was found, and reads so
    """Something that must not be, with the scenario that shows it."""


def universe(seed: int, number: int, length: int = LENGTH) -> Counts:
    """Walk in one universe. Raises `Found`."""
    random = Random(f"{seed}/{number}")
    made = world(random)
    talk = begin(made).talk
    start = len(talk.journal)
    counts = Counts(1, length, Counter(), Counter())
    try:
        for step in Watch(Walk(random, talk), faults=FAULTS).steps(length):
            counts.asked[step.asked.operation] += 1
            if step.outcome is not None:
                counts.statuses[step.outcome.status] += 1
    except Exception as error:
        story = shown(made, talk.journal[start:], error)
        raise Found(f"seed {seed}, universe {number}: {type(error).__name__}: {error}\n{story}") from error
    return counts


def shown(made: World, asked: Sequence[Entry], error: Exception) -> str:
    """The shortest story that goes wrong in the same way, as a scenario."""
    invariant = error.invariant if isinstance(error, Breach) else ""
    told = minimal(asked, lambda entries: goes_wrong(made, entries, error))
    for entries in (told, told[:-1]):  # what fails in talksim itself cannot be played, and so not written
        try:
            return transcript(entries, given=made.given, steps=made.steps, breaks=invariant)
        except UsageError as unwritten:
            return f"{unwritten}\n{list(told)}"
        except Exception:
            continue
    return str(list(told))


def goes_wrong(made: World, asked: Sequence[Entry], error: Exception) -> bool:
    """Whether the requests lead to the error, or break what it says is broken."""
    if isinstance(error, Breach) and error.invariant:
        return breaks(made, asked, INVARIANTS[error.invariant])
    talk = begin(made).talk
    try:
        outcomes = [talk.replay(entry) for entry in asked]
    except Exception as other:
        return type(other) is type(error)
    return isinstance(error, Breach) and bool(outcomes) and getattr(outcomes[-1], "status", 0) == 500


def run(operations: int, seed: int, workers: int = 1) -> Iterator[Counts]:
    """So many operations, universe by universe. Raises `Found`."""
    numbers = range(-(-operations // LENGTH))
    lengths = [min(LENGTH, operations - number * LENGTH) for number in numbers]
    if workers == 1:
        yield from (universe(seed, number, length) for number, length in zip(numbers, lengths, strict=True))
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(universe, [seed] * len(numbers), numbers, lengths, chunksize=8)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print figures; 1 if something was found."""
    parser = argparse.ArgumentParser(description="Random operations over random universes.")
    parser.add_argument("--operations", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args(arguments)
    begun, counts = perf_counter(), NOTHING
    try:
        for one in run(given.operations, given.seed, given.workers):
            counts = counts.plus(one)
            if counts.universes % 200 == 0:
                print(f"{counts.operations} operations, {perf_counter() - begun:.0f} s", file=sys.stderr)
    except Found as found:
        print(found)
        return 1
    told(counts, perf_counter() - begun)
    return 0


def told(counts: Counts, seconds: float) -> None:
    """The figures in words."""
    rate = counts.operations / seconds
    print(f"{counts.operations} operations in {counts.universes} universes, {seconds:.0f} s ({rate:.0f}/s)")
    print(f"{len(counts.asked.keys() & OPERATIONS.keys())} of {len(OPERATIONS)} operations asked for")
    print("answers: " + ", ".join(f"{status} {number}" for status, number in sorted(counts.statuses.items())))
    print("no exception, all invariants hold")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    sys.exit(main())
