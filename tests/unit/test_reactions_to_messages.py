from __future__ import annotations

import pytest
from chatting import HEART, LIKE, Chat

from talksim.procedures.reacting import is_emoji


@pytest.fixture
def chat() -> Chat:
    return Chat()


def test_the_same_reaction_counts_once(chat: Chat) -> None:
    sent = chat.say("alice", "one")
    statuses = [chat.ask("bob", "react", message_id=sent, reaction=LIKE).status for _ in range(2)]
    assert statuses == [201, 200]
    assert chat.read("bob", sent)["reactions"] == {LIKE: 1}
    assert chat.read("bob", sent)["reactionsSelf"] == [LIKE]
    assert "reactionsSelf" not in chat.read("alice", sent)


def test_reactions_are_listed_newest_first(chat: Chat) -> None:
    sent = chat.say("alice", "one")
    chat.do("bob", "react", message_id=sent, reaction=LIKE)
    chat.do("alice", "react", message_id=sent, reaction=HEART)
    chat.do("alice", "react", message_id=sent, reaction=LIKE)
    shown = chat.do("bob", "list_reactions", message_id=sent).data
    assert [(emoji, [who["actorId"] for who in people]) for emoji, people in shown.items()] == [
        (LIKE, ["alice", "bob"]),
        (HEART, ["alice"]),
    ]
    assert list(chat.do("bob", "list_reactions", message_id=sent, reaction=HEART).data) == [HEART]
    assert list(chat.read("bob", sent)["reactions"]) == [LIKE, HEART]


def test_taking_a_reaction_back_leaves_two_traces(chat: Chat) -> None:
    sent = chat.say("alice", "one")
    chat.do("bob", "react", message_id=sent, reaction=LIKE)
    assert chat.ask("alice", "take_back_reaction", message_id=sent, reaction=LIKE).status == 404
    assert chat.do("bob", "take_back_reaction", message_id=sent, reaction=LIKE).data == {}
    assert chat.keys()[-2:] == ["reaction_deleted", "reaction_revoked"]
    assert chat.read("bob", sent)["reactions"] == {}


def test_what_takes_no_reactions(chat: Chat) -> None:
    other = chat.create()
    elsewhere = chat.say("alice", "elsewhere", other)
    sent = chat.say("alice", "one")
    asked = {
        target: chat.ask("bob", "react", message_id=target, reaction=LIKE).status
        for target in (999, elsewhere, chat.room.messages[0].id)
    }
    assert list(asked.values()) == [404, 400, 400]
    assert chat.ask("bob", "react", message_id=sent, reaction="ab").status == 400
    assert chat.ask("bob", "list_reactions", message_id=elsewhere).status == 404
    chat.do("alice", "delete_message", message_id=sent)
    assert chat.ask("bob", "react", message_id=sent, reaction=LIKE).status == 400
    assert chat.ask("bob", "list_reactions", message_id=sent).status == 404


def test_a_fork_knows_the_reactions(chat: Chat) -> None:
    sent = chat.say("alice", "one")
    chat.do("bob", "react", message_id=sent, reaction=LIKE)
    fork = chat.talk.fork()
    assert fork.server.rooms[chat.room.token].message(sent).reactions == {LIKE: [sent + 1]}  # type: ignore[union-attr]
    assert fork.server.rooms[chat.room.token].comments == chat.room.comments


@pytest.mark.parametrize("text", ["👍", "👍🏽", "❤️", "👩‍👩‍👧", "🇩🇪", "1️⃣", "☺", "🏴‍☠️", "👤"])
def test_emoji(text: str) -> None:
    assert is_emoji(text)


@pytest.mark.parametrize("text", ["", "a", "👍👍", "👍a", "1", "🇩", "‍", "🏽"])
def test_no_emoji(text: str) -> None:
    assert not is_emoji(text)
