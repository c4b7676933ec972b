from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from talksim.cli import main
from talksim.constants import LobbyState
from talksim.cover.mutate import Mutant, Mutation, mutants, mutate
from talksim.cover.shadow import shadowed
from talksim.errors import UsageError
from talksim.model.lifecycles import lobby
from talksim.model.room import Room
from talksim.procedures.gate import moderator
from talksim.procedures.presence import call_startable, presence
from talksim.rules.lifecycle import LIFECYCLES, NoMove
from talksim.rules.operation import OPERATIONS
from talksim.rules.policy import redirected, swapped, unguarded, without
from talksim.rules.stage import RULES, Guard
from talksim.talk import Talk

CHECKED = """\
talksim: 1
name: A lobby keeps a user out
given:
  users: [alice, bob]
  rooms:
    standup: {owner: alice, users: [bob]}
steps:
  - bob: set lobby standup "non moderators"
    refused: {status: 403, guard: moderator}
  - alice: set lobby standup "non moderators"
  - bob: join room standup
  - bob: join call standup
    refused: 412
"""
UNCHECKED = """\
talksim: 1
name: Nobody looks
given:
  users: [alice]
  rooms: {standup: {owner: alice}}
steps:
  - alice: set lobby standup "non moderators"
"""


def by_what(found: Mutation) -> dict[str, int]:
    return {survivor.what: survivor.plays for survivor in found.survivors}


def mutated(folder: Path, text: str, jobs: int = 1) -> Mutation:
    (folder / "one.yaml").write_text(text)
    return mutate([str(folder)], jobs=jobs)


def test_a_scenario_notices_a_dropped_guard_and_a_lost_move(tmp_path: Path) -> None:
    left = by_what(mutated(tmp_path, CHECKED))
    assert "set lobby without gate.moderator" not in left
    assert "join call without gate.lobby_passed" not in left
    assert "lobby.close from no lobby to no lobby instead of non moderators" not in left
    assert left["lobby.open from non moderators to non moderators instead of no lobby"] == 0


def test_what_nobody_checks_survives(tmp_path: Path) -> None:
    left = by_what(mutated(tmp_path, UNCHECKED))
    assert left["lobby.close from no lobby to no lobby instead of non moderators"] == 1
    assert left["set lobby without gate.moderator"] == 0


def test_a_guard_of_a_move_is_a_mutant() -> None:
    keys = {mutant.key for mutant in mutants()}
    assert ("presence", "presence.call_startable") in keys


def test_every_guard_of_every_operation_and_every_move_is_a_mutant() -> None:
    found = mutants()
    pairs = {(op.id, s.id) for op in OPERATIONS.values() for s in op.stages if isinstance(s, Guard)}
    assert pairs <= {mutant.key for mutant in found if mutant.kind == "guard"}
    edges = {(edge.id,) for lifecycle in LIFECYCLES.values() for edge in lifecycle.moves}
    assert edges == {mutant.key for mutant in found if mutant.kind == "move"}


def _works(mutant: Mutant) -> bool:
    before = [(op.steps, op.effect) for op in OPERATIONS.values()], [c.moves for c in LIFECYCLES.values()]
    with mutant.change():
        now = [(op.steps, op.effect) for op in OPERATIONS.values()], [c.moves for c in LIFECYCLES.values()]
    after = [(op.steps, op.effect) for op in OPERATIONS.values()], [c.moves for c in LIFECYCLES.values()]
    return before == after != now


def test_every_mutant_changes_something_and_takes_it_back() -> None:
    assert [mutant.what for mutant in mutants() if not _works(mutant)] == []


def test_shadowed_pairs_are_no_mutants(tmp_path: Path) -> None:
    found = mutated(tmp_path, UNCHECKED)
    assert found.total + len(found.equivalent) == len(mutants())
    assert len(found.equivalent) == len(shadowed())


def test_the_same_in_several_processes(tmp_path: Path) -> None:
    assert mutated(tmp_path, CHECKED, jobs=2) == mutated(tmp_path, CHECKED)


@pytest.fixture
def turned() -> Iterator[None]:
    """The lifecycles in another order: which module is imported first decides in which they register."""
    before = dict(LIFECYCLES)
    LIFECYCLES.clear()
    LIFECYCLES.update(sorted(before.items(), reverse=True))
    yield
    LIFECYCLES.clear()
    LIFECYCLES.update(before)


@pytest.mark.usefixtures("turned")
def test_in_several_processes_though_lifecycles_registered_in_another_order(tmp_path: Path) -> None:
    left = by_what(mutated(tmp_path, CHECKED, jobs=2))
    assert "lobby.close from no lobby to no lobby instead of non moderators" not in left


def test_the_order_of_mutants_is_not_that_of_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    before = [mutant.what for mutant in mutants()]
    turned = dict(sorted(LIFECYCLES.items(), reverse=True))
    monkeypatch.setattr("talksim.cover.mutate.LIFECYCLES", turned)
    monkeypatch.setattr("talksim.cover.figures.LIFECYCLES", turned)
    assert [mutant.what for mutant in mutants()] == before


def test_each_figure_can_be_zero(tmp_path: Path) -> None:
    found = mutate([str(tmp_path)])
    assert (found.killed, found.percent) == (0, 0)
    assert found.total > 0


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(CHECKED)
    result = CliRunner().invoke(main, ["cover", "--mutate", str(tmp_path)])
    assert result.exit_code == 0
    assert result.stdout.startswith("survivors\n")
    assert "  operations/lobby.py:" in result.stdout
    assert "changed rules were noticed" in result.stdout.splitlines()[-1]
    result = CliRunner().invoke(main, ["cover", "--mutate", str(tmp_path), "--format", "json"])
    data = json.loads(result.stdout)
    assert list(data) == ["talksim", "kind", "total", "killed", "survivors", "equivalent"]
    assert data["killed"] + len(data["survivors"]) == data["total"]
    assert CliRunner().invoke(main, ["cover", "--mutate", str(tmp_path), "--fail-under", "90"]).exit_code == 1


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    for name in ("alice", "bob"):
        talk.user(name)
    return talk


def test_without_a_guard_everybody_may(talk: Talk) -> None:
    made = talk.perform(talk.browser("alice", "alice"), OPERATIONS["create_room"], type=2, name="x")
    alice, bob = talk.browser("alice", "alice"), talk.browser("bob", "bob")
    talk.perform(alice, OPERATIONS["add_participant"], made.token, participant="bob")
    set_lobby = OPERATIONS["set_lobby"]
    with without(set_lobby, moderator):
        assert talk.perform(bob, set_lobby, made.token, state=1).ok
    assert talk.perform(bob, set_lobby, made.token, state=1).status == 403


def test_a_bind_still_binds() -> None:
    bind, set_lobby = RULES["gate.room_found"], OPERATIONS["set_lobby"]
    assert isinstance(bind, Guard)
    with without(set_lobby, bind):
        assert [stage for _, _, stage in set_lobby.steps] == list(set_lobby.stages)


def test_a_move_leads_elsewhere_or_nowhere() -> None:
    edge = next(e for e in lobby.moves if e.trigger == "close" and e.source is LobbyState.NO_LOBBY)
    with redirected(lobby, edge, LobbyState.NO_LOBBY):
        assert lobby.machine.events["close"].transitions["NO_LOBBY"][0].dest == "NO_LOBBY"
        assert _after_close() is LobbyState.NO_LOBBY
    with redirected(lobby, edge, None), pytest.raises(NoMove):
        _after_close()
    assert _after_close() is LobbyState.NON_MODERATORS


def _after_close() -> LobbyState:
    from talksim.constants import RoomType  # noqa: PLC0415

    room = Room(1, "t", RoomType.GROUP, "x")
    lobby.fire(room, "close", None)
    return room.lobby


def test_a_move_without_its_guard() -> None:
    with unguarded(presence, call_startable):
        assert all(call_startable not in edge.guards for edge in presence.moves)
    assert any(call_startable in edge.guards for edge in presence.moves)


def test_changes_of_one_operation_nest() -> None:
    operation = OPERATIONS["set_lobby"]
    steps = operation.steps
    with without(operation, moderator), swapped(operation, effect=print):
        assert operation.effect is print
        assert len(operation.steps) == len(steps) - 1
    assert operation.steps is steps


def test_what_is_not_there_cannot_be_changed() -> None:
    with pytest.raises(UsageError, match="no stage"), without(OPERATIONS["list_rooms"], moderator):
        pass
    with pytest.raises(UsageError, match="no move"), redirected(presence, lobby.moves[0], None):
        pass
    with pytest.raises(UsageError, match="no move of lobby"), unguarded(lobby, moderator):
        pass
