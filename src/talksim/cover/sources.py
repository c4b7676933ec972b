"""What can be played to exercise rules: scenarios, features and recorded traffic, all in one form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import attrs

from talksim.scenario.fault import Faults
from talksim.scenario.load import collect
from talksim.scenario.load import load as load_scenarios
from talksim.scenario.run import find
from talksim.scenario.script import Scenario

__all__ = ["Play", "plays"]


@attrs.frozen
class Play:
    """Something to play: where it stands, what it is called, and how it went when `run` was called.

    The verdict is a word or number that says whether it still holds; what talksim raises is raised.
    """

    path: str
    name: str
    run: Callable[[], object] = attrs.field(repr=False)


def plays(paths: Iterable[str], on_fault: Callable[[Faults], None] | None = None) -> Iterator[Play]:
    """Everything to play in files and folders, in a fixed order.

    `on_fault` is told of a file that cannot be read; without it the `Faults` are raised.
    """
    for path in paths:
        for file in _files(path):
            try:
                yield from _READERS.get(Path(file).suffix, _scenarios)(file)
            except Faults as faults:
                if on_fault is None:
                    raise
                on_fault(faults)


def _files(path: str) -> Iterator[str]:
    yield from collect([path])
    if Path(path).is_dir():
        others = (file for suffix in _READERS for file in Path(path).rglob(f"*{suffix}"))
        yield from sorted(map(str, others))


def _scenarios(path: str) -> Iterator[Play]:
    for scenario in load_scenarios(path):
        yield Play(scenario.path, scenario.title, partial(_held, scenario))


def _held(scenario: Scenario) -> bool:
    return find(scenario).mismatch is None


def _trace(path: str) -> Iterator[Play]:
    from talksim.traffic.recording import read  # noqa: PLC0415  most runs have no traffic

    recording = read(Path(path))
    yield Play(path, recording.name, partial(_divergences, recording))


def _divergences(recording: Any) -> int:
    from talksim.traffic.play import judge  # noqa: PLC0415

    return len(judge(recording, "status").divergences)


_READERS: Final[dict[str, Callable[[str], Iterator[Play]]]] = {".jsonl": _trace}
