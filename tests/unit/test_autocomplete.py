"""Whom the server suggests for a room."""

from __future__ import annotations

import pytest

from talksim import Talk


@pytest.fixture
def world() -> Talk:
    talk = Talk()
    for name in ("alice", "bob", "bobby"):
        talk.user(name)
    talk.group("bobs", ["bob"])
    talk.actor("alice").ask("create room", name="harbour", type="public")
    return talk


def suggested(talk: Talk, who: str, search: str) -> list[str]:
    return [found["id"] for found in talk.actor(who).ask("list suggestions", search, "harbour").data]


def test_accounts_and_groups_that_fit(world: Talk) -> None:
    assert suggested(world, "alice", "BOB") == ["bob", "bobby", "bobs"]
    assert suggested(world, "bob", "bob") == ["bobby", "bobs"]


def test_who_is_in_the_room_is_left_out_for_those_in_it(world: Talk) -> None:
    world.actor("alice").ask("add participant", "harbour", "bob")
    assert suggested(world, "alice", "bob") == ["bobby", "bobs"]
    assert suggested(world, "bobby", "bob") == ["bob", "bobs"]


def test_guests_may_not_search(world: Talk) -> None:
    assert world.guest("guest").ask("list suggestions", "bob", "harbour").status == 401
