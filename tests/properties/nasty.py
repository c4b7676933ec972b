"""Values that no careful client sends, and a furnished world to send them to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st

from talksim.chance import World, begin
from talksim.outcome import Outcome
from talksim.procedures.app_config import config_keys
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.parameter import Parameter
from talksim.talk import Talk
from talksim.traffic.routes import Match

TEXTS: Final = (
    "",
    " ",
    "\t\n",
    "x" * 32_001,
    "x" * 256,
    "é" * 2_001,
    "\x00",
    "a\x00b\x1b[0m\u202e",
    "\ud800",
    "👨\u200d👩\u200d👧",
    "²",
    "١٢",
    "-1",
    "12x",
    "1e400",
    "9" * 5_000,
    "false",
    "null",
    "../..",
    "http://[::1",
    "127.0.0.1/99",
    "fe80::1%eth0/64",
    "[" * 2_000,
    "[1",
    '{"1": []}',
    '{"1": 1e400, "x": {}}',
    '{"link": "http://[::1", "name": "\\ud800"}',
    '{"replyTo": "' + "9" * 5_000 + '", "caption": [], "messageType": {}, "silent": "x"}',
    "@all @bob @carol",
    '@"guest/x" @"',
)
NUMBERS: Final = (0, -1, 256, 2**31, 2**63 - 1, 2**63, -(2**70), 10**400)
FRACTIONS: Final = (0.5, -0.0, 1e25, 1e308, float("nan"), float("inf"))
SHAPES: Final[tuple[Any, ...]] = (
    [],
    [None],
    [{}],
    [[1]],
    ["a", "a"],
    [0, 0.5],
    ["x" * 32_001, "\x00"],
    {},
    {"a": {"b": [None]}},
)
NASTY: Final[tuple[Any, ...]] = (None, True, False, *TEXTS, *NUMBERS, *FRACTIONS, *SHAPES)

GIVEN: Final[dict[str, Any]] = {
    "settings": {"recording backend": True, "recording_consent": "optional"},
    "users": {name: {"name": name.capitalize()} for name in ("alice", "bob", "carol", "dave")},
    "groups": {"staff": ["bob", "carol"]},
    "rooms": {
        "standup": {"type": "group", "owner": "alice", "users": ["bob"], "joined": ["bob", "alice"]},
        "webinar": {"type": "public", "owner": "alice", "users": ["bob"], "joined": ["bob", "alice"]},
        "pair": {"type": "one-to-one", "owner": "alice", "users": ["bob"]},
    },
}

USUAL: Final = (
    "bob",
    "dave",
    "users",
    "guests",
    "ip",
    "staff",
    "standup",
    "started",
    "add",
    "👍",
    "#ff0000",
    "127.0.0.1",
)
CALLERS: Final = ("alice", "bob", "guest1", "carol", "guest2")


class Request(NamedTuple):
    """One request on the wire: parameters by their wire names."""

    caller: str
    operation: str
    token: str
    body: dict[str, Any]


@cache
def world() -> Talk:
    """Two rooms with a call, messages and a poll in each, a guest, a ban and breakout rooms."""
    talk = begin(World(GIVEN)).talk
    tokens = tokens_of(talk)
    _do(talk, "guest1", "join_room", tokens["webinar"])
    for token in (tokens["standup"], tokens["webinar"]):
        _do(talk, "alice", "send_message", token, message="hello")
        _do(talk, "bob", "create_poll", token, question="Tea?", options=["yes", "no"])
        _do(talk, "alice", "join_call", token, flags=3)
    _do(talk, "alice", "ban", tokens["webinar"], actor_type="users", actor_id="dave")
    _do(talk, "alice", "configure_breakout_rooms", tokens["standup"], mode=1, amount=2)
    return talk


def tokens_of(talk: Talk) -> dict[str, str]:
    """Tokens by the names of the rooms."""
    return {room.name: room.token for room in talk.server.rooms.values()}


def send(talk: Talk, request: Request) -> Outcome:
    """Send the request through the same door as recorded traffic."""
    operation = OPERATIONS[request.operation]
    variables = {"token": request.token} if operation.in_room else {}
    made = Match(operation, variables).request(request.body)
    browser = talk.browser(request.caller, *_account(operation, request.caller))
    return talk.perform(browser, made.operation, made.token, **made.params)


def callers(operation: Operation) -> tuple[str, ...]:
    """Who may come to this door."""
    return CALLERS if operation.by == "browser" else (operation.by,)


def sensible(talk: Talk, operation: Operation) -> dict[str, Any]:
    """Values by wire names with which the operation gets far, in a room with everything in it."""
    sample = operation.samples[0]
    return {p.wire: sample[p.name] if p.name in sample else _usual(talk, p) for p in operation.parameters}


def one_bad(talk: Talk, operation: Operation) -> Iterator[dict[str, Any]]:
    """Bodies with one bad value among sensible ones, and bodies that lack one."""
    body = sensible(talk, operation)
    for parameter in operation.parameters:
        yield {wire: value for wire, value in body.items() if wire != parameter.wire}
        for value in NASTY:
            yield {**body, parameter.wire: value}


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Any operation, by anybody who comes to its door, with any values."""
    operation = OPERATIONS[draw(st.sampled_from(sorted(OPERATIONS)))]
    tokens = (*tokens_of(world()).values(), "zz9zz9zz", "")
    given = {p.wire: draw(_values(p)) for p in operation.parameters if draw(st.integers(0, 9))}
    caller = draw(st.sampled_from(callers(operation)))
    return Request(caller, operation.name, draw(st.sampled_from(tokens)), given)


def _values(parameter: Parameter) -> st.SearchStrategy[Any]:
    usual = [p.get(parameter.name) for o in OPERATIONS.values() for p in o.samples if parameter.name in p]
    usual += config_keys() if parameter.name == "key" else ()
    known = st.sampled_from([*usual, *(parameter.vocabulary or ()), *USUAL, *range(1, 10)])
    return st.one_of(known, known, st.sampled_from(NASTY), _JSON)


_LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text())
_JSON = st.recursive(_LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5)
_JSON = _JSON | _JSON.map(json.dumps)


def _usual(talk: Talk, parameter: Parameter) -> Any:
    if parameter.kind == "room":
        return tokens_of(talk)["webinar"]
    if parameter.vocabulary is not None:
        return next(iter(parameter.vocabulary)).value
    return {str: "bob", list: ["bob"], bool: True}.get(parameter.python_type, 2)


def _account(operation: Operation, caller: str) -> tuple[str, str]:
    return ("" if caller.startswith("guest") or operation.by != "browser" else caller, operation.by)


def _do(talk: Talk, who: str, operation: str, token: str, **params: Any) -> None:
    browser = talk.browser(who, "" if who.startswith("guest") else who)
    outcome = talk.perform(browser, OPERATIONS[operation], token, **params)
    assert outcome.ok, outcome
