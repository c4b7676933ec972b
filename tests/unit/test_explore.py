"""Exploring from Python: universes, worlds, functions, walks, what shows a breach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from talksim.errors import UsageError
from talksim.explore.explore import explore
from talksim.explore.search import Progress
from talksim.explore.universe.load import load_text
from talksim.invariants import Step
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.policies import load_policy_text
from talksim.scenario.load import load_text as scenarios_in
from talksim.scenario.run import run
from talksim.talk import Talk

CALLS = [
    "join room",
    "leave room",
    {"join call": {"flags": "audio"}},
    {"leave call": {"for_everyone": False}},
]
LONELY = 'not any(p.in_call for p in room("standup").people if p.is_guest)'


def standup() -> Talk:
    talk = Talk()
    for name in ("alice", "bob"):
        talk.user(name)
    talk.guest("gina")
    talk.actor("alice").create_room("standup", type="public")
    return talk


def test_a_world_is_explored_from_where_it_is() -> None:
    talk = standup()
    talk.actor("alice").join_room("standup")
    talk.actor("alice").join_call("standup")
    found = explore(talk, CALLS, sometimes='room("standup").person("gina").in_call')
    assert found.complete
    assert found.ok
    (verdict,) = found.verdicts
    assert verdict.witness is not None
    assert verdict.witness.lines == ["gina: join room standup", "gina: join call standup flags=audio"]
    assert len(talk.journal) == 5
    (scenario,) = scenarios_in(verdict.witness.scenario)
    assert run(scenario).failure is None
    assert talk.server.rooms.keys() == {"".join(talk.server.rooms)}


def test_all_invariants_are_claimed_where_nothing_is() -> None:
    found = explore(standup(), ["join room"])
    assert len(found.verdicts) > 15
    assert found.ok


def test_functions_say_what_should_hold() -> None:
    def nobody_calls(room: Room) -> bool:
        return not room.call.active

    def all_is_well(server: Server) -> None:
        assert server.rooms

    def gina_is_never_refused(step: Step) -> Iterator[str]:
        if step.asked.caller == "gina" and step.outcome is not None and not step.outcome.ok:
            yield f"{step.outcome.status}"

    found = explore(standup(), CALLS, always=[nobody_calls, all_is_well, gina_is_never_refused])
    assert {verdict.name: (verdict.holds, verdict.breaches) for verdict in found.verdicts} == {
        "nobody calls": (False, ("standup: nobody calls is false",)),
        "all is well": (True, ()),
        "gina is never refused": (False, ("404",)),
    }
    shown = found["gina is never refused"].witness
    assert shown is not None
    assert len(shown.steps) == 1
    assert shown.steps[0].refused


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (["flags belong to a cal"], "Did you mean"),
        (["rom"], 'there is no "rom"'),
        ([lambda world: world is not None], "server, room or step"),
    ],
)
def test_what_cannot_be_claimed_is_refused(what: list[object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        explore(standup(), ["join room"], always=what)


@pytest.mark.parametrize("drop", ["moderator", ""])
def test_the_policy_of_a_world_counts(drop: str) -> None:
    rules = f"drop: {{set lobby: [{drop}]}}\n" if drop else ""
    talk = Talk(policy=load_policy_text(f"talksim: 1\npolicy: a lobby for all\n{rules}"))
    for name in ("alice", "bob"):
        talk.user(name)
    talk.actor("alice").create_room("standup")
    talk.actor("alice").add_participant("standup", "bob")
    closed = {"set lobby": {"by": "bob", "state": "non moderators"}}
    assert explore(talk, [closed], sometimes='room("standup").lobby == "non moderators"').ok is bool(drop)


def test_an_unknown_operation_is_refused() -> None:
    with pytest.raises(UsageError, match='Did you mean "join call"'):
        explore(standup(), ["join cal"])


def test_a_breach_is_shown_as_a_scenario_and_as_a_sequence() -> None:
    verdict = explore(standup(), CALLS, always=LONELY, first=True)[LONELY]
    shown = verdict.witness
    assert verdict.holds is False
    assert shown is not None
    assert verdict.breaches == (f"p = {verdict.breaches[0].split()[2][:-1]}: p.in_call is true",)
    (scenario,) = scenarios_in(shown.scenario)
    assert run(scenario).failure is None
    assert shown.mermaid().splitlines()[:3] == [
        "sequenceDiagram",
        "    participant a0 as gina",
        "    participant talk as Talk",
    ]


def test_bounds_leave_it_open() -> None:
    found = explore(standup(), CALLS, always=LONELY, depth=1)
    assert (found.complete, found.stopped_by, found[LONELY].holds) == (False, "depth", None)
    assert explore(standup(), CALLS, always="True", states=5).stopped_by in ("states", "")


@pytest.mark.parametrize("workers", [1, 2])
def test_walks_find_the_same_in_any_number_of_processes(workers: int) -> None:
    told: list[Progress] = []
    found = explore(
        standup(), CALLS, always=LONELY, walks=150, steps=20, seed=3, workers=workers, progress=told.append
    )
    shown = found[LONELY].witness
    assert shown is not None
    assert shown.lines == ["gina: join room standup", "gina: join call standup flags=audio"]
    assert found.progress.transitions == 150 * 20
    assert told


def test_walks_do_not_say_that_something_always_holds() -> None:
    found = explore(standup(), CALLS, always="len(rooms) == 1", walks=2, steps=5)
    assert found["len(rooms) == 1"].holds is None


def test_the_actors_of_a_walk_are_merged() -> None:
    test = 'sum(p.in_call for p in room("standup").people) < 1'
    found = explore(standup(), CALLS, always=test, walks=5, steps=60, seed=1)
    shown = found[test].witness
    assert shown is not None
    assert len({step.actor for step in shown.steps}) == 1
    assert len(shown.steps) == 2


WAITING = """
talksim: 1
universe: Time
given:
  users: [alice]
  rooms: {standup: {owner: alice}}
operations: [join room, join call: {flags: audio}]
wait: true
sometimes: room("standup").person("alice").in_call
"""


def test_settings_count_and_are_written_down() -> None:
    universe = load_text(WAITING)
    assert explore(universe).ok
    found = explore(universe, settings={"start_calls": 3})
    assert not found.ok


def test_a_witness_may_wait(tmp_path: Path) -> None:
    path = tmp_path / "waiting.yaml"
    path.write_text(
        "talksim: 1\nuniverse: Time\n"
        "given: {users: [alice, bob], rooms: {standup: {owner: alice, users: [bob], "
        "lobby: {state: non moderators, timer: 90 s}}}}\n"
        "operations: [join room, join call: {flags: audio}]\nwait: true\n"
        'sometimes: room("standup").person("bob").in_call\n'
    )
    (verdict,) = explore(path).verdicts
    assert verdict.witness is not None
    assert "wait: 1 min 31 s" in verdict.witness.lines
    (scenario,) = scenarios_in(verdict.witness.scenario)
    assert run(scenario).failure is None


def test_what_is_refused_is_held_against_what_may_be() -> None:
    text = WAITING.replace("sometimes", "refused: {join call: session found}\nsometimes").replace(
        "wait: true", ""
    )
    assert explore(load_text(text)).ok
    wrong = text.replace("session found", "lobby passed")
    verdict = explore(load_text(wrong))["nothing more is refused"]
    assert verdict.holds is False
    assert verdict.breaches == (
        'alice: join call is refused, 404, guard "session found" (rule calls.session_found): '
        "alice has not joined standup with this browser",
    )
