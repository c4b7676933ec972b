"""Creating, reading, naming, opening and deleting conversations: each guard both ways."""

from __future__ import annotations

from typing import Any

import pytest

from talksim.constants import (
    BreakoutMode,
    BreakoutStatus,
    ListableScope,
    LobbyState,
    ObjectType,
    ParticipantType,
    Permission,
    ReadOnly,
    RoomType,
)
from talksim.model.event import Event, RoomCreated, RoomModified
from talksim.model.room import Room
from talksim.model.user import Group, User
from talksim.outcome import Outcome
from talksim.procedures.adding import add_users, enter, new_attendee
from talksim.rules.operation import OPERATIONS
from talksim.talk import Talk

STAFF = {"bob": True, "carol": True}


@pytest.fixture
def talk() -> Talk:
    made = Talk(reactions=False)
    for name in ("alice", "bob", "carol"):
        made.server.users[name] = User(name, name.title())
    made.server.groups["staff"] = Group("staff", "The staff", dict(STAFF))
    made.server.settings.changelog = False
    return made


def ask(talk: Talk, who: str, operation: str, room: Room | str = "", **params: Any) -> Outcome:
    user = who if who in talk.server.users else ""
    token = room.token if isinstance(room, Room) else room
    return talk.perform(talk.browser(who, user), OPERATIONS[operation], token, **params)


def create(talk: Talk, who: str = "alice", **params: Any) -> Room:
    outcome = ask(talk, who, "create_room", **{"name": "Team", **params})
    assert outcome.status == 201, outcome
    return talk.server.rooms[outcome.token]


def heard(talk: Talk, *kinds: type[Event]) -> list[Any]:
    events: list[Any] = []
    talk.server.listeners = {kind: (lambda _, event: events.append(event),) for kind in kinds}
    return events


def answer(outcome: Outcome) -> tuple[int, str | None]:
    return outcome.status, outcome.error


CREATED = [
    ({"name": "x"}, 201, None),
    ({"name": "x" * 255, "type": 3}, 201, None),
    ({"name": "x" * 256}, 400, None),
    ({"name": " "}, 400, None),
    ({"name": "", "type": 3}, 400, None),
    ({"name": "x", "type": 4}, 400, None),
    ({"name": "x", "type": 7}, 400, None),
    ({"type": 1, "invite": "bob"}, 201, None),
    ({"type": 1, "invite": ""}, 404, None),
    ({"type": 1, "invite": "nobody"}, 404, None),
    ({"type": 1, "invite": "bridge-bot"}, 404, None),
    ({"type": 1, "invite": "alice"}, 403, None),
    ({"invite": "staff", "source": "groups"}, 201, None),
    ({"invite": "staff", "source": "users"}, 201, None),
    ({"invite": "nogroup", "source": "groups"}, 404, None),
    ({"invite": "staff", "source": "circles"}, 400, None),
    ({"name": "x", "type": 3, "invite": "nogroup"}, 201, None),
    ({"name": "x", "object_type": "phone", "object_id": "+49"}, 201, None),
    ({"name": "x", "object_type": "file", "object_id": "1"}, 400, "object"),
    ({"name": "x", "object_id": "1"}, 400, None),
    ({"name": "x", "object_type": "room", "object_id": "nowhere"}, 400, "room"),
]


@pytest.mark.parametrize(("params", "status", "error"), CREATED)
def test_what_may_be_created(talk: Talk, params: dict[str, Any], status: int, error: str | None) -> None:
    rooms = len(talk.server.rooms)
    assert answer(ask(talk, "alice", "create_room", **params)) == (status, error)
    assert len(talk.server.rooms) == rooms + (status == 201)


def test_creation_needs_an_account_of_the_right_groups(talk: Talk) -> None:
    assert ask(talk, "guest", "create_room", name="x").status == 401
    talk.server.settings.start_conversations = ["staff"]
    assert ask(talk, "bob", "create_room", name="x").status == 201
    assert ask(talk, "alice", "create_room", name="x").status == 403
    assert ask(talk, "alice", "create_room", name="x", type=4).status == 403
    assert ask(talk, "alice", "create_room", type=1, invite="bob").status == 201
    talk.server.settings.allowed_groups = ["staff"]
    assert ask(talk, "alice", "create_room", type=1, invite="bob").status == 403


def test_circles_are_never_found(talk: Talk) -> None:
    talk.server.settings.circles = True
    assert ask(talk, "alice", "create_room", invite="friends", source="circles").status == 404


def test_one_to_one_is_found_again_and_refilled(talk: Talk) -> None:
    room = create(talk, type=RoomType.ONE_TO_ONE, invite="bob")
    assert [a.type for a in room.attendees.values()] == [ParticipantType.OWNER] * 2
    talk.server.drop_attendee(room, room.by_actor["users", "alice"])
    talk.server.settings.enumeration = talk.server.settings.enumeration_full_match = False
    again = ask(talk, "bob", "create_room", type=1, invite="alice")
    assert (again.status, again.token, again.data["name"]) == (200, room.token, "alice")
    assert ("users", "alice") in room.by_actor
    assert ask(talk, "bob", "create_room", type=1, invite="carol").status == 403


def test_group_room_takes_name_and_members_of_the_group(talk: Talk) -> None:
    talk.server.groups["staff"].display_name = "S" * 70
    room = create(talk, "bob", invite="staff", name="ignored", object_type="file")
    assert room.name == "S" * 64
    assert [(a.actor_id, a.type.value) for a in room.attendees.values()] == [
        ("bob", 1),
        ("staff", 3),
        ("carol", 3),
    ]


def test_phone_rooms_get_the_id_phone(talk: Talk) -> None:
    room = create(talk, object_type=ObjectType.PHONE, object_id="+49")
    assert (room.object_type, room.object_id) == (ObjectType.PHONE, "phone")


BREAKOUT = [
    ("carol", True, "room"),
    ("bob", True, "permissions"),
    ("alice", False, "mode"),
    ("alice", True, None),
]


@pytest.mark.parametrize(("who", "configured", "error"), BREAKOUT)
def test_breakout_rooms_by_hand(talk: Talk, who: str, configured: bool, error: str | None) -> None:
    parent = create(talk)
    add_users(talk.server, parent, ["bob"])
    parent.breakout_mode = BreakoutMode.FREE if configured else BreakoutMode.NOT_CONFIGURED
    outcome = ask(talk, who, "create_room", name="B", type=3, object_type="room", object_id=parent.token)
    assert outcome.error == error
    assert outcome.status == (400 if error else 201)


def test_a_stranger_of_a_public_parent_lacks_permissions(talk: Talk) -> None:
    parent = create(talk, type=RoomType.PUBLIC)
    outcome = ask(talk, "bob", "create_room", name="B", object_type="room", object_id=parent.token)
    assert answer(outcome) == (400, "permissions")


@pytest.mark.parametrize("status", [BreakoutStatus.STOPPED, BreakoutStatus.STARTED])
def test_breakout_room_by_hand_follows_its_parent(talk: Talk, status: BreakoutStatus) -> None:
    parent = create(talk)
    add_users(talk.server, parent, ["bob"], ParticipantType.MODERATOR)
    add_users(talk.server, parent, ["carol"])
    parent.breakout_mode, parent.breakout_status = BreakoutMode.FREE, status
    room = create(talk, type=RoomType.PUBLIC, object_type=ObjectType.ROOM, object_id=parent.token)
    assert room.type is RoomType.GROUP
    assert (room.lobby is LobbyState.NON_MODERATORS) == (status is BreakoutStatus.STOPPED)
    assert [(a.actor_id, a.type.value) for a in room.attendees.values()] == [("alice", 1), ("bob", 2)]


def test_listing_makes_the_rooms_everybody_has(talk: Talk) -> None:
    talk.server.settings.changelog = True
    created = heard(talk, RoomCreated)
    shown = ask(talk, "alice", "list_rooms").data
    assert [room["type"] for room in shown] == [RoomType.CHANGELOG, RoomType.NOTE_TO_SELF]
    assert [event.by_system for event in created] == [True, True]
    assert (shown[0]["readOnly"], shown[0]["participantType"]) == (ReadOnly.READ_ONLY, ParticipantType.USER)
    assert (shown[1]["isFavorite"], shown[1]["objectId"]) == (True, "alice")
    assert len(ask(talk, "alice", "list_rooms").data) == 2
    assert ask(talk, "guest", "list_rooms").status == 401


def test_note_to_self_comes_back_only_on_request(talk: Talk) -> None:
    created = heard(talk, RoomCreated)
    token = ask(talk, "alice", "get_note_to_self").token
    assert not created[0].by_system
    assert ask(talk, "alice", "get_note_to_self").token == token
    assert ask(talk, "alice", "delete_room", token).status == 200
    assert ask(talk, "alice", "list_rooms").data == []
    assert ask(talk, "alice", "get_note_to_self").token not in ("", token)
    assert ask(talk, "guest", "get_note_to_self").status == 401


def tokens(talk: Talk, **params: Any) -> list[str]:
    return [room["token"] for room in ask(talk, "alice", "list_rooms", **params).data]


def test_the_list_is_in_order_of_entry_and_can_be_cut(talk: Talk) -> None:
    older, own = create(talk, "bob", type=3), create(talk)
    pair = create(talk, "bob", type=1, invite="alice")
    talk.server.users["alice"].note_to_self = "gone"
    add_users(talk.server, older, ["alice"])
    assert tokens(talk) == tokens(talk.fork()) == [own.token, pair.token, older.token]
    talk.wait(10)
    now = int(talk.server.now)
    assert tokens(talk, modified_since=now) == []
    assert tokens(talk, modified_since=now, include_status=True) == [pair.token]
    own.last_activity = talk.server.now
    older.by_actor["users", "alice"].last_activity = talk.server.now
    assert tokens(talk, modified_since=now) == [own.token, older.token]


def test_strangers_read_public_rooms_without_learning_a_name(talk: Talk) -> None:
    room = create(talk, type=RoomType.PUBLIC)
    for who in ("bob", "guest"):
        shown = ask(talk, who, "get_room", room).data
        assert (shown["name"], shown["participantType"], shown["permissions"]) == ("", 4, Permission.CUSTOM)
        assert shown.keys() == ask(talk, "alice", "get_room", room).data.keys()
    room.listable = ListableScope.EVERYONE
    assert ask(talk, "guest", "get_room", room).data["name"] == "Team"
    assert ask(talk, "bob", "get_room", create(talk)).status == 404
    assert ask(talk, "bob", "get_room", "nowhere").status == 404


def test_open_rooms_are_found_by_those_outside(talk: Talk) -> None:
    room = create(talk)
    room.listable = ListableScope.USERS
    talk.server.relist(room)
    for who, search, found in [("bob", "eA", 1), ("bob", "xyz", 0), ("alice", "", 0)]:
        assert len(ask(talk, who, "list_open_rooms", search=search).data) == found
    room.listable = ListableScope.PARTICIPANTS
    assert ask(talk, "bob", "list_open_rooms").data == []
    assert ask(talk, "guest", "list_open_rooms").status == 401


def test_the_lobby_hides_what_is_inside(talk: Talk) -> None:
    room = create(talk)
    add_users(talk.server, room, ["bob"])
    room.description, room.lobby = "About", LobbyState.NON_MODERATORS
    room.by_actor["users", "bob"].last_read = 7
    shown = ask(talk, "bob", "get_room", room).data
    assert (shown["description"], shown["lastReadMessage"], shown["canStartCall"]) == ("About", 0, False)
    room.by_actor["users", "bob"].permissions = Permission.IGNORE_LOBBY | Permission.START_CALL
    shown = ask(talk, "bob", "get_room", room).data
    assert (shown["lastReadMessage"], shown["canStartCall"]) == (7, True)


SET = [
    ("rename_room", {"name": " Other "}, 200),
    ("rename_room", {"name": " "}, 400),
    ("rename_room", {"name": "x" * 255}, 200),
    ("rename_room", {"name": "x" * 256}, 400),
    ("set_description", {"description": "é" * 500}, 200),
    ("set_description", {"description": "é" * 501}, 400),
    ("delete_room", {}, 200),
    ("allow_guests", {}, 200),
    ("disallow_guests", {}, 200),
]


@pytest.mark.parametrize(("operation", "params", "status"), SET)
def test_what_owners_users_and_strangers_may_set(
    talk: Talk, operation: str, params: dict[str, Any], status: int
) -> None:
    room = create(talk)
    add_users(talk.server, room, ["bob"])
    assert ask(talk, "bob", operation, room, **params).status == 403
    assert ask(talk, "carol", operation, room, **params).status == 404
    assert ask(talk, "alice", operation, room, **params).status == status


@pytest.mark.parametrize("operation", ["rename_room", "set_description", "delete_room", "allow_guests"])
def test_one_to_ones_keep_what_they_are(talk: Talk, operation: str) -> None:
    room = create(talk, type=RoomType.ONE_TO_ONE, invite="bob")
    params = {"rename_room": {"name": "x"}, "set_description": {"description": "x"}}.get(operation, {})
    assert ask(talk, "alice", operation, room, **params).status == 400


def test_an_equal_name_or_description_does_nothing(talk: Talk) -> None:
    room = create(talk)
    events = heard(talk, RoomModified)
    assert ask(talk, "alice", "rename_room", room, name=" Team ").status == 200
    assert ask(talk, "alice", "set_description", room, description=" ").status == 200
    assert events == []
    ask(talk, "alice", "rename_room", room, name="Other")
    ask(talk, "alice", "set_description", room, description=" About ")
    told = [(event.property, event.old, event.new) for event in events]
    assert told == [("name", "Team", "Other"), ("description", "", "About")]


def test_going_public_and_back(talk: Talk) -> None:
    room = create(talk)
    events = heard(talk, RoomModified)
    assert ask(talk, "alice", "disallow_guests", room).status == 200
    assert events == []
    assert ask(talk, "alice", "allow_guests", room).status == 200
    assert ask(talk, "alice", "allow_guests", room).status == 200
    enter(talk.server, room, new_attendee(talk.server, room, "guests", "abc", ParticipantType.GUEST))  # type: ignore[arg-type]
    add_users(talk.server, room, ["bob"], ParticipantType.SELF_JOINED)
    assert ask(talk, "guest", "disallow_guests", room).status == 401
    assert ask(talk, "alice", "disallow_guests", room).status == 200
    assert [event.new for event in events] == [RoomType.PUBLIC, RoomType.GROUP]
    assert [a.actor_id for a in room.attendees.values()] == ["alice"]


def test_parents_and_breakout_rooms_keep_their_type(talk: Talk) -> None:
    parent = create(talk)
    parent.breakout_mode = BreakoutMode.FREE
    child = create(talk, object_type=ObjectType.ROOM, object_id=parent.token)
    assert ask(talk, "alice", "allow_guests", parent).refusal.rule.endswith("without_breakout_rooms")  # type: ignore[union-attr]
    assert ask(talk, "alice", "allow_guests", child).refusal.rule.endswith("type_of_its_own")  # type: ignore[union-attr]
    assert ask(talk, "alice", "disallow_guests", child).status == 200
    ask(talk, "alice", "delete_room", parent)
    assert talk.server.rooms == {}
