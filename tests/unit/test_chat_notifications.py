from __future__ import annotations

import pytest
from chatting import LIKE, Chat

from talksim.constants import (
    LobbyState,
    MentionPermissions,
    NotificationLevel,
    RoomType,
    SessionState,
)
from talksim.views.notification import notifications_of

MENTIONED = "Alice mentioned you in conversation Team"
TO_ALL = "Alice mentioned everyone in conversation Team"
WRITTEN = "Alice sent a message in conversation Team"


@pytest.fixture
def chat() -> Chat:
    return Chat()


def level(chat: Chat, who: str, wanted: NotificationLevel) -> None:
    chat.do(who, "set_notification_level", level=wanted)


def test_levels(chat: Chat) -> None:
    chat.say("alice", "plain")
    assert chat.told("bob") == []
    level(chat, "bob", NotificationLevel.ALWAYS)
    chat.say("alice", "plain")
    assert chat.told("bob") == [WRITTEN]
    level(chat, "bob", NotificationLevel.NEVER)
    chat.say("alice", "hi @bob")
    assert chat.told("bob") == [WRITTEN]
    level(chat, "bob", NotificationLevel.MENTION)
    chat.say("alice", "hi @bob")
    assert chat.told("bob") == [MENTIONED, WRITTEN]
    assert chat.told("alice") == []


def test_the_default_of_the_server(chat: Chat) -> None:
    chat.server.settings.default_group_notification = NotificationLevel.ALWAYS
    chat.say("alice", "plain")
    assert chat.told("bob") == [WRITTEN]


def test_whoever_hears_everything_is_found_after_a_fork(chat: Chat) -> None:
    level(chat, "bob", NotificationLevel.ALWAYS)
    fork = chat.talk.fork()
    assert [a.actor_id for a in fork.server.rooms[chat.room.token].listeners.values()] == ["bob"]
    chat.do("alice", "remove_attendee", attendee=chat.row("bob").id)
    assert chat.room.listeners == {}


def test_one_reason_is_enough(chat: Chat) -> None:
    sent = chat.say("bob", "one")
    level(chat, "bob", NotificationLevel.ALWAYS)
    chat.say("alice", "@bob @all", reply_to=sent)
    assert chat.told("bob") == ["Alice replied to your message in conversation Team"]
    chat.say("alice", "@bob @all")
    assert chat.told("bob")[0] == MENTIONED


def test_a_group_and_all(chat: Chat) -> None:
    chat.say("alice", 'hey @"group/staff"')
    chat.do("alice", "add_participant", participant="staff", source="groups")
    chat.say("alice", 'hey @"group/staff" and @all')
    assert chat.told("carol") == ["Alice mentioned group staff in conversation Team"]
    assert chat.told("bob") == [TO_ALL]


def test_who_looks_is_told_of_mentions_alone(chat: Chat) -> None:
    level(chat, "bob", NotificationLevel.ALWAYS)
    chat.do("bob", "join_room")
    chat.say("alice", "plain")
    assert chat.told("bob") == []
    chat.say("alice", "@bob")
    assert chat.told("bob") == [MENTIONED]
    chat.do("bob", "set_session_state", state=SessionState.INACTIVE)
    chat.say("alice", "plain")
    assert chat.told("bob") == [WRITTEN, MENTIONED]
    chat.do("bob", "set_session_state", state=SessionState.ACTIVE)
    chat.talk.wait(31)
    chat.say("alice", "plain")
    assert len(chat.told("bob")) == 3


def test_in_a_one_to_one_everything_is_told_privately(chat: Chat) -> None:
    room = chat.create(RoomType.ONE_TO_ONE, invite="bob")
    chat.say("alice", "plain", room)
    sent = chat.say("bob", "answer", room)
    chat.do("alice", "react", room, message_id=sent, reaction=LIKE)
    chat.say("alice", "@all", room)
    assert chat.told("bob") == [
        "Alice mentioned you in a private conversation",
        f"Alice reacted with {LIKE} to your private message",
    ]


def test_reactions_are_told_to_those_who_hear_everything(chat: Chat) -> None:
    sent = chat.say("bob", "one")
    chat.do("alice", "react", message_id=sent, reaction=LIKE)
    assert chat.told("bob") == []
    level(chat, "bob", NotificationLevel.ALWAYS)
    chat.do("bob", "react", message_id=sent, reaction=LIKE)
    chat.do("alice", "take_back_reaction", message_id=sent, reaction=LIKE)
    chat.do("alice", "react", message_id=sent, reaction=LIKE)
    assert chat.told("bob") == [f"Alice reacted with {LIKE} to your message in conversation Team"]
    chat.do("bob", "join_room")
    assert chat.told("bob") == []


def test_the_lobby_keeps_it_from_those_outside(chat: Chat) -> None:
    before = chat.say("alice", "@bob")
    chat.do("alice", "set_lobby", state=LobbyState.NON_MODERATORS)
    assert chat.told("bob") == []
    chat.say("alice", "@all @bob")
    assert chat.row("bob").last_mention == before
    chat.do("alice", "promote", attendee=chat.row("bob").id)
    chat.say("alice", "@all")
    assert chat.told("bob") == [TO_ALL]  # the mention was lost when bob looked from outside


def test_what_the_lobby_hides_is_there_again_for_who_has_not_looked(chat: Chat) -> None:
    chat.say("alice", "@bob")
    chat.do("alice", "set_lobby", state=LobbyState.NON_MODERATORS)
    chat.do("alice", "promote", attendee=chat.row("bob").id)
    assert chat.told("bob") == [MENTIONED]


def test_mention_permissions(chat: Chat) -> None:
    chat.do("alice", "set_mention_permissions", state=MentionPermissions.MODERATORS)
    chat.say("bob", "@all")
    assert chat.told("alice") == []
    chat.say("alice", "@all")
    assert chat.told("bob") == [TO_ALL]


def test_an_edit_tells_the_new_and_takes_back_from_the_old(chat: Chat) -> None:
    sent = chat.say("alice", "one")
    chat.do("alice", "edit_message", message_id=sent, message="@all")
    assert chat.told("bob") == [TO_ALL]
    assert chat.flags("bob") == (1, True, False)
    chat.do("alice", "edit_message", message_id=sent, message="@bob")
    assert chat.told("bob") == [TO_ALL]
    assert chat.flags("bob") == (1, True, True)
    chat.do("alice", "edit_message", message_id=sent, message="two")
    assert chat.told("bob") == []
    assert chat.flags("bob") == (1, True, True)


def test_a_silent_message_stays_silent_when_edited(chat: Chat) -> None:
    sent = chat.say("alice", "one", silent=True)
    chat.do("alice", "edit_message", message_id=sent, message="@bob")
    assert (chat.told("bob"), chat.flags("bob")) == ([], (1, False, False))


def test_an_edit_counts_for_the_author_who_was_named(chat: Chat) -> None:
    sent = chat.say("alice", "@bob and @alice")
    chat.do("alice", "edit_message", message_id=sent, message="@nobody")
    chat.do("alice", "mark_read", message_id=sent - 1)
    assert chat.flags("alice")[1:] == (True, True)


def test_reading_takes_it_back(chat: Chat) -> None:
    first = chat.say("alice", "@bob")
    last = chat.say("alice", "@bob")
    chat.do("bob", "mark_read", message_id=first)
    assert len(chat.told("bob")) == 1
    chat.do("bob", "mark_read", message_id=last)
    assert [n.object_type for n in chat.server.users["bob"].notifications.values()] == ["room"]
    chat.say("alice", "@bob")
    chat.do("bob", "read_messages", future=True, known=last, mark_notifications=False)
    assert len(chat.told("bob")) == 1
    chat.do("bob", "read_messages", future=True, known=last)
    assert chat.told("bob") == []


def test_what_is_deleted_or_expired_is_not_shown(chat: Chat) -> None:
    sent = chat.say("alice", "@bob")
    chat.do("alice", "delete_message", message_id=sent)
    assert chat.told("bob") == []
    chat.do("alice", "set_message_expiration", seconds=60)
    chat.say("alice", "@bob")
    assert len(chat.told("bob")) == 1
    chat.talk.wait(61)
    assert chat.told("bob") == []


def test_what_a_notification_says(chat: Chat) -> None:
    sent = chat.say("alice", "hi @bob")
    newest = notifications_of(chat.server, chat.server.users["bob"])[0]
    assert (newest["object_id"], newest["message"]) == (f"{chat.room.token}/{sent}", "hi @Bob")
    chat.guest()
    chat.say("guest", "@bob")
    assert chat.told("bob")[0] == "A guest mentioned you in conversation Team"
    chat.do("guest", "set_guest_name", name="Gina")
    assert chat.told("bob")[0] == "Gina (guest) mentioned you in conversation Team"
