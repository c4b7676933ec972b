"""All that can follow from all that can happen: what two models of one world are compared by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Any, TypeAlias

from room.direct import DirectModel, KernelWorld
from room.packed import packed

from talksim.explore.model import Model
from talksim.model.codec import Codec, Frozen

__all__ = ["FACTORIES", "Edges", "Factory", "labelled_edges"]

Edges: TypeAlias = set[tuple[Frozen, str, Frozen]]
Reads: TypeAlias = Callable[[Any], Frozen]
Factory: TypeAlias = Callable[[KernelWorld[Any]], tuple[Model[Any, Any], Reads]]
"""Makes a model of a world, and the function that reads its states as frozen roots.

A label is a text, or has it as `label`.
"""


def direct(world: KernelWorld[Any]) -> tuple[Model[Any, Any], Reads]:
    return DirectModel(world), lambda state: state


def quick(world: KernelWorld[Any]) -> tuple[Model[Any, Any], Reads]:
    model, codec = packed(world), Codec.of(type(world.root))
    mirror = model.footprints.mirror

    def read(state: int) -> Frozen:
        mirror.goto(state)
        return codec.freeze(mirror.root)

    return model, read


FACTORIES: dict[str, Factory] = {"direct": direct, "packed": quick}
"""Every way to make a model of a world of the kernel; all must give the same edges."""


def labelled_edges(model: Model[Any, Any], read: Reads, depth: int | None = None) -> Edges:
    """Every step of a search, to the end or so deep, and from where to where it leads.

    On the way `successors` and `edges` are held equal.
    """
    frontier = list(model.initial())
    seen = {model.key(state) for state in frontier}
    edges: Edges = set()
    for _ in count() if depth is None else range(depth):
        following = []
        for state in frontier:
            steps = model.successors(state)
            found = list(model.edges(state))
            assert Counter(map(model.key, steps)) == Counter(model.key(after) for _, after in found)
            for label, after in found:
                edges.add((read(state), str(getattr(label, "label", label)), read(after)))
                if model.key(after) not in seen:
                    seen.add(model.key(after))
                    following.append(after)
        frontier = following
        if not frontier:
            break
    return edges
