"""Ids of the real server and ours: one partner each, messages in order."""

from __future__ import annotations

import json

import pytest

from talksim.traffic.identities import KINDS, Identities

A, B = "a" * 40, "b" * 40


@pytest.mark.parametrize("kind", KINDS)
def test_an_id_has_one_partner(kind: str) -> None:
    ids = Identities()
    assert ids.pair(kind, 10, 1)
    assert ids.pair(kind, 10, 1)
    assert not ids.pair(kind, 10, 2)
    assert not ids.pair(kind, 11, 1)
    assert ids.partner(kind, 10) == 1
    assert not ids.knows(kind, 11)


def test_kinds_do_not_mix() -> None:
    ids = Identities()
    assert ids.pair("poll", 10, 1)
    assert ids.pair("attendee", 10, 2)


@pytest.mark.parametrize(("theirs", "ours"), [(5, 6), (15, 4), (25, 9), (15, 15)])
def test_messages_keep_their_order(theirs: int, ours: int) -> None:
    ids = Identities()
    assert ids.pair("message", 10, 5)
    assert ids.pair("message", 20, 10)
    assert not ids.pair("message", theirs, ours)
    assert ids.pair("message", 15, 7)


@pytest.mark.parametrize(
    ("wire", "value", "expected"),
    [
        ("token", "theirs12", "ours1234"),
        ("target", "theirs12", "ours1234"),
        ("objectId", "theirs12", "ours1234"),
        ("attendeeId", 501, 1),
        ("attendeeId", "501", "1"),
        ("attendeeMap", json.dumps({"501": 0, "502": 1}), json.dumps({"1": 0, "2": 1})),
        ("attendeeMap", "no json", "no json"),
        ("attendeeMap", "[1]", "[1]"),
        ("replyTo", 900, 40),
        ("lastReadMessage", 900, 40),
        ("lastKnownMessageId", 900, 40),
        ("messageId", "900", "40"),
        ("pollId", "16", "3"),
        ("banId", "28", "6"),
        ("sessions", ["S1", "S9"], ["session-1", "S9"]),
        ("actorId", A, B),
        ("actorId", "bob", "bob"),
        ("message", f'hi @"guest/{A}"', f'hi @"guest/{B}"'),
        ("optionIds", [501, 16], [501, 16]),
        ("level", 501, 501),
        ("attendeeId", True, True),
        ("token", "zz9zz9zz", "zz9zz9zz"),
        ("attendeeId", 999999, 999999),
    ],
)
def test_requests_are_translated(wire: str, value: object, expected: object) -> None:
    ids = Identities()
    pairs = [
        ("token", "theirs12", "ours1234"),
        ("attendee", 501, 1),
        ("attendee", 502, 2),
        ("message", 900, 40),
        ("poll", 16, 3),
        ("ban", 28, 6),
        ("session", "S1", "session-1"),
        ("guest", A, B),
    ]
    assert all(ids.pair(*pair) for pair in pairs)
    assert ids.request(wire, value) == expected


def test_an_unknown_id_never_hits_one_of_ours() -> None:
    ids = Identities()
    ids.pair("attendee", 501, 7)
    assert ids.ours("attendee", 7) != 7
    assert ids.ours("attendee", 8) == 8


def test_a_copy_learns_for_itself() -> None:
    ids = Identities()
    copy = ids.copy()
    copy.pair("poll", 1, 2)
    assert not ids.knows("poll", 1)


def test_paths_are_shown_without_ids() -> None:
    ids = Identities()
    ids.pair("token", "theirs12", "x")
    assert ids.shown("/api/v1/chat/theirs12/900") == "/api/v1/chat/{token}/{id}"
    assert ids.shown("/api/v1/chat/zz9zz9zz/read") == "/api/v1/chat/{token}/read"
