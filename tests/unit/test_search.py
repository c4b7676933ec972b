"""Searching messages."""

from __future__ import annotations

import pytest
from chatting import Chat


@pytest.fixture
def chat() -> Chat:
    return Chat()


def found(chat: Chat, who: str, term: str, **given: object) -> list[str]:
    """What the hits say."""
    return [hit["subline"] for hit in chat.do(who, "search_messages", "", term=term, **given).data["entries"]]


def test_the_changelog_is_found_only_when_it_is_named(chat: Chat) -> None:
    chat.server.settings.changelog = True
    chat.do("bob", "list_rooms", "")
    assert found(chat, "bob", "what is new") == []
    assert found(chat, "bob", "what is new", room=chat.server.changelogs["bob"].token) == [
        "What is new in Talk: 1"
    ]
    assert found(chat, "alice", "what is new", room=chat.server.changelogs["bob"].token) == []


def test_a_page_begins_behind_the_one_before(chat: Chat) -> None:
    for number in range(7):
        chat.say("alice", f"milk {number}")
    first = chat.do("bob", "search_messages", "", term="milk").data
    assert ([hit["subline"] for hit in first["entries"]], first["cursor"]) == (
        [f"milk {number}" for number in (6, 5, 4, 3, 2)],
        5,
    )
    assert found(chat, "bob", "milk", cursor=5) == ["milk 1", "milk 0"]
    assert found(chat, "bob", "milk", cursor=-1, limit=-1) == []
