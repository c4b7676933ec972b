from __future__ import annotations

import subprocess
import sys
import traceback
from collections.abc import Callable
from enum import Enum, IntEnum, StrEnum
from typing import Any

import attrs
import pytest
from transitions import Machine
from transitions.core import State

from talksim.errors import DeclarationError
from talksim.rules.compile import Condition, compile_machine, source
from talksim.rules.lifecycle import LIFECYCLES, Edge, GuardLike, Lifecycle, Move, NoMove, UncoveredMachine


class Light(IntEnum):
    OFF = 0
    DIM = 1
    FULL_ON = 2


class Other(StrEnum):
    OFF = "off"


class Slow(Enum):
    OFF = 0


@attrs.define(eq=False)
class Lamp:
    light: Light = Light.OFF


@attrs.frozen(eq=False)
class Rule:
    id: str
    test: Callable[[Any], Any]


POWER = Rule("power", lambda at: at["power"])
OWNER = Rule("owner", lambda at: at["owner"])
BOTH = {"power": True, "owner": True}

OFF, DIM, FULL_ON = Light
MOVES = [
    Move("press", OFF, FULL_ON, (POWER, OWNER), "straight up"),
    Move("press", OFF, DIM, (POWER,)),
    Move("press", [DIM, FULL_ON], OFF),
    Move("turn", DIM, FULL_ON),
]
Fires = Callable[[Lifecycle], Callable[..., GuardLike | None]]


def light(moves: list[Move] = MOVES, **changed: Any) -> Lifecycle:
    settings: dict[str, Any] = {"attribute": "light", "states": Light, "initial": OFF, "register": False}
    return Lifecycle("light", moves=moves, **(settings | changed))


def compiled(lifecycle: Lifecycle) -> Callable[..., GuardLike | None]:
    return lifecycle.fire


def reference(lifecycle: Lifecycle) -> Callable[..., GuardLike | None]:
    return lifecycle.fire_machine


class Notes:
    def __init__(self) -> None:
        self.seen: list[str] = []

    def on_guard(self, edge: Edge, guard: GuardLike, passed: bool, /) -> None:
        self.seen.append(f"{edge.id}: {guard.id} {passed}")

    def on_move(self, edge: Edge, /) -> None:
        self.seen.append(edge.id)


def watched(lifecycle: Lifecycle) -> Callable[..., GuardLike | None]:
    lifecycle.watch(Notes())
    return lifecycle.fire


@pytest.mark.parametrize("way", [compiled, reference, watched])
class TestFire:
    def test_the_first_row_whose_guards_pass_is_taken(self, way: Fires) -> None:
        lamp = Lamp()
        assert way(light())(lamp, "press", BOTH) is None
        assert lamp.light is FULL_ON

    def test_a_later_row_is_tried_when_the_first_refuses(self, way: Fires) -> None:
        lamp = Lamp()
        assert way(light())(lamp, "press", BOTH | {"owner": False}) is None
        assert lamp.light is DIM

    def test_a_refusal_is_the_guard_of_the_last_row_tried_and_changes_nothing(self, way: Fires) -> None:
        lamp = Lamp()
        assert way(light([*MOVES[:1]]))(lamp, "press", BOTH | {"owner": False}) is OWNER
        assert way(light())(lamp, "press", {"power": False}) is POWER
        assert lamp.light is OFF

    def test_no_row_from_the_state_raises(self, way: Fires) -> None:
        lamp = Lamp(FULL_ON)
        with pytest.raises(NoMove, match='light: no move "turn" from full on') as caught:
            way(light())(lamp, "turn", BOTH)
        assert (caught.value.lifecycle, caught.value.state, caught.value.trigger) == (
            "light",
            FULL_ON,
            "turn",
        )

    def test_an_unknown_trigger_raises(self, way: Fires) -> None:
        with pytest.raises(NoMove, match="explode"):
            way(light())(Lamp(), "explode", BOTH)

    def test_any_true_answer_of_a_guard_passes(self, way: Fires) -> None:
        lamp = Lamp()
        assert way(light([Move("press", OFF, DIM, [Rule("count", lambda at: at)])]))(lamp, "press", 2) is None
        assert lamp.light is DIM

    def test_what_a_guard_raises_is_not_swallowed(self, way: Fires) -> None:
        with pytest.raises(KeyError, match="power"):
            way(light())(Lamp(), "press", {})

    def test_the_scene_may_be_left_out(self, way: Fires) -> None:
        lamp = Lamp(DIM)
        assert way(light())(lamp, "turn") is None
        assert lamp.light is FULL_ON


def test_may_looks_for_a_row_and_asks_no_guard() -> None:
    assert light().may(Lamp(), "press")
    assert not light().may(Lamp(), "turn")
    assert not light().may(Lamp(), "explode")


def test_moves_are_flattened_with_stable_ids() -> None:
    assert [edge.id for edge in light().moves] == [
        "light.press from off",
        "light.press from off (2)",
        "light.press from dim",
        "light.press from full on",
        "light.turn from dim",
    ]
    assert light().moves[0] == Edge(
        "light", "press", OFF, FULL_ON, (POWER, OWNER), "light.press from off", "straight up"
    )
    assert light().states == (OFF, DIM, FULL_ON)
    assert light().triggers == ("press", "turn")


def test_some_members_of_an_enum_can_be_the_states() -> None:
    lamp, lifecycle = Lamp(), light([Move("turn", OFF, DIM)], states=[OFF, DIM])
    assert lifecycle.states == (OFF, DIM)
    assert lifecycle.fire(lamp, "turn") is None
    assert lamp.light is DIM


def test_a_states_own_word_names_the_edge() -> None:
    class Door(StrEnum):
        SHUT = "shut"

        @property
        def word(self) -> str:
            return "closed"

    door = light([Move("knock", Door.SHUT, Door.SHUT)], states=Door, initial=Door.SHUT)
    assert door.moves[0].id == "light.knock from closed"


def warmed(lifecycle: Lifecycle) -> Lifecycle:
    """The same, past its first fires, which walk the rows."""
    lifecycle.watch(None)
    return lifecycle


def test_an_observer_is_told_of_guards_and_moves_until_it_is_taken_off() -> None:
    lamp, lifecycle, notes = Lamp(), warmed(light()), Notes()
    lifecycle.fire(lamp, "press", BOTH)
    plain = lifecycle.fire
    lifecycle.watch(notes)
    lifecycle.fire(lamp, "press", BOTH)
    lifecycle.fire(lamp, "press", BOTH | {"owner": False})
    lifecycle.watch(None)
    lifecycle.fire(lamp, "press", BOTH)
    assert lifecycle.fire is plain
    assert notes.seen == [
        "light.press from full on",
        "light.press from off: power True",
        "light.press from off: owner False",
        "light.press from off (2): power True",
        "light.press from off (2)",
    ]


def test_registered_lifecycles_have_names_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIFECYCLES, "light", made := light())
    with pytest.raises(DeclarationError, match="two lifecycles are called 'light'"):
        light(register=True)
    assert LIFECYCLES["light"] is made
    monkeypatch.delitem(LIFECYCLES, "light")
    assert LIFECYCLES.get("light") is None
    again = light(register=True)
    assert LIFECYCLES["light"] is again


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"states": Slow, "initial": Slow.OFF}, "IntEnum or a StrEnum"),
        ({"attribute": "two words"}, "cannot be an attribute"),
        ({"attribute": "class"}, "cannot be an attribute"),
        ({"attribute": "press"}, "'press' needs a source and a name of its own"),
        ({"initial": Other.OFF}, "not one of its states"),
        ({"states": [DIM, FULL_ON]}, "<Light.OFF: 0> is not one of its states"),
        ({"moves": [Move("press", OFF, Other.OFF)]}, "not one of its states"),
        ({"moves": [Move("press", Other.OFF, OFF)]}, "not one of its states"),
        ({"moves": [Move("press", [], OFF)]}, "'press' needs a source"),
        (
            {"moves": [Move("press", OFF, DIM), Move("press", OFF, OFF, [POWER])]},
            "no row after the unguarded",
        ),
    ],
)
def test_a_wrong_declaration_is_refused(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(DeclarationError, match=says):
        light(**changed)


class OwnMachine(Machine):
    pass


def _state(**settings: Any) -> Callable[[], Machine]:
    return lambda: machine(states=[State(OFF, **settings), DIM])


def _row(**settings: Any) -> Callable[[], Machine]:
    def make() -> Machine:
        made = machine()
        made.add_transition("press", OFF, settings.pop("dest", DIM), **settings)
        return made

    return make


def machine(kind: type[Machine] = Machine, **settings: Any) -> Machine:
    standard: dict[str, Any] = {
        "states": Light,
        "initial": OFF,
        "auto_transitions": False,
        "model_attribute": "light",
    }
    return kind(**({"model": None} | standard | settings))


@pytest.mark.parametrize(
    ("make", "setting"),
    [
        (lambda: machine(queued=True), "machine: has_queue"),
        (lambda: machine(send_event=True), "machine: send_event"),
        (lambda: machine(ignore_invalid_triggers=True), "machine: ignore_invalid_triggers"),
        (lambda: machine(prepare_event=print), "machine: prepare_event"),
        (lambda: machine(before_state_change=print), "machine: before_state_change"),
        (lambda: machine(after_state_change=print), "machine: after_state_change"),
        (lambda: machine(finalize_event=print), "machine: finalize_event"),
        (lambda: machine(on_exception=print), "machine: on_exception"),
        (lambda: machine(on_final=print), "machine: on_final"),
        (lambda: machine(OwnMachine), "a OwnMachine"),
        (lambda: machine(model_attribute="two words"), "the name 'two words'"),
        (lambda: machine(states=["A", "B"], initial="A"), "state A: not a member of an enum"),
        (_state(on_enter=print), "state OFF: on_enter"),
        (_state(on_exit=print), "state OFF: on_exit"),
        (_state(ignore_invalid_triggers=True), "state OFF: ignore_invalid_triggers"),
        (_row(prepare=print), "'press' from OFF: prepare"),
        (_row(before=print), "'press' from OFF: before"),
        (_row(after=print), "'press' from OFF: after"),
        (_row(unless=Condition(POWER)), "'press' from OFF: unless"),
        (_row(conditions=print), "'press' from OFF: a condition that is no guard"),
        (_row(dest=None), "an internal transition from OFF"),
    ],
)
def test_a_machine_the_compiler_does_not_cover_is_refused(make: Callable[[], Machine], setting: str) -> None:
    with pytest.raises(UncoveredMachine) as caught:
        compile_machine(make(), "light")
    assert caught.value.setting == setting
    assert "light" in str(caught.value)


def test_text_in_triggers_cannot_become_code() -> None:
    nasty = "'\"\n: {}\\ import os #"
    lamp, lifecycle = Lamp(), light([Move(nasty, OFF, DIM)])
    assert lifecycle.fire(lamp, nasty) is None
    assert lamp.light is DIM


def test_tracebacks_show_the_generated_code() -> None:
    lifecycle = warmed(light())
    try:
        lifecycle.fire(Lamp(), "press", {})
    except KeyError:
        shown = traceback.format_exc()
    assert "move_0_press_from_OFF" in shown
    assert "(at):" in shown
    assert "return move(obj, at)" in shown
    assert "return move(obj, at)" in source(lifecycle.machine, "light")


def test_transitions_is_imported_once_a_lifecycle_has_warmed_up() -> None:
    program = """
import sys
from enum import IntEnum
from types import SimpleNamespace
from talksim.rules.lifecycle import Lifecycle, Move
states = IntEnum("states", "A B")
lifecycle = Lifecycle("a", attribute="s", states=states, initial=states.A, moves=[
    Move("go", states.A, states.B), Move("go", states.B, states.A)])
thing = SimpleNamespace(s=states.A)
lifecycle.fire(thing, "go")
assert thing.s is states.B and "transitions" not in sys.modules
for _ in range(100):
    lifecycle.fire(thing, "go")
assert thing.s is states.B and "transitions" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
