from __future__ import annotations

import pytest
from chatting import Chat

from talksim.constants import ReadPrivacy


@pytest.fixture
def chat() -> Chat:
    return Chat()


def marker(chat: Chat, who: str, operation: str, **params: int) -> int:
    seen: int = chat.do(who, operation, **params).data["lastReadMessage"]
    return seen


def test_the_marker_goes_anywhere(chat: Chat) -> None:
    sent = chat.say("alice", "one")
    chat.say("alice", "two")
    assert chat.flags("bob")[0] == 2
    assert marker(chat, "bob", "mark_read", message_id=sent) == sent
    assert chat.flags("bob")[0] == 1
    assert marker(chat, "bob", "mark_read", message_id=99999) == 99999
    assert chat.flags("bob")[0] == 0
    assert marker(chat, "bob", "mark_read", message_id=0) == 0
    assert chat.flags("bob")[0] == 2
    assert marker(chat, "bob", "mark_read") == chat.room.last_message


def test_unread_leaves_the_last_text_unread(chat: Chat) -> None:
    one = chat.say("alice", "one")
    assert marker(chat, "bob", "mark_unread") == 0
    chat.say("alice", "two")
    assert marker(chat, "bob", "mark_unread") == one
    assert chat.flags("bob")[0] == 1


def test_after_a_system_message_it_goes_one_text_further(chat: Chat) -> None:
    one = chat.say("alice", "one")
    chat.do("alice", "rename_room", name="Other")
    assert marker(chat, "bob", "mark_unread") == one
    assert chat.flags("bob")[0] == 0
    chat.say("alice", "two")
    chat.do("alice", "rename_room", name="Team")
    assert marker(chat, "bob", "mark_unread") == one
    assert chat.flags("bob")[0] == 1


def test_the_own_message_is_read(chat: Chat) -> None:
    chat.say("alice", "one")
    chat.say("bob", "two")
    assert chat.flags("bob")[0] == 0
    chat.do("bob", "mark_unread")
    assert chat.flags("bob")[0] == 1


def test_a_count_once_told_stays_until_another_message(chat: Chat) -> None:
    sent = chat.say("alice", "one")
    assert chat.flags("bob")[0] == 1
    chat.do("alice", "delete_message", message_id=sent)
    assert chat.flags("bob")[0] == 1
    chat.talk.wait("31 min")
    assert chat.flags("bob")[0] == 0


def test_how_far_everybody_has_read(chat: Chat) -> None:
    sent = chat.say("alice", "one")
    common = ("X-Chat-Last-Common-Read", str(sent))
    assert common not in chat.do("alice", "mark_read").headers
    assert common in chat.do("bob", "mark_read").headers
    chat.do("bob", "set_user_setting", "", key="read_status_privacy", value=ReadPrivacy.PRIVATE)
    assert chat.do("bob", "mark_read").headers == ()
    known = chat.room.common_read.lowest()
    asked = {"future": True, "known": sent}
    assert chat.ask("alice", "read_messages", **asked, common_known=known).status == 304
    moved = chat.ask("alice", "read_messages", **asked, common_known=known - 1)
    assert (moved.status, moved.data) == (200, [])
