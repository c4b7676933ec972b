"""Bans: each guard both ways, and whom they keep out."""

from __future__ import annotations

import pytest
from people import World, answer

from talksim.constants import RoomType


@pytest.fixture
def world() -> World:
    return World()


BANS: list[tuple[str, str, str, tuple[int, str | None]]] = [
    ("users", "bob", "", (200, None)),
    ("users", "nobody", "", (200, None)),
    ("emails", "bob", "", (400, "bannedActor")),
    ("users", "", "", (400, "bannedActor")),
    ("ip", "10.0.0.1", "", (200, None)),
    ("ip", "127.0.0.1/24", "", (200, None)),
    ("ip", "127.0.0.1/64", "", (400, "bannedActor")),
    ("ip", "2001:db8::/64", "", (200, None)),
    ("ip", "somewhere", "", (400, "bannedActor")),
    ("users", "bob", "é" * 2000, (200, None)),
    ("users", "bob", "é" * 2001, (400, "internalNote")),
    ("users", "alice", "", (400, "self")),
    ("users", "dave", "", (400, "moderator")),
]


@pytest.mark.parametrize(("actor_type", "actor_id", "note", "expected"), BANS)
def test_ban_guards(
    world: World, actor_type: str, actor_id: str, note: str, expected: tuple[int, str | None]
) -> None:
    world.do("alice", "promote", attendee=world.add("dave").id)
    outcome = world.ask("alice", "ban", actor_type=actor_type, actor_id=actor_id, note=note)
    assert answer(outcome) == expected
    assert len(world.room.bans) == (expected[0] == 200)


def test_who_and_where(world: World) -> None:
    assert world.ask("bob", "ban", actor_type="users", actor_id="carol").status == 403
    assert world.ask("bob", "list_bans").status == 403
    assert world.ask("bob", "unban", ban=1).status == 403
    room = world.create(RoomType.ONE_TO_ONE, "bob")
    assert answer(world.ask("alice", "ban", room, actor_type="users", actor_id="bob")) == (400, "room")


def test_a_banned_account_is_out_and_stays_out(world: World) -> None:
    ban = world.do("alice", "ban", actor_type="users", actor_id="bob", note="noisy").data
    assert (ban["bannedDisplayName"], ban["moderatorActorId"], ban["internalNote"]) == (
        "Bob",
        "alice",
        "noisy",
    )
    assert world.do("alice", "list_bans").data == [ban]
    assert "bob" not in world.actors()
    assert answer(world.ask("bob", "join_room")) == (403, "ban")
    assert world.ask("bob", "add_favorite").status == 404
    assert world.ask("alice", "unban", ban=9999).ok
    assert world.ask("bob", "join_room").status == 403
    world.do("alice", "unban", ban=ban["id"])
    assert world.ask("bob", "join_room").ok


def test_a_second_ban_is_a_fault_after_the_removal(world: World) -> None:
    world.do("alice", "ban", actor_type="users", actor_id="bob")
    ban = world.room.bans.popitem()
    world.add("bob")
    world.room.bans[ban[0]] = ban[1]
    assert world.ask("alice", "ban", actor_type="users", actor_id="bob").status == 500
    assert "bob" not in world.actors()
    assert len(world.room.bans) == 1


def test_a_banned_guest_who_comes_back_gets_the_address_banned(world: World) -> None:
    guest = world.guest()
    ban = world.do("alice", "ban", actor_type="guests", actor_id=guest.actor_id, note="noisy").data
    assert ban["bannedDisplayName"] == guest.actor_id
    for _ in range(2):
        assert answer(world.ask("guest", "join_room")) == (403, "ban")
    assert [b["bannedActorType"] for b in world.do("alice", "list_bans").data] == ["guests", "ip"]
    world.do("alice", "unban", ban=ban["id"])
    assert [world.ask(who, "join_room").status for who in ("guest2", "carol")] == [403, 200]
    world.talk.browser("guest3").address = "10.0.0.1"
    assert world.ask("guest3", "join_room").ok
    world.do("alice", "ban", actor_type="ip", actor_id="10.0.0.0/24")
    assert world.ask("guest3", "add_favorite").status == 401
    assert world.ask("guest3", "set_guest_name", name="x").status == 403


def test_a_banned_guest_who_still_asks_for_signaling_gets_the_address_banned(world: World) -> None:
    guest = world.guest()
    world.do("alice", "ban", actor_type="guests", actor_id=guest.actor_id)
    assert world.ask("guest", "pull_signaling").status == 404
    assert [ban.banned_type for ban in world.room.bans.values()] == ["guests", "ip"]
