"""All that can follow from all that can happen: what two models of one world are compared by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from room.direct import DirectModel, KernelWorld

from talksim.explore.model import Model
from talksim.model.codec import Frozen

__all__ = ["FACTORIES", "Edges", "Factory", "labelled_edges"]

Edges: TypeAlias = set[tuple[Frozen, str, Frozen]]
Reads: TypeAlias = Callable[[Any], Frozen]
Factory: TypeAlias = Callable[[KernelWorld[Any]], tuple[Model[Any, Any], Reads]]
"""Makes a model of a world, and the function that reads its states as frozen roots.

A label is a text, or has it as `label`.
"""


def direct(world: KernelWorld[Any]) -> tuple[Model[Any, Any], Reads]:
    return DirectModel(world), lambda state: state


FACTORIES: dict[str, Factory] = {"direct": direct}
"""Every way to make a model of a world of the kernel; all must give the same edges."""


def labelled_edges(model: Model[Any, Any], read: Reads) -> Edges:
    """Every step of a search to the end, and from where to where it leads."""
    waiting = list(model.initial())
    seen = {model.key(state) for state in waiting}
    edges: Edges = set()
    while waiting:
        state = waiting.pop()
        for label, after in model.edges(state):
            edges.add((read(state), str(getattr(label, "label", label)), read(after)))
            if model.key(after) not in seen:
                seen.add(model.key(after))
                waiting.append(after)
    return edges
