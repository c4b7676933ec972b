"""Reading recordings: what was left out comes back, and what is broken is named with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from talksim.scenario.document.fault import Faults
from talksim.traffic.recording import Exchange, read, read_lines

SMALL = Path(__file__).with_name("small.jsonl")
LINES = SMALL.read_text(encoding="utf-8").splitlines()
HEADER = json.loads(LINES[0])
ROOM = {"token": "sma77abc", "type": 3, "name": "Small", "participantType": 1, "attendeeId": 5}


def one(**given: Any) -> Exchange:
    line = {
        "n": 1,
        "at": 0,
        "user": "alice",
        "method": "GET",
        "path": "/ocs/v2.php/x",
        "status": 200,
        **given,
    }
    header = {**HEADER, "actions": 0}
    return read_lines(f"{json.dumps(header)}\n{json.dumps(line)}\n", "one.jsonl").exchanges[0]


def fault(text: str) -> tuple[int, str]:
    with pytest.raises(Faults) as raised:
        read_lines(text, "broken.jsonl")
    found = raised.value.faults[0]
    assert found.path == "broken.jsonl"
    return found.line, found.message


def changed(number: int, **given: Any) -> str:
    """The small recording with other values in one line."""
    lines = list(LINES)
    lines[number - 1] = json.dumps({**json.loads(lines[number - 1]), **given})
    return "\n".join(lines) + "\n"


def test_header_and_exchanges() -> None:
    recording = read(SMALL)
    assert (recording.name, recording.header.profile, recording.header.actions) == ("small", "small", 13)
    assert recording.header.accounts["alice"] == "Alice"
    assert [e.kind for e in recording.exchanges[:4]] == ["action", "action", "observe", "action"]
    assert recording.exchanges[0].line == 2


def test_a_room_gets_its_defaults_back() -> None:
    data = one(data=[ROOM]).data[0]
    assert (data["lobbyState"], data["sessionId"], data["displayName"]) == (0, "0", "Small")
    assert (data["actorId"], data["permissions"], data["canDeleteConversation"]) == ("alice", 254, True)


@pytest.mark.parametrize(
    ("given", "key", "value"),
    [
        ({"participantType": 3}, "permissions", 246),
        ({"participantType": 3}, "canDeleteConversation", False),
        ({"type": 1}, "canDeleteConversation", False),
        ({"type": 6}, "objectId", "alice"),
        ({"type": 6}, "canStartCall", False),
        ({"participantType": 4}, "canLeaveConversation", False),
        ({"lastReadMessage": 7}, "lastCommonReadMessage", 7),
        ({"lobbyState": 1}, "lobbyState", 1),
    ],
)
def test_defaults_depend_on_the_room(given: dict[str, Any], key: str, value: object) -> None:
    assert one(data={**ROOM, **given}).data[key] == value


def test_participants_know_their_room() -> None:
    path = "/ocs/v2.php/apps/spreed/api/v4/room/sma77abc/participants"
    data = one(path=path, data=[{"attendeeId": 5, "actorId": "bob", "participantType": 3}]).data[0]
    assert (data["roomToken"], data["displayName"], data["sessionIds"]) == ("sma77abc", "Bob", [])


def test_messages_and_their_parameters() -> None:
    user = {"type": "user", "id": "bob"}
    data = one(
        data=[{"id": 1, "actorId": "bob", "systemMessage": "x", "messageParameters": {"user": user}}]
    ).data[0]
    assert (data["messageType"], data["isReplyable"]) == ("system", False)
    assert data["messageParameters"]["user"]["name"] == "Bob"


def test_same_copies_what_an_earlier_step_showed() -> None:
    exchanges = {exchange.n: exchange for exchange in read(SMALL).exchanges}
    assert exchanges[9].data[0] == exchanges[3].data[0]
    assert exchanges[9].data[1] != exchanges[3].data[1]


def test_repeat_is_written_out_in_params_and_data() -> None:
    found = one(params={"a": {"$repeat": ["xy", 3]}}, data={"b": [{"$repeat": ["z", 2]}]})
    assert found.params["a"] == "xyxyxy"
    assert found.data == {"b": ["zz"]}


def test_a_second_browser_is_the_same_account() -> None:
    found = one(user="bob#2")
    assert (found.user, found.account) == ("bob#2", "bob")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "empty"),
        ("[1]\n", 1, "object"),
        ('{"trace": 2}\n', 1, '"profile" is missing'),
        (changed(1, trace=2), 1, "format 2"),
        (changed(1, actions="x"), 1, "wrong type"),
        ("\n".join(LINES[:6]) + "\n", 6, "not complete: 4 of 13"),
        ("\n".join(LINES)[:-30], len(LINES), "cut off"),
        (changed(4, user="mallory"), 4, 'unknown user "mallory"'),
        (changed(4, user="mallory#2"), 4, "unknown user"),
        (changed(5, n=2), 5, "in order"),
        (changed(5, at=0.0), 5, "in order"),
        (changed(5, kind="guess"), 5, 'unknown kind "guess"'),
        (changed(5, params=[1]), 5, '"params"'),
        (changed(5, status="200"), 5, '"status" has the wrong type'),
        (changed(5, same=77), 5, "step 77"),
        (changed(4, data=[{"attendeeId": 501, "same": 1}]), 4, "step 1 shows no attendeeId 501"),
        (changed(5, data={"$repeat": ["x"]}), 5, "$repeat"),
        (changed(4, data=[{"attendeeId": 1, "participantType": 3}]), 4, "not shaped"),
    ],
)
def test_what_is_broken_is_named_with_its_line(text: str, line: int, says: str) -> None:
    found = fault(text)
    assert found[0] == line
    assert says in found[1]


def test_a_missing_file_and_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe")
    for name in ("missing.jsonl", "bytes.jsonl"):
        with pytest.raises(Faults, match="cannot be read"):
            read(tmp_path / name)
