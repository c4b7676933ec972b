"""Pairs that cannot be taken both ways: an earlier guard, or the scene itself, always speaks first.

The reasons stand in `shadowed.yaml`. A reason counts only while the pair is uncovered: `stale` says which are
not needed any more, and `unknown` which are about nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import talksim.operations  # noqa: F401  declares what the reasons are about
from talksim.cover.tally import Key, Tally
from talksim.rules.operation import OPERATIONS, Operation

__all__ = ["shadowed", "stale", "unknown"]

_FILE: Final = "shadowed.yaml"


@cache
def shadowed() -> Mapping[Key, str]:
    """The reason of each (operation, guard) that cannot be taken both ways."""
    import yaml  # noqa: PLC0415  only what is covered pays for it

    entries = yaml.safe_load(files("talksim.cover").joinpath(_FILE).read_text(encoding="utf-8"))
    return {pair: entry["reason"] for entry in entries for pair in _pairs(entry)}


def stale(tally: Tally) -> list[Key]:
    """The pairs with a reason that were taken both ways all the same."""
    return [pair for pair in shadowed() if tally.passed[pair] and tally.refused[pair]]


def unknown() -> list[Key]:
    """The pairs with a reason that do not exist."""
    known = {(operation.id, stage.id) for operation in OPERATIONS.values() for stage in operation.stages}
    return [pair for pair in shadowed() if pair not in known]


def _pairs(entry: Mapping[str, Any]) -> Iterator[Key]:
    guard = entry["guard"]
    yield from ((name, guard) for name in entry.get("operations", ()))
    if "behind" in entry:
        behind = (op for op in OPERATIONS.values() if _asked_before(op, entry["behind"], guard))
        yield from ((operation.id, guard) for operation in behind)


def _asked_before(operation: Operation, first: str, then: str) -> bool:
    ids = [stage.id for stage in operation.stages]
    return first in ids and then in ids and ids.index(first) < ids.index(then)
