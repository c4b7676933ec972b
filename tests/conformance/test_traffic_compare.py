"""Two answers side by side: what counts as a difference, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from talksim.constants import LobbyState
from talksim.traffic.compare import ABSENT, Difference, compare, leaves
from talksim.traffic.identities import Identities

A, B = "a" * 40, "b" * 40


def message(**given: Any) -> dict[str, Any]:
    fields = {
        "id": 9,
        "actorId": "bob",
        "systemMessage": "",
        "messageType": "comment",
        "messageParameters": {},
    }
    return {**fields, **given}


def differences(theirs: Any, ours: Any, identities: Identities | None = None, **options: bool) -> list[str]:
    return [d.path for d in compare(theirs, ours, identities or Identities(), **options).differences]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ([], None),
        ([], {}),
        ({"a": 1}, {"a": 1, "icon": "dropped"}),
        ({"lobbyState": 1}, {"lobbyState": LobbyState.NON_MODERATORS}),
        ({"attendeeId": 501}, {"attendeeId": 3}),
        ({"sessionId": "0"}, {"sessionId": "0"}),
        ({"lastReadMessage": -1}, {"lastReadMessage": -1}),
        ({"callStartTime": 100}, {"callStartTime": 101}),
        ({"text": f"guest/{A}"}, {"text": f"guest/{B}"}),
        ({"objectType": "room", "objectId": "abc"}, {"objectType": "room", "objectId": "xyz"}),
        (
            [{"token": "abcd2345"}, {"text": 'The given {"type":"x","x":{"token":"abcd2345"}} is bad'}],
            [{"token": "wxyz6789"}, {"text": 'The given {"type":"x","x":{"token":"wxyz6789"}} is bad'}],
        ),
        (message(message="Call (Duration)"), message(message="Call (Duration 0:02)")),
        (message(), message(messageParameters={"actor": {"type": "user"}}, reactions={}, silent=False)),
        (message(expiresIn=60), message(timestamp=100, expirationTimestamp=160)),
        ({"lastMessage": None}, {"lastMessage": []}),
    ],
)
def test_equal(theirs: Any, ours: Any) -> None:
    assert differences(theirs, ours) == []


@pytest.mark.parametrize(
    ("theirs", "ours", "path"),
    [
        ([], {"error": "x"}, ""),
        ({"error": "x"}, None, ""),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, "a.b"),
        ({"a": 1}, {}, "a"),
        ({"sessionId": "0"}, {"sessionId": "abc"}, "sessionId"),
        ({"lastReadMessage": 0}, {"lastReadMessage": 7}, "lastReadMessage"),
        ({"lastReadMessage": 99999999}, {"lastReadMessage": 7}, "lastReadMessage"),
        ({"callStartTime": 100}, {"callStartTime": 102}, "callStartTime"),
        ({"callStartTime": 0}, {"callStartTime": 1}, "callStartTime"),
        ([{"a": 1}], [{"a": 1}, {"a": 2}], "[]"),
        ({"sessionIds": ["x"]}, {"sessionIds": []}, "sessionIds"),
        (message(), message(silent=True), "silent"),
        (message(), message(messageParameters={"user": {"id": "x"}}), "messageParameters.user"),
        (message(expiresIn=60), message(timestamp=100, expirationTimestamp=130), "expiresIn"),
        ({"votes": {"option-0": 1}}, {"votes": {"option-0": 1, "option-1": 1}}, "votes.option-1"),
        ({"lastMessage": None}, {"lastMessage": {"id": 1}}, "lastMessage"),
    ],
)
def test_different(theirs: Any, ours: Any, path: str) -> None:
    assert differences(theirs, ours) == [path]


def test_an_absent_field_is_shown_as_such() -> None:
    assert compare({"a": 1}, {}, Identities()).differences == [Difference("a", 1, ABSENT)]


def test_two_partners_differ() -> None:
    ids = Identities()
    assert differences(
        [{"attendeeId": 1, "x": 0}, {"attendeeId": 2, "x": 0}], [{"attendeeId": 5, "x": 0}] * 2, ids
    ) == ["[].attendeeId"]


def test_another_order_of_known_items_is_one_difference() -> None:
    ids = Identities()
    ids.pair("attendee", 1, 11)
    ids.pair("attendee", 2, 12)
    theirs = [{"attendeeId": 1, "x": "a"}, {"attendeeId": 2, "x": "b"}]
    ours = [{"attendeeId": 12, "x": "b"}, {"attendeeId": 11, "x": "a"}]
    assert differences(theirs, ours, ids) == ["[]"]


def test_after_a_missing_message_the_others_still_find_their_partners() -> None:
    ids = Identities()
    theirs = [message(id=i, systemMessage=name) for i, name in enumerate(["a", "b", "c"], 1)]
    ours = [message(id=i, systemMessage=name) for i, name in enumerate(["a", "c"], 51)]
    found = compare(theirs, ours, ids)
    assert [d.path for d in found.differences] == ["[]"]
    assert (ids.partner("message", 3), ids.partner("message", 2)) == (52, None)


def test_near_a_second_either_list_of_callers_is_right() -> None:
    theirs = message(systemMessage="call_ended", message="Call with {user1} (Duration)", messageType="system")
    ours = {**theirs, "message": "Call with {user1} and {user2} (Duration)"}
    assert differences([theirs], [ours], loose=True) == []
    assert differences([theirs], [ours]) == ["[].message"]


def test_fields_are_counted() -> None:
    found = compare({"a": 1, "b": {"c": 2, "d": 3}}, {"a": 1, "b": {"c": 2, "d": 4}}, Identities())
    assert (found.fields, found.wrong) == (3, 1)
    assert leaves({"a": [1, 2], "b": {"c": None}}) == 3
