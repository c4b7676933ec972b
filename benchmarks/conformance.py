"""How fast the judges run: Talk's feature files and recorded traffic, beside the real server.

Needs a folder with `features/` and `traces/` (TALKSIM_CONFORMANCE, else ../shared/conformance). The real
server took 21 to 29 ms a request when the traffic was recorded; the ratio is against the middle of that.

    python benchmarks/conformance.py [--rounds N] [--json] [--check]
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import perf_counter

from harness import Fact, Measured, parse, require, show

from talksim.cover.sources import Play, plays
from talksim.gherkin.parse import read_feature
from talksim.traffic.recording import read

REAL = Measured("real server", 1 / 0.025, 1.0)
FOLDER = Path(os.environ.get("TALKSIM_CONFORMANCE", Path(__file__).parents[2] / "shared" / "conformance"))
FEATURES_IN_SECONDS = 6.0


def played(things: Callable[[], Iterable[Play]]) -> float:
    """Seconds to read and play everything, on one core."""
    start = perf_counter()
    for play in things():
        play.run()
    return perf_counter() - start


def files(kind: str, suffix: str) -> list[str]:
    """The files of a judge, sorted; leaves with status 2 when there are none."""
    found = sorted(map(str, (FOLDER / kind).rglob(f"*{suffix}")))
    if not found:
        print(f"no {suffix} files in {FOLDER / kind}", file=sys.stderr)
        raise SystemExit(2)
    return found


def rate(name: str, count: int, seconds: float) -> Measured:
    """A row: how many a second, and the time of one over the real server's."""
    return Measured(name, count / seconds, seconds / count * REAL.per_second)


def measured(rounds: int) -> tuple[Sequence[Measured], Sequence[Fact]]:
    """The best round of each judge."""
    features, traces = files("features", ".feature"), files("traces", ".jsonl")
    steps = sum(len(case.sentences) for path in features for case in read_feature(path).cases)
    requests = sum(len(read(Path(path)).exchanges) for path in traces)
    of_features = min(played(lambda: plays(features)) for _ in range(rounds))
    of_traces = min(played(lambda: plays(traces)) for _ in range(rounds))
    played_rows = [
        rate("steps of features", steps, of_features),
        rate("recorded requests", requests, of_traces),
    ]
    return [REAL, *played_rows], [
        Fact("seconds for all features", round(of_features, 2), most=FEATURES_IN_SECONDS)
    ]


def main() -> int:
    """Run the benchmark; the status is 1 when `--check` finds a missed bound."""
    options = parse("conformance")
    rows, facts = measured(min(options.rounds, 3))
    show("conformance", rows, facts, json=options.json)
    broken = [words for fact in facts if (words := fact.broken())]
    print("\n".join(broken), file=sys.stderr)
    return int(options.check and bool(broken))


if __name__ == "__main__":
    require("gherkin")
    sys.exit(main())
