"""What a policy changes: exactly the cells that follow from the rules, each with a story that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from talksim.compare.change import Change
from talksim.compare.difference import Difference, diff
from talksim.compare.replayed import replayed
from talksim.explore.search import Bounds
from talksim.explore.universe.load import load_text
from talksim.policies import load_policy
from talksim.report.difference import render
from talksim.rules.policy import Policy
from talksim.scenario.load import collect, load
from talksim.scenario.load import load_text as load_scenarios
from talksim.scenario.run import run

ROOT = Path(__file__).parents[2]
PEOPLE = ("owner, account", "moderator, account", "user, account")
Row = tuple[str, str, str, str, str]


def policy(name: str) -> Policy:
    return load_policy(ROOT / "policies" / f"{name}.yaml")


def compared(name: str, text: str | None = None) -> Difference:
    found = diff(None, policy(name), [load_text(text)] if text else None)
    assert found.complete
    assert found.states > 100
    return found


def rows(found: Difference) -> set[Row]:
    """Operation, role, before, after, cause; everything is in the one public room."""
    assert {change.cell.room for change in found.changes} <= {"public"}
    cells = [change.cell for change in found.changes]
    return {(c.operation, c.role, c.before, c.after, c.cause) for c in cells}


def refused(operation: str, role: str, answer: str, before: str = "allowed") -> Row:
    return operation, role, before, answer, answer.partition(" ")[2]


def test_a_policy_does_not_differ_from_itself() -> None:
    strict = policy("quiet-classroom")
    for one in (None, strict):
        found = diff(one, one)
        assert found.equivalent
        assert found.implies
        assert found.complete


def test_moderators_start_calls() -> None:
    """Who is no moderator is refused the start; a call that somebody has started is joined as before."""
    answer = "403 presence.call_startable"
    assert rows(compared("moderators-start-calls")) == {
        refused("join call", role, answer) for role in ("user, account", "guest")
    }


def test_consent_is_required() -> None:
    """Whoever does not consent: consent is asked for before the session is looked for."""
    answer = "400 consent.consent_given"
    expected = {refused("join call", role, answer) for role in (*PEOPLE, "guest")}
    expected |= {refused("join call", role, answer, "404 calls.session_found") for role in PEOPLE}
    assert rows(compared("consent-required")) == expected


def test_new_rooms_begin_with_a_lobby() -> None:
    """Those without moderator rights wait; the lobby is asked about before the session."""
    answer = "412 gate.lobby_passed"
    expected = {refused("join call", role, answer) for role in ("user, account", "guest")}
    expected |= {refused("join call", "user, account", answer, "404 calls.session_found")}
    assert rows(compared("lobby-by-default")) == expected


def test_users_may_record() -> None:
    """Users get as far as moderators do; guests still need an account."""
    assert rows(compared("users-may-record")) == {
        ("start recording", "user, account", "403 gate.login_moderator", after, "gate.login_moderator")
        for after in ("allowed", "400 recording.call_active", "400 recording.not_recording")
    }


@pytest.mark.parametrize(
    "name", ["moderators-start-calls", "consent-required", "lobby-by-default", "users-may-record"]
)
def test_each_witness_is_answered_as_it_says_under_both(name: str) -> None:
    """As written under the first policy; under the second, the last step alone is answered otherwise."""
    for change in compared(name).changes:
        (scenario,) = load_scenarios(change.scenario)
        assert run(scenario).failure is None
        with policy(name).in_force():
            failure = run(scenario).failure
        assert failure is not None
        assert failure.line >= _last_line(change), change.scenario


def _last_line(change: Change) -> int:
    """Where the last step of the scenario's text begins."""
    lines = change.scenario.splitlines()
    return max(number for number, line in enumerate(lines, 1) if line.lstrip().startswith("- "))


def test_the_shortest_story_counts() -> None:
    found = compared("users-may-record")
    lengths = {change.cell.after: len(change.steps) for change in found.changes}
    assert lengths == {"allowed": 3, "400 recording.call_active": 1, "400 recording.not_recording": 4}


def test_scenarios_are_replayed_until_they_part() -> None:
    text = """\
talksim: 1
name: Bob begins
given:
  users: [alice, bob]
  rooms: {standup: {owner: alice, users: [bob], joined: [bob]}}
steps:
  - bob: join call standup
  - bob: leave call standup
"""
    (change,) = diff(None, policy("moderators-start-calls"), load_scenarios(text, "begin.yaml")).changes
    assert change.source == "begin.yaml:7"
    assert (change.cell.operation, change.cell.role, change.cell.room) == (
        "join call",
        "user, account",
        "group",
    )
    (scenario,) = load_scenarios(change.scenario)
    assert run(scenario).failure is None


def test_what_is_refused_while_rooms_are_set_up_has_a_story() -> None:
    text = """\
talksim: 1
name: A call is there
given:
  users: [alice, bob]
  rooms: {standup: {owner: alice, users: [bob], in call: [bob]}}
steps:
  - alice: leave room standup
"""
    (change,) = diff(None, policy("moderators-start-calls"), load_scenarios(text, "begin.yaml")).changes
    assert change.source == "begin.yaml:1"
    assert change.steps[-1] == "bob: join call standup"
    assert (change.cell.role, change.cell.cause) == ("user, account", "presence.call_startable")


@pytest.mark.parametrize("name", ["quiet-classroom", "consent-required", "users-may-record"])
def test_each_story_from_a_scenario_parts_where_it_says(name: str) -> None:
    other = policy(name)
    stories = [scenario for path in collect([ROOT / "scenarios"]) for scenario in load(path)]
    changes = [change for scenario in stories for change in replayed(scenario, None, other)]
    without = {Path(change.source).name for change in changes if not change.scenario}
    assert without <= {"password-by-video.yaml:20"}, "no file says that another app made a room meanwhile"
    for change in changes:
        if change.scenario:
            parted = [one.cell for one in replayed(load_scenarios(change.scenario)[0], None, other)]
            assert parted[-1] == change.cell, change.scenario


def test_what_both_refuse_parts_no_worlds() -> None:
    """The later request is found as well, and its story leaves out the one that was answered otherwise."""
    text = """\
talksim: 1
name: Bob tries twice
given:
  users: [alice, bob]
  settings: {recording backend: true}
  rooms: {standup: {owner: alice, users: [bob], joined: [alice, bob]}}
steps:
  - bob: start recording standup video
    refused: login moderator
  - alice: join call standup
  - bob: start recording standup video
    refused: login moderator
"""
    found = diff(None, policy("users-may-record"), load_scenarios(text, "twice.yaml"))
    assert {(c.cell.after, c.source): len(c.steps) for c in found.changes} == {
        ("400 recording.call_active", "twice.yaml:8"): 3,
        ("allowed", "twice.yaml:11"): 5,
    }
    assert not found.implies
    for change in found.changes:
        (scenario,) = load_scenarios(change.scenario)
        assert run(scenario).failure is None
        with policy("users-may-record").in_force():
            failure = run(scenario).failure
        assert failure is not None
        assert failure.line >= _last_line(change)


def test_what_is_allowed_again_is_told_in_the_other_direction() -> None:
    found = diff(policy("moderators-start-calls"), None)
    assert {change.cell.kind for change in found.changes} == {"newly allowed"}
    assert not found.implies
    assert compared("moderators-start-calls").implies


def test_a_bound_is_told() -> None:
    found = diff(None, None, bounds=Bounds(states=20))
    assert found.equivalent
    assert not found.complete


LONG = """\
talksim: 1
name: A long story
given:
  users: [alice, bob, carol, dora]
  groups: {staff: [dora]}
  guests: [gina]
  settings: {recording backend: true, start_calls: accounts}
  rooms:
    webinar: {type: public, owner: alice, moderators: [dora], users: [bob, carol], joined: [dora]}
    other: {owner: dora, users: [bob]}
steps:
  - alice: set lobby webinar "non moderators" timer="6 h"
  - bob: join room webinar
  - bob: join call webinar
    refused: 412
  - wait: 7 h
  - bob: list participants webinar
  - alice: join room webinar
  - carol: join room webinar
  - alice: leave room webinar
  - carol: join call webinar
  - bob: start recording webinar video
    refused: 403
"""


def test_a_story_from_a_scenario_keeps_what_it_needs() -> None:
    """The lobby, who else comes and goes, and what is given without need are left out; not the call."""
    (change,) = diff(None, policy("users-may-record"), load_scenarios(LONG, "long.yaml")).changes
    assert change.steps == (
        "alice: create room name=webinar type=public",
        "alice: add participant webinar bob",
        "carol: join room webinar",
        "carol: join call webinar",
        "bob: start recording webinar video",
    )
    assert change.source == "long.yaml:22"
    (story,) = load_scenarios(change.scenario)
    assert list(story.given.users) == ["alice", "bob", "carol"]
    assert not story.given.groups
    assert not story.given.guests
    assert "start_calls" not in story.given.settings
    (parted,) = replayed(story, None, policy("users-may-record"))
    assert parted.cell == change.cell


def test_what_comes_after_a_difference_is_told() -> None:
    more = LONG + "  - bob: leave room webinar\n  - carol: leave call webinar\n"
    found = diff(None, policy("users-may-record"), load_scenarios(more, "long.yaml"))
    assert (found.requests, found.not_compared) == (9, 2)
    assert render(found, "text").endswith(
        "2 more requests come after a difference: worlds that have parted are not compared\n"
    )


@pytest.mark.parametrize("name", ["quiet-classroom", "consent-required"])
def test_every_short_story_parts_in_its_cell_at_its_last_step(name: str) -> None:
    stories = [scenario for path in collect([ROOT / "scenarios" / "recording"]) for scenario in load(path)]
    found = diff(None, policy(name), stories)
    assert found.changes
    for change in found.changes:
        (scenario,) = load_scenarios(change.scenario)
        cells = [(one.cell, len(one.steps)) for one in replayed(scenario, None, policy(name))]
        assert cells == [(change.cell, len(scenario.steps))], change.scenario


def test_a_story_says_no_parameter_that_does_not_matter() -> None:
    told = {step for change in compared("users-may-record").changes for step in change.steps}
    assert "alice: join call standup" in told
    assert "bob: start recording standup status=video" in told, "it has to be given"
    needed = {step for change in compared("consent-required").changes for step in change.steps}
    assert not {step for step in needed if "flags" in step}


def test_who_is_answered_as_before_is_who_asked_and_has_no_change() -> None:
    found = compared("moderators-start-calls")
    assert found.unaffected(list(found.changes)) == ["moderator, account", "outside, guest", "owner, account"]
    asked = {role for operation, role in found.asked if operation == "join call"}
    assert asked == {*PEOPLE, "guest", "outside, guest"}


def test_what_nobody_asked_for_is_told() -> None:
    text = """\
talksim: 1
name: No recording
given:
  users: [alice]
  rooms: {standup: {owner: alice}}
steps:
  - alice: join room standup
  - alice: leave room standup
"""
    found = diff(None, policy("users-may-record"), load_scenarios(text, "no.yaml"))
    assert found.equivalent
    assert (found.requests, found.not_asked) == (2, ["start recording"])
    assert render(found, "text").splitlines()[-3:] == [
        "no difference in 2 requests",
        "nobody asked for start recording, of which a policy has other rules",
        "leave the scenarios out to look at all that can happen in a small room",
    ]
    assert compared("users-may-record").not_asked == []


def test_it_says_what_was_looked_at() -> None:
    lines = render(compared("users-may-record"), "text").splitlines()
    assert lines[2:4] == [
        "in    A room with a call: public room standup of "
        "alice (owner), mo (moderator), bob (user); guest gina",
        "      in play: join room, leave room, join call, leave call, set lobby, "
        "start recording, stop recording",
    ]
    assert lines[6] == "  affects user; answered as before: guest, guest outside, moderator, owner"


def test_a_role_that_differs_by_another_cause_is_not_answered_as_before() -> None:
    found = diff(None, policy("quiet-classroom"), load(ROOT / "scenarios" / "lobby" / "webinar.yaml"))
    for changes in found.by_cause().values():
        operations = {change.cell.operation for change in changes}
        changed = {one.cell.role for one in found.changes if one.cell.operation in operations}
        assert not changed & set(found.unaffected(changes))
