"""What can be played to exercise rules: scenarios, features and recorded traffic, all in one form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import attrs

from talksim.scenario.document.fault import Faults
from talksim.scenario.load import collect
from talksim.scenario.load import load as load_scenarios
from talksim.scenario.run import find
from talksim.scenario.script import Scenario

__all__ = ["Play", "plays"]


@attrs.frozen
class Play:
    """Something to play: where it stands, what it is called, and `run`, which plays it.

    `run` answers in how many places the model was not as expected, 0 when everything held. What goes wrong
    in talksim itself is raised.
    """

    path: str
    name: str
    run: Callable[[], int] = attrs.field(repr=False)


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
        yield Play(scenario.path, scenario.title, partial(_mismatches, scenario))


def _mismatches(scenario: Scenario) -> int:
    return int(find(scenario).mismatch is not None)


def _trace(path: str) -> Iterator[Play]:
    from talksim.traffic.recording import read  # noqa: PLC0415  most runs have no traffic

    recording = read(Path(path))
    yield Play(path, recording.name, partial(_divergences, recording))


def _divergences(recording: Any) -> int:
    from talksim.traffic.play import judge  # noqa: PLC0415

    return len(judge(recording, "status").divergences)


def _feature(path: str) -> Iterator[Play]:
    from talksim.gherkin.convert import converted  # noqa: PLC0415  its parser is an extra
    from talksim.gherkin.parse import read_feature  # noqa: PLC0415

    for made in converted(read_feature(path)):
        yield Play(made.path, made.case.name, partial(_not_passed, made))


def _not_passed(made: Any) -> int:
    from talksim.gherkin.judge import judge  # noqa: PLC0415

    return int(judge(made).status != "passed")


_READERS: Final[dict[str, Callable[[str], Iterator[Play]]]] = {".feature": _feature, ".jsonl": _trace}
