"""Settings that shape access: each guard both ways, equal values, and what follows."""

from __future__ import annotations

from typing import Any

import pytest

from talksim.constants import (
    InCall,
    LobbyState,
    MentionPermissions,
    ObjectType,
    ParticipantType,
    ReadOnly,
    RoomType,
    SipState,
)
from talksim.model.call import CallState
from talksim.model.event import Event, InCallChanged, LobbyChanged, RoomModified
from talksim.model.room import Room
from talksim.model.session import Presence, Session
from talksim.model.user import User
from talksim.outcome import Outcome
from talksim.procedures.adding import add_users
from talksim.procedures.creating import new_room
from talksim.rules.operation import OPERATIONS
from talksim.talk import Talk

GROUP, PUBLIC = RoomType.GROUP, RoomType.PUBLIC
PAIR, FORMER, NOTES = RoomType.ONE_TO_ONE, RoomType.FORMER_ONE_TO_ONE, RoomType.NOTE_TO_SELF


@pytest.fixture
def talk() -> Talk:
    made = Talk(reactions=False)
    for name in ("alice", "bob", "carol"):
        made.server.users[name] = User(name, name.title())
    return made


def make(talk: Talk, type: RoomType = GROUP, **fields: Any) -> Room:
    name = '["alice","bob"]' if type is PAIR else "Team"
    room = new_room(talk.server, type, name, **fields)
    add_users(talk.server, room, ["alice"], ParticipantType.OWNER)
    add_users(talk.server, room, ["bob"])
    return room


def ask(talk: Talk, who: str, operation: str, room: Room, **params: Any) -> Outcome:
    user = who if who in talk.server.users else ""
    return talk.perform(talk.browser(who, user), OPERATIONS[operation], room.token, **params)


def heard(talk: Talk, *kinds: type[Event]) -> list[Any]:
    events: list[Any] = []
    talk.server.listeners = {kind: (lambda _, event: events.append(event),) for kind in kinds}
    return events


def call(talk: Talk, room: Room, *users: str) -> None:
    """Put people into a running call."""
    room.call.status, room.call.since = CallState.ACTIVE, int(talk.server.now)
    for user in users:
        session = Session(f"s-{user}", talk.server.now, Presence.IN, InCall.IN_CALL)
        talk.server.add_session(room, room.by_actor["users", user], session)
        room.call.present[session.id] = session


SETTINGS: list[tuple[str, dict[str, Any], int]] = [
    ("set_read_only", {"state": 1}, 401),
    ("set_listable", {"scope": 1}, 401),
    ("set_lobby", {"state": 1}, 401),
    ("set_sip_state", {"state": 1}, 401),
    ("set_mention_permissions", {"state": 1}, 401),
    ("set_message_expiration", {"seconds": 1}, 404),
    ("set_password", {"password": "x"}, 404),
]


@pytest.mark.parametrize(("operation", "params", "guest"), SETTINGS)
def test_users_guests_and_strangers_set_nothing(
    talk: Talk, operation: str, params: dict[str, Any], guest: int
) -> None:
    room = make(talk)
    assert ask(talk, "guest", operation, room, **params).status == guest
    assert ask(talk, "bob", operation, room, **params).status == 403
    assert ask(talk, "carol", operation, room, **params).status == 404


ROOM: dict[str, Any] = {"object_type": ObjectType.ROOM, "object_id": "parent"}
PHONE: dict[str, Any] = {"object_type": ObjectType.PHONE, "object_id": "phone"}

ANSWERS: list[tuple[str, dict[str, Any], RoomType, dict[str, Any], int, str | None]] = [
    ("set_read_only", {"state": 1}, GROUP, {}, 200, None),
    ("set_read_only", {"state": 0}, GROUP, {"read_only": ReadOnly.READ_ONLY}, 200, None),
    ("set_read_only", {"state": 5}, GROUP, {}, 400, None),
    ("set_read_only", {"state": 1}, GROUP, ROOM, 200, None),
    ("set_read_only", {"state": 1}, PAIR, {}, 400, None),
    ("set_read_only", {"state": 0}, PAIR, {}, 200, None),
    ("set_read_only", {"state": 1}, NOTES, {}, 400, None),
    ("set_read_only", {"state": 0}, FORMER, {"read_only": ReadOnly.READ_ONLY}, 400, None),
    ("set_read_only", {"state": 1}, FORMER, {"read_only": ReadOnly.READ_ONLY}, 200, None),
    ("set_read_only", {"state": 1}, FORMER, {}, 200, None),
    ("set_listable", {"scope": 2}, PUBLIC, {}, 200, None),
    ("set_listable", {"scope": 3}, PUBLIC, {}, 400, None),
    ("set_listable", {"scope": -1}, PUBLIC, {}, 400, None),
    ("set_listable", {"scope": 1}, GROUP, ROOM, 400, None),
    ("set_listable", {"scope": 0}, GROUP, ROOM, 200, None),
    ("set_listable", {"scope": 1}, PAIR, {}, 400, None),
    ("set_lobby", {"state": 1}, GROUP, {}, 200, None),
    ("set_lobby", {"state": 0, "timer": -5}, GROUP, {}, 200, None),
    ("set_lobby", {"state": 2}, GROUP, {}, 400, None),
    ("set_lobby", {"state": 1, "timer": 1 << 64}, GROUP, {}, 400, None),
    ("set_lobby", {"state": 0}, PAIR, {}, 400, None),
    ("set_lobby", {"state": 1}, GROUP, ROOM, 400, None),
    ("set_lobby", {"state": 1}, GROUP, PHONE, 400, None),
    ("set_mention_permissions", {"state": 1}, PUBLIC, {}, 200, None),
    ("set_mention_permissions", {"state": 2}, PUBLIC, {}, 400, None),
    ("set_mention_permissions", {"state": 1}, GROUP, ROOM, 400, None),
    ("set_mention_permissions", {"state": 0}, GROUP, ROOM, 200, None),
    ("set_mention_permissions", {"state": 1}, NOTES, {}, 400, None),
    ("set_message_expiration", {"seconds": 60}, PAIR, {}, 200, None),
    ("set_message_expiration", {"seconds": -1}, GROUP, ROOM, 400, "seconds"),
    ("set_message_expiration", {"seconds": 60}, GROUP, ROOM, 400, "room"),
    ("set_message_expiration", {"seconds": 60}, FORMER, {}, 400, "room"),
    ("set_password", {"password": "secret"}, PUBLIC, {}, 200, None),
    ("set_password", {"password": ""}, PUBLIC, {}, 200, None),
    ("set_password", {"password": "secret"}, GROUP, {}, 403, None),
    ("set_password", {"password": "secret"}, PUBLIC, ROOM, 400, None),
]


@pytest.mark.parametrize(("operation", "params", "type_", "fields", "status", "error"), ANSWERS)
def test_answers_to_the_owner(
    talk: Talk,
    operation: str,
    params: dict[str, Any],
    type_: RoomType,
    fields: dict[str, Any],
    status: int,
    error: str | None,
) -> None:
    outcome = ask(talk, "alice", operation, make(talk, type_, **fields), **params)
    assert (outcome.status, outcome.error) == (status, error)


def test_the_password_policy_judges_passwords_but_not_none(talk: Talk) -> None:
    talk.server.settings.password_policy = True
    room = make(talk, PUBLIC)
    refused = ask(talk, "alice", "set_password", room, password="secret")
    assert refused.status == 400
    assert list(refused.data) == ["message"]
    assert ask(talk, "alice", "set_password", room, password="correct horse").status == 200
    assert room.password == "correct horse"
    assert ask(talk, "alice", "set_password", room, password="").status == 200


QUIET: list[tuple[str, dict[str, Any], int]] = [
    ("set_read_only", {"state": 0}, 0),
    ("set_listable", {"scope": 0}, 0),
    ("set_mention_permissions", {"state": 0}, 0),
    ("set_message_expiration", {"seconds": 0}, 1),
    ("set_password", {"password": ""}, 1),
    ("set_lobby", {"state": 0}, 1),
]


@pytest.mark.parametrize(("operation", "params", "count"), QUIET)
def test_equal_values_are_short_cuts_or_run_again(
    talk: Talk, operation: str, params: dict[str, Any], count: int
) -> None:
    room = make(talk, PUBLIC)
    events = heard(talk, RoomModified, LobbyChanged)
    assert ask(talk, "alice", operation, room, **params).status == 200
    assert len(events) == count
    assert all(event.old == event.new for event in events)


def test_locking_empties_the_call_but_the_room_shows_it(talk: Talk) -> None:
    room = make(talk)
    call(talk, room, "alice", "bob")
    assert ask(talk, "alice", "set_read_only", room, state=0).status == 200
    assert len(room.call.present) == 2
    events = heard(talk, RoomModified, InCallChanged)
    assert ask(talk, "alice", "set_read_only", room, state=1).status == 200
    assert isinstance(events[0], RoomModified)
    assert [event.attendee.actor_id for event in events[1:] if event.after] == ["alice", "bob"]
    assert (len(room.call.present), room.call.active) == (0, True)


def test_locking_again_empties_the_call_again(talk: Talk) -> None:
    room = make(talk, read_only=ReadOnly.READ_ONLY)
    call(talk, room, "bob")
    events = heard(talk, RoomModified)
    assert ask(talk, "alice", "set_read_only", room, state=1).status == 200
    assert (events, len(room.call.present)) == ([], 0)


def test_the_lobby_spares_moderators_in_the_call(talk: Talk) -> None:
    room = make(talk)
    call(talk, room, "alice", "bob")
    ask(talk, "alice", "set_lobby", room, state=0)
    assert len(room.call.present) == 2
    ask(talk, "alice", "set_lobby", room, state=1)
    assert list(room.call.present) == ["s-alice"]


TIMERS = [
    (1, 100, LobbyState.NON_MODERATORS, 100),
    (1, None, LobbyState.NON_MODERATORS, 0),
    (1, -100, LobbyState.NO_LOBBY, 0),
    (0, 100, LobbyState.NO_LOBBY, 100),
    (0, -100, LobbyState.NO_LOBBY, 0),
]


@pytest.mark.parametrize(("state", "ahead", "lobby", "left"), TIMERS)
def test_timers_of_the_lobby(talk: Talk, state: int, ahead: int | None, lobby: LobbyState, left: int) -> None:
    room, now = make(talk, lobby_timer=5_000_000_000), int(talk.server.now)
    timer = None if ahead is None else now + ahead
    shown = ask(talk, "alice", "set_lobby", room, state=state, timer=timer).data
    assert shown["lobbyState"] == lobby
    assert shown["lobbyTimer"] == (now + left if left else 0)


def test_a_past_timer_is_told_twice_and_a_future_one_later(talk: Talk) -> None:
    room, now = make(talk), int(talk.server.now)
    events = heard(talk, LobbyChanged)
    ask(talk, "alice", "set_lobby", room, state=1, timer=now - 1)
    assert [(e.old.value, e.new.value, e.by_timer) for e in events] == [(0, 1, False), (1, 0, True)]
    ask(talk, "alice", "set_lobby", room, state=1, timer=now + 5)
    talk.wait(4)
    assert ask(talk, "bob", "get_room", room).data["lobbyState"] == LobbyState.NON_MODERATORS
    talk.wait(2)
    assert ask(talk, "bob", "get_room", room).data["lobbyState"] == LobbyState.NO_LOBBY


def _sip(talk: Talk) -> None:
    talk.server.settings.sip_bridge_shared_secret = "secret"
    talk.server.settings.sip_bridge_dialin_info = "Call us"


def test_sip_guards_in_order(talk: Talk) -> None:
    old = make(talk)
    assert ask(talk, "alice", "set_sip_state", old, state=1).status == 412
    talk.server.settings.sip_bridge_groups = ["staff"]
    assert ask(talk, "alice", "set_sip_state", old, state=1).status == 403
    talk.server.settings.sip_bridge_groups = []
    _sip(talk)
    for room, state, rule in [
        (old, 0, "sip_state_new"),
        (make(talk, **ROOM), 1, "sip_outside_breakout_room"),
        (make(talk, PAIR), 1, "type_with_sip"),
        (old, 3, "sip_state_known"),
        (old, 1, "token_dialable"),
    ]:
        refused = ask(talk, "alice", "set_sip_state", room, state=state)
        assert refused.status == 400
        assert refused.refusal is not None
        assert refused.refusal.guard.id == f"sip.{rule}"


def test_sip_gives_pins_and_hides_them(talk: Talk) -> None:
    _sip(talk)
    room = make(talk)
    shown = ask(talk, "alice", "set_sip_state", room, state=1).data
    assert (shown["sipEnabled"], len(shown["attendeePin"])) == (SipState.ENABLED, 7)
    assert ask(talk, "alice", "set_sip_state", room, state=1).status == 400
    assert ask(talk, "alice", "set_sip_state", room, state=0).data["attendeePin"] == ""
    again = ask(talk, "alice", "set_sip_state", room, state=2).data
    assert again["attendeePin"] == shown["attendeePin"]


def test_the_room_answered_shows_the_new_value(talk: Talk) -> None:
    room = make(talk)
    shown = ask(talk, "alice", "set_mention_permissions", room, state=1).data
    assert shown["mentionPermissions"] == MentionPermissions.MODERATORS
    events = heard(talk, RoomModified)
    ask(talk, "alice", "set_mention_permissions", room, state=0)
    assert [(e.property, e.old, e.new) for e in events] == [("mention_permissions", 1, 0)]
