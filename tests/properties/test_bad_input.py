"""Whatever comes over the wire: an answer that the operation has, and refusals that leave nothing behind."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from million import FAULTS
from nasty import NASTY, Request, callers, one_bad, requests, send, tokens_of, world

from talksim.invariants import broken
from talksim.model.codec import key
from talksim.outcome import Outcome
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.stage import RULES
from talksim.rules.wire import parameters_fit
from talksim.talk import Talk
from talksim.traffic.routes import Routes

MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def check(talk: Talk, request: Request) -> Outcome:
    """Send the request; the answer is one of the operation's, a refusal changes nothing unless it may."""
    operation = OPERATIONS[request.operation]
    talk.browser(request.caller)
    before = key(talk.server)
    outcome = send(talk, request)
    story = f"{request.caller}: {request.operation} {request.token} {str(request.body)[:300]} -> {outcome}"
    if outcome.refusal is None:
        assert outcome.status in answerable(operation), story
        return outcome
    guard = outcome.refusal.guard
    assert guard is parameters_fit or RULES[guard.id] is guard, story
    assert outcome.status == guard.status != 500, story
    if not may_leave_something(operation, guard):
        assert key(talk.server) == before, f"something is left after {story}"
    return outcome


def answerable(operation: Operation) -> set[int]:
    """What it may answer beside refusals: 304 when there is no more, 400 for a command that ends with 1."""
    faults = {500} if operation.name in FAULTS else set()
    failures = {400} if operation.endpoint.startswith("occ ") else set()
    return {200, 201, 304, operation.success} | faults | failures


def may_leave_something(operation: Operation, guard: object) -> bool:
    """Whether something ran before the guard that may change the state: the derived list of leaks."""
    for kind, _, stage in operation.steps:
        if stage is guard:
            return False
        if kind == "commit":
            return True
    return False


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_one_bad_value_among_sensible_ones(name: str) -> None:
    operation = OPERATIONS[name]
    tokens = tokens_of(world())
    for caller in callers(operation)[:3]:
        talk = world().fork()
        token = tokens["webinar"] if operation.in_room else ""
        for body in one_bad(talk, operation):
            talk = talk if token in talk.server.rooms or not token else world().fork()
            check(talk, Request(caller, name, token, body))


@MANY
@given(st.lists(requests(), max_size=25))
def test_anything_by_anybody(asked: list[Request]) -> None:
    talk = world().fork()
    for request in asked:
        check(talk, request)
    assert not broken(talk.server)


@pytest.mark.parametrize("kind", NASTY, ids=lambda value: str(value)[:12])
def test_a_route_is_found_whatever_the_type_in_the_body(kind: Any) -> None:
    routes = Routes()
    for operation in OPERATIONS.values():
        verb, _, path = operation.endpoint.partition(" | ")[0].partition(" ")
        if path.startswith("/"):
            found = routes.find(verb, path, {"type": kind})
            assert found is not None
            assert found.operation.endpoint == operation.endpoint
