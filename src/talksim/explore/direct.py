"""The model that is obviously right: states are frozen worlds, every action is tried on a fork of its own.

It is what the quick model is judged by, and it can have the lifecycles run by `transitions` itself.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import nullcontext
from functools import cache
from typing import Any, Final

import attrs

from talksim.explore.action import Action
from talksim.explore.model import Alarm, Property
from talksim.explore.world import World
from talksim.invariants import Step
from talksim.model._shapes import Keyed, Listed, Maybe, Model, Shape
from talksim.model.codec import Codec, Frozen, thaw
from talksim.model.server import Server
from talksim.outcome import Outcome
from talksim.rules.lifecycle import by_machines
from talksim.talk import Entry, Talk

__all__ = ["DirectModel", "settled"]

_WAITED: Final = Entry("", "", "clock", "wait", "", {})


class DirectModel:
    """A world as a model: one fork for each action and state.

    History is as it was in the beginning after every step, and what a dict holds is in the order of its keys,
    so that it does not matter how a state was reached. `raw` runs the declared machines.
    """

    def __init__(self, world: World, *, raw: bool = False) -> None:
        self.world = world
        self._engine = by_machines if raw else nullcontext
        self._freeze = Codec.of(Server).freeze
        self._start = self._freeze(world.talk.server)

    @property
    def properties(self) -> list[Property[Frozen]]:
        """The world's properties of states, for states of this model."""
        return [_of_frozen(one) for one in self.world.properties]

    def initial(self) -> list[Frozen]:
        """The world in which the search begins."""
        return [settled(self._start, self._start)]

    def successors(self, state: Frozen) -> list[Frozen]:
        """The states after one step."""
        return [after for _, after in self.edges(state)]

    def edges(self, state: Frozen) -> Iterator[tuple[Action, Frozen]]:
        """Every action that is allowed, or that changes something although it is refused."""
        for action in self.world.actions:
            talk, outcome = self._tried(state, action)
            after = settled(self._freeze(talk.server), self._start)
            if after != state or (outcome is not None and outcome.ok):
                yield action, after

    def alarms(self, state: Frozen) -> Iterator[Alarm[Action]]:
        """The steps, refused ones as well, that break a property of steps."""
        for action in self.world.actions if self.world.step_properties else ():
            step = self.step(state, action)
            if step is None:
                continue
            for one in self.world.step_properties:
                if breaches := one.breaches(step):
                    yield Alarm(one.name, action, tuple(breaches))

    def key(self, state: Frozen) -> Hashable:
        """A state is its own key."""
        return state

    def step(self, state: Frozen, action: Action) -> Step | None:
        """A step with its record, reactions included; None where nothing is asked."""
        talk, outcome = self._tried(state, action, reactions=True)
        asked = talk.journal[-1] if talk.journal else _WAITED
        unasked = not talk.journal and settled(self._freeze(talk.server), self._start) == state
        return None if unasked else Step(thaw(Server, state), asked, outcome, talk.server)

    def _tried(
        self, state: Frozen, action: Action, *, reactions: bool = False
    ) -> tuple[Talk, Outcome | None]:
        talk = self.world.on(thaw(Server, state), reactions=reactions)
        with self._engine():
            return talk, action.run(talk)


def _of_frozen(one: Property[Server]) -> Property[Frozen]:
    return Property(one.name, one.kind, lambda state: one.breaches(thaw(Server, state)))


def settled(frozen: Frozen, start: Frozen | None, cls: type[Any] = Server) -> Frozen:
    """A frozen object as a search compares it, given what stood in its place in the beginning."""
    values = []
    for place, (kind, shape, default) in enumerate(_fields(Codec.of(cls))):
        before = start[place] if start is not None else None
        if kind == "history":
            values.append(default if start is None else before)
        else:
            values.append(_settled(shape, frozen[place], before))
    return tuple(values)


def _settled(shape: Shape, value: Any, before: Any) -> Any:
    if isinstance(shape, Model):
        assert isinstance(shape.codec, Codec)
        return settled(value, before, shape.codec.cls)
    if isinstance(shape, Maybe):
        return None if value is None else _settled(shape.inner, value, before)
    if isinstance(shape, Keyed):
        stood = dict(zip(*before, strict=True)) if before else {}
        pairs = sorted(zip(*value, strict=True), key=lambda pair: pair[0])
        return (
            tuple(key for key, _ in pairs),
            tuple(_settled(shape.item, item, stood.get(key)) for key, item in pairs),
        )
    if isinstance(shape, Listed):
        return tuple(_settled(shape.item, item, None) for item in value)
    return value


@cache
def _fields(codec: Codec[Any]) -> tuple[tuple[str, Shape, Any], ...]:
    """Kind and shape of a class's frozen fields, and what those of the history hold in a new object."""
    blank = attrs.fields_dict(codec.cls)
    return tuple((f.kind, f.shape, _default(blank[f.name], f.shape)) for f in codec.fields)


def _default(attribute: Any, shape: Shape) -> Any:
    default = attribute.default
    if isinstance(shape, Keyed):
        return ((), ())
    return () if isinstance(shape, Listed) else None if default is attrs.NOTHING else default
