"""Writing a site: every scenario is played, recorded and written by itself, in several processes."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import attrs

from talksim.cover.observe import observing
from talksim.cover.tally import Tally
from talksim.report.results import Results
from talksim.scenario.document.fault import Faults
from talksim.scenario.run import find, run
from talksim.scenario.script import Scenario
from talksim.site import overview
from talksim.site.differences import Compared
from talksim.site.pages import Links, copy_assets, scenario_page
from talksim.site.row import Row, page_names
from talksim.site.tape import record

__all__ = ["write_pages", "write_site"]

_CHUNK: Final = 24
"""So many scenarios are one piece of work."""


@attrs.frozen
class _Work:
    """What the processes share: it is there before they are forked."""

    scenarios: Sequence[Scenario]
    names: Sequence[str]
    settings: Mapping[str, Any]
    target: Path
    more: Links

    def piece(self, first: int) -> tuple[list[Row], Tally]:
        """Write the pages of one piece; what the lists and the coverage need of it."""
        numbers = range(first, min(first + _CHUNK, len(self.scenarios)))
        with _uncollected():
            with observing() as tally:
                for number in numbers:
                    find(self.scenarios[number], self.settings)
            return list(map(self._row, numbers)), tally

    def _row(self, number: int) -> Row:
        scenario, name = self.scenarios[number], self.names[number]
        report = run(scenario, self.settings)
        tape = record(scenario, self.settings)
        path = self.target / "scenarios" / name
        path.write_text(scenario_page(scenario, report, tape, self.more), encoding="utf-8")
        asked = dict.fromkeys((frame.operation, frame.refused) for frame in tape.frames if frame.operation)
        below = next((frame.below for frame in tape.frames if frame.failed), ())
        return Row(report, f"scenarios/{name}", _folder(scenario.path), scenario.tags, tuple(asked), below)


_work: list[_Work] = []
"""The work at hand, for the forked processes to find."""


def write_site(
    scenarios: Sequence[Scenario],
    target: Path,
    *,
    settings: Mapping[str, Any] | None = None,
    errors: Sequence[Faults] = (),
    compared: Sequence[Compared] = (),
    more: Links = (),
    jobs: int = 1,
    told: Callable[[int, int], None] | None = None,
) -> Results:
    """Play scenarios and write their site into a folder, which is made; what was found.

    `compared` are policies with what they differ in, which the first page lists; `more` are pages that are
    written by `write_pages`. The pages do not depend on the number of processes. `told` hears how many
    scenarios are done, of how many. Raises OSError where nothing can be written.
    """
    begin = perf_counter()
    (target / "scenarios").mkdir(parents=True, exist_ok=True)
    copy_assets(target / "assets")
    work = _Work(scenarios, page_names(scenarios), settings or {}, target, more)
    rows, tally = [], Tally()
    for found, counted in _done(work, jobs):
        rows += found
        tally.add(counted)
        if told is not None:
            told(len(rows), len(scenarios))
    results = Results([row.report for row in rows], errors, perf_counter() - begin)
    write_pages(target, overview.pages(rows, results, tally, compared, more))
    return results


def write_pages(target: Path, pages: Iterable[tuple[str, str]]) -> None:
    """Write pages by their places in the site. Raises OSError where nothing can be written."""
    for name, text in pages:
        path = target / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _done(work: _Work, jobs: int) -> Iterator[tuple[list[Row], Tally]]:
    firsts = range(0, len(work.scenarios), _CHUNK)
    if jobs == 1 or len(firsts) < 2:
        yield from map(work.piece, firsts)
        return
    _work[:] = [work]
    with ProcessPoolExecutor(jobs, get_context("fork")) as pool:
        yield from pool.map(_piece, firsts)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for cyclic garbage once, at the end: among so many worlds it takes a quarter of the time.

    What was there before is no garbage, and is not looked through.
    """
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()
        gc.enable()


def _piece(first: int) -> tuple[list[Row], Tally]:
    return _work[0].piece(first)


def _folder(path: str) -> str:
    return Path(path).absolute().parent.resolve().name or "/"
