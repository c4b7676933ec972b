"""A world of the kernel as a model, in the plainest way: the judge of all quicker ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Generic, Protocol, TypeVar

from talksim.explore.model import Alarm
from talksim.model.codec import Frozen, freeze, thaw
from talksim.rules.lifecycle import Lifecycle

__all__ = ["DirectModel", "KernelAction", "KernelWorld", "raw_transitions"]

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class KernelAction(Protocol):
    """Something that may be done: by its label, and how."""

    @property
    def label(self) -> str:
        """What names the action, unlike any other of its world."""

    @property
    def effect(self) -> Any:
        """What is done, whoever asks: actions with the same effect differ in their scenes alone."""

    def run(self, root: Any, reached: Callable[[Any], object] = ..., /) -> bool:
        """Do it if every guard passes, and say so; `reached` is told of the scene before the effect."""


class KernelWorld(Protocol[R_co]):
    """What a search is given: where it begins (an object of a model class), and what can be done."""

    @property
    def root(self) -> R_co:
        """The state in which a search begins."""

    @property
    def actions(self) -> Sequence[KernelAction]:
        """All that can be done, whether it is allowed or not."""


class DirectModel(Generic[R]):
    """A state is the frozen root; every action is run on a thawed one of its own."""

    def __init__(self, world: KernelWorld[R]) -> None:
        self.kind: type[R] = type(world.root)
        self.actions = world.actions
        self.start = freeze(world.root)

    def initial(self) -> Iterable[Frozen]:
        """The root itself."""
        return [self.start]

    def edges(self, state: Frozen) -> Iterator[tuple[str, Frozen]]:
        """Each action that is allowed, with what it leads to. A refusal has changed nothing."""
        root = thaw(self.kind, state)
        for action in self.actions:
            if action.run(root):
                yield action.label, freeze(root)
                root = thaw(self.kind, state)

    def successors(self, state: Frozen) -> Sequence[Frozen]:
        """The same without the labels."""
        return [after for _, after in self.edges(state)]

    def alarms(self, _state: Frozen) -> Iterable[Alarm[str]]:
        """There are no properties of steps."""
        return ()

    def key(self, state: Frozen) -> Frozen:
        """All that is frozen: these worlds have no history."""
        return state


@contextmanager
def raw_transitions(lifecycles: Iterable[Lifecycle]) -> Iterator[None]:
    """In the block the lifecycles are fired through `transitions` itself and not compiled."""
    lifecycles = list(lifecycles)
    try:
        for one in lifecycles:
            one.fire = one.fire_machine
        yield
    finally:
        for one in lifecycles:
            one.watch(None)
