"""Pairs that cannot be taken both ways: an earlier guard, or the scene itself, always speaks first.

The reasons stand in `shadowed.yaml`, each with the operations and the guard it is about. A reason counts only
while the pair is uncovered: `stale` says which ones are not needed any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from talksim.cover.tally import Key, Tally

__all__ = ["SHADOWED_FILE", "shadowed", "stale", "unknown"]

SHADOWED_FILE = "shadowed.yaml"
"""The file beside this module: a list of `guard`, `operations` (their ids) and `reason`."""


@cache
def shadowed() -> Mapping[Key, str]:
    """The reason of each (operation, guard) that cannot be taken both ways."""
    import yaml  # noqa: PLC0415  only what is covered pays for it

    text = files("talksim.cover").joinpath(SHADOWED_FILE).read_text(encoding="utf-8")
    entries = yaml.safe_load(text) or []
    return {(name, entry["guard"]): entry["reason"] for entry in entries for name in entry["operations"]}


def stale(tally: Tally) -> Iterator[Key]:
    """The pairs with a reason that were taken both ways all the same."""
    yield from (pair for pair in shadowed() if tally.passed[pair] and tally.refused[pair])


def unknown(pairs: frozenset[Key]) -> Iterator[Key]:
    """The pairs with a reason that do not exist."""
    yield from (pair for pair in shadowed() if pair not in pairs)
