"""What a search of all states costs, beside Spin: the room of `room/`, each search in a process of its own.

    python benchmarks/explore.py [--people N ...] [--rounds N] [--json] [--check]

A search's ratio is its time over that of Spin's depth first search in the same round; the median counts. It
is the time of a processor, which a busy machine lengthens less; two workers are held against one by the
clock. All must find as many states and steps. What Spin's compile, or Python's start, takes is told apart.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final, TypeAlias

import attrs
from harness import parser
from spin import MODES, Spin, missing

STATES: Final = {2: 236, 3: 1_556, 4: 9_716, 5: 58_916, 6: 351_476, 7: 2_078_276}
STEPS: Final = {2: 2_150, 3: 21_324, 4: 183_720, 5: 1_458_036, 6: 10_977_200, 7: 79_737_244}
FLOOR: Final = "spin-dfs"

Figures: TypeAlias = dict[str, float]
"""Of one search: states, transitions, bytes a state; seconds by the clock (`seconds`), of a processor
(`cpu`), and by the clock with start or compile (`whole`)."""


@attrs.frozen
class Search:
    """A row: how it is run once, the largest room it is fit for, and the rounds that it is worth."""

    name: str
    run: Callable[[int], Figures]
    largest: int = 7
    rounds: int | None = None


@attrs.define
class Row:
    """What a search took in a room of so many people, round by round."""

    name: str
    people: int
    figures: list[Figures] = attrs.field(factory=list)

    def middle(self, what: str) -> float:
        """The median of the rounds."""
        return median(one[what] for one in self.figures)

    def over(self, other: Row, what: str) -> float:
        """The median of the ratios within the rounds which both have."""
        pairs = zip(self.figures, other.figures, strict=False)
        return median(mine[what] / theirs[what] for mine, theirs in pairs)


@attrs.frozen
class Goal:
    """How much a figure of a row may be at most, or must be at least, at the sizes named.

    Taken by itself, or over the same figure of the row `over` in the same round.
    """

    row: str
    figure: str
    people: tuple[int, ...]
    over: str | None = None
    most: float = math.inf
    least: float = 0

    def missed(self, rows: Mapping[str, Row], people: int) -> str | None:
        """The complaint in words, or None when the goal is met or none of this size."""
        if people not in self.people:
            return None
        absent = {self.row, self.over or self.row} - set(rows)
        if absent:
            return f"{people} people: no {', '.join(sorted(absent))}"
        row = rows[self.row]
        value = row.over(rows[self.over], self.figure) if self.over else row.middle(self.figure)
        over = f" over that of {self.over}" if self.over else ""
        words = f"{people} people: {self.figure} of {self.row}{over}: {value:.2f}"
        if value > self.most:
            return f"{words}, more than {self.most:g}"
        return f"{words}, less than {self.least:g}" if value < self.least else None


GOALS: Final = (
    Goal("talksim", "cpu", (5, 6), over=FLOOR, most=6),
    Goal("talksim", "bytes", (5, 6), most=150),
    Goal("talksim", "seconds", (6,), over="talksim, 2 workers", least=1.5),
)


def in_python(name: str) -> Callable[[int], Figures]:
    """A search of `searches.py` in a process of its own."""
    script = Path(__file__).with_name("searches.py")

    def run(people: int) -> Figures:
        start = perf_counter()
        command = [sys.executable, str(script), name, str(people)]
        out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        return {**json.loads(out), "whole": perf_counter() - start}

    return run


def in_spin(mode: str, folder: Path) -> Callable[[int], Figures]:
    """A search by Spin, compiled anew for each size, once."""
    built: dict[int, Spin] = {}

    def run(people: int) -> Figures:
        if people not in built:
            place = folder / f"{mode}-{people}"
            place.mkdir()
            built[people] = Spin.build(mode, people, STATES[people], place)
        return built[people].run()

    return run


def searches(folder: Path) -> list[Search]:
    """Every row of the table that can be run here; Spin's come first."""
    absent = missing()
    if absent:
        print(
            f"explore: not installed: {', '.join(absent)}; without Spin there is no ratio to it",
            file=sys.stderr,
        )
    spin = [] if absent else [Search(mode, in_spin(mode, folder)) for mode in MODES]
    return [
        *spin,
        Search("talksim", in_python("talksim")),
        Search("tuples", in_python("tuples")),
        Search("transitions", in_python("transitions"), largest=5, rounds=1),
        Search("direct", in_python("direct"), largest=5, rounds=1),
        Search("talksim, 2 workers", in_python("talksim, 2 workers")),
    ]


def measured(all_searches: Sequence[Search], people: int, rounds: int) -> dict[str, Row]:
    """Run every search in turn, in every round."""
    rows = {one.name: Row(one.name, people) for one in all_searches if people <= one.largest}
    for number in range(rounds):
        for one in all_searches:
            if one.name in rows and number < (one.rounds or rounds):
                rows[one.name].figures.append(_checked(one.name, one.run(people), people))
    return rows


def _checked(name: str, figures: Figures, people: int) -> Figures:
    found = (figures["states"], figures["transitions"])
    if found != (STATES[people], STEPS[people]):
        raise SystemExit(f"explore: {name} finds {found} states and steps in a room of {people}")
    return figures


def told(rows: dict[str, Row]) -> Iterator[dict[str, Any]]:
    """The rows as JSON."""
    first = next(iter(rows.values()))
    for row in rows.values():
        middle = {what: row.middle(what) for what in ("cpu", "seconds", "whole", "bytes")}
        rate = STATES[row.people] / middle["cpu"]
        yield {"name": row.name, "per_second": rate, "ratio": row.over(first, "cpu"), **middle}


def print_table(rows: dict[str, Row], people: int) -> None:
    """A table for people."""
    from rich.console import Console  # noqa: PLC0415 - not needed for --json
    from rich.table import Table  # noqa: PLC0415

    table = Table(title=f"explore, {people} people: {STATES[people]:,} states, {STEPS[people]:,} steps")
    first = next(iter(rows))
    for heading in ("", "states/s", f"x {first}", "B/state", "cpu s", "clock s", "whole s"):
        table.add_column(heading, justify="right" if heading else "left")
    for row in told(rows):
        cells = [f"{row['per_second']:,.0f}", f"{row['ratio']:.2f}", f"{row['bytes']:.0f}"]
        times = [f"{row[what]:.2f}" for what in ("cpu", "seconds", "whole")]
        table.add_row(row["name"], *cells, *times)
    Console().print(table)


def options(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """`--people` beside the options every benchmark has."""
    made = parser("explore", rounds=3)
    made.add_argument(
        "--people", type=int, nargs="+", choices=STATES, default=[5, 6], help="sizes of room (default 5 6)"
    )
    return made.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit status is 1 when `--check` finds a goal missed or not looked at."""
    given = options(argv)
    missed: list[str] = []
    found: dict[int, list[dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        every = searches(Path(folder))
        for people in given.people:
            rows = measured(every, people, given.rounds)
            missed += [words for goal in GOALS if (words := goal.missed(rows, people))]
            found[people] = list(told(rows))
            if not given.json:
                print_table(rows, people)
    if given.json:
        print(json.dumps({"benchmark": "explore", "people": found}))
    for words in missed:
        print(f"explore: {words}", file=sys.stderr)
    return int(given.check and bool(missed))


if __name__ == "__main__":
    sys.exit(main())
