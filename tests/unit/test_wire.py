"""Values off the wire: cast as the framework of the server does, or unfit."""

from __future__ import annotations

import math
from typing import Any

import pytest
from people import World

from talksim.constants import LobbyState, Permission
from talksim.rules.operation import OPERATIONS
from talksim.rules.parameter import Parameter, parameter_for
from talksim.rules.wire import UNFIT, decoded, params_of, typed
from talksim.traffic.routes import Match


def of(hint: Any) -> Parameter:
    return parameter_for("value", hint)


@pytest.mark.parametrize(
    ("hint", "value", "expected"),
    [
        (int, "12", 12),
        (int, "12x", 12),
        (int, "abc", 0),
        (int, "", 0),
        (int, " -7 ", -7),
        (int, "1e3", 1000),
        (int, "1.9", 1),
        (int, "١٢", 0),
        (int, 1.9, 1),
        (int, -1.9, -1),
        (int, True, 1),
        (int, [], 0),
        (int, [5], 1),
        (int, {}, 0),
        (int, "9" * 5_000, 2**63 - 1),
        (int, "-1e999", -(2**63)),
        (int, 2**63, -(2**63)),
        (int, 2**64, 0),
        (int, 10**400, 0),
        (int, math.nan, 0),
        (bool, "false", False),
        (bool, "0", False),
        (bool, "", False),
        (bool, "False", True),
        (bool, "no", True),
        (bool, 2, True),
        (bool, 0.0, False),
        (bool, [], False),
        (bool, [0], True),
        (str, 12, "12"),
        (str, 1.5, "1.5"),
        (str, 2.0, "2"),
        (str, 1e25, "1.0E+25"),
        (str, 10**400, "INF"),
        (str, True, "1"),
        (str, False, ""),
        (str, [], UNFIT),
        (str, {"a": 1}, UNFIT),
        (list[str], ["a", 1], ["a", "1"]),
        (list[str], {"x": "a"}, ["a"]),
        (list[str], [[]], UNFIT),
        (list[str], "a", UNFIT),
        (list[Any], [[], 1], [[], 1]),
        (LobbyState | int, "1", LobbyState.NON_MODERATORS),
        (LobbyState | int, "7", 7),
        (Permission | int, -1, -1),
        (Permission | int, "6x", Permission(6)),
    ],
)
def test_casts(hint: Any, value: Any, expected: Any) -> None:
    found = typed(of(hint), value)
    assert (found, type(found)) == (expected, type(expected))


def test_what_is_missing_or_null_is_the_default_or_unfit() -> None:
    assert params_of(OPERATIONS["send_message"], {"silent": None}) == {"message": UNFIT}
    assert params_of(OPERATIONS["set_lobby"], {"state": 1, "timer": None}) == {"state": LobbyState(1)}
    assert params_of(OPERATIONS["set_user_setting"], {"key": "x"}) == {"key": "x", "value": None}


@pytest.mark.parametrize("value", ["\ud800", ["\udfff"], {"\ud800": 1}, math.nan, {"a": [math.inf]}])
def test_what_is_no_json_is_an_empty_body(value: Any) -> None:
    assert decoded({"fine": 1, "value": value}) == {}
    assert decoded({"value": "é👍"}) == {"value": "é👍"}


def sent(world: World, who: str, token: str, body: dict[str, Any]) -> tuple[int, str, Any]:
    request = Match(OPERATIONS["rename_room"], {"token": token}).request(body)
    outcome = world.ask(who, "rename_room", request.token, **request.params)
    assert outcome.refusal is not None
    return outcome.status, outcome.refusal.rule, outcome.data


def test_the_gates_come_before_what_does_not_fit() -> None:
    world = World()
    token = world.room.token
    bodies: tuple[dict[str, object], ...] = ({}, {"roomName": None}, {"roomName": []})
    for body in bodies:
        assert sent(world, "alice", token, body) == (400, "wire.parameters_fit", None)
        assert sent(world, "alice", "zz9zz9zz", body) == (404, "gate.room_found", None)
        assert sent(world, "bob", token, body)[0] == 403
    assert world.room.name == "Team"


def test_a_journal_with_an_unfit_request_can_be_replayed() -> None:
    world = World()
    sent(world, "alice", world.room.token, {})
    outcome = world.talk.replay(world.talk.journal[-1])
    assert outcome is not None
    assert outcome.status == 400
