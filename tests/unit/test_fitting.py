"""Requests made of what is there: a cell tells a refusal from having nothing that fits."""

from __future__ import annotations

import pytest

from talksim import Talk
from talksim.fitting import Fitting, filler
from talksim.rules.operation import OPERATIONS
from talksim.rules.stage import Guard


@pytest.fixture
def talk() -> Talk:
    """A webinar in which everybody is, an account outside, and nothing written yet."""
    talk = Talk()
    olga = talk.user("olga")
    olga.create_room("webinar", type="public")
    for name in ("uwe", "ute"):
        olga.add_participant("webinar", talk.user(name))
        talk.actor(name).join_room("webinar")
    talk.user("nadia")
    talk.guest("gustav").join_room("webinar")
    olga.join_room("webinar")
    return talk


def cell(talk: Talk, who: str, operation: str) -> str:
    return str(talk.matrix([who], ["webinar"], [operation]).cell(who, operation, "webinar"))


@pytest.mark.parametrize("operation", ["get poll", "vote", "close poll"])
def test_where_no_poll_is_nobody_is_refused(talk: Talk, operation: str) -> None:
    assert cell(talk, "olga", operation) == "(no poll)"
    assert cell(talk, "nadia", operation) == "404 participant found"


def test_a_poll_that_is_there_is_asked_about(talk: Talk) -> None:
    talk.actor("ute").create_poll("webinar", "Lunch?", ["yes", "no"])
    assert cell(talk, "gustav", "vote") == "yes"
    assert cell(talk, "ute", "close poll") == "yes"
    assert cell(talk, "uwe", "close poll") == "403 author or moderator"
    talk.actor("ute").close_poll("webinar", 1)
    assert cell(talk, "uwe", "vote") == "(400 poll open)"


def test_ones_own_message_is_tried_first_then_those_of_others(talk: Talk) -> None:
    assert cell(talk, "uwe", "edit message") != "405 message is comment"
    talk.actor("uwe").send_message("webinar", "hello all")
    assert [cell(talk, who, "edit message") for who in ("olga", "uwe", "ute")] == [
        "yes",
        "yes",
        "403 own message or moderator",
    ]
    assert cell(talk, "ute", "react") == "yes"


def test_whoever_is_there_is_added_rung_and_banned(talk: Talk) -> None:
    assert "bob" not in talk.server.users
    [added] = [p for p in talk.can("olga", "webinar") if p.operation.name == "add_participant"]
    assert (added.allowed, added.parameters["participant"]) == (True, "nadia")
    assert cell(talk, "olga", "ban") == "yes"
    talk.actor("olga").join_call("webinar")
    assert cell(talk, "olga", "ring attendee") == "yes"
    assert cell(talk, "olga", "dial out") == "(404 target is phone)"


def test_what_nobody_can_do_to_themselves_is_no_refusal_of_them(talk: Talk) -> None:
    assert cell(talk, "olga", "demote").startswith("(")
    talk.actor("olga").promote("webinar", "uwe")
    assert cell(talk, "olga", "demote") == "yes"


def test_a_permit_says_what_is_missing(talk: Talk) -> None:
    [permit] = [p for p in talk.can("olga", "webinar") if p.operation.name == "vote"]
    assert (permit.allowed, permit.fits, permit.lacks) == (False, False, "poll")
    assert "(no poll is there)" in str(permit)
    [row] = talk.matrix(["olga"], ["webinar"], ["vote"]).as_rows()
    assert (row["fits"], row["lacks"]) == (False, "poll")
    assert "no" in talk.matrix(["olga"], ["webinar"], ["vote"]).csv().splitlines()[1].split(",")


def test_every_operation_has_requests_that_can_be_made(talk: Talk) -> None:
    token = talk.names.room("webinar")
    for operation in OPERATIONS.values():
        fitting = Fitting(operation, talk.server, token, "olga")
        for sample in operation.samples:
            requests = list(fitting.requests(sample))
            assert requests, operation.id
            for given in requests:
                talk.names.arguments(operation, token, given)


def test_asking_changes_nothing(talk: Talk) -> None:
    before = talk.fork()
    talk.matrix()
    assert not talk.difference(before, history=True)


def test_the_first_choice_is_somebody_else(talk: Talk) -> None:
    token = talk.names.room("webinar")
    found = filler(OPERATIONS["promote"], talk.server, token, "olga")
    assert talk.server.rooms[token].attendees[found["attendee"]].actor_id != "olga"


def test_a_message_is_not_taken_for_the_attendee_of_the_same_number(talk: Talk) -> None:
    token = talk.names.room("webinar")
    ute = next(a for a in talk.server.rooms[token].attendees.values() if a.actor_id == "ute")
    edit, remove = OPERATIONS["edit_message"], OPERATIONS["remove_attendee"]
    own = next(stage for stage in edit.stages if stage.name == "own message or moderator")
    assert isinstance(own, Guard)
    fitting = Fitting(edit, talk.server, token, "ute")
    assert not fitting.is_unfit(own, {"message_id": ute.id, "message": "x"})
    assert Fitting(remove, talk.server, token, "ute").is_about_caller({"attendee": ute.id})
