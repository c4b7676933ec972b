"""What every benchmark shares: fair timing, a table, JSON, and bounds that can fail a build.

A machine's speed drifts by far more than what is measured here, so no absolute figure is compared. In
every round each row is timed between two timings of the first row (the floor); a row's ratio is its time
over the mean of the two, and the median of the rounds is what is printed and bounded.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import sys
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter

import attrs

__all__ = ["Bound", "Fact", "Measured", "Row", "main", "measure", "parse", "parser", "require", "show"]

LEAST = 0.02
"""Seconds which one timing lasts at least."""

Run = Callable[[int], object]


@attrs.frozen
class Row:
    """Something to time: `run(k)` does k cycles of `events` events each."""

    name: str
    run: Run
    events: int = 1


@attrs.frozen
class Measured:
    """A timed row: events a second (best round), and time per event over the floor's (median)."""

    name: str
    per_second: float
    ratio: float


@attrs.frozen
class Bound:
    """The time per event of `row` is at most `most` times that of `over` (or, with `least`, at least)."""

    row: str
    over: str
    most: float | None = None
    least: float | None = None

    def broken(self, measured: Sequence[Measured]) -> str | None:
        """The complaint in words, or None when the bound holds."""
        ratios = {row.name: row.ratio for row in measured}
        ratio = ratios[self.row] / ratios[self.over]
        if self.most is not None and ratio > self.most:
            return f"{self.row} takes {ratio:.2f} x {self.over}, more than {self.most:g} x"
        if self.least is not None and ratio < self.least:
            return f"{self.row} takes {ratio:.2f} x {self.over}, less than {self.least:g} x"
        return None


@attrs.frozen
class Fact:
    """Something counted and not timed, which must be at most `most`."""

    name: str
    value: float
    most: float

    def broken(self) -> str | None:
        """The complaint in words, or None when the fact is within its bound."""
        return f"{self.name} is {self.value:g}, more than {self.most:g}" if self.value > self.most else None


def measure(rows: Sequence[Row], rounds: int, least: float = LEAST) -> list[Measured]:
    """Time each row between two timings of the first one, in turn, in every round."""
    floor, *others = [(row, _cycles(row.run, least)) for row in rows]
    times: dict[str, list[float]] = {row.name: [] for row in rows}
    ratios: dict[str, list[float]] = {row.name: [] for row in rows}
    for _ in range(rounds):
        before = _timed(*floor)
        times[floor[0].name].append(before)
        ratios[floor[0].name].append(1.0)
        for row, cycles in others:
            time, after = _timed(row, cycles), _timed(*floor)
            times[row.name].append(time)
            ratios[row.name].append(2 * time / (before + after))
            times[floor[0].name].append(after)
            before = after
    return [Measured(row.name, 1 / min(times[row.name]), median(ratios[row.name])) for row in rows]


def main(
    name: str,
    rows: Callable[[], Sequence[Row]],
    *,
    bounds: Sequence[Bound] = (),
    facts: Callable[[], Sequence[Fact]] = tuple,
    argv: Sequence[str] | None = None,
) -> int:
    """Run a benchmark from the command line; the exit status is 1 when `--check` finds a broken bound."""
    options = parse(name, argv)
    measured = measure(rows(), options.rounds)
    counted = facts()
    show(name, measured, counted, json=options.json)
    broken = [words for bound in bounds if (words := bound.broken(measured))]
    broken += [words for fact in counted if (words := fact.broken())]
    for words in broken:
        print(f"{name}: {words}", file=sys.stderr)
    return int(options.check and bool(broken))


def require(*modules: str) -> None:
    """Leave with status 2 and a clear message when an optional package is missing."""
    missing = [module for module in modules if not _importable(module)]
    if missing:
        print(f"not installed: {', '.join(missing)}; try: pip install 'talksim[bench]'", file=sys.stderr)
        raise SystemExit(2)


def _importable(module: str) -> bool:
    try:
        importlib.import_module(module)
    except ImportError:
        return False
    return True


def _cycles(run: Run, least: float) -> int:
    """How many cycles last at least `least` seconds."""
    cycles = 1
    while (time := _seconds(run, cycles)) < least:
        cycles = max(cycles * 2, int(cycles * 1.1 * least / time)) if time > least / 100 else cycles * 10
    return cycles


def _timed(row: Row, cycles: int) -> float:
    """Seconds per event."""
    return _seconds(row.run, cycles) / (cycles * row.events)


def _seconds(run: Run, cycles: int) -> float:
    """Seconds which the cycles take with the garbage collector off."""
    gc.collect()
    was_on = gc.isenabled()
    gc.disable()
    try:
        start = perf_counter()
        run(cycles)
        return perf_counter() - start
    finally:
        if was_on:
            gc.enable()


def show(name: str, measured: Sequence[Measured], facts: Sequence[Fact] = (), *, json: bool) -> None:
    """Print what was measured, as a table or as JSON."""
    (_print_json if json else _print_table)(name, measured, facts)


def parser(name: str, rounds: int = 9) -> argparse.ArgumentParser:
    """The options every benchmark has: `rounds`, `json` and `check`."""
    made = argparse.ArgumentParser(prog=name)
    made.add_argument(
        "--rounds", type=_positive, default=rounds, metavar="N", help=f"rounds of timing (default {rounds})"
    )
    made.add_argument("--json", action="store_true", help="print JSON instead of a table")
    made.add_argument("--check", action="store_true", help="exit with 1 when a bound is missed")
    return made


def parse(name: str, argv: Sequence[str] | None = None) -> argparse.Namespace:
    """What was given of the options that every benchmark has."""
    return parser(name).parse_args(argv)


def _positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _print_json(name: str, measured: Sequence[Measured], facts: Sequence[Fact]) -> None:
    found: dict[str, object] = {"benchmark": name, "rows": [attrs.asdict(row) for row in measured]}
    if facts:
        found["facts"] = {fact.name: fact.value for fact in facts}
    print(json.dumps(found))


def _print_table(name: str, measured: Sequence[Measured], facts: Sequence[Fact]) -> None:
    from rich.console import Console  # noqa: PLC0415 - not needed for --json
    from rich.table import Table  # noqa: PLC0415

    table = Table(title=name)
    for heading in ("", "per second", f"time x {measured[0].name}"):
        table.add_column(heading, justify="right" if heading else "left")
    for row in measured:
        table.add_row(row.name, f"{row.per_second:,.0f}", f"{row.ratio:.2f}")
    console = Console()
    console.print(table)
    for fact in facts:
        console.print(f"{fact.name}: {fact.value:g}")
