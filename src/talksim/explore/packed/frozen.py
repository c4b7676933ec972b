"""Values as they are kept in cells: hashable, with paths in place of the objects of a world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import attrs

from talksim.explore.packed.traced_dict import TracedDict
from talksim.explore.packed.twin import PLAIN, is_twin
from talksim.model.codec import freeze, thaw
from talksim.model.fields import is_model_class

__all__ = ["Ref", "melt", "shut"]

Path: TypeAlias = tuple[Any, ...]


@attrs.frozen
class Ref:
    """An object of the world, by its path."""

    path: Path


_PARTS: Final[dict[type, Callable[[Any], Any]]] = {
    list: tuple,
    set: lambda value: tuple(sorted(value)),
    dict: lambda value: tuple(value.items()),
    Counter: lambda value: frozenset((key, count) for key, count in value.items() if count),
}
"""What a mutable value is made of."""


@attrs.frozen
class _Made:
    """A mutable value: its class, and what it is made of."""

    cls: type
    of: Any


def shut(value: Any, path_of: Callable[[Any], Path]) -> Any:
    """The value as it is kept; `path_of` tells where an object of the world is.

    Raises TypeError for a value of a class that cannot be kept.
    """
    cls = type(value)
    if isinstance(value, PLAIN):
        return value
    if is_twin(cls) or cls is TracedDict:
        return Ref(path_of(value))
    if cls is tuple:
        return tuple([shut(item, path_of) for item in value])
    if is_model_class(cls):
        return _Made(cls, freeze(value))
    if cls not in _PARTS:
        raise TypeError(f"a search cannot keep a {cls.__name__}")
    return _Made(cls, shut(_PARTS[cls](value), path_of) if cls is not Counter else _PARTS[cls](value))


def melt(kept: Any, at: Callable[[Path], Any]) -> Any:
    """A value made anew from what was kept; `at` tells which object is at a path."""
    if isinstance(kept, PLAIN):
        return kept
    if isinstance(kept, Ref):
        return at(kept.path)
    if isinstance(kept, tuple):
        return tuple([melt(item, at) for item in kept])
    if is_model_class(kept.cls):
        return thaw(kept.cls, kept.of)
    return kept.cls(melt(kept.of, at)) if kept.cls is not Counter else Counter(dict(kept.of))
