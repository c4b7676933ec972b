from __future__ import annotations

import pytest
from chatting import Chat

from talksim.constants import MentionPermissions, NotificationLevel, RoomType
from talksim.procedures.mentions import mentions_in


@pytest.fixture
def chat() -> Chat:
    return Chat()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hi @bob", [("user", "bob")]),
        ("@bob.", [("user", "bob.")]),
        ("x@bob mail", []),
        ("(@bob)", []),
        ('@"bob smith" and @bob', [("user", "bob smith"), ("user", "bob")]),
        ('@"group/the staff" @"guest/0af"', [("group", "the staff"), ("guest", "guest/0af")]),
        ('@"federated_user/a@b.example"', [("federated-user", "a@b.example")]),
        ("@a @bb @a", [("user", "bb"), ("user", "a")]),
        ("line\n@bob", [("user", "bob")]),
    ],
)
def test_how_mentions_are_written(text: str, found: list[tuple[str, str]]) -> None:
    assert [(mention.kind, mention.id) for mention in mentions_in(text)] == found


def test_placeholders_are_numbered_by_length(chat: Chat) -> None:
    sent = chat.do("alice", "send_message", message='@bob, @carol and @"bob", not @nobody').data
    assert sent["message"] == "{mention-user2}, {mention-user1} and {mention-user2}, not @nobody"
    assert sent["messageParameters"]["mention-user2"] == {"type": "user", "id": "bob", "name": "Bob"}


def test_a_guest_and_a_group_are_shown_by_name(chat: Chat) -> None:
    guest = chat.guest()
    sent = chat.do("alice", "send_message", message=f'@"guest/{guest.actor_id}" @"group/staff"').data
    names = {key: value["name"] for key, value in sent["messageParameters"].items()}
    assert names == {"mention-guest1": "Guest", "mention-group1": "staff"}


def test_who_may_speak_to_all_is_settled_when_the_message_is_sent(chat: Chat) -> None:
    chat.do("alice", "set_mention_permissions", state=MentionPermissions.MODERATORS)
    literal, meant = chat.say("bob", "hi @all"), chat.say("alice", "hi @all")
    chat.do("alice", "set_mention_permissions", state=MentionPermissions.EVERYONE)
    assert [chat.read("bob", sent)["message"] for sent in (literal, meant)] == [
        "hi @all",
        "hi {mention-call1}",
    ]
    assert chat.flags("alice")[1:] == (False, False)


def test_all_and_groups_count_as_no_direct_mention(chat: Chat) -> None:
    chat.add("carol")
    chat.say("alice", "@carol and @all")
    assert chat.flags("bob") == (1, True, False)
    assert chat.flags("carol") == (1, True, True)
    chat.do("alice", "add_participant", participant="staff", source="groups")
    other = chat.create()
    chat.do("alice", "add_participant", other, participant="staff", source="groups")
    chat.say("alice", 'hey @"group/staff"', other)
    assert chat.flags("dave", other) == (1, True, False)


def test_a_reply_counts_as_a_direct_mention(chat: Chat) -> None:
    sent = chat.say("bob", "one")
    chat.say("alice", "two", reply_to=sent)
    assert chat.flags("bob") == (1, True, True)


def test_somebody_who_wants_nothing_is_only_named(chat: Chat) -> None:
    chat.add("carol")
    chat.do("bob", "set_notification_level", level=NotificationLevel.NEVER)
    chat.say("alice", "hi @bob")
    assert chat.flags("bob")[1:] == (False, False)
    chat.say("alice", "hi @bob and @carol")
    assert chat.flags("bob")[1:] == (False, True)


def test_a_silent_message_counts(chat: Chat) -> None:
    chat.say("alice", "hi @bob", silent=True)
    assert chat.flags("bob") == (1, True, True)
    assert chat.told("bob") == []


def test_a_question_can_mention(chat: Chat) -> None:
    chat.do("alice", "create_poll", question="Where @bob ?", options=["a", "b"])
    assert chat.flags("bob") == (1, True, False)


def test_whom_one_may_mention(chat: Chat) -> None:
    chat.add("carol")
    chat.guest()

    def ids(who: str, search: str) -> list[str]:
        return [found["id"] for found in chat.do(who, "list_mentions", search=search).data]

    assert [found.partition("/")[0] for found in ids("alice", "")] == ["bob", "carol", "guest", "all"]
    assert ids("alice", "CAR") == ["carol"]
    assert ids("bob", "here") == ["all"]
    assert chat.do("guest", "list_mentions", search="all").data[0]["details"] == "All 3 participants"
    chat.talk.wait(1)
    chat.say("carol", "x")
    assert ids("alice", "")[:2] == ["carol", "bob"]
    chat.do("alice", "set_mention_permissions", state=MentionPermissions.MODERATORS)
    assert (ids("bob", "all"), ids("alice", "all")) == ([], ["all"])
    assert chat.ask("dave", "list_mentions", search="").status == 404


def test_both_of_a_one_to_one_may_be_mentioned(chat: Chat) -> None:
    room = chat.create(RoomType.ONE_TO_ONE, invite="bob")
    assert [found["id"] for found in chat.do("alice", "list_mentions", room, search="").data] == ["bob"]
    shown = chat.do("alice", "send_message", room, message="@all").data["messageParameters"]
    assert (shown["mention-call1"]["name"], shown["mention-call1"]["call-type"]) == ("Bob", "one2one")


def test_guests_mention_fifty_times_a_day(chat: Chat) -> None:
    chat.guest()
    for _ in range(50):
        chat.say("guest", "@bob")
    assert chat.ask("guest", "send_message", message="@bob").status == 429
    assert chat.ask("guest", "send_message", message="bob").status == 201
    chat.talk.wait("1 d")
    assert chat.ask("guest", "send_message", message="@bob").status == 201
