"""Every model of a random world gives the same labelled edges, on compiled lifecycles and on raw ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from kernel_models import FACTORIES, Edges, Factory, labelled_edges
from random_worlds import RandomWorld, Root, settled, worlds
from room.direct import raw_transitions

from talksim.model.codec import thaw

DEPTH = 4


def edges_of(factory: Factory, world: RandomWorld) -> Edges:
    found = labelled_edges(*factory(world), depth=DEPTH)
    return {(settled(thaw(Root, a)), label, settled(thaw(Root, b))) for a, label, b in found}


@pytest.mark.parametrize("factory", FACTORIES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_a_random_world_has_the_same_edges_however_it_is_searched(factory: str, world: RandomWorld) -> None:
    with raw_transitions(world.lifecycles):
        expected = edges_of(FACTORIES["direct"], world)
    assert edges_of(FACTORIES[factory], world) == expected
