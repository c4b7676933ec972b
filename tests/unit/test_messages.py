from __future__ import annotations

import json

import pytest
from chatting import LIKE, Chat
from people import answer

from talksim.constants import RoomType

OBJECT = {"object_type": "call", "object_id": "x", "meta_data": '{"name":"n","call-type":"group"}'}
ALL_BUT_CHAT = 126


@pytest.fixture
def chat() -> Chat:
    return Chat()


def test_an_edit_shows_who_made_it_and_leaves_a_trace(chat: Chat) -> None:
    sent = chat.say("bob", "one")
    edited = chat.do("alice", "edit_message", message_id=sent, message=" two ")
    assert (edited.data["systemMessage"], edited.data["parent"]["message"]) == ("message_edited", "two")
    shown = chat.read("bob", sent)
    assert (shown["message"], shown["lastEditActorId"], shown["lastEditActorDisplayName"]) == (
        "two",
        "alice",
        "Alice",
    )
    assert chat.room.last_message == sent


def test_who_may_edit_and_delete(chat: Chat) -> None:
    own, foreign = chat.say("bob", "mine"), chat.say("alice", "yours")
    assert chat.ask("bob", "edit_message", message_id=foreign, message="x").status == 403
    assert chat.ask("bob", "delete_message", message_id=foreign).status == 403
    assert chat.ask("bob", "delete_message", message_id=999).status == 404
    assert chat.ask("alice", "delete_message", message_id=own).status == 200
    assert chat.ask("bob", "edit_message", message_id=own, message="x").status == 405
    assert chat.ask("bob", "delete_message", message_id=own).status == 405


def test_nobody_changes_the_others_words_in_a_one_to_one(chat: Chat) -> None:
    room = chat.create(RoomType.ONE_TO_ONE, invite="bob")
    sent = chat.say("bob", "mine", room)
    assert chat.ask("alice", "delete_message", room, message_id=sent).status == 403
    assert chat.ask("alice", "clear_history", room).status == 403


def test_guests_are_not_found_when_they_edit_delete_or_mark(chat: Chat) -> None:
    chat.guest()
    sent = chat.say("guest", "hello")
    for operation, params in (
        ("edit_message", {"message_id": sent, "message": "x"}),
        ("delete_message", {"message_id": sent}),
        ("mark_read", {}),
        ("mark_unread", {}),
    ):
        assert chat.ask("guest", operation, **params).status == 404
    assert chat.ask("guest", "react", message_id=sent, reaction=LIKE).status == 201


def test_what_an_edit_refuses(chat: Chat) -> None:
    sent, shared = chat.say("alice", "one"), chat.do("alice", "share_object", **OBJECT).data["id"]
    assert answer(chat.ask("alice", "edit_message", message_id=sent, message=" ")) == (400, "message")
    assert answer(chat.ask("alice", "edit_message", message_id=shared, message="x")) == (405, None)
    assert chat.ask("alice", "edit_message", message_id=sent, message="x" * 32001).status == 413
    chat.talk.wait(86400)
    assert chat.ask("alice", "edit_message", message_id=sent, message="x").status == 200
    chat.talk.wait(1)
    assert answer(chat.ask("alice", "edit_message", message_id=sent, message="x")) == (400, "age")
    assert chat.ask("alice", "delete_message", message_id=sent).status == 200


def test_notes_to_oneself_can_be_edited_for_ever(chat: Chat) -> None:
    token = chat.do("alice", "get_note_to_self", "").data["token"]
    sent = chat.do("alice", "send_message", token, message="note").data["id"]
    chat.talk.wait("2 d")
    assert chat.ask("alice", "edit_message", token, message_id=sent, message="x").status == 200


def test_a_deleted_message_says_who_deleted_it(chat: Chat) -> None:
    own, by_moderator = chat.say("bob", "one"), chat.say("bob", "two")
    chat.do("bob", "react", message_id=own, reaction=LIKE)
    chat.do("bob", "delete_message", message_id=own)
    chat.do("alice", "delete_message", message_id=by_moderator)
    assert chat.read("bob", own)["message"] == "Message deleted by you"
    assert chat.read("alice", own)["message"] == "Message deleted by author"
    assert chat.read("bob", by_moderator)["message"] == "Message deleted by {actor}"
    shown = chat.read("bob", own)
    assert (shown["messageType"], shown["deleted"], shown["reactions"]) == ("comment_deleted", True, {})
    assert shown["reactionsSelf"] == [LIKE]


def test_a_deleted_or_system_message_cannot_be_replied_to(chat: Chat) -> None:
    sent = chat.say("bob", "one")
    reply = chat.do("alice", "send_message", message="two", reply_to=sent).data
    assert reply["parent"]["message"] == "one"
    assert "parent" not in chat.do("bob", "send_message", message="3", reply_to=reply["id"]).data["parent"]
    chat.do("bob", "delete_message", message_id=sent)
    for target in (sent, chat.room.messages[0].id, 999):
        assert chat.ask("alice", "send_message", message="x", reply_to=target).status == 400


def test_deleting_a_closed_poll_deletes_what_said_so(chat: Chat) -> None:
    poll = chat.do("alice", "create_poll", question="q", options=["a", "b"]).data["id"]
    posted = chat.room.last_message
    chat.do("alice", "close_poll", poll=poll)
    chat.do("alice", "delete_message", message_id=posted)
    assert [m.is_deleted for m in chat.room.messages[-4:]] == [True, True, False, False]
    assert chat.keys()[-2:] == ["message_deleted", "message_deleted"]
    assert chat.ask("alice", "get_poll", poll=poll).status == 404


def test_clearing_the_history_leaves_one_message(chat: Chat) -> None:
    sent = chat.say("alice", "hi @bob")
    chat.do("alice", "react", message_id=sent, reaction=LIKE)
    poll = chat.do("alice", "create_poll", question="q", options=["a", "b"]).data["id"]
    assert chat.ask("bob", "clear_history").status == 403
    chat.do("alice", "clear_history")
    assert chat.keys() == ["history_cleared"]
    assert chat.flags("bob") == (0, False, False)
    assert [attendee.last_read for attendee in chat.room.attendees.values()] == [0, 0]
    assert chat.ask("alice", "get_poll", poll=poll).status == 404
    assert chat.told("bob") == []


def test_messages_about_messages_do_not_count(chat: Chat) -> None:
    sent = chat.say("alice", "one")
    chat.do("alice", "edit_message", message_id=sent, message="two")
    chat.do("alice", "react", message_id=sent, reaction=LIKE)
    assert chat.flags("bob")[0] == 1
    assert chat.room.last_message == sent


def test_the_context_of_a_message(chat: Chat) -> None:
    ids = [chat.say("alice", str(number)) for number in range(5)]
    around = chat.do("bob", "read_context", message_id=ids[2], limit=2)
    assert [item["id"] for item in around.data] == ids[1:5]
    assert ("X-Chat-Last-Given", str(ids[4])) in around.headers


def test_reading_forwards_and_backwards(chat: Chat) -> None:
    ids = [chat.say("alice", str(number)) for number in range(4)]
    newest = chat.do("bob", "read_messages", limit=2).data
    assert [item["id"] for item in newest] == [ids[3], ids[2]]
    older = chat.do("bob", "read_messages", known=ids[2], limit=1, include_last_known=True).data
    assert [item["id"] for item in older] == [ids[2]]
    following = chat.do("bob", "read_messages", future=True, known=ids[1], limit=1).data
    assert [item["id"] for item in following] == [ids[2]]
    assert chat.row("bob").last_read == ids[1]
    assert chat.ask("bob", "read_messages", future=True, known=ids[3]).status == 304


def test_expired_messages_are_left_out_but_still_offsets(chat: Chat) -> None:
    chat.do("alice", "set_message_expiration", seconds=60)
    lost = chat.say("alice", "soon gone")
    chat.do("alice", "set_message_expiration", seconds=0)
    kept = chat.say("alice", "stays", reply_to=lost)
    chat.talk.wait(61)
    assert "soon gone" not in chat.keys()  # noqa: SIM118
    assert chat.read("bob", kept)["parent"]["message"] == "soon gone"
    assert chat.do("bob", "read_messages", future=True, known=lost).data[-1]["id"] == kept
    chat.do("cli", "run_background_job", "", job="ExpireChatMessages")
    assert chat.read("bob", kept)["parent"] == {"id": lost, "deleted": True}


def test_a_guest_is_renamed_even_if_the_message_is_refused(chat: Chat) -> None:
    guest = chat.guest()
    refused = chat.ask("guest", "send_message", message="x", reply_to=999, display_name="Zed")
    assert (refused.status, guest.display_name) == (400, "Zed")


def test_a_slash_is_lost_and_blanks_are_trimmed(chat: Chat) -> None:
    sent = chat.do("alice", "send_message", message=" //x ", reference_id="r" * 70).data
    assert (sent["message"], sent["referenceId"]) == ("/x", "r" * 64)
    assert chat.ask("alice", "send_message", message=" \n").status == 400
    assert chat.ask("alice", "send_message", message="é" * 32000).status == 201
    assert chat.ask("alice", "send_message", message="é" * 32001).status == 413


def test_a_deleted_account_wrote_nothing_in_particular(chat: Chat) -> None:
    sent = chat.say("bob", "mine")
    chat.do("bob", "edit_message", message_id=sent, message="hi @bob")
    chat.do("admin", "delete_user", "", user="bob")
    shown = chat.read("alice", sent)
    assert (shown["actorType"], shown["message"], shown["isReplyable"]) == ("deleted_users", "hi @bob", False)
    assert (shown["lastEditActorType"], shown["lastEditActorDisplayName"]) == ("deleted_users", "")
    assert chat.ask("alice", "edit_message", message_id=sent, message="x").status == 200


@pytest.mark.parametrize(
    ("params", "status"),
    [
        (OBJECT, 201),
        ({**OBJECT, "object_type": "bogus"}, 400),
        ({**OBJECT, "meta_data": '{"name":"n"}'}, 400),
        ({**OBJECT, "meta_data": "no JSON"}, 400),
        ({**OBJECT, "meta_data": '{"name":"n","call-type":"group","link":"//elsewhere.example/"}'}, 400),
        (
            {
                "object_type": "geo-location",
                "object_id": "geo:52.5,13.3",
                "meta_data": '{"name":"n","latitude":"52.5","longitude":"13.3"}',
            },
            201,
        ),
        (
            {
                "object_type": "geo-location",
                "object_id": "nowhere",
                "meta_data": '{"name":"n","latitude":"52.5","longitude":"13.3"}',
            },
            400,
        ),
    ],
)
def test_sharing_an_object(chat: Chat, params: dict[str, str], status: int) -> None:
    assert chat.ask("bob", "share_object", **params).status == status


def test_what_was_shared_is_listed_by_kind(chat: Chat) -> None:
    shared = chat.do("bob", "share_object", **OBJECT).data["id"]
    chat.do("alice", "create_poll", question="q", options=["a", "b"])
    overview = chat.do("bob", "list_shared_items").data
    assert {kind: len(items) for kind, items in overview.items() if items} == {"other": 1, "poll": 1}
    assert list(chat.do("bob", "get_shared_items", object_type="other").data) == [str(shared)]
    assert chat.do("bob", "get_shared_items", object_type="nothing").data == {}
    chat.do("bob", "delete_message", message_id=shared)
    assert chat.do("bob", "get_shared_items", object_type="other").data == {}


def test_files(chat: Chat) -> None:
    told = {"caption": " hi @bob ", "messageType": "voice-message"}
    chat.do("alice", "share_file", path="a/talk.mp3", talk_meta_data=json.dumps(told))
    shown = chat.read("bob", chat.room.last_message)
    assert (shown["message"], shown["messageType"]) == ("hi {mention-user1}", "voice-message")
    assert shown["messageParameters"]["file"]["name"] == "talk.mp3"
    again = chat.ask("alice", "share_file", path="a/talk.mp3")
    assert (again.status, chat.keys()[-1]) == (403, "{file}")
    chat.do("alice", "share_file", path="x.txt", talk_meta_data='{"messageType":"voice-message"}')
    assert chat.read("bob", chat.room.last_message)["messageType"] == "comment"
    assert len(chat.do("bob", "list_shared_items").data["voice"]) == 1
    chat.do("alice", "set_permissions", attendee=chat.row("bob").id, method="set", permissions=ALL_BUT_CHAT)
    assert chat.ask("bob", "share_file", path="y.txt").status == 404


def test_reminders(chat: Chat) -> None:
    sent = chat.say("alice", "one")
    assert answer(chat.ask("bob", "get_reminder", message_id=sent)) == (404, "reminder")
    assert answer(chat.ask("bob", "set_reminder", message_id=999, timestamp=1)) == (404, "message")
    made = chat.do("bob", "set_reminder", message_id=sent, timestamp=int(chat.server.now) + 60)
    assert (made.status, made.data["messageId"]) == (201, sent)
    chat.do("cli", "run_background_job", "", job="Reminder")
    assert chat.told("bob") == []
    chat.talk.wait(60)
    chat.do("cli", "run_background_job", "", job="Reminder")
    assert chat.told("bob") == ["Reminder: Alice in conversation Team"]
    chat.do("bob", "delete_reminder", message_id=sent)
    assert chat.told("bob") == []
