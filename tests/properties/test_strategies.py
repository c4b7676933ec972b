"""Strategies: everything the server knows can be drawn, and the machine finds faults that are there."""

from __future__ import annotations

import subprocess
import sys
from enum import Enum
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, run_state_machine_as_test

from talksim import Talk, strategies
from talksim.chance import Breach
from talksim.constants import GROUPS
from talksim.errors import UsageError
from talksim.hypothesis_plugin import TYPES
from talksim.model.room import Room
from talksim.rules.operation import OPERATIONS
from talksim.scenario.load import load_text
from talksim.scenario.run import run
from talksim.strategies import TalkMachine

FEW = settings(max_examples=10, suppress_health_check=list(HealthCheck))
STEPS = settings(
    FEW,
    max_examples=200,
    stateful_step_count=15,
    phases=[Phase.generate, Phase.shrink],
    derandomize=True,
    print_blob=False,
)
HALLS: dict[str, Any] = {
    "users": ["alice", "bob"],
    "rooms": {name: {"owner": "alice", "users": ["bob"]} for name in ("hall", "class")},
}


@FEW
@given(st.data())
@pytest.mark.parametrize("group", GROUPS)
def test_words_of_every_group_are_drawn(group: Any, data: st.DataObject) -> None:
    assert isinstance(data.draw(strategies.constants(group)), group)
    odd = data.draw(strategies.constants(group, unknown=True))
    assert isinstance(odd, group | int)


@FEW
@given(st.data())
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_a_request_for_every_operation_is_drawn_and_answered(name: str, data: st.DataObject) -> None:
    talk = data.draw(strategies.worlds())
    request = data.draw(strategies.requests(talk, OPERATIONS[name]))
    assert request.operation.name == name
    assert request.send(talk).status >= 200


@FEW
@given(st.data())
def test_what_is_drawn_of_a_world_is_in_it(data: st.DataObject) -> None:
    talk = data.draw(strategies.worlds(HALLS))
    server = talk.server
    assert data.draw(strategies.rooms(talk)) in server.rooms.values()
    assert data.draw(strategies.users(talk)).id in server.users
    assert data.draw(strategies.browsers(talk)).name in server.browsers
    messages = [message for room in server.rooms.values() for message in room.messages]
    assert data.draw(strategies.messages(talk)) in messages


@FEW
@given(st.data())
def test_values_are_of_the_type_that_is_declared(data: st.DataObject) -> None:
    talk = data.draw(strategies.worlds(HALLS))
    operation = data.draw(strategies.operations())
    for parameter in operation.parameters:
        right = data.draw(strategies.values(parameter, talk, right=True))
        assert isinstance(right, parameter.python_type | Enum)
        odd = data.draw(strategies.values(parameter, talk, right=False))
        assert odd is None if odd is None and parameter.optional else isinstance(odd, parameter.python_type)


@FEW
@given(strategies.settings())
def test_settings_can_be_set(changed: dict[str, Any]) -> None:
    text = {"talksim": 1, "name": "Settings", "given": {"settings": changed}, "steps": [{"wait": 0}]}
    (scenario,) = load_text(str(text).replace("True", "true").replace("False", "false"))
    assert run(scenario).status == "passed"


@FEW
@given(...)
def test_types_are_known_to_hypothesis(talk: Talk, room: Room) -> None:
    assert isinstance(talk, Talk)
    assert isinstance(room, Room)


@pytest.mark.parametrize("first", ["hypothesis", "talksim.talk"])
def test_types_are_registered_whichever_comes_first(first: str) -> None:
    code = f"import {first}; from talksim import Talk; from hypothesis import strategies as st; "
    code += "print('begin' in repr(st.from_type(Talk)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_neither_loads_the_other() -> None:
    code = "import sys, hypothesis; print([name for name in sys.modules if name in {}])".format(
        (*TYPES, "talksim.strategies")
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    code = "import sys, talksim.talk, talksim.cli; print('hypothesis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


class Anything(TalkMachine):
    """All operations in any world, with the invariants that hold."""


TestAnything = Anything.TestCase
TestAnything.settings = settings(FEW, max_examples=10, stateful_step_count=20)


def failure(machine: type[TalkMachine]) -> tuple[BaseException, str]:
    """How a machine fails, and the scenario it prints."""
    with pytest.raises(AssertionError) as found:
        run_state_machine_as_test(machine, settings=STEPS)
    printed = "\n".join(found.value.__notes__)
    text = printed[printed.index("# breaks:") :].partition("Explanation:")[0]
    return found.value, text


@pytest.mark.parametrize(
    ("name", "operations", "changed"),
    [
        ("the parent of a breakout room exists", ("configure breakout rooms", "delete room"), {}),
        ("a refused configuration changes nothing", ("breakout_rooms",), {}),
        (
            "breakout rooms ask for the consent of their parent",
            ("configure breakout rooms", "set recording consent"),
            {"recording backend": True, "recording_consent": "optional"},
        ),
    ],
)
def test_known_faults_are_found_and_printed_as_scenarios_that_break_it(
    name: str, operations: tuple[str, ...], changed: dict[str, Any]
) -> None:
    given = {"held": (name,), "operations": operations, "world": HALLS, "server_settings": changed}
    machine = type("Finder", (TalkMachine,), given)
    error, text = failure(machine)
    assert isinstance(error, Breach)
    (scenario,) = load_text(text)
    assert scenario.breaks == name
    assert len(scenario.steps) <= 2
    report = run(scenario)
    assert report.status == "passed", report.failure


class Lonely(TalkMachine):
    """Takes a thing for wrong that is not."""

    operations: ClassVar = ("join room", "join call")
    world: ClassVar = HALLS
    people: ClassVar = ("alice",)

    @invariant()
    def nobody_calls(self) -> None:
        calling = [room.name for room in self.talk.server.rooms.values() if room.call.active]
        assert not calling, f"a call in {calling}"


def test_an_invariant_of_ones_own_prints_a_scenario_that_replays() -> None:
    _, text = failure(Lonely)
    assert text.startswith("# breaks: a call in ['hall']\n")
    (scenario,) = load_text(text)
    assert run(scenario).status == "passed"
    assert text.rstrip().endswith("- alice: join room hall\n- alice: join call hall")


def test_a_subclass_has_rules_for_the_operations_it_names() -> None:
    names = {one.function.__name__ for one in Lonely.setup_state().rules}
    assert names == {"join_room", "join_call", "wait"}
    everything = {one.function.__name__ for one in Anything.setup_state().rules}
    assert everything == {*OPERATIONS, "wait"}
    with pytest.raises(UsageError, match='there is no operation or chapter "join cal"'):
        type("Wrong", (TalkMachine,), {"operations": ("join cal",)})


class Stumbling(TalkMachine):
    """Meets an error of talksim's own, as it were."""

    operations: ClassVar = ("join room",)
    world: ClassVar = HALLS
    people: ClassVar = ("alice",)

    def perform(self, request: Any) -> Any:
        outcome = super().perform(request)
        assert not outcome, "as if it had failed"
        return outcome


def test_an_error_in_a_step_prints_the_story() -> None:
    _, text = failure(Stumbling)
    assert text.rstrip().endswith("- alice: join room hall")


class Broken(TalkMachine):
    """Calls cannot be joined without an error of talksim's own."""

    operations: ClassVar = ("join room", "join call", "list rooms", "leave room")
    world: ClassVar = HALLS


def test_a_request_talksim_stumbles_over_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise AssertionError("join call is out of order")

    monkeypatch.setattr("talksim.operations.calls.set_flags", stumble)
    _, text = failure(Broken)
    assert text.startswith("# breaks: join call is out of order\n# then <Entry ")
    (scenario,) = load_text(text)
    assert run(scenario).status == "passed"
    assert len(scenario.steps) == 1
