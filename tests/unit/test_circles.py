"""Circles bring their members along, and take them away again (spec: participant 1.4)."""

from __future__ import annotations

from typing import Any

import pytest
from standup import World

from talksim.constants import ParticipantType, RoomType


@pytest.fixture
def world() -> World:
    made = World()
    made.server.settings.circles = True
    admin(made, "create_circle", circle="team", name="The team")
    for member in ("alice", "dave"):
        admin(made, "add_to_circle", circle="team", member=member)
    return made


def admin(world: World, operation: str, **given: Any) -> int:
    return world.do("admin", operation, "", **given).status


def people(world: World, token: str | None = None) -> set[str]:
    return {attendee.actor_id for attendee in world.server.rooms[token or world.token].attendees.values()}


def add(world: World, who: str = "alice", circle: str = "team") -> int:
    return world.do(who, "add_participant", participant=circle, source="circles").status


def test_a_circle_comes_with_its_members(world: World) -> None:
    assert add(world) == 200
    assert people(world) == {"alice", "bob", "carol", "dave", "team"}
    row = world.room.find("circles", "team")
    assert row is not None
    assert (row.display_name, world.room.user_count) == ("The team", 4)
    shown = world.do("alice", "read_messages").data[1]
    assert (shown["systemMessage"], shown["messageParameters"]["circle"]["name"]) == (
        "circle_added",
        "The team",
    )


def test_only_members_bring_a_circle(world: World) -> None:
    world.do("alice", "promote", attendee=world.attendee("bob").id)
    assert (add(world, "bob"), add(world, "alice", "none")) == (404, 404)
    world.server.settings.circles = False
    assert add(world) == 400


def test_a_room_made_from_a_circle(world: World) -> None:
    made = world.do("alice", "create_room", "", type=RoomType.GROUP, invite="team", source="circles")
    assert (made.status, made.data["name"]) == (201, "The team")
    assert people(world, made.token) == {"alice", "dave", "team"}
    assert world.do("bob", "create_room", "", type=2, invite="team", source="circles").status == 404


def test_rooms_follow_the_members(world: World) -> None:
    world.do("alice", "remove_attendee", attendee=world.attendee("carol").id)
    add(world)
    admin(world, "add_to_circle", circle="team", member="carol")
    assert "carol" in people(world)
    admin(world, "remove_from_circle", circle="team", member="carol")
    assert "carol" not in people(world)
    admin(world, "remove_from_circle", circle="team", member="alice")
    admin(world, "remove_from_circle", circle="team", member="bob")
    assert {"alice", "bob"} <= people(world)


def test_a_group_holds_whom_the_circle_lets_go(world: World) -> None:
    add(world)
    world.do("alice", "add_participant", participant="staff", source="groups")
    admin(world, "add_to_circle", circle="team", member="bob")
    admin(world, "remove_from_circle", circle="team", member="bob")
    assert "bob" in people(world)
    admin(world, "add_to_circle", circle="team", member="bob")
    admin(world, "remove_user_from_group", user="bob", group="staff")
    assert "bob" in people(world)
    admin(world, "remove_from_circle", circle="team", member="bob")
    assert "bob" not in people(world)


def test_removing_a_circle_removes_its_plain_members(world: World) -> None:
    add(world)
    row = world.room.find("circles", "team")
    assert row is not None
    world.do("alice", "remove_attendee", attendee=row.id)
    assert people(world) == {"alice", "bob", "carol"}


def test_a_deleted_circle_leaves_its_members_behind(world: World) -> None:
    add(world)
    assert admin(world, "delete_circle", circle="team") == 200
    assert people(world) == {"alice", "bob", "carol", "dave"}
    assert admin(world, "delete_circle", circle="team") == 404


def test_circles_within_circles(world: World) -> None:
    add(world)
    world.do("alice", "remove_attendee", attendee=world.attendee("carol").id)
    admin(world, "create_circle", circle="inner")
    assert admin(world, "add_to_circle", circle="team", member="inner", source="circles") == 200
    assert admin(world, "add_to_circle", circle="inner", member="team", source="circles") == 200
    admin(world, "add_to_circle", circle="inner", member="carol")
    assert "carol" in people(world)
    admin(world, "remove_from_circle", circle="team", member="inner", source="circles")
    assert "carol" not in people(world)


def test_the_self_joined_become_members_and_the_banned_stay_out(world: World) -> None:
    world.enter("dave", call=False)
    world.do("alice", "remove_attendee", attendee=world.attendee("carol").id)
    world.do("alice", "ban", actor_type="users", actor_id="carol")
    admin(world, "add_to_circle", circle="team", member="carol")
    add(world)
    assert (world.attendee("dave").type, "carol" in people(world)) == (ParticipantType.USER, False)


def test_refused_changes(world: World) -> None:
    assert admin(world, "create_circle", circle="team") == 400
    assert admin(world, "add_to_circle", circle="none", member="bob") == 404
    assert admin(world, "add_to_circle", circle="team", member="nobody") == 404
    assert admin(world, "remove_from_circle", circle="none", member="bob") == 404
    world.server.settings.circles = False
    assert admin(world, "delete_circle", circle="team") == 400


def test_a_deleted_account_is_in_no_circle(world: World) -> None:
    admin(world, "delete_user", user="dave")
    assert "dave" not in world.server.circles["team"].members
