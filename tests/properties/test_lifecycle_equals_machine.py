"""The compiled dispatch, the watched one and raw `transitions` give the same answers, everywhere.

Each lifecycle is rebuilt with guards that answer what the test says, and asked in every state, for every
trigger, under every outcome of the guards in play. A few plain lines here are the judge of all three.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from enum import Enum, IntEnum
from itertools import product
from typing import Any, TypeAlias, cast

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import talksim.model
import talksim.procedures
from talksim.rules.compile import source
from talksim.rules.lifecycle import LIFECYCLES, Edge, GuardLike, Lifecycle, Move, NoMove

for package in (talksim.model, talksim.procedures):
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)

NO_MOVE = "no move"
Answer: TypeAlias = tuple[str | None, Enum, tuple[str, ...]]


class Scene:
    """Says what each guard answers and notes which were asked, in order."""

    def __init__(self, outcome: dict[str, bool]) -> None:
        self.outcome = outcome
        self.asked: list[str] = []

    def ask(self, guard: str) -> bool:
        self.asked.append(guard)
        return self.outcome[guard]


@attrs.frozen(eq=False)
class Told:
    """A guard that answers what the scene says."""

    id: str
    test: Callable[[Scene], bool]


class Silent:
    def on_guard(self, edge: Edge, guard: GuardLike, passed: bool, /) -> None: ...
    def on_move(self, edge: Edge, /) -> None: ...


def told(id: str) -> Told:
    return Told(id, lambda at: at.ask(id))


def twin(lifecycle: Lifecycle) -> Lifecycle:
    """The same table with guards that answer what a scene says."""
    guards = {guard.id: told(guard.id) for edge in lifecycle.moves for guard in edge.guards}
    moves = [
        Move(edge.trigger, edge.source, edge.dest, [guards[guard.id] for guard in edge.guards])
        for edge in lifecycle.moves
    ]
    return Lifecycle(
        lifecycle.name,
        attribute=lifecycle.attribute,
        states=lifecycle.states,
        initial=lifecycle.initial,
        moves=moves,
        register=False,
    )


def judged(lifecycle: Lifecycle, state: Enum, trigger: str, outcome: dict[str, bool]) -> Answer:
    rows = [edge for edge in lifecycle.moves if (edge.trigger, edge.source) == (trigger, state)]
    asked: list[str] = []
    refused: str | None = NO_MOVE
    for row in rows:
        answers = [guard.id for guard in row.guards]
        failing = next((guard for guard in answers if not outcome[guard]), None)
        asked += answers if failing is None else answers[: answers.index(failing) + 1]
        if failing is None:
            return None, row.dest, tuple(asked)
        refused = failing
    return refused, state, tuple(asked)


def answered(
    fire: Callable[..., GuardLike | None], thing: Any, attribute: str, trigger: str, at: Scene
) -> Answer:
    try:
        refusing = fire(thing, trigger, at)
        said = None if refusing is None else refusing.id
    except NoMove as error:
        named = (error.state, error.trigger) == (getattr(thing, attribute), trigger)
        said = NO_MOVE if named else f"wrong words: {error}"
    return said, getattr(thing, attribute), tuple(at.asked)


def cases(lifecycle: Lifecycle) -> Iterator[tuple[Enum, str, dict[str, bool]]]:
    for state, trigger in product(lifecycle.states, [*lifecycle.triggers, "no such trigger"]):
        rows = [edge for edge in lifecycle.moves if (edge.trigger, edge.source) == (trigger, state)]
        guards = sorted({guard.id for row in rows for guard in row.guards})
        for outcome in product([True, False], repeat=len(guards)):
            yield state, trigger, dict(zip(guards, outcome, strict=True))


def check(lifecycle: Lifecycle) -> int:
    """Compare all engines in every case; returns how many cases there were."""
    thing_class = attrs.make_class("Thing", [lifecycle.attribute], slots=True, eq=False)
    lifecycle.watch(Silent())
    watched = lifecycle.fire
    lifecycle.watch(None)
    every = list(cases(lifecycle))
    for state, trigger, outcome in every:
        expected = judged(lifecycle, state, trigger, outcome)
        for fire in (lifecycle.fire, lifecycle.fire_machine, watched):
            thing = thing_class(state)
            assert answered(fire, thing, lifecycle.attribute, trigger, Scene(outcome)) == expected
            assert type(getattr(thing, lifecycle.attribute)) is type(state)
            assert lifecycle.may(thing_class(state), trigger) == (expected[0] != NO_MOVE)
    return len(every)


@pytest.mark.parametrize("name", sorted(LIFECYCLES))
def test_a_registered_lifecycle_and_its_machine_agree_in_every_case(name: str) -> None:
    lifecycle = LIFECYCLES[name]
    same = twin(lifecycle)
    assert check(same) >= len(lifecycle.states) * (len(lifecycle.triggers) + 1)
    assert source(lifecycle.machine, name) == source(same.machine, name)


def numbered(count: int) -> type[IntEnum]:
    made: Any = IntEnum("States", [f"S{number}" for number in range(count)])  # type: ignore[misc]
    return cast(type[IntEnum], made)


STATES = [numbered(count) for count in range(1, 5)]
GUARDS = [told(name) for name in ("first", "second", "third")]


@st.composite
def lifecycles(draw: st.DrawFn) -> Lifecycle:
    states: type[IntEnum] = draw(st.sampled_from(STATES))
    members = st.sampled_from(list(states))
    row = st.tuples(
        st.sampled_from(["go", "go on", "stop"]), members, members, st.lists(st.sampled_from(GUARDS))
    )
    moves: list[Move] = []
    ended: set[tuple[str, Enum]] = set()
    for trigger, start, dest, guards in draw(st.lists(row, max_size=12)):
        if (trigger, start) not in ended:
            moves.append(Move(trigger, start, dest, guards))
        if not guards:
            ended.add((trigger, start))
    first = draw(members)
    return Lifecycle("random", attribute="status", states=states, initial=first, moves=moves, register=False)


@settings(deadline=None, derandomize=True)
@given(lifecycles())
def test_any_lifecycle_and_its_machine_agree_in_every_case(lifecycle: Lifecycle) -> None:
    check(lifecycle)
    assert source(lifecycle.machine, "random") == source(twin(lifecycle).machine, "random")
