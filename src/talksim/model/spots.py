"""Spots: where in a world a value stands, the same in every copy of it; and what changed between two moments.

A spot is the way from the root to an object, the name of a field and, for what a dict holds, the key. What
changed is told from frozen worlds, quickly, since what is equal is not looked into.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

import attrs

from talksim.model._shapes import Keyed, Maybe, Model
from talksim.model.codec import Codec, Frozen
from talksim.model.fields import kind_of

__all__ = ["NO_KEY", "Spot", "Way", "changes", "follow", "put_back", "ways"]

Way: TypeAlias = tuple[Any, ...]
"""Field names and keys in turn: `("rooms", "abc", "attendees", 3)`; no key where a field holds one object."""

NO_KEY = object()
"""The key of a spot that is a whole field."""


class Spot(NamedTuple):
    """The field `name` of the object of class `owner` at `way`, or what it holds under `key`."""

    owner: type[Any]
    way: Way
    name: str
    key: Any = NO_KEY

    @property
    def field(self) -> str:
        """`Room.lobby`."""
        return f"{self.owner.__name__}.{self.name}"

    @property
    def is_state(self) -> bool:
        """Whether it decides what can happen next; else it is of the record."""
        return kind_of(getattr(attrs.fields(self.owner), self.name)) == "state"

    @property
    def whole(self) -> Spot:
        """The field, whatever the key."""
        return self if self.key is NO_KEY else Spot(self.owner, self.way, self.name)


def changes(cls: type[Any], before: Frozen, after: Frozen, way: Way = ()) -> Iterator[Spot]:
    """The spots at which two frozen objects of a class differ; an object that came or went is one spot."""
    if before == after:
        return
    codec = Codec.of(cls)
    for field, old, new in zip(codec.fields, before, after, strict=True):
        if old == new:
            continue
        shape: Any = field.shape
        if isinstance(shape, Maybe) and old is not None and new is not None:
            shape = shape.inner
        if isinstance(shape, Model):
            yield from changes(_class_of(shape), old, new, (*way, field.name))
        elif isinstance(shape, Keyed):
            yield from _keyed(Spot(cls, way, field.name), shape, old, new)
        else:
            yield Spot(cls, way, field.name)


def _keyed(spot: Spot, shape: Keyed, before: Frozen, after: Frozen) -> Iterator[Spot]:
    old, new = dict(zip(*before, strict=True)), dict(zip(*after, strict=True))
    for key in [*old, *(key for key in new if key not in old)]:
        if key in old and key in new and isinstance(shape.item, Model):
            way = (*spot.way, spot.name, key)
            yield from changes(_class_of(shape.item), old[key], new[key], way)
        elif key not in old or key not in new or old[key] != new[key]:
            yield spot._replace(key=key)


def ways(root: Any) -> dict[int, Way]:
    """Where each object of a tree is, by its identity."""
    found: dict[int, Way] = {}
    left: list[tuple[Any, Way]] = [(root, ())]
    while left:
        owner, way = left.pop()
        found[id(owner)] = way
        for field in Codec.of(type(owner)).fields:
            shape: Any = field.shape
            value = getattr(owner, field.name)
            if isinstance(shape, Model) or (isinstance(shape, Maybe) and isinstance(shape.inner, Model)):
                left += [(value, (*way, field.name))] if value is not None else []
            elif isinstance(shape, Keyed) and isinstance(shape.item, Model):
                left += [(item, (*way, field.name, key)) for key, item in value.items()]
    return found


def follow(root: Any, way: Way) -> Any:
    """The object at the end of a way, None if there is none."""
    found, held = root, False
    for part in way:
        if held and isinstance(found, dict):
            found, held = found.get(part), False
        else:
            found, held = getattr(found, part, None), True
        if found is None:
            return None
    return found


def put_back(root: Any, other: Any, spot: Spot) -> bool:
    """Let a spot be as it is in another copy of the world, which loses it; whether both have its object.

    The indexes have to be rebuilt afterwards.
    """
    owner, source = follow(root, spot.way), follow(other, spot.way)
    if owner is None or source is None:
        return False
    if spot.key is NO_KEY:
        setattr(owner, spot.name, getattr(source, spot.name))
        return True
    there, had = getattr(owner, spot.name), getattr(source, spot.name)
    if spot.key in had:
        there[spot.key] = had[spot.key]
    else:
        there.pop(spot.key, None)
    return True


def _class_of(shape: Model) -> type[Any]:
    codec: Any = shape.codec
    cls: type[Any] = codec.cls
    return cls
