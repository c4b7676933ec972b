"""Policies: what each section changes, what is in force when, and what an effect does that misses a rule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from talksim import OPERATIONS, Policy, Talk, UsageError, load_policy
from talksim.cover.observe import observing
from talksim.invariants import INVARIANTS
from talksim.policies import load_policy_text
from talksim.policies.guards import can_be_added
from talksim.policies.reliance import puts, reads, scene_of
from talksim.policies.schema import schema
from talksim.rules.lifecycle import LIFECYCLES
from talksim.rules.policy import policy_in_force
from talksim.rules.stage import RULES, Guard
from talksim.scenario.document.fault import Faults
from talksim.scenario.document.source import read_file

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "policies").glob("*.yaml"))
RECORDING: dict[str, Any] = {
    "signaling_mode": "external",
    "signaling_servers": ["https://signaling.example"],
    "recording_servers": ["https://recording.example"],
}


def policy(text: str) -> Policy:
    return load_policy_text(f"talksim: 1\npolicy: P\n{text}")


def example(name: str) -> Policy:
    return load_policy(ROOT / "policies" / f"{name}.yaml")


def rules() -> list[object]:
    """Everything a policy can change, by identity."""
    parts = [(o.steps, o.effect, o.defaults) for o in OPERATIONS.values()]
    return [*(part for three in parts for part in three), *(one.table for one in LIFECYCLES.values())]


def same(before: list[object], after: list[object]) -> bool:
    return all(one is other for one, other in zip(before, after, strict=True))


def standup(talk: Talk) -> tuple[Any, Any, Any]:
    """Alice's room with bob, both in it."""
    alice, bob = talk.user("alice"), talk.user("bob")
    room = alice.create_room("standup")
    assert alice.add_participant(room, bob)
    assert alice.join_room(room)
    assert bob.join_room(room)
    return alice, bob, room


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_loads_and_leaves_the_rules_as_they_were(path: Path) -> None:
    before = rules()
    made = load_policy(path)
    with made.in_force():
        assert policy_in_force() is made
    assert same(before, rules())


def test_a_dropped_guard_lets_users_record() -> None:
    for policy, status in ((example("users-may-record"), 200), (None, 403)):
        talk = Talk(policy=policy)
        talk.set(**RECORDING)
        alice, bob, room = standup(talk)
        assert alice.join_call(room)
        fork = talk.fork()
        assert bob.start_recording(room, status="video").status == status
        assert fork.actor("bob").start_recording("standup", status="video").status == status


def test_moderators_start_calls() -> None:
    _, bob, room = standup(Talk(policy=example("moderators-start-calls")))
    refused = bob.join_call(room)
    assert (refused.status, refused.refusal.guard.name) == (403, "call startable")
    _, bob, room = standup(Talk())
    assert bob.join_call(room)


def test_new_rooms_begin_with_a_lobby() -> None:
    alice, bob, room = standup(Talk(policy=example("lobby-by-default")))
    assert bob.join_call(room).status == 412
    assert alice.join_call(room)


def test_consent_is_required_where_calls_can_be_recorded() -> None:
    talk = Talk(policy=example("consent-required"))
    _, bob, room = standup(talk)
    assert bob.join_call(room).ok
    talk.undo()
    talk.set(**RECORDING)
    assert bob.join_call(room).refusal.guard.name == "consent given"
    assert bob.join_call(room, consent=True)


def test_a_gate_stands_where_the_pipeline_has_it() -> None:
    with policy("add: {send message: [login moderator, may start call]}").in_force():
        names = [stage.name for _, _, stage in OPERATIONS["send_message"].steps]
    ordered = [n for n in names if n in ("not banned", "login moderator", "read write", "may start call")]
    assert ordered == ["not banned", "login moderator", "read write", "may start call"]
    assert names.index("may start call") == names.index("may chat") + 1


def test_any_other_guard_stands_last_and_gets_its_parameters() -> None:
    alice, _, room = standup(Talk(policy=policy("add: {set read only: [lobby state known]}")))
    assert alice.set_read_only(room, state="read-only").ok
    with policy("add: {set read only: [lobby state known]}").in_force():
        assert OPERATIONS["set_read_only"].steps[-1][2].name == "lobby state known"


def test_own_rooms_and_breakout_rooms_have_no_lobby_by_default() -> None:
    text = "defaults: {room: {lobby: non moderators, listable: users, sip: enabled, default permissions: 0}}"
    talk = Talk(policy=policy(text))
    alice, bob, room = standup(talk)
    assert alice.create_room(type="one-to-one", invite=bob)
    assert alice.configure_breakout_rooms(room, mode="automatic", amount=2)
    talk.set(sip_bridge_shared_secret="secret", sip_bridge_dialin_info="here")
    dialed = alice.create_room("dialed")
    assert talk.server.rooms[dialed.token].sip.word == "enabled"
    assert talk.server.rooms[room.token].sip.word == "disabled"
    for one in talk.server.rooms.values():
        for invariant in INVARIANTS.values():
            assert list(invariant.of_server(talk.server)) == [], one.label


def test_default_permissions_are_marked_custom() -> None:
    talk = Talk(policy=policy("defaults: {room: {default permissions: [chat]}}"))
    _, bob, room = standup(talk)
    assert bob.join_call(room).status == 403
    assert bob.send_message(room, "hi").ok


def test_a_parameter_has_another_default() -> None:
    talk = Talk(policy=policy("defaults: {create room: {type: public}}"))
    alice = talk.user("alice")
    assert talk.server.rooms[alice.create_room("a").token].type.word == "public"
    assert talk.server.rooms[alice.create_room("b", type="group").token].type.word == "group"


def test_a_removed_move_refuses_and_changes_nothing() -> None:
    talk = Talk(policy=policy("moves: {recording: {remove: [started video]}}"))
    talk.set(**RECORDING)
    alice, _, room = standup(talk)
    assert alice.join_call(room)
    assert alice.start_recording(room, status="video")
    before = talk.fork()
    report = talk.actor("recording backend").report_recording(room, type="started", status="video")
    assert report.refusal is not None
    assert (report.status, report.refusal.rule) == (400, "policy.move_exists")
    assert 'no move "started video" from starting video' in report.refusal.because
    changes = talk.difference(before, history=True)
    assert [str(change) for change in changes if change.path[0] != "browsers"] == []
    again = talk.fork()
    talk.undo()
    assert str(talk.room("standup").token) == again.room("standup").token
    assert [str(change) for change in talk.difference(again) if change.path[0] != "browsers"] == []


def test_a_removed_move_from_one_state_an_added_one_and_one_that_leads_elsewhere() -> None:
    text = """
moves:
  recording:
    remove: {start audio: failed}
    add: {start video: {audio: starting video}}
    redirect: {started video: {starting video: audio}}
"""
    with policy(text).in_force():
        recording = LIFECYCLES["recording"]
        found = {(e.trigger, str(e.source)): str(e.dest) for e in recording.moves}
        machine = recording.machine.events["started video"].transitions
        assert machine["STARTING_VIDEO"][0].dest == "AUDIO"
    assert ("start audio", "failed") not in found
    assert ("start audio", "none") in found
    assert found["start video", "audio"] == "starting video"
    assert found["started video", "starting video"] == "audio"


def test_a_move_asks_no_more() -> None:
    talk = Talk(
        policy=policy("settings: {start_calls: moderators}\nmoves: {presence: {drop: call startable}}")
    )
    _, bob, room = standup(talk)
    assert bob.join_call(room).ok


def test_a_lobby_whose_move_is_gone_stays_closed() -> None:
    talk = Talk(policy=policy("moves: {lobby: {remove: [timer over]}}"))
    alice, bob, room = standup(talk)
    assert alice.set_lobby(room, "non moderators", timer="1 h")
    talk.wait("2 h")
    assert bob.join_call(room).status == 412


def test_settings_are_where_a_server_begins() -> None:
    talk = Talk(policy=policy("settings: {start_calls: moderators, changelog: false}"))
    assert talk.server.settings.start_calls.word == "moderators"
    talk.set(start_calls="everyone")
    assert talk.fork().server.settings.start_calls.word == "everyone"
    talk.undo()
    assert talk.server.settings.start_calls.word == "moderators"
    saved = Talk(Talk().server, policy=talk.policy)
    assert saved.server.settings.start_calls.word == "everyone"


def test_two_worlds_under_two_policies_take_turns() -> None:
    one, two = Talk(policy=example("lobby-by-default")), Talk(policy=example("users-may-record"))
    before = rules()
    people = [standup(one), standup(two)]
    for _ in range(3):
        assert people[0][1].join_call(people[0][2]).status == 412
        assert people[1][1].join_call(people[1][2]).ok
        assert same(before, rules())


def test_in_the_block_of_another_policy_that_one_rests() -> None:
    def names() -> set[str]:
        return {stage.name for _, _, stage in OPERATIONS["send_message"].steps}

    before, outer = rules(), policy("drop: {send message: [read write]}")
    inner = policy("add: {send message: [moderator]}")
    with outer.in_force():
        within = rules()
        with inner.in_force():
            assert {"moderator", "read write"} <= names()
            with outer.in_force():
                assert not names() & {"moderator", "read write"}
            assert {"moderator", "read write"} <= names()
        with Policy("Talk as it is").in_force():
            assert same(before, rules())
        with observing(), inner.in_force():
            assert {"moderator", "read write"} <= names()
        assert same(within, rules())
        assert load_policy_text("talksim: 1\npolicy: P\ndrop: {send message: [read write]}").in_force()
    assert same(before, rules())


def test_a_talk_made_under_a_policy_goes_on_under_it() -> None:
    made = example("lobby-by-default")
    with made.in_force():
        talk = Talk()
    assert talk.policy is made
    assert talk.fork().policy is made
    assert Talk().policy is None
    _, bob, room = standup(talk)
    assert bob.join_call(room).status == 412


def test_a_fork_made_under_a_policy_is_under_that_of_its_world() -> None:
    talk = Talk()
    with example("lobby-by-default").in_force():
        assert talk.fork().policy is None


def test_what_is_observed_stays_so_under_a_policy() -> None:
    talk = Talk(policy=policy("drop: {send message: [read write]}\nadd: {send message: [moderator]}"))
    alice, _, room = standup(talk)
    with observing() as tally:
        assert alice.send_message(room, "hi")
    assert tally.passed["chat.send_message", "gate.may_chat"] == 1
    assert ("chat.send_message", "gate.read_write") not in tally.passed
    assert talk.actor("bob").send_message(room, "hi").status == 403


def test_policies_extend_one_another() -> None:
    made = example("quiet-classroom")
    alice, bob, room = standup(Talk(policy=made))
    assert bob.join_call(room).status == 412
    assert bob.send_message(room, "hi").status == 403
    assert alice.send_message(room, "hi").ok


def test_what_an_earlier_file_added_a_later_one_drops(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("talksim: 1\npolicy: B\nadd: {send message: moderator}\n")
    (tmp_path / "top.yaml").write_text(
        "talksim: 1\npolicy: T\nextends: base.yaml\ndrop: {send message: moderator}\n"
    )
    _, bob, room = standup(Talk(policy=load_policy(tmp_path / "top.yaml")))
    assert bob.send_message(room, "hi").ok


def test_a_variant_is_a_fix_by_name() -> None:
    before = OPERATIONS["configure_breakout_rooms"].effect
    with policy("variants: inherit the consent").in_force():
        assert OPERATIONS["configure_breakout_rooms"].effect is not before
    assert OPERATIONS["configure_breakout_rooms"].effect is before


def test_an_effect_that_misses_a_guard_is_the_fault_of_the_policy() -> None:
    talk = Talk(policy=policy("drop: {create room: [type creatable]}"))
    alice = talk.user("alice")
    with pytest.raises(UsageError, match='the policy "P" breaks create room, which relies on what it drops'):
        alice.create_room("x", type=77)
    assert alice.create_room("y").ok


def test_what_is_no_policy_is_told() -> None:
    with pytest.raises(UsageError, match=r"'x\.yaml' is no policy; talksim\.load_policy"):
        Talk(policy="x.yaml")  # type: ignore[arg-type]
    with pytest.raises(Faults, match=r"nowhere\.yaml: no such file"):
        load_policy("nowhere.yaml")


def test_no_declared_stage_reads_what_is_not_there() -> None:
    for operation in OPERATIONS.values():
        there: frozenset[str] = frozenset()
        for stage in operation.stages:
            there |= puts(stage.run)
            assert reads(stage.run) <= there, f"{operation.phrase}: {stage.id}"
        assert reads(operation.effect) <= there | puts(operation.effect), operation.phrase


def test_the_analysis_finds_what_gates_rely_on() -> None:
    assert reads(RULES["gate.lobby_passed"].run) == {"attendee", "room"}
    assert reads(RULES["gate.may_chat"].run) == {"attendee", "room"}
    assert puts(RULES["gate.room_found"].run) == {"room"}
    assert puts(RULES["gate.participant_found"].run) == {"attendee", "session"}


def test_the_scene_of_every_guard_is_known() -> None:
    guards = [rule for rule in RULES.values() if isinstance(rule, Guard)]
    assert all(scene_of(guard).__name__ in ("OnServer", "InRoom", "InCall") for guard in guards)
    assert any(not can_be_added(guard) for guard in guards)


def test_the_committed_schema_is_in_step() -> None:
    committed = json.loads((ROOT / "docs" / "policy-1.schema.json").read_text(encoding="utf-8"))
    assert committed == schema(), "write it again: talksim schema --policy > docs/policy-1.schema.json"


def test_policies_fit_the_schema_and_bad_ones_do_not() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    for path in EXAMPLES:
        assert [error.message for error in validator.iter_errors(read_file(path).value)] == []
    for name in ("add", "defaults", "drop", "keys", "moves", "settings", "variants", "version"):
        bad = read_file(ROOT / "tests" / "faults" / "policies" / f"{name}.yaml").value
        assert not validator.is_valid(bad), name
