"""Two models of one world, held against each other edge by edge."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from talksim.explore.model import Model


def same_graph(one: Model[Any, Any], other: Model[Any, Any], *, most: int = 400) -> int:
    """Walk both models side by side, up to so many states, and assert the same labelled edges everywhere."""
    (here,), (there,) = one.initial(), other.initial()
    one.successors(here)  # what varies is known only once something was tried
    partner: dict[Hashable, Hashable] = {one.key(here): other.key(there)}
    waiting = [(here, there)]
    while waiting and len(partner) < most:
        here, there = waiting.pop(0)
        edges, others = dict(one.edges(here)), dict(other.edges(there))
        assert edges.keys() == others.keys()
        assert sorted(one.successors(here)) == sorted(edges.values())
        for label, after in edges.items():
            key, met = one.key(after), other.key(others[label])
            if key not in partner:
                waiting.append((after, others[label]))
            assert partner.setdefault(key, met) == met, label
    assert len(set(partner.values())) == len(partner)
    return len(partner)
