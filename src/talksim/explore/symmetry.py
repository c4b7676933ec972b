"""Symmetry: states that differ only by who of several people alike is who are one.

A search over a symmetric world sees one state of each such set, and still finds whatever there is, as what
can happen to one of them can happen to the other. `Renaming` says what a state is with people exchanged.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import permutations, product
from typing import Any, Final, Generic, TypeVar

from talksim.errors import UsageError
from talksim.explore.action import Action, Request, request
from talksim.explore.direct import DirectModel, settled
from talksim.explore.ids import Ids, guest_of
from talksim.explore.model import Alarm, Model
from talksim.explore.world import World
from talksim.model._shapes import Keyed, Listed, Maybe, Shape
from talksim.model._shapes import Model as Nested
from talksim.model.attendee import Attendee
from talksim.model.ban import Ban
from talksim.model.codec import Codec, Frozen
from talksim.model.server import Server
from talksim.procedures.one_to_one import pair_name

__all__ = ["Renaming", "Symmetric", "renamings", "symmetric"]

S = TypeVar("S")
L = TypeVar("L")

_NUMBERED: Final = {Attendee: "attendee", Ban: "ban"}
"""Objects whose number says whom they are of."""


class Symmetric(Generic[S, L]):
    """A model in which states are the same that some renaming makes equal; `renamings` form a group.

    The key is the least of those of all renamed states, so it costs one renaming and key for each.
    """

    def __init__(self, model: Model[S, L], renamings: Sequence[Callable[[S], S]]) -> None:
        self.model, self.renamings = model, renamings

    def initial(self) -> Iterable[S]:
        """As in the model."""
        return self.model.initial()

    def successors(self, state: S) -> Sequence[S]:
        """As in the model."""
        return self.model.successors(state)

    def edges(self, state: S) -> Iterable[tuple[L, S]]:
        """As in the model."""
        return self.model.edges(state)

    def alarms(self, state: S) -> Iterable[Alarm[L]]:
        """As in the model."""
        return self.model.alarms(state)

    def key(self, state: S) -> Hashable:
        """The least key of the states that are the same."""
        return min((self.model.key(rename(state)) for rename in self.renamings), key=_order)


def symmetric(model: DirectModel, alike: Iterable[Sequence[str]]) -> Symmetric[Frozen, Action]:
    """A model of a world in which the people of each set are alike.

    Raises `UsageError` where they are not: in the beginning, or in what they may do.
    """
    made = renamings(model.world, alike)
    (start,) = model.initial()
    for rename in made:
        rename.check(model.world.actions, start)
    return Symmetric(model, made)


def renamings(world: World, alike: Iterable[Sequence[str]]) -> list[Renaming]:
    """Every way to exchange people within the sets, the one that exchanges nobody first."""
    sets = [tuple(one) for one in alike]
    ways = product(*(permutations(one) for one in sets))
    exchanged = (
        {
            name: other
            for one, way in zip(sets, each, strict=True)
            for name, other in zip(one, way, strict=True)
        }
        for each in ways
    )
    start = Codec.of(Server).freeze(world.talk.server)
    return [Renaming(names, world.server_class.known, start) for names in exchanged]


class Renaming:
    """A state with people exchanged: names, sessions, ids, and what is named after them."""

    def __init__(self, names: Mapping[str, str], ids: Ids, start: Frozen) -> None:
        self.names, self._ids, self._start = names, ids, start
        self._known: dict[str, str] = {}

    def __call__(self, state: Frozen) -> Frozen:
        """The state with people exchanged."""
        if all(name == other for name, other in self.names.items()):
            return state
        renamed: Frozen = self._object(Codec.of(Server), state)
        return settled(renamed, self._start)

    def check(self, actions: Iterable[Action], start: Frozen) -> None:
        """Raise `UsageError` unless the exchange leaves beginning and actions as they are."""
        who = ", ".join(sorted(name for name, other in self.names.items() if name != other))
        if self(start) != start:
            raise UsageError(f"{who} are not alike: the universe does not begin the same for them")
        texts = {action.text for action in actions}
        for action in actions:
            if self.text(action) not in texts:
                raise UsageError(f'{who} are not alike: only one of them does "{action.text}"')

    def text(self, action: Action) -> str:
        """What the action is when somebody else does it, or it is done to somebody else."""
        if not isinstance(action, Request):
            return action.text
        words = {name: self._plain(value) for name, value in action.words.items()}
        return request(self.name(action.actor), action.operation, self.name(action.room), words).text

    def name(self, text: str) -> str:
        """What a text is with people exchanged: a name, a browser, a session, a guest, a pair of accounts."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._renamed(text)
        return found

    def _renamed(self, text: str) -> str:
        if text in self.names:
            return self.names[text]
        if text.startswith("session-") and text[8:].isdigit():
            return f"session-{self._number('session', int(text[8:]))}"
        if len(text) == 40 and (session := self._session_of(text)):
            return guest_of(self.name(session))
        for name, other in self.names.items():
            if text.startswith((f"{name}'s ", f"{name} at ")):
                return other + text[len(name) :]
        return self._pair(text) if text.startswith('["') else text

    def _pair(self, text: str) -> str:
        """The name of a one-to-one: its two accounts, sorted."""
        try:
            accounts = json.loads(text)
        except ValueError:
            return text
        return pair_name(*map(self.name, accounts)) if len(accounts) == 2 else text

    def _session_of(self, guest: str) -> str:
        numbers = [number for kind, number in self._ids.origins if kind == "session"]
        return next((name for n in numbers if guest_of(name := f"session-{n}") == guest), "")

    def _number(self, kind: str, number: int) -> int:
        """The id of what an id stands for, with people exchanged."""
        origin = self._ids.origins.get((kind, number))
        if origin is None:
            return number
        _, of, nth = origin
        return self._ids.number((kind, self._plain(of), nth))

    def _object(self, codec: Codec[Any], frozen: Frozen) -> Frozen:
        numbered = _NUMBERED.get(codec.cls, "")
        values = []
        for field, value in zip(codec.fields, frozen, strict=True):
            if field.name == "id" and numbered:
                values.append(self._number(numbered, value))
            else:
                values.append(self._value(field.shape, value))
        return tuple(values)

    def _value(self, shape: Shape, value: Any) -> Any:
        if isinstance(shape, Nested):
            assert isinstance(shape.codec, Codec)
            return self._object(shape.codec, value)
        if isinstance(shape, Maybe):
            return None if value is None else self._value(shape.inner, value)
        if isinstance(shape, Keyed):
            kind = _kind_of_keys(shape)
            keys = tuple(self._number(kind, key) if kind else self._plain(key) for key in value[0])
            return keys, tuple(self._value(shape.item, item) for item in value[1])
        if isinstance(shape, Listed):
            return tuple(self._value(shape.item, item) for item in value)
        return self._plain(value)

    def _plain(self, value: Any) -> Any:
        if type(value) is str:
            return self.name(value)
        if isinstance(value, tuple | list):
            return type(value)(self._plain(item) for item in value)
        if isinstance(value, dict):
            return {self._plain(key): self._plain(item) for key, item in value.items()}
        return value


def _kind_of_keys(shape: Keyed) -> str:
    item = shape.item
    if isinstance(item, Nested) and isinstance(item.codec, Codec):
        return _NUMBERED.get(item.codec.cls, "")
    return ""


def _order(key: Hashable) -> str:
    """An order of keys; equal keys are written alike, different ones are not."""
    return repr(key)
