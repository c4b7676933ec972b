"""HTTP to operations: found by the table's own endpoints, values as they came."""

from __future__ import annotations

from typing import Any

import pytest

from talksim.constants import LobbyState
from talksim.rules.operation import OPERATIONS
from talksim.traffic.routes import Routes, body_of

APP = "/ocs/v2.php/apps/spreed/api"
ROUTES = Routes()


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", f"{APP}/v4/room", "list_rooms"),
        ("GET", f"{APP}/v4/room/abc", "get_room"),
        ("GET", f"{APP}/v4/room/note-to-self", "get_note_to_self"),
        ("POST", f"{APP}/v1/recording/abc", "start_recording"),
        ("POST", f"{APP}/v1/recording/backend", "report_recording"),
        ("PUT", f"{APP}/v4/room/abc/attendees/permissions", "set_permissions"),
        ("DELETE", "/ocs/v2.php/cloud/users/bob", "delete_user"),
    ],
)
def test_the_fixed_path_goes_before_the_open_one(method: str, path: str, name: str) -> None:
    match = ROUTES.find(method, path)
    assert match is not None
    assert match.operation.name == name


@pytest.mark.parametrize(
    ("method", "path"), [("PATCH", f"{APP}/v4/room"), ("GET", f"{APP}/v9/room"), ("GET", "/")]
)
def test_what_nobody_serves(method: str, path: str) -> None:
    assert ROUTES.find(method, path) is None


def test_every_endpoint_finds_its_operation() -> None:
    for operation in OPERATIONS.values():
        for endpoint in operation.endpoint.split(" | "):
            verb, _, path = endpoint.partition(" ")
            if path.startswith("/"):
                match = ROUTES.find(verb, "/ocs/v2.php/apps/spreed" + path if "/cloud" not in path else path)
                assert match is not None
                same = match.operation is operation
                assert same or match.operation.endpoint == operation.endpoint


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (1, LobbyState.NON_MODERATORS),
        ("1", LobbyState.NON_MODERATORS),
        ("x", LobbyState.NO_LOBBY),
        (7, 7),
        (-1, -1),
    ],
)
def test_values_are_cast_and_bad_ones_go_through(state: Any, expected: object) -> None:
    match = ROUTES.find("PUT", f"{APP}/v4/room/abc/webinar/lobby")
    assert match is not None
    request = match.request({"state": state, "unheard": 1})
    assert (request.token, dict(request.params)) == ("abc", {"state": expected})
    assert type(request.params["state"]) is type(expected)


def test_path_variables_are_numbers() -> None:
    match = ROUTES.find("DELETE", f"{APP}/v1/ban/abc/28")
    assert match is not None
    assert list(match.request({}).params.values()) == [28]


def test_the_envelope_of_servers_is_opened() -> None:
    sent = {
        "type": "started",
        "started": {"token": "abc", "status": 1, "actor": {"type": "users", "id": "bob"}},
    }
    flat = {"type": "started", "token": "abc", "status": 1, "actorType": "users", "actorId": "bob"}
    assert body_of(sent) == flat
    assert body_of({"type": "bogus"}) == {"type": "bogus"}
