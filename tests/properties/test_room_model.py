"""The room of the benchmarks: the counts every checker gives, and the same edges however it is searched."""

from __future__ import annotations

from pathlib import Path

import pytest
from kernel_models import FACTORIES, Edges, labelled_edges
from room.direct import DirectModel, raw_transitions
from room.model import LIFECYCLES, Room, room_of
from room.packed import packed
from room.rules import Scene
from room.tuples import edges, in_words, search, start, state_of
from room.world import Action, room_world
from spin import Spin, missing

from talksim.explore.model import Property
from talksim.explore.search import breadth_first
from talksim.model.codec import Frozen, freeze, thaw

COUNTS = {2: (236, 2_150), 3: (1_556, 21_324), 4: (9_716, 183_720), 5: (58_916, 1_458_036)}
"""States and transitions by the number of people, as Spin finds them."""


def by_hand(people: int) -> set[tuple[object, str, object]]:
    waiting = [start(people)]
    seen = set(waiting)
    found: set[tuple[object, str, object]] = set()
    while waiting:
        state = waiting.pop()
        for label, after in edges(state):
            found.add((state, in_words(label), after))
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return found


def as_tuples(found: Edges) -> set[tuple[object, str, object]]:
    return {(state_of(thaw(Room, a)), label, state_of(thaw(Room, b))) for a, label, b in found}


def action(label: str, people: int = 3) -> Action:
    return next(one for one in room_world(people).actions if one.label == label)


@pytest.mark.parametrize("people", COUNTS)
def test_the_room_has_the_states_and_steps_that_spin_finds(people: int) -> None:
    found = breadth_first(DirectModel(room_world(people))).progress
    assert (found.states, found.transitions) == COUNTS[people]


@pytest.mark.parametrize("people", [*COUNTS, 6])
def test_the_quick_search_finds_as_many(people: int) -> None:
    found = breadth_first(packed(room_world(people))).progress
    assert (found.states, found.transitions) == {**COUNTS, 6: (351_476, 10_977_200)}[people]


@pytest.mark.parametrize("people", COUNTS)
def test_the_room_by_hand_has_as_many(people: int) -> None:
    assert search(people) == COUNTS[people]


@pytest.mark.skipif(bool(missing()), reason="Spin or a C compiler is not installed")
def test_spin_finds_as_many_in_the_room_written_for_it(tmp_path: Path) -> None:
    found = Spin.build("spin-bfs", 3, COUNTS[3][0], tmp_path).run()
    assert (found["states"], found["transitions"]) == COUNTS[3]


@pytest.mark.parametrize("factory", FACTORIES)
@pytest.mark.parametrize("people", [2, 3])
def test_every_model_of_the_room_has_the_edges_written_by_hand(people: int, factory: str) -> None:
    found = labelled_edges(*FACTORIES[factory](room_world(people)))
    assert len(found) == COUNTS[people][1]
    assert as_tuples(found) == by_hand(people)


def test_raw_transitions_give_the_same_labelled_edges_as_compiled_lifecycles() -> None:
    model = DirectModel(room_world(3))
    compiled = labelled_edges(model, lambda state: state)
    with raw_transitions(LIFECYCLES):
        assert all(one.fire.__func__ is type(one).fire_machine for one in LIFECYCLES)  # type: ignore[attr-defined]
        raw = labelled_edges(model, lambda state: state)
    assert raw == compiled
    assert len(raw) == COUNTS[3][1]
    assert not any(hasattr(one.fire, "__self__") for one in LIFECYCLES)


def test_a_recording_needs_a_call_and_a_closed_lobby_keeps_others_out() -> None:
    def breaches(state: Frozen) -> list[str]:
        room = thaw(Room, state)
        idle = not room.call.active and room.call.recording.value != "none"
        inside = [p for p in room.people.values() if p.in_call and not p.is_moderator]
        return ["recorded without a call"] * idle + ["passed the lobby"] * (
            bool(inside) and room.settings.lobby.value == "moderators"
        )

    found = breadth_first(DirectModel(room_world(3)), [Property("sound", "always", breaches)])
    assert found.complete
    assert not found.findings


def test_the_scene_is_told_between_guards_and_effect_and_a_refusal_changes_nothing() -> None:
    room, told = room_of(3), list[tuple[Scene, Frozen]]()
    before = freeze(room)
    assert not action("0: close lobby").run(room, lambda at: told.append((at, freeze(room))))
    assert (told, freeze(room)) == ([], before)
    assert action("0: join").run(room, lambda at: told.append((at, freeze(room))))
    [(at, seen)] = told
    assert at.actor is room.people[0]
    assert seen == before != freeze(room)


def test_labels_name_their_actions() -> None:
    labels = [one.label for one in room_world(4).actions]
    assert len(set(labels)) == len(labels) == 2 + 4 * 11 + 4 * 4 * 2
    assert {"backend: started", "3: promote 0", "2: join call"} <= set(labels)
