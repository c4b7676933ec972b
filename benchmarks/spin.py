"""Spin, the model checker: the room's Promela made into a search by `spin -a` and a C compiler, and run."""

from __future__ import annotations

import math
import re
import resource
import shutil
import subprocess
from pathlib import Path
from time import perf_counter
from typing import Final

import attrs
from room.promela import promela

__all__ = ["MODES", "Spin", "missing"]

MODES: Final = {"spin-dfs": (), "spin-bfs": ("-DBFS",)}
"""Further flags of the compiler: depth first is what Spin does unless told otherwise."""

_FLAGS: Final = ("-O3", "-DSAFETY", "-DNOREDUCE")
"""The whole graph is searched, as the others do it: no partial order reduction, nothing beyond safety."""


def missing() -> list[str]:
    """The programs that are needed and not there."""
    return [program for program in ("spin", "gcc") if shutil.which(program) is None]


@attrs.frozen
class Spin:
    """One search of a room, compiled in a folder of its own; `built` are the seconds that took."""

    folder: Path
    people: int
    states: int
    built: float

    @classmethod
    def build(cls, mode: str, people: int, states: int, folder: Path) -> Spin:
        """Generate and compile; `states` is how many there will be, for which table and stack are sized."""
        (folder / "room.pml").write_text(promela(people), encoding="utf-8")
        start = perf_counter()
        for command in (["spin", "-a", "room.pml"], ["gcc", *_FLAGS, *MODES[mode], "-o", "pan", "pan.c"]):
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
        return cls(folder, people, states, perf_counter() - start)

    def run(self) -> dict[str, float]:
        """Search: states, transitions, seconds, and the bytes a state that Spin says it has used in all.

        `cpu` are the seconds of a processor; `whole` counts the compile as well.
        """
        table = math.ceil(math.log2(4 * self.states))
        command = ["./pan", "-E", f"-m{self.states * 6 // 5 + 1000}", f"-w{table}"]
        start, used_before = perf_counter(), _processor()
        run = subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True)
        seconds, cpu = perf_counter() - start, _processor() - used_before
        states, steps = (
            _number(r"(\d+) states, stored", run.stdout),
            _number(r"(\d+) transitions", run.stdout),
        )
        used = _number(r"([\d.]+)\s+total actual memory usage", run.stdout) * 2**20
        # one state before the room is set up, and two steps to do so, are none of the room's
        return {
            "states": states - 1,
            "transitions": steps - 2,
            "seconds": seconds,
            "cpu": cpu,
            "bytes": used / (states - 1),
            "whole": self.built + seconds,
        }


def _processor() -> float:
    """Seconds that programs started here have had of a processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _number(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    if found is None or "max search depth too small" in text:
        raise SystemExit(f"spin: its search ended unexpectedly:\n{text}")
    return float(found[1])
