"""Worlds of the kernel made at random: lifecycles, guards and effects of every kind a search must get right.

There are things that stay and things that come and go, some statuses with a lifecycle each, a mark, a count
and a link. Guards look at any of it; effects fire, mark, count, let in and send away, for one or for all.
No effect asks in which order things have come, so two states that differ in nothing else are taken as one
(`settled`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Final, TypeAlias

import attrs
from hypothesis import strategies as st

from talksim.model.codec import freeze
from talksim.model.fields import model_class, state
from talksim.rules.lifecycle import Lifecycle, Move
from talksim.rules.operation import Operation
from talksim.rules.stage import Guard

__all__ = ["RandomWorld", "Root", "settled", "worlds"]


class Status(IntEnum):
    ONE = 0
    TWO = 1
    THREE = 2


@model_class
class Thing:
    status: Status = state(default=Status.ONE)
    marked: bool = state(default=False)


@model_class
class Root:
    things: dict[int, Thing] = state(factory=dict)
    guests: dict[int, Thing] = state(factory=dict)
    mode: Status = state(default=Status.ONE)
    count: int = state(default=0)
    chosen: int | None = state(default=None)


@attrs.define(eq=False)
class Scene:
    root: Root
    number: int
    actor: Thing
    other: Thing


Test: TypeAlias = Callable[[Scene], bool]
Effect: TypeAlias = Callable[[Scene], object]


@attrs.frozen(eq=False)
class RandomAction:
    label: str
    operation: Operation
    actor: int
    other: int

    @property
    def effect(self) -> Effect:
        return self.operation.effect

    def run(self, root: Root, reached: Callable[[Scene], object] = lambda _: None) -> bool:
        at = Scene(root, self.actor, root.things[self.actor], root.things[self.other])
        if not all(stage.run(at) for stage in self.operation.stages):
            return False
        reached(at)
        self.operation.effect(at)
        return True


@attrs.frozen
class RandomWorld:
    root: Root
    actions: tuple[RandomAction, ...]
    lifecycles: tuple[Lifecycle, ...]


def settled(root: Root) -> tuple[object, ...]:
    """A state, whatever the order in which guests came."""
    guests = dict(sorted(root.guests.items()))
    return freeze(Root(root.things, guests, root.mode, root.count, root.chosen))


def enter(at: Scene) -> None:
    at.root.guests.setdefault(at.number, Thing(at.root.mode))


def go(at: Scene) -> None:
    at.root.guests.pop(at.number, None)


def toggle_mark(at: Scene) -> None:
    at.actor.marked = not at.actor.marked


def count_up(at: Scene) -> None:
    at.root.count = (at.root.count + 1) % 3


def count_marks(at: Scene) -> None:
    at.root.count = sum(thing.marked for thing in at.root.things.values())


def count_guests(at: Scene) -> None:
    at.root.count = len(at.root.guests)


def choose(at: Scene) -> None:
    at.root.chosen = at.number


def unchoose(at: Scene) -> None:
    at.root.chosen = None


def copy_mark(at: Scene) -> None:
    at.other.marked = at.actor.marked


def mark_chosen(at: Scene) -> None:
    if at.root.chosen is not None:
        at.root.things[at.root.chosen].marked = True


def everybody_out(at: Scene) -> None:
    for number in [n for n, guest in at.root.guests.items() if guest.status is at.root.mode]:
        del at.root.guests[number]


def unmark_all(at: Scene) -> None:
    for thing in at.root.things.values():
        thing.marked = False


def mark_guests(at: Scene) -> None:
    for guest in at.root.guests.values():
        guest.marked = at.actor.marked


PLAIN: Final[list[Effect]] = [
    enter,
    go,
    toggle_mark,
    count_up,
    count_marks,
    count_guests,
    choose,
    unchoose,
    copy_mark,
    mark_chosen,
    everybody_out,
    unmark_all,
    mark_guests,
]

LOOKS: Final[list[Test]] = [
    lambda at: at.actor.marked,
    lambda at: at.other.marked,
    lambda at: at.root.chosen == at.number,
    lambda at: at.root.chosen is None,
    lambda at: at.number in at.root.guests,
    lambda at: bool(at.root.guests),
    lambda at: len(at.root.guests) > 1,
    lambda at: any(thing.marked for thing in at.root.things.values()),
    lambda at: all(guest.status is at.root.mode for guest in at.root.guests.values()),
    lambda at: at.actor.status is at.other.status,
]


@st.composite
def guards(draw: st.DrawFn) -> Guard:
    """A look at something, or its opposite."""
    status, count = draw(st.sampled_from(Status)), draw(st.integers(0, 2))
    looks: list[Test] = [
        *LOOKS,
        lambda at: at.actor.status is status,
        lambda at: at.root.mode is status,
        lambda at: at.root.count <= count,
        lambda at: any(thing.status is status for thing in at.root.things.values()),
    ]
    number, wanted = draw(st.integers(0, len(looks) - 1)), draw(st.booleans())
    look = looks[number]
    return Guard(f"look {number} is {wanted}", lambda at: look(at) is wanted)


@st.composite
def lifecycles(draw: st.DrawFn, name: str, attribute: str) -> Lifecycle:
    """Rows without and with guards; none after one that is always taken."""
    status = st.sampled_from(Status)
    row = st.tuples(st.sampled_from(["go", "stop"]), status, status, st.lists(guards(), max_size=2))
    moves: list[Move] = []
    ended: set[tuple[str, Status]] = set()
    for trigger, source, dest, asked in draw(st.lists(row, min_size=4, max_size=10)):
        if (trigger, source) not in ended:
            moves.append(Move(trigger, source, dest, asked))
        if not asked:
            ended.add((trigger, source))
    return Lifecycle(
        name, attribute=attribute, states=Status, initial=Status.ONE, moves=moves, register=False
    )


def firing(lifecycle: Lifecycle, trigger: str, of: Callable[[Scene], object]) -> Effect:
    """Fires where there is a row; a guard of the row may still refuse."""

    def fire(at: Scene) -> None:
        thing = of(at)
        if thing is not None and lifecycle.may(thing, trigger):
            lifecycle.fire(thing, trigger, at)

    return fire


def firings(of_things: Lifecycle, of_root: Lifecycle) -> list[Effect]:
    """Every trigger on everything that it can be fired on."""
    holders: list[tuple[Lifecycle, Callable[[Scene], object]]] = [
        (of_things, lambda at: at.actor),
        (of_things, lambda at: at.other),
        (of_things, lambda at: at.root.guests.get(at.number)),
        (of_root, lambda at: at.root),
    ]
    return [firing(one, trigger, of) for one, of in holders for trigger in one.triggers]


def one_by_one(parts: Sequence[Effect]) -> Effect:
    def effect(at: Scene) -> None:
        for part in parts:
            part(at)

    return effect


@st.composite
def worlds(draw: st.DrawFn) -> RandomWorld:
    """Two or three things, six to nine actions; some share their effect and differ in who takes part."""
    things = draw(st.integers(2, 3))
    of_things = draw(lifecycles("of things", "status"))
    of_root = draw(lifecycles("of the root", "mode"))
    part = st.sampled_from([*PLAIN, *firings(of_things, of_root)])
    effects = [
        one_by_one(p) for p in draw(st.lists(st.lists(part, min_size=2, max_size=3), min_size=4, max_size=5))
    ]
    who = st.integers(0, things - 1)
    asked = st.tuples(st.sampled_from(effects), st.lists(guards(), max_size=2), who, who)
    actions = [
        RandomAction(
            f"{n}: {actor} on {other}",
            Operation(f"random.{n}", "POST /", tuple(stages), effect),
            actor,
            other,
        )
        for n, (effect, stages, actor, other) in enumerate(draw(st.lists(asked, min_size=6, max_size=9)))
    ]
    root = Root({number: Thing(draw(st.sampled_from(Status))) for number in range(things)})
    return RandomWorld(root, tuple(actions), (of_things, of_root))
