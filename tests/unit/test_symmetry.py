"""Symmetry: one state of each set of states that differ by who is who."""

from __future__ import annotations

from collections.abc import Hashable

import pytest

from talksim.errors import UsageError
from talksim.explore.direct import DirectModel
from talksim.explore.search import breadth_first
from talksim.explore.symmetry import renamings, symmetric
from talksim.explore.universe.load import load_text
from talksim.explore.universe.made import made
from talksim.explore.world import World

GROUP = """
talksim: 1
universe: Alike
given:
  users: [alice, bob, carol, dave]
  rooms:
    standup: {owner: alice, users: [bob, carol, dave]}
operations:
  - join room: {by: [bob, carol, dave]}
  - leave room: {by: [bob, carol, dave]}
  - join call: {by: [bob, carol, dave], flags: audio}
  - remove attendee: {by: alice, attendee: [bob, carol, dave]}
"""

GUESTS = """
talksim: 1
universe: Guests
given:
  users: [alice]
  guests: [gina, gunnar]
  rooms:
    standup: {type: public, owner: alice}
operations:
  - join room
  - leave room
  - join call: {by: [gina, gunnar], flags: audio}
  - ban: {by: alice, actor_type: guests, actor_id: [gina, gunnar]}
"""

BANNED = """
talksim: 1
universe: Bans and pairs
given:
  users: [alice, bob, carol]
  rooms:
    standup: {type: public, owner: alice, users: [bob, carol]}
operations:
  - ban: {by: alice, actor_type: users, actor_id: [bob, carol]}
  - join room: {by: [bob, carol]}
  - create room: {by: alice, type: one-to-one, invite: [bob, carol], name: ""}
bounds: {depth: 3}
"""

CASES = [(GROUP, [("bob", "carol", "dave")]), (GUESTS, [("gina", "gunnar")]), (BANNED, [("bob", "carol")])]


def world_of(text: str) -> World:
    return made(load_text(text))


def reached(model: DirectModel) -> set[Hashable]:
    """Every state within three steps, or within as many as there are."""
    seen = set(model.initial())
    frontier = list(seen)
    for _ in range(3):
        frontier = list({after for state in frontier for after in model.successors(state)} - seen)
        seen |= set(frontier)
    return seen  # type: ignore[return-value]


@pytest.mark.parametrize(("text", "alike"), CASES)
def test_there_are_as_many_states_as_orbits(text: str, alike: list[tuple[str, ...]]) -> None:
    world = world_of(text)
    model = DirectModel(world)
    states, ways = reached(model), renamings(world, alike)
    orbits = {frozenset(rename(state) for rename in ways) for state in states}  # type: ignore[arg-type]
    assert all(orbit <= states for orbit in orbits)
    assert sum(map(len, orbits)) == len(states)
    keys = {symmetric(model, alike).key(state) for state in states}  # type: ignore[arg-type]
    assert len(keys) == len(orbits) < len(states)


@pytest.mark.parametrize(("text", "alike"), CASES[:1])
def test_a_whole_search_sees_one_state_of_each_orbit(text: str, alike: list[tuple[str, ...]]) -> None:
    world = world_of(text)
    model, one = DirectModel(world), symmetric(DirectModel(world), alike)
    every = breadth_first(model)
    less = breadth_first(one)
    assert (every.complete, less.complete) == (True, True)
    assert less.progress.depth == every.progress.depth
    assert less.progress.states < every.progress.states / 3


@pytest.mark.parametrize(("text", "alike"), CASES)
def test_exchanging_is_a_group(text: str, alike: list[tuple[str, ...]]) -> None:
    world = world_of(text)
    ways = renamings(world, alike)
    for state in list(reached(DirectModel(world)))[::7]:
        images = [rename(state) for rename in ways]  # type: ignore[arg-type]
        assert images[0] == state
        for rename in ways:
            assert {other(rename(state)) for other in ways} == set(images)


def test_who_is_not_alike_is_refused() -> None:
    model = DirectModel(world_of(GROUP))
    with pytest.raises(UsageError, match="alice, bob are not alike"):
        symmetric(model, [("alice", "bob")])


def test_who_does_not_do_the_same_is_not_alike() -> None:
    text = GROUP.replace("leave room: {by: [bob, carol, dave]}", "leave room: {by: bob}")
    with pytest.raises(UsageError, match="only one of them does"):
        symmetric(DirectModel(world_of(text)), [("bob", "carol")])
