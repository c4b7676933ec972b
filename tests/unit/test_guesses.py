"""What a newcomer types at a prompt is answered, or met with what was meant."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

import talksim
from talksim import OPERATIONS, Talk, UsageError
from talksim.explore.explore import explore
from talksim.matrix import matrix
from talksim.scenario.load import load_text
from talksim.scenario.run import run

LOBBY = """
talksim: 1
name: A lobby
given:
  users: [alice, bob]
  rooms:
    standup: {type: public, owner: alice, users: [bob]}
steps:
  - alice: set lobby standup "non moderators"
"""


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    alice, bob = talk.user("alice"), talk.user("bob")
    alice.create_room("standup", type="public")
    alice.add_participant("standup", bob)
    return talk


def test_operations_are_found_by_their_phrases() -> None:
    assert OPERATIONS["join call"] is OPERATIONS["join_call"] is OPERATIONS["Join Call"]
    for kind in (UsageError, KeyError):
        with pytest.raises(kind, match=r'^there is no operation "jon call"\. Did you mean "join call"'):
            OPERATIONS["jon call"]
    assert repr(OPERATIONS) == f"<{len(OPERATIONS)} operations, by name or phrase>"


@pytest.mark.parametrize(
    "statement", ["", "import talksim.explore.search, talksim.matrix", "import talksim.can"]
)
def test_the_front_has_what_people_call(statement: str) -> None:
    """Whatever was imported before: each name is a package or module as well."""
    code = f"""
{statement}
import talksim
from talksim import Talk, can, explore, matrix
from talksim.explore import explore as same
talk = Talk()
talk.user("alice").create_room("standup")
for call in (explore, same, talksim.explore):
    assert call(talk, ["join room"]).progress.states == 2
assert talksim.matrix(talk, operations="lobby").cell("alice", "set lobby", "standup").allowed
assert talksim.can(talk, "alice", "standup", "set lobby")[0].ok
assert can is talksim.can and matrix is talksim.matrix
import talksim.explore.universe.load
assert talksim.load_universe is talksim.explore.universe.load.load
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_scenarios_are_loaded_and_run_from_the_front(tmp_path: Any) -> None:
    file = tmp_path / "lobby.yaml"
    file.write_text(LOBBY)
    [scenario] = talksim.load_scenarios(file)
    report = talksim.run(scenario)
    assert (report.ok, bool(report)) == (True, True)
    assert repr(scenario.steps[0]) == '<Act alice: set lobby standup "non moderators">'
    assert repr(scenario) == f"<Scenario A lobby: 1 step, {file}>"
    assert not run(load_text(LOBBY + "  - bob: set lobby standup none\n".replace("none", '"no lobby"'))[0])
    assert talksim.diff(None, None, [scenario]).equivalent


def test_star_import_is_whole() -> None:
    code = "from talksim import *; explore, matrix, diff, run, load_scenarios, load_universe, can"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_outcome_says_by_whom_and_why(talk: Talk) -> None:
    refused, allowed = talk.actor("bob").rename_room("standup", "x"), talk.actor("bob").join_room("standup")
    assert refused.refusal is not None
    assert (refused.guard, refused.rule) == (refused.refusal.guard, "gate.moderator")
    assert (refused.because, refused.allowed) == ("bob is user in standup", False)
    assert (allowed.guard, allowed.rule, allowed.because, allowed.allowed) == (None, "", "", True)
    assert refused.why() is not None
    assert str(refused.why()) == str(refused.why)


SAID: dict[str, tuple[Callable[[Any], object], str]] = {
    "status code": (lambda t: t.actor("bob").join_room("standup").status_code, "It is outcome.status"),
    "body": (lambda t: t.actor("bob").join_room("standup").json, "It is outcome.data"),
    "help": (lambda t: t.actor("bob").join_room("standup").would_help, "It is outcome.why.help"),
    "near": (lambda t: t.actor("bob").join_room("standup").tokn, 'Did you mean "token"'),
    "room": (lambda t: t.actor("bob").join_room("standup").lobby, r"It is talk\.room\(outcome\)\.lobby"),
    "users": (lambda t: t.users, r"It is talk\.server\.users"),
    "now": (lambda t: t.now, r"It is talk\.server\.now"),
    "diff": (lambda t: t.diff, r"It is talk\.difference\(before\)"),
    "explore": (lambda t: t.explore, r"It is talksim\.explore\(talk"),
    "person": (lambda t: t.alice, r'It is talk\.user\("alice"\)'),
    "ask": (lambda t: t.create_room, r'asked by somebody: talk\.user\("alice"\)\.create_room'),
    "admin": (lambda t: t.create_user, r'asked by somebody: talk\.actor\("admin"\)\.create_user'),
    "may": (lambda t: t.actor("bob").can, r"It is talk\.can\(person, room\)"),
    "members": (lambda t: t.room("standup").participants, r"It is room\.attendees"),
    "ask room": (lambda t: t.room("standup").rename_room, r'talk\.user\("alice"\)\.rename_room\(room'),
    "everyday": (lambda t: t.actor("alice").kick, r"It is remove_attendee\(\.\.\.\) or ban\(\.\.\.\)"),
    "two words": (lambda t: t.actor("alice").make_moderator, r"It is promote\(\.\.\.\)"),
    "undoo": (lambda t: t.undoo, 'Did you mean "undo"'),
    "private": (lambda t: t._undo, r'has no "_undo"\.$'),
}


@pytest.mark.parametrize("guess", SAID)
def test_what_is_not_there_is_said_to_be_elsewhere(talk: Talk, guess: str) -> None:
    ask, said = SAID[guess]
    with pytest.raises(AttributeError, match=said):
        ask(talk)


def test_an_actor_says_what_kind_of_actor_it_is(talk: Talk) -> None:
    assert talk.actor("alice").ban("standup", talk.actor("bob")).data["bannedActorId"] == "bob"
    with pytest.raises(UsageError, match="ban needs 'actor_type'; it takes actor_type, actor_id, note"):
        talk.actor("alice").ban("standup")


def test_what_is_no_policy_is_told() -> None:
    with pytest.raises(UsageError, match=r"'talk' is no policy; talksim\.load_policy reads one"):
        talksim.diff("talk", None)  # type: ignore[arg-type]


def test_who_may_not_start_a_call_is_told_the_permission(talk: Talk) -> None:
    alice, bob = talk.actor("alice"), talk.actor("bob")
    alice.set_default_permissions("standup", ["custom", "join call"])
    bob.join_room("standup")
    assert bob.join_call("standup").because == 'bob is user without "start call"; nobody is in the call'


def test_time_passes_by_a_timedelta(talk: Talk) -> None:
    before = talk.server.now
    talk.wait(timedelta(minutes=5))
    assert talk.server.now - before == 300


def test_all_rooms_can_be_looked_at(talk: Talk) -> None:
    talk.guest("gina").join_room("standup")
    assert [repr(room) for room in talk.rooms] == [
        "<room standup: public, alice (owner), bob (user), gina (guest)>"
    ]


def test_can_takes_phrases_and_chapters(talk: Talk) -> None:
    assert {p.operation.name for p in talk.can("bob", "standup", "rename room")} == {"rename_room"}
    assert {p.operation.chapter for p in talk.can("bob", "standup", ["bans", "lobby"])} == {"bans", "lobby"}
    assert talk.can("bob", operations=[]) == []
    assert [p.answer for p in talk.can("bob", "standup", "lobby")] == [
        p.answer for p in talk.can("bob", "standup") if p.operation.chapter == "lobby"
    ]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("standup", "lobbby"), 'Did you mean "lobby"'),
        (("", "join call"), "join call needs a room"),
        (("standup", "create user"), "create user is for the admin, not for bob"),
    ],
)
def test_what_cannot_be_asked_is_told(talk: Talk, asked: tuple[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        talk.can("bob", *asked)


def test_a_matrix_takes_one_of_each(talk: Talk) -> None:
    found = matrix(talk, "bob", "standup", "lobby")
    assert [(grid.room, grid.people) for grid in found.grids] == [("standup", ("bob",))]
    assert len(matrix(talk, talk.actor("bob"), talk.room("standup"), "lobby").grids) == 1


def test_what_is_longer_than_a_screen_is_shown_by_chapter(talk: Talk) -> None:
    permits, everything = talk.can("bob", "standup"), talk.matrix()
    for long in (permits, everything):
        assert len(repr(long).splitlines()) < len(str(long).splitlines()) / 2
    lines = repr(permits).splitlines()
    assert lines[0].split() == ["chapter", "may"]
    assert next(line for line in lines if line.startswith("lobby")).split() == ["lobby", "403", "moderator"]
    assert lines[-1].startswith(f"{len(permits)} answers: print shows all")
    assert repr(everything).splitlines()[0].split() == ["room", "chapter", "alice", "bob"]
    few = talk.matrix(operations="lobby")
    assert repr(few) == str(few)


def test_short_looks(talk: Talk) -> None:
    before = talk.fork()
    assert repr(talk.difference(before)) == "no difference"
    talk.actor("alice").rename_room("standup", "daily")
    assert repr(talk.difference(before)) == "rooms.standup.name: standup → daily"
    assert repr(talk.difference(before)[0]) == "<Change rooms.standup.name: standup → daily>"
    assert repr(talk.journal[-1]).startswith("<Entry alice: rename room ")
    assert repr(talk.journal[0]) == "<Entry setup: user name='alice' display_name='' groups=[]>"


def test_a_guest_is_called_by_name_in_what_changed(talk: Talk) -> None:
    before, gina = talk.fork(), talk.guest("gina")
    gina.join_room("standup")
    assert "rooms.standup.attendees.gina: + guest" in str(talk.difference(before))


def test_an_exploration_of_nothing_is_told(talk: Talk) -> None:
    with pytest.raises(UsageError, match="no operation is in play"):
        explore(talk, [])
