"""Which fields operations write and guards read, watched while scenarios are played.

`python -m talksim.reference.fields PATH…` keeps it for `talksim why`, which searches among the operations
that write what a guard has read. What no guard reads is left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeAlias

from talksim.errors import UsageError
from talksim.model.codec import freeze
from talksim.model.server import Server
from talksim.model.spots import changes
from talksim.model.watch import Watched, fields_behind, watching
from talksim.rules.lifecycle import LIFECYCLES, Edge, GuardLike
from talksim.rules.operation import OPERATIONS
from talksim.rules.policy import swapped
from talksim.rules.stage import Run
from talksim.scenario.load import collect, load
from talksim.scenario.player import Player
from talksim.scenario.script import Act, Scenario
from talksim.why.knowledge import FILE

__all__ = ["Fields", "main", "text_of", "watched_fields"]

Fields: TypeAlias = dict[str, dict[str, set[str]]]
"""Under `writes` the fields by the names of operations, under `reads` by the ids of guards."""


def watched_fields(paths: Iterable[str]) -> Fields:
    """Play the scenarios and watch."""
    found: Fields = {"writes": {name: set() for name in OPERATIONS}, "reads": {}}
    scenarios = [scenario for path in collect(list(paths)) for scenario in load(path)]
    for scenario in scenarios:
        for name, fields in _written(scenario):
            found["writes"].setdefault(name, set()).update(fields)
    with _watching_guards(found["reads"]):
        for scenario in scenarios:
            for _ in _played(Player(scenario), scenario):
                pass
    read = set().union(*found["reads"].values())
    return {**found, "writes": {name: fields & read for name, fields in found["writes"].items()}}


def text_of(fields: Fields) -> str:
    """The content of the file."""
    parts = {part: {key: sorted(names) for key, names in sorted(of.items())} for part, of in fields.items()}
    return json.dumps(parts, indent=1) + "\n"


def main(paths: Iterable[str]) -> None:
    """Write the file."""
    FILE.write_text(text_of(watched_fields(paths)), encoding="utf-8")


def _played(player: Player, scenario: Scenario) -> Iterator[str]:
    """Play every step; the name of the operation if one succeeded, else ""."""
    for _, step in scenario.walk():
        try:
            outcome = player.play(step)
        except UsageError:
            continue
        done = isinstance(step, Act) and outcome is not None and outcome.ok
        yield step.command.operation.name if isinstance(step, Act) and done else ""


def _written(scenario: Scenario) -> Iterator[tuple[str, set[str]]]:
    player = Player(scenario)
    before = freeze(player.talk.server)
    for name in _played(player, scenario):
        after = freeze(player.talk.server)
        if name:
            yield name, {spot.field for spot in changes(Server, before, after)}
        before = after


@contextmanager
def _watching_guards(reads: dict[str, set[str]]) -> Iterator[None]:
    with watching(Server) as watched, ExitStack() as stack:
        for operation in OPERATIONS.values():
            steps = tuple(
                (kind, _noting(run, reads.setdefault(stage.id, set()), watched), stage)
                if kind in ("guard", "bind")
                else (kind, run, stage)
                for kind, run, stage in operation.steps
            )
            stack.enter_context(swapped(operation, steps=steps))
        for lifecycle in LIFECYCLES.values():
            stack.callback(lifecycle.watch, lifecycle.observer)
            lifecycle.watch(_Moves(reads, watched))
        yield


def _noting(run: Run, reads: set[str], watched: Watched) -> Run:
    def asked(at: Any) -> Any:
        watched.clear()
        answer = run(at)
        _add(reads, watched)
        return answer

    return asked


class _Moves:
    """Notes what the guards of moves read, with what was read since the last guard."""

    def __init__(self, reads: dict[str, set[str]], watched: Watched) -> None:
        self.reads, self.watched = reads, watched

    def on_guard(self, _edge: Edge, guard: GuardLike, _passed: bool, /) -> None:
        """A guard of a move spoke."""
        _add(self.reads.setdefault(guard.id, set()), self.watched)

    def on_move(self, _edge: Edge, /) -> None:
        """A move was made."""


def _add(reads: set[str], watched: Watched) -> None:
    for owner, name in watched.reads:
        cls: Any = type(owner)
        reads.update(fields_behind(cls, name))
    watched.clear()


if __name__ == "__main__":
    main(sys.argv[1:])
