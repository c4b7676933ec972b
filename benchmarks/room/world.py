"""The room and all that can be done in it: what a search is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from room.model import Room, room_of
from room.rules import BY_BACKEND, BY_MODERATOR, BY_MODERATOR_ON_OTHERS, BY_PERSON, Scene
from talksim.by_fields import EqualByFields
from talksim.rules.operation import Operation
from talksim.rules.stage import Run

__all__ = ["Action", "RoomWorld", "room_world"]


def _unheard(_scene: Scene) -> None:
    """Nobody wants to know."""


@attrs.frozen(eq=False, repr=False)
class Action(EqualByFields):
    """An operation with those who take part, by their numbers."""

    operation: Operation
    actor: int | None = None
    target: int | None = None

    @property
    def label(self) -> str:
        """The action in words: `0: promote 2`; the recording backend is `backend`."""
        words = f"{'backend' if self.actor is None else self.actor}: {self.operation.phrase}"
        return words if self.target is None else f"{words} {self.target}"

    @property
    def effect(self) -> Run:
        """What is done, whoever asks: actions with the same effect differ in their scenes alone."""
        return self.operation.effect

    def run(self, room: Room, reached: Callable[[Scene], object] = _unheard) -> bool:
        """Ask for it: the guards in order, then the effect. Answers whether it was allowed.

        `reached` is called between the two, with the scene. A refusal changes nothing.
        """
        at = self._scene(room)
        for stage in self.operation.stages:
            if not stage.run(at):
                return False
        reached(at)
        self.operation.effect(at)
        return True

    def _scene(self, room: Room) -> Scene:
        at = Scene(room)
        if self.actor is not None:
            at.actor = room.people[self.actor]
        if self.target is not None:
            at.target = room.people[self.target]
        return at


@attrs.frozen
class RoomWorld:
    """The state in which a search begins, and the actions in a fixed order."""

    root: Room
    actions: tuple[Action, ...]


def room_world(people: int) -> RoomWorld:
    """The room of so many people (at most 7), with every action of everybody on everybody."""
    return RoomWorld(room_of(people), tuple(_actions(people)))


def _actions(people: int) -> Iterator[Action]:
    yield from (Action(operation) for operation in BY_BACKEND)
    for actor in range(people):
        yield from (Action(operation, actor) for operation in (*BY_PERSON, *BY_MODERATOR))
        for target in range(people):
            yield from (Action(operation, actor, target) for operation in BY_MODERATOR_ON_OTHERS)
