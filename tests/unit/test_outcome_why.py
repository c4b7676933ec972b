"""An answer explains itself: what its guards read, what caused a refusal, and what would help."""

from __future__ import annotations

import json

import pytest

from talksim import Outcome, Talk, UsageError
from talksim.actor import Actor
from talksim.model.codec import freeze
from talksim.why.as_json import as_dict


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    alice = talk.user("alice")
    alice.create_room("standup")
    alice.add_participant("standup", talk.user("bob"))
    return talk


def people(talk: Talk) -> tuple[Actor, Actor]:
    return talk.actor("alice"), talk.actor("bob")


def test_a_refusal_names_its_cause_and_what_helps(talk: Talk) -> None:
    alice, bob = people(talk)
    bob.join_room("standup")
    alice.set_lobby("standup", "non moderators")
    why = bob.join_call("standup").why
    assert why.refused_by.id == "gate.lobby_passed"
    assert [step.text for step in why.cause.steps] == ['set lobby standup "non moderators"']
    assert why.help[0] == ('alice: set lobby standup "no lobby"',)
    lobby = next(one for one in why.read if one.field == "lobby")
    assert (lobby.value, lobby.origin.kind, lobby.origin.step.by) == ("non moderators", "step", "alice")


def test_two_steps_are_found_where_one_is_not_enough(talk: Talk) -> None:
    alice, bob = people(talk)
    alice.set_lobby("standup", "non moderators")
    why = bob.join_call("standup").why
    assert why.help[0] == ('alice: set lobby standup "no lobby"', "bob: join room standup")


def test_it_is_told_of_the_world_as_it_was_then(talk: Talk) -> None:
    alice, bob = people(talk)
    refused = bob.rename_room("standup", "mine")
    alice.promote("standup", bob)
    before, journal = freeze(talk.server), list(talk.journal)
    assert refused.why.help[0] == ("alice: promote standup bob",)
    assert freeze(talk.server) == before
    assert talk.journal == journal


def test_what_was_allowed_says_what_would_have_stopped_it(talk: Talk) -> None:
    alice, _ = people(talk)
    why = alice.rename_room("standup", "daily").why
    assert why.refused_by is None
    passed = {one.guard.id: one for one in why.passed}
    assert list(passed)[:2] == ["gate.account_exists", "gate.client_current"]
    assert passed["gate.account_exists"].stopped_by == "admin: delete user alice"
    assert passed["gate.room_found"].stopped_by == "alice: delete room standup"
    assert "would refuse after  alice: delete room standup" in str(why)
    assert "delete user" not in str(why), "that is odd advice for who asks how a room works"
    assert len(str(why).splitlines()) < 12
    assert "  also       account exists, client current, talk allowed" in str(why)


def test_nobody_can_help_a_request_that_is_wrong_in_itself(talk: Talk) -> None:
    alice, _ = people(talk)
    why = alice.rename_room("standup", "x" * 300).why
    assert (why.cause.kind, why.help) == ("request", ())
    assert "no earlier step: it is what the request asks with" in str(why)
    assert "nothing found within 2 steps" in str(why)


def test_a_setting_is_called_one(talk: Talk) -> None:
    _, bob = people(talk)
    talk.set(start_calls="nobody")
    bob.join_room("standup")
    why = bob.join_call("standup").why
    assert "start_calls" in str(why)
    assert why.help[0] == ("admin: set start_calls everyone",)


def test_what_was_taken_back_has_no_reasons(talk: Talk) -> None:
    _, bob = people(talk)
    refused = bob.rename_room("standup", "mine")
    talk.undo()
    with pytest.raises(UsageError, match="rename room was taken back"):
        _ = refused.why
    with pytest.raises(UsageError, match="not known here"):
        _ = Outcome(refused.operation, "bob", 403).why


def test_a_fork_tells_of_what_happened_in_it(talk: Talk) -> None:
    fork = talk.fork()
    why = fork.actor("bob").rename_room("standup", "mine").why
    assert why.told.place == "step 1"
    assert [one.origin.kind for one in why.read] == ["given"]


def test_plain_values_for_json(talk: Talk) -> None:
    _, bob = people(talk)
    data = json.loads(json.dumps(as_dict(bob.rename_room("standup", "mine").why)))
    assert data["guard"]["id"] == "gate.moderator"
    assert (data["ok"], data["status"], data["cause"]["kind"]) == (False, 403, "made")
    assert data["would_help"][0] == ["alice: promote standup bob"]
    assert data["read"][0]["since"]["step"]["by"] == "alice"


def test_what_helps_says_no_parameter_that_need_not_be_said() -> None:
    """The sample of the command renames the room as well."""
    talk = Talk()
    alice, bob = talk.user("alice"), talk.user("bob")
    team = talk.actor("cli").occ_create_room("team", users=["alice", "bob"])
    why = alice.promote(talk.room("team"), bob).why
    assert team.ok
    assert why.help == (("cli: occ promote team alice",), ("cli: occ update room team owner=alice",))


def test_that_there_are_others_of_the_kind_causes_nothing(talk: Talk) -> None:
    alice, bob = people(talk)
    alice.create_room("open day", type="public")
    hidden = talk.guest("gina").join_room("standup").why
    assert [step.text for step in hidden.cause.steps] == ["create room name=standup"]
    alice.create_poll("standup", "Lunch?", ["yes", "no"])
    unknown = bob.close_poll("standup", 999).why
    assert (unknown.cause.kind, unknown.cause.steps) == ("request", ())


def test_what_could_be_asked_instead_is_told(talk: Talk) -> None:
    alice, bob = people(talk)
    talk.set(recording_backend=True, recording_consent="required")
    bob.join_room("standup")
    why = bob.join_call("standup").why
    assert why.instead == "bob: join call standup consent=true"
    assert f"instead    {why.instead}" in str(why)
    assert as_dict(why)["instead"] == why.instead
    assert bob.join_call("standup", consent=True).ok
    assert alice.set_lobby("standup", "no lobby").ok
    assert bob.set_lobby("standup", "no lobby").why.instead == ""


def test_a_colleague_is_added_before_the_world_is_let_in(talk: Talk) -> None:
    why = talk.user("carla").join_room("standup").why
    assert why.help[0] == ("alice: add participant standup carla",)
    assert ("alice: allow guests standup",) in why.help
