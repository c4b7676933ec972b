"""What a search asks of a model: where it begins, what follows a state, and what counts as the same state.

Nothing here knows of Talk. A model of a hundred lines can be searched as well as the rules of a whole server;
a search that uses several machines, or arrays, would ask for no more than this.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, Literal, Protocol, TypeAlias, TypeVar, runtime_checkable

import attrs

from talksim.by_fields import EqualByFields

__all__ = ["Alarm", "Kind", "Model", "Property", "Shared", "Unsettled"]

S = TypeVar("S")
L_co = TypeVar("L_co", covariant=True)

Kind: TypeAlias = Literal["always", "sometimes"]


@attrs.frozen(eq=False, repr=False)
class Property(EqualByFields, Generic[S]):
    """What should hold: `always`, in every state that can be reached, or `sometimes`, in one at least.

    `breaches(state)` says in words what is wrong in a state; a goal (`sometimes`) is reached in a state
    without breaches.
    """

    name: str
    kind: Kind
    breaches: Callable[[S], Sequence[str]] = attrs.field(eq=False, repr=False)


@attrs.frozen(eq=False, repr=False)
class Alarm(EqualByFields, Generic[L_co]):
    """A step that breaks something, whatever it leads to: the property's name, the step, what is wrong."""

    name: str
    label: L_co
    breaches: tuple[str, ...]


class Model(Protocol[S, L_co]):
    """States are any values; `key` says which are the same."""

    def initial(self) -> Iterable[S]:
        """The states in which a search begins."""

    def successors(self, state: S) -> Sequence[S]:
        """The states after one step, one for each step that is allowed; repeated ones count as steps."""

    def edges(self, state: S) -> Iterable[tuple[L_co, S]]:
        """The same steps with their labels, in the same order: asked only where a path is to be told."""

    def alarms(self, state: S) -> Iterable[Alarm[L_co]]:
        """The steps from a state that break a property of steps; asked only if there are such properties."""

    def key(self, state: S) -> Hashable:
        """What makes the state the same as another."""


class Unsettled(Exception):  # noqa: N818  nothing is wrong
    """Raised by a model that would have to learn something, in a process that may not teach it."""


@runtime_checkable
class Shared(Protocol):
    """A model that learns while it is searched, if several processes are to search it."""

    def share(self) -> Any:
        """What it has learned since this was last asked, for other processes; None for nothing."""

    def take(self, learned: Any) -> None:
        """Learn what the first process has, and from now on nothing else: raise `Unsettled` instead."""
