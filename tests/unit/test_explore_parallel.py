"""Several processes find what one finds."""

from __future__ import annotations

from typing import Any

import pytest
from room.packed import packed
from room.world import room_world
from test_explore_packed import UNIVERSES, standup

from talksim.explore import parallel
from talksim.explore.model import Property
from talksim.explore.parallel import shared_breadth_first
from talksim.explore.search import Bounds, Search, breadth_first
from talksim.explore.stage import TalkModel
from talksim.explore.world import World
from talksim.model.server import Server


@pytest.fixture(autouse=True)
def early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share out at once what would be too little to be worth it."""
    monkeypatch.setattr(parallel, "_ALONE", 3)


def figures(search: Search[Any]) -> tuple[int, int, int, bool]:
    return search.progress.states, search.progress.transitions, search.progress.depth, search.complete


@pytest.mark.parametrize("workers", [2, 3])
def test_a_room_of_the_kernel(workers: int) -> None:
    alone = breadth_first(packed(room_world(3)))
    assert figures(shared_breadth_first(packed(room_world(3)), workers=workers)) == figures(alone)


@pytest.mark.parametrize("name", ["a call and its lobby", "recording", "coming and going"])
def test_universes_of_talk(name: str) -> None:
    """What is learned on the way, new people and what befalls them included, is learned by all."""
    actions = tuple(UNIVERSES[name])
    alone = breadth_first(TalkModel(World(standup(), actions)))
    together = shared_breadth_first(TalkModel(World(standup(), actions)), workers=2)
    assert figures(together) == figures(alone)


def test_what_is_found_is_as_near() -> None:
    def at_most_one(server: Server) -> list[str]:
        present = [s for room in server.rooms.values() for s in room.call.present]
        return [f"{len(present)} are in the call"] if len(present) > 2 else []

    def search(workers: int) -> tuple[int, tuple[str, ...]]:
        world = World(
            standup(),
            tuple(UNIVERSES["a call and its lobby"]),
            (Property("at most two", "always", at_most_one),),
        )
        model = TalkModel(world)
        if workers == 1:
            found = breadth_first(model, model.properties).findings["at most two"]
        else:
            found = shared_breadth_first(model, model.properties, workers=workers).findings["at most two"]
        return len(found.path), found.breaches

    assert search(2) == search(1) == (6, ("3 are in the call",))


def test_bounds_end_it() -> None:
    search = shared_breadth_first(packed(room_world(4)), bounds=Bounds(depth=5), workers=2)
    assert (search.complete, search.stopped_by, search.progress.depth) == (False, "depth", 5)
