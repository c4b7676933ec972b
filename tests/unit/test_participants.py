"""Adding, promoting, listing and removing people: each guard both ways."""

from __future__ import annotations

from typing import Any

import pytest
from people import World, answer

from talksim.constants import (
    AttendeeType,
    BreakoutMode,
    LobbyState,
    ObjectType,
    ParticipantType,
    Permission,
    RoomType,
    SipState,
)
from talksim.model.event import AttendeesAdded, Event
from talksim.model.user import User


@pytest.fixture
def world() -> World:
    return World()


ADDING: list[tuple[str, str, tuple[int, str | None]]] = [
    ("carol", "users", (200, None)),
    ("bob", "users", (200, None)),
    ("nobody", "users", (404, None)),
    ("staff", "groups", (200, None)),
    ("nogroup", "groups", (404, None)),
    ("x@example.com", "emails", (200, None)),
    ("circle", "circles", (400, None)),
    ("zoe@other.example", "federated_users", (501, None)),
    ("+491234567", "phones", (501, None)),
    ("guest", "guests", (400, None)),
    ("carol", "bogus", (400, None)),
]


@pytest.mark.parametrize(("who", "source", "expected"), ADDING)
def test_sources(world: World, who: str, source: str, expected: tuple[int, str | None]) -> None:
    assert answer(world.ask("alice", "add_participant", participant=who, source=source)) == expected


def test_only_moderators_with_account_add(world: World) -> None:
    guest = world.guest()
    world.do("alice", "promote", attendee=guest.id)
    for who, status in (("bob", 403), ("guest", 401), ("carol", 404), ("alice", 200)):
        room = world.create() if who == "carol" else world.room
        room.type = RoomType.GROUP if who == "carol" else room.type
        assert world.ask(who, "add_participant", room, participant="dave").status == status


@pytest.mark.parametrize(
    ("kind", "invite", "status"), [(RoomType.ONE_TO_ONE, "dave", 400), (RoomType.GROUP, "", 200)]
)
def test_rooms_that_take_people(world: World, kind: RoomType, invite: str, status: int) -> None:
    room = world.create(kind, invite)
    assert world.ask("alice", "add_participant", room, participant="carol").status == status


def test_settings_open_the_other_sources(world: World) -> None:
    settings = world.server.settings
    settings.federation_enabled = True
    settings.sip_bridge_shared_secret = settings.sip_bridge_dialin_info = "set"
    settings.sip_dialout = settings.circles = True
    room = world.create(RoomType.GROUP)
    for who, source, expected in [
        ("zoe@other.example", "federated_users", (200, None)),
        ("zoe", "federated_users", (400, "cloudId")),
        ("+491234567", "phones", (200, None)),
        ("call me", "phones", (400, None)),
        ("circle", "circles", (404, None)),
    ]:
        assert answer(world.ask("alice", "add_participant", room, participant=who, source=source)) == expected
    assert world.row("zoe@other.example", room).read_privacy
    assert [a.display_name for a in room.attendees.values() if a.actor_type == "phones"] == ["+49123…"]


def test_self_joined_user_becomes_permanent_by_addition_and_by_group(world: World) -> None:
    events: list[Event] = []
    world.server.listeners = {AttendeesAdded: (lambda _, event: events.append(event),)}
    for user, params in (
        ("carol", {"participant": "carol"}),
        ("dave", {"participant": "staff", "source": "groups"}),
    ):
        world.do(user, "join_room")
        assert world.row(user).type is ParticipantType.SELF_JOINED
        del events[:]
        world.do("alice", "add_participant", **params)
        assert world.row(user).type is ParticipantType.USER
        first = next(event for event in events if isinstance(event, AttendeesAdded))
        assert (first.attendees, first.upgraded) == ((), (world.row(user),))


def test_banned_people_are_refused_alone_and_skipped_in_a_group(world: World) -> None:
    world.do("alice", "ban", actor_type="users", actor_id="carol")
    assert answer(world.ask("alice", "add_participant", participant="carol")) == (400, "ban")
    world.do("alice", "add_participant", participant="staff", source="groups")
    assert world.actors() == ["alice", "bob", "staff", "dave"]


def test_an_address_makes_a_group_room_public_where_that_is_allowed(world: World) -> None:
    room = world.create(RoomType.GROUP)
    added = {"participant": "x@example.com", "source": "emails"}
    assert world.do("alice", "add_participant", room, **added).data == {"type": RoomType.PUBLIC}
    assert room.type is RoomType.PUBLIC
    world.do("alice", "add_participant", room, **added)
    assert world.actors(room) == ["alice", "x@example.com"]
    kept = world.create(RoomType.GROUP)
    kept.breakout_mode = BreakoutMode.FREE
    assert world.do("alice", "add_participant", kept, **added).data is None
    assert (kept.type, len(kept.attendees)) == (RoomType.GROUP, 2)


def test_adding_to_a_breakout_room(world: World) -> None:
    parent = world.create(RoomType.GROUP)
    world.add("bob", parent)
    first, second = world.breakout_rooms(parent)
    world.add("carol", first)
    assert "carol" in world.actors(parent)
    world.add("carol", second)
    assert ("carol" in world.actors(first), "carol" in world.actors(second)) == (False, True)
    world.do("alice", "add_participant", second, participant="carol")
    assert "carol" not in world.actors(second)
    assert answer(world.ask("alice", "add_participant", first, participant="alice")) == (400, "moderator")
    staff = {"participant": "staff", "source": "groups"}
    assert answer(world.ask("alice", "add_participant", first, **staff)) == (400, "source")
    del world.server.rooms[parent.token]
    assert world.ask("alice", "add_participant", first, participant="dave").status == 404


RANKS = [
    ("promote", "alice", "bob", 200),
    ("promote", "bob", "alice", 403),
    ("promote", "alice", "alice", 403),
    ("promote", "alice", "carol", 400),
    ("promote", "alice", "staff", 400),
    ("demote", "alice", "bob", 400),
    ("demote", "alice", "carol", 400),
]


@pytest.mark.parametrize(("operation", "who", "target", "status"), RANKS)
def test_ranks(world: World, operation: str, who: str, target: str, status: int) -> None:
    world.do("carol", "join_room")
    world.server.groups["staff"].members.clear()
    world.do("alice", "add_participant", participant="staff", source="groups")
    assert world.ask(who, operation, attendee=world.row(target).id).status == status
    assert world.ask("alice", operation, attendee=9999).status == 404


def test_promotion_wipes_permissions_of_accounts_and_keeps_those_of_guests(world: World) -> None:
    guest, bob = world.guest(), world.row("bob")
    for target, kept in ((bob, Permission.DEFAULT), (guest, Permission(7))):
        world.do("alice", "set_permissions", attendee=target.id, permissions=7)
        world.do("alice", "promote", attendee=target.id)
        world.do("alice", "demote", attendee=target.id)
        assert target.permissions == kept
    assert (bob.type, guest.type) == (ParticipantType.USER, ParticipantType.GUEST)


def test_moderators_follow_into_breakout_rooms(world: World) -> None:
    parent = world.create(RoomType.GROUP)
    bob = world.add("bob", parent)
    first, second = world.breakout_rooms(parent)
    world.add("bob", first)
    world.do("alice", "promote", parent, attendee=bob.id)
    assert [world.row("bob", room).type for room in (first, second)] == [ParticipantType.MODERATOR] * 2
    world.do("alice", "demote", parent, attendee=bob.id)
    assert "bob" not in world.actors(first) + world.actors(second)


def test_the_list_is_for_everybody_but_guests_and_people_in_the_lobby(world: World) -> None:
    guest = world.guest()
    assert world.ask("guest", "list_participants").status == 403
    assert [shown["actorId"] for shown in world.do("bob", "list_participants").data] == world.actors()
    world.room.lobby = LobbyState.NON_MODERATORS
    assert [world.ask(who, "list_participants").status for who in ("guest", "bob", "alice")] == [
        412,
        412,
        200,
    ]
    world.do("alice", "promote", attendee=guest.id)
    assert world.ask("guest", "list_participants").ok


def test_dead_sessions_are_shown_once_more_and_spent_guests_never(world: World) -> None:
    world.do("bob", "join_room")
    world.do("carol", "join_room")
    world.guest()
    world.guest("gina")
    world.do("gina", "set_guest_name", name="Gina")
    world.talk.wait(101)
    shown = {s["actorId"]: len(s["sessionIds"]) for s in world.do("alice", "list_participants").data}
    assert shown == {"alice": 0, "bob": 1, "carol": 1}
    assert [a.label for a in world.room.attendees.values()] == ["Alice", "Bob", "Gina"]
    shown = {s["actorId"]: len(s["sessionIds"]) for s in world.do("alice", "list_participants").data}
    assert shown == {"alice": 0, "bob": 0}


LEAVING: list[tuple[str, dict[str, Any], int, bool]] = [
    ("bob", {}, 200, True),
    ("alice", {}, 400, True),
    ("alice", {"second": True}, 200, True),
    ("alice", {"alone": True}, 200, False),
    ("carol", {}, 404, True),
    ("guest", {}, 401, True),
]


@pytest.mark.parametrize(("who", "setup", "status", "stays"), LEAVING)
def test_remove_self(world: World, who: str, setup: dict[str, Any], status: int, stays: bool) -> None:
    bob = world.row("bob")
    if "second" in setup:
        world.do("alice", "promote", attendee=bob.id)
    if "alone" in setup:
        world.do("alice", "remove_attendee", attendee=bob.id)
        world.do("carol", "join_room")
    assert world.ask(who, "remove_self").status == status
    assert (world.room.token in world.server.rooms) is stays
    assert (who in world.actors()) is (stays and status == 400)


def test_remove_attendee(world: World) -> None:
    guest, bob, alice = world.guest(), world.row("bob"), world.row("alice")
    world.do("alice", "promote", attendee=guest.id)
    for who, target, status in [
        ("bob", guest.id, 403),
        ("guest", guest.id, 404),
        ("guest", alice.id, 403),
        ("alice", alice.id, 400),
        ("alice", 9999, 404),
        ("guest", bob.id, 200),
    ]:
        assert world.ask(who, "remove_attendee", attendee=target).status == status
    one_to_one = world.create(RoomType.ONE_TO_ONE, "bob")
    partner = world.row("bob", one_to_one)
    assert world.ask("alice", "remove_attendee", one_to_one, attendee=partner.id).status == 400


def test_a_removed_group_takes_plain_members_along(world: World) -> None:
    world.do("alice", "add_participant", participant="staff", source="groups")
    world.do("alice", "promote", attendee=world.row("carol").id)
    world.do("alice", "remove_attendee", attendee=world.row("staff").id)
    assert world.actors() == ["alice", "bob", "carol"]


def test_invitations_can_be_sent_again(world: World) -> None:
    world.do("alice", "add_participant", participant="x@example.com", source="emails")
    row = world.row("x@example.com")
    for who, params, status in [
        ("alice", {}, 200),
        ("alice", {"attendee": row.id}, 200),
        ("alice", {"attendee": 9999}, 404),
        ("bob", {}, 403),
        ("guest", {}, 401),
    ]:
        assert world.ask(who, "resend_invitations", **params).status == status


def test_a_guest_moderator_sends_no_invitations(world: World) -> None:
    world.do("alice", "promote", attendee=world.guest().id)
    assert world.ask("guest", "resend_invitations").status == 401


def test_an_invitation_sent_again_brings_the_missing_pin(world: World) -> None:
    world.do("alice", "add_participant", participant="x@example.com", source="emails")
    row, settings = world.row("x@example.com"), world.server.settings
    settings.sip_bridge_shared_secret, settings.sip_bridge_dialin_info = "secret", "dial"
    world.room.sip = SipState.ENABLED
    assert not row.pin
    world.do("alice", "resend_invitations")
    assert len(row.pin) == 7


def test_the_account_of_the_bridge_is_never_added(world: World) -> None:
    world.server.users["bridge-bot"] = User("bridge-bot", "Bridge")
    assert world.ask("alice", "add_participant", participant="bridge-bot").status == 404


def test_password_verification_rooms_take_nobody(world: World) -> None:
    world.room.object_type = ObjectType.SHARE_PASSWORD
    assert world.ask("alice", "add_participant", participant="dave").status == 400
    assert world.row("bob").actor_type == AttendeeType.USERS
