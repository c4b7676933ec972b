"""What follows from events: who a message is by, what is left unsaid, who is told, what is sent."""

from __future__ import annotations

import pytest
from standup import World

from talksim.constants import ActorType, LobbyState, ParticipantType, Permission, ReadOnly, RoomType
from talksim.model.event import (
    AttendeesAdded,
    AttendeeTypeChanged,
    InCallChanged,
    LobbyChanged,
    RecordingChanged,
    RoomCreated,
    RoomModified,
)
from talksim.reactions import LISTENERS
from talksim.reactions.actors import NOBODY, SYSTEM, acting
from talksim.views.message import last_message_for, message_for, visible_messages
from talksim.views.notification import notifications_of
from talksim.views.system_texts import call_text

CHAT = {"type": "message", "message": {"data": {"type": "chat", "chat": {"refresh": True}}}}


@pytest.fixture
def world() -> World:
    return World()


def emitted(world: World, event: object) -> list[str]:
    """What an event alone makes the room say."""
    before = len(world.room.messages)
    world.server.emit(event)  # type: ignore[arg-type]
    return [message.system for message in world.room.messages[before:]]


@pytest.mark.parametrize(
    ("changed", "old", "new", "said"),
    [
        ("name", "a", "b", ["conversation_renamed"]),
        ("name", "", "b", []),
        ("description", "", "x", ["description_set"]),
        ("description", "x", "", ["description_removed"]),
        ("password", "", "", ["password_removed"]),
        ("type", RoomType.GROUP, RoomType.PUBLIC, ["guests_allowed"]),
        ("type", RoomType.ONE_TO_ONE, RoomType.GROUP, []),
        ("read_only", ReadOnly.READ_WRITE, ReadOnly.READ_ONLY, ["read_only"]),
        ("message_expiration", 60, 60, ["message_expiration_enabled"]),
        ("sip", 0, 1, []),
        ("mention_permissions", 0, 1, []),
        ("recording_consent", 0, 1, []),
    ],
)
def test_what_is_said_of_a_property(
    world: World, changed: str, old: object, new: object, said: list[str]
) -> None:
    assert emitted(world, RoomModified(world.room, changed, old, new)) == said


def test_a_lobby_that_stays_as_it_is_goes_unsaid(world: World) -> None:
    closed, opened = LobbyState.NON_MODERATORS, LobbyState.NO_LOBBY
    assert emitted(world, LobbyChanged(world.room, opened, closed)) == ["lobby_non_moderators"]
    assert emitted(world, LobbyChanged(world.room, closed, closed)) == []
    by_timer = LobbyChanged(world.room, closed, opened, by_timer=True)
    assert emitted(world, by_timer) == ["lobby_timer_reached"]


def test_people_who_come_by_themselves_go_unsaid(world: World) -> None:
    world.enter("dave", call=False)
    assert world.attendee("dave").type is ParticipantType.SELF_JOINED
    world.do("dave", "leave_room")
    assert world.said() == []
    world.do("bob", "remove_self")
    assert world.said() == ["user_removed"]


def test_a_new_owner_goes_unsaid_and_a_moderator_does_not(world: World) -> None:
    bob = world.attendee("bob")
    bob.type = ParticipantType.OWNER
    assert emitted(world, AttendeeTypeChanged(world.room, bob, ParticipantType.USER)) == []
    bob.type = ParticipantType.MODERATOR
    assert emitted(world, AttendeeTypeChanged(world.room, bob, ParticipantType.USER)) == [
        "moderator_promoted"
    ]


def test_who_acts(world: World) -> None:
    world.enter("guest", call=False)
    (guest,) = (a for a in world.room.attendees.values() if a.is_guest)
    browser = world.talk.browser
    expected = {
        "alice": (ActorType.USERS, "alice"),
        "guest": (ActorType.GUESTS, guest.actor_id),
        "cli": (ActorType.GUESTS, "cli"),
        "recording backend": NOBODY,
    }
    browser("cli", role="cli")
    browser("recording backend", role="recording backend")
    for name, actor in expected.items():
        world.server.caller = browser(name)
        assert acting(world.server, world.room) == actor
    world.server.emit(RoomCreated(world.room, by_system=True))
    assert world.room.messages[-1].actor_id == SYSTEM[1]


def test_several_who_come_in_are_announced_once(world: World) -> None:
    world.set_up_recording()
    newcomers = (world.attendee("bob"), world.attendee("carol"))
    assert emitted(world, AttendeesAdded(world.room, newcomers)) == ["user_added", "user_added"]
    assert [body["type"] for body in world.sent("signaling")] == ["invite", "message"]


def test_messages_expire_as_the_room_says(world: World) -> None:
    world.do("alice", "set_message_expiration", seconds=60)
    shown = message_for(world.server, world.room, world.room.messages[-1], world.attendee("alice"))
    assert shown["message"] == "You set the message expiration to 1 minute"
    assert len(visible_messages(world.server, world.room, world.attendee("bob"))) == 4
    world.talk.wait(61)
    assert len(visible_messages(world.server, world.room, world.attendee("bob"))) == 3
    assert last_message_for(world.server, world.room, world.attendee("bob")) == []


def test_the_same_message_reads_differently_to_each(world: World) -> None:
    def read(viewer: str) -> str:
        added = visible_messages(world.server, world.room, world.attendee(viewer))[1]
        return str(added["message"])

    assert read("alice") == "You added {user}"
    assert read("bob") == "{actor} added you"
    assert read("carol") == "{actor} added {user}"
    del world.server.users["bob"]
    seen = visible_messages(world.server, world.room, world.attendee("carol"))[1]["messageParameters"]
    assert seen["user"] == {"type": "highlight", "id": "deleted_users", "name": "Deleted user"}


@pytest.mark.parametrize(
    ("users", "guests", "everyone", "text"),
    [
        (0, 1, False, "Call with 1 guest"),
        (1, 0, False, "Call with {user1} and 0 guests"),
        (1, 0, True, "{actor} ended the call with {user1}"),
        (2, 0, False, "Call with {user1} and {user2}"),
        (2, 1, False, "Call with {user1}, {user2} and 1 guest"),
        (5, 1, False, "Call with {user1}, {user2}, {user3}, {user4} and 2 others"),
    ],
)
def test_who_took_part(users: int, guests: int, everyone: bool, text: str) -> None:
    key = "call_ended_everyone" if everyone else "call_ended"
    assert call_text(key, users, guests, 65) == f"{text} (Duration 1:05)"


def test_who_is_told_of_a_call(world: World) -> None:
    assert world.told("bob") == ["invitation"]
    world.room.lobby = LobbyState.NON_MODERATORS
    world.attendee("carol").permissions = Permission.CUSTOM | Permission.IGNORE_LOBBY
    world.enter("alice")
    assert (world.told("alice"), world.told("bob"), world.told("carol")) == ([], [], ["call"])
    assert notifications_of(world.server, world.server.users["carol"])[0]["subject"] == (
        "A group call has started in standup"
    )
    world.enter("carol")
    assert world.told("carol") == []


def test_nobody_is_told_of_a_silent_call(world: World) -> None:
    world.enter("alice", call=False)
    world.do("alice", "join_call", silent=True)
    assert world.told("bob") == ["invitation"]
    assert world.room.messages[-1].silent


def test_a_notification_behind_the_lobby_is_not_shown(world: World) -> None:
    world.enter("alice")
    bob = world.server.users["bob"]
    assert len(notifications_of(world.server, bob)) == 1
    world.do("alice", "set_lobby", state=LobbyState.NON_MODERATORS)
    assert notifications_of(world.server, bob) == []


def test_nothing_is_sent_while_signaling_is_internal(world: World) -> None:
    world.enter("alice")
    assert world.sent("signaling") == []
    world.set_up_recording()
    world.do("alice", "rename_room", name="daily")
    message, update = world.sent("signaling")
    assert message == CHAT
    assert update["update"]["userids"] == ["alice", "bob", "carol"]
    assert update["update"]["properties"]["name"] == "Private conversation"


def test_the_signaling_server_hears_who_is_in_the_call(world: World) -> None:
    world.set_up_recording()
    world.enter("alice", call=False)
    world.sent("signaling")
    world.do("alice", "join_call")
    message, in_call = world.sent("signaling")
    assert message == CHAT
    (changed,) = in_call["incall"]["changed"]
    assert (changed["inCall"], changed["participantPermissions"], changed["userId"]) == (7, 254, "alice")
    world.do("alice", "leave_call", for_everyone=True)
    ended = {"type": "incall", "incall": {"incall": 0, "all": True}}
    assert ended in world.sent("signaling")


def test_every_event_of_the_catalogue_is_heard() -> None:
    assert {RoomCreated, RoomModified, InCallChanged, RecordingChanged} <= LISTENERS.keys()
