from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner, Result

from talksim.cli import main
from talksim.constants import GROUPS, LobbyState, Permission
from talksim.cover import shadow
from talksim.cover.figures import IN_EFFECTS, Figures, Half, figures, guard_pairs
from talksim.cover.observe import observing
from talksim.cover.sources import plays
from talksim.cover.table import missing_text, table
from talksim.cover.tally import Tally, load, save
from talksim.errors import UsageError
from talksim.rules.lifecycle import LIFECYCLES
from talksim.rules.operation import OPERATIONS
from talksim.rules.stage import RULES, Guard
from talksim.talk import Talk

SCENARIO = """\
talksim: 1
name: A lobby keeps a user out
given:
  users: [alice, bob]
  rooms:
    standup: {owner: alice, users: [bob]}
steps:
  - alice: set lobby standup "non moderators"
  - bob: join room standup
  - bob: join call standup
    refused: 412
"""
EMPTY = "talksim: 1\nname: Nothing\nsteps: [{wait: 1 s}]\n"


def ask(talk: Talk, user: str, operation: str, token: str = "", **params: object) -> str:
    return talk.perform(talk.browser(user, user), OPERATIONS[operation], token, **params).token


def standup() -> Tally:
    """What alice and bob exercise: a room, a lobby, a refused call."""
    with observing() as tally:
        talk = Talk()
        for name in ("alice", "bob"):
            talk.user(name)
        token = ask(talk, "alice", "create_room", type=3, name="standup")
        ask(talk, "alice", "set_lobby", token, state=1)
        ask(talk, "bob", "join_room", token)
        ask(talk, "bob", "join_call", token)
    return tally


def cover(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["cover", *arguments])


def test_guards_are_counted_both_ways() -> None:
    tally = standup()
    assert tally.refused["calls.join_call", "gate.lobby_passed"] == 1
    assert tally.passed["lobby.set_lobby", "gate.moderator"] == 1
    assert not tally.passed["calls.join_call", "gate.lobby_passed"]


def test_moves_statuses_and_constants_are_counted() -> None:
    tally = standup()
    assert tally.moves[("lobby.close from no lobby",)] == 1
    assert tally.statuses["calls.join_call", "412"] == 1
    assert tally.constants["LobbyState", "NON_MODERATORS"] == 1
    assert ("LobbyState", "NON_MODERATORS") not in _constants_of_an_empty_room()


def _constants_of_an_empty_room() -> Counter[tuple[str, ...]]:
    with observing() as tally:
        ask(Talk(), "nobody", "list_rooms") if "list_rooms" in OPERATIONS else None
    return tally.constants


def test_a_parameter_that_never_arrived_was_not_exercised() -> None:
    with observing() as tally:
        talk = Talk()
        talk.user("alice")
        ask(talk, "alice", "set_lobby", "nowhere", state=LobbyState.NON_MODERATORS)
    assert tally.refused["lobby.set_lobby", "gate.room_found"] == 1
    assert ("LobbyState", "NON_MODERATORS") not in tally.constants


def test_a_number_a_guard_refused_is_the_constant_it_means() -> None:
    with observing() as tally:
        talk = Talk()
        talk.user("alice")
        ask(talk, "alice", "create_room", type=4)
    assert tally.constants["RoomType", "CHANGELOG"] == 1


def test_bits_are_counted_one_by_one() -> None:
    with observing() as tally:
        talk = Talk()
        talk.user("alice")
        token = ask(talk, "alice", "create_room", type=3, name="x")
        ask(talk, "alice", "set_default_permissions", token, permissions=Permission.CHAT | Permission.CUSTOM)
    assert tally.constants["Permission", "CHAT"] == 1
    assert ("Permission", "PUBLISH_SCREEN") not in tally.constants


def test_finishes_and_commits_are_counted_by_operation() -> None:
    with observing() as tally:
        talk = Talk()
        talk.user("alice")
        token = ask(talk, "alice", "create_room", type=3, name="x")
        ask(talk, "alice", "allow_guests", token)
    assert tally.finishes["conversations.allow_guests", "conversations.public_already", "200"] == 1
    assert tally.statuses["conversations.allow_guests", "200"] == 1


def test_the_rules_are_as_before_after_a_block() -> None:
    before = {operation: (operation.steps, operation.effect) for operation in OPERATIONS.values()}
    fires = {lifecycle: lifecycle.observer for lifecycle in LIFECYCLES.values()}
    with observing():
        assert all(operation.effect != effect for operation, (_, effect) in before.items())
    with pytest.raises(ZeroDivisionError), observing():
        raise ZeroDivisionError
    assert before == {operation: (operation.steps, operation.effect) for operation in OPERATIONS.values()}
    assert fires == {lifecycle: lifecycle.observer for lifecycle in LIFECYCLES.values()}


def test_blocks_nest() -> None:
    with observing() as outer:
        inner = standup()
    assert inner.moves == outer.moves
    assert inner.refused == outer.refused


def test_each_figure_can_be_zero() -> None:
    found = figures(Tally())
    for field in attrs.fields(Figures):
        figure = getattr(found, field.name)
        if field.name != "statuses":
            assert figure.total > 0, field.name
            assert figure.covered == 0, field.name
            assert len(figure.missing) == figure.total
            assert figure.percent == 0
    assert found.percent == 0
    assert found.statuses == {}


def test_a_scenario_that_asks_for_nothing_exercises_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text(EMPTY)
    data = json.loads(cover(str(tmp_path), "--format", "json").stdout)
    assert data["constants"]["covered"] == data["moves"]["covered"] == data["guards"]["both"] == 0
    assert data["operations"]["covered"] == 0


def test_each_figure_can_be_full() -> None:
    empty = figures(Tally())
    tally = Tally(
        passed=Counter(dict.fromkeys(guard_pairs(), 1)),
        refused=Counter(dict.fromkeys(guard_pairs(), 1)),
        moves=Counter(dict.fromkeys(((id,) for id in empty.moves.missing), 1)),
        constants=Counter(dict.fromkeys((tuple(id.split(".")) for id in empty.constants.missing), 1)),
    )
    found = figures(tally)
    assert found.percent == 100
    assert found.guards.missing == found.moves.missing == found.constants.missing == ()


def test_every_member_guard_and_edge_is_in_a_total() -> None:
    found = figures(Tally())
    assert found.constants.total == sum(len({id(m) for m in group.members()}) for group in GROUPS)
    assert found.moves.total == sum(len(lifecycle.moves) for lifecycle in LIFECYCLES.values())
    counted = {guard for _, guard in guard_pairs()}
    assert counted == {rule.id for rule in RULES.values() if isinstance(rule, Guard)}


def test_a_guard_seen_one_way_is_missing_the_other() -> None:
    halves = {(half.operation, half.guard): half.never for half in figures(standup()).guards.missing}
    assert halves["calls.join_call", "gate.lobby_passed"] == "passed"
    assert halves["lobby.set_lobby", "gate.moderator"] == "refused"
    assert halves["bans.ban", "gate.moderator"] == "asked"


def test_a_guard_of_effects_only_has_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    guard = Guard("somewhere.raised", lambda _: True)
    monkeypatch.setitem(RULES, guard.id, guard)
    assert (IN_EFFECTS, guard.id) in guard_pairs()
    assert Half(IN_EFFECTS, guard.id, "refused") in figures(Tally()).guards.missing
    raised = Tally(refused=Counter({("calls.join_call", guard.id): 1}))
    assert Half(IN_EFFECTS, guard.id, "refused") not in figures(raised).guards.missing


def test_a_reason_stands_beside_what_is_missing_and_excuses_it() -> None:
    found = figures(Tally())
    pair = ("lobby.set_lobby", "gate.not_banned")
    reasons = {(half.operation, half.guard): half.reason for half in found.guards.missing}
    assert reasons[pair] == shadow.shadowed()[pair] != ""
    assert reasons["lobby.set_lobby", "gate.moderator"] == ""
    assert found.possible_guards.total == found.guards.total - len(shadow.shadowed())
    assert "gate.not_banned: a banned account" in missing_text(found)


def test_a_reason_that_is_not_true_is_stale() -> None:
    pair = next(iter(shadow.shadowed()))
    both = Tally(passed=Counter({pair: 1}), refused=Counter({pair: 1}))
    assert shadow.stale(both) == [pair]
    assert shadow.stale(Tally(passed=Counter({pair: 1}))) == []


def test_tallies_add_up_and_can_be_kept(tmp_path: Path) -> None:
    one, path = standup(), tmp_path / "tally.json"
    save(one, path)
    both = load(path)
    assert both == one
    both.add(one)
    assert both.passed["lobby.set_lobby", "gate.moderator"] == 2
    assert figures(both).percent == figures(one).percent


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"kind": "run"}', '{"kind": "cover tally"}', '{"kind": "cover tally", "passed": [[1]]}'],
)
def test_what_is_no_tally_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"bad\.json"):
        load(path)


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(SCENARIO)
    result = cover(str(tmp_path), "-v")
    assert result.exit_code == 0
    assert result.stdout.startswith("exercised")
    assert "missing moves" in result.stdout
    assert "calls.join_call never passed: gate.lobby_passed" in result.stdout
    assert cover(str(tmp_path), "--fail-under", "99").exit_code == 1
    assert cover(str(tmp_path), "--fail-under", "0").exit_code == 0


def test_the_command_as_json(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(SCENARIO)
    data = json.loads(cover(str(tmp_path), "--format", "json").stdout)
    assert list(data) == ["talksim", "kind", "constants", "moves", "guards", "operations"]
    assert data["kind"] == "cover"
    assert list(data["constants"]) == list(data["moves"]) == ["total", "covered", "missing"]
    assert list(data["guards"]) == ["total", "both", "missing"]
    assert data["operations"]["statuses"]["calls.join_call"] == {"412": 1}


def test_saving_and_merging(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(SCENARIO)
    (tmp_path / "two.yaml").write_text(EMPTY)
    kept, one = tmp_path / "kept.json", str(tmp_path / "one.yaml")
    direct = cover(one, "--format", "json", "--save", str(kept)).stdout
    assert cover("--merge", str(kept), "--format", "json").stdout == direct
    merged = json.loads(cover(str(tmp_path / "two.yaml"), "--merge", str(kept), "--format", "json").stdout)
    assert merged["moves"] == json.loads(direct)["moves"]
    assert cover(one, "--merge", str(tmp_path / "gone.json")).exit_code == 2


def test_usage(tmp_path: Path) -> None:
    assert cover().exit_code == 2
    assert cover(str(tmp_path)).exit_code == 5
    (tmp_path / "bad.yaml").write_text(SCENARIO.replace("join room", "jion room"))
    (tmp_path / "one.yaml").write_text(SCENARIO)
    result = cover(str(tmp_path))
    assert result.exit_code == 2
    assert "jion room" in result.stderr
    assert "exercised" in result.stdout


def test_traffic_can_be_played() -> None:
    recording = Path(__file__).parents[1] / "conformance" / "small.jsonl"
    (play,) = plays([str(recording)])
    with observing() as tally:
        play.run()
    assert sum(tally.statuses.values()) > 0


def test_the_table_never_rounds_up_to_the_whole() -> None:
    pairs = guard_pairs()
    tally = Tally(passed=Counter(dict.fromkeys(pairs, 1)), refused=Counter(dict.fromkeys(pairs[1:], 1)))
    line = next(line for line in str(table(figures(tally))).splitlines() if line.startswith("guards"))
    assert " 99.8" in line or " 99.9" in line
