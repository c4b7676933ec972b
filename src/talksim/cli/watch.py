"""`talksim watch`: play scenarios again when their files change."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

import click

from talksim.cli.terminal import tell

if TYPE_CHECKING:
    from talksim.scenario.report import Report

__all__ = ["watch"]

_Stamp: TypeAlias = tuple[int, int]
"""When a file was written, in nanoseconds, and how many bytes it has; zeros for none."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True))
@click.option(
    "--every",
    type=click.FloatRange(0.01),
    default=0.5,
    show_default=True,
    metavar="SECONDS",
    help="How often the files are looked at.",
)
@click.option("--rounds", type=click.IntRange(1), help="End after they were played so often.")
def watch(*, paths: tuple[str, ...], every: float, rounds: int | None) -> int:
    """Play scenarios, and again those whose files, or files they include, have changed.

    Failures come first. Ends with Ctrl-C, or after so many rounds with the status of the last.
    """
    watching = _Watching(paths)
    done = 0
    while True:
        changed = watching.changed()
        if changed:
            status = watching.play(changed)
            done += 1
            if done == rounds:
                return status
        time.sleep(every)


class _Watching:
    """What is watched: each scenario file, and the files it was made of when it was played last."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        self.made_of: dict[str, Mapping[str, _Stamp]] = {}

    def changed(self) -> list[str]:
        """The scenario files that are new, or not what they were."""
        from talksim.scenario.load import collect  # noqa: PLC0415

        there = [path for path in collect(self.paths) if os.path.exists(path)]
        self.made_of = {path: parts for path, parts in self.made_of.items() if path in there}
        return [path for path in there if path not in self.made_of or self._is_other(path)]

    def play(self, paths: Iterable[str]) -> int:
        """Play files, and show what came of it; 0, 1 or 2 as `talksim run`."""
        from talksim.report.results import Results  # noqa: PLC0415
        from talksim.report.text import render  # noqa: PLC0415
        from talksim.scenario.fault import Faults  # noqa: PLC0415

        begin = time.perf_counter()
        reports: list[Report] = []
        errors: list[Faults] = []
        for path in paths:
            try:
                reports += self._played(path)
            except Faults as faults:
                errors.append(faults)
                tell(str(faults), err=True)
        results = Results(reports, errors, time.perf_counter() - begin)
        tell(render(results))
        return 2 if errors else int(bool(results.failed))

    def _played(self, path: str) -> list[Report]:
        from talksim.scenario.load import load  # noqa: PLC0415
        from talksim.scenario.run import run  # noqa: PLC0415

        self.made_of[path] = {path: _stamp(path)}
        scenarios = load(path)
        parts = {place.document.path for scenario in scenarios for place, _ in scenario.walk()}
        self.made_of[path] = {part: _stamp(part) for part in {path, *parts}}
        return [run(scenario) for scenario in scenarios]

    def _is_other(self, path: str) -> bool:
        return any(_stamp(part) != stamp for part, stamp in self.made_of[path].items())


def _stamp(path: str) -> _Stamp:
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
