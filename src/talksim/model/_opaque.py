"""Values of no declared type: frozen all the way down, thawed again, and any frozen form as JSON lists.

Containers are tagged (``("dict", ("room", "standup"))``), so that a list and a tuple come back as they were.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

import attrs

__all__ = ["deep_freeze", "deep_thaw", "jsonable"]


def deep_freeze(value: object) -> object:
    """The hashable form of a JSON-like value; raises TypeError for a value JSON has no word for."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Mapping):
        return ("dict", *((deep_freeze(key), deep_freeze(item)) for key, item in value.items()))
    if isinstance(value, (list, tuple)):
        return ("list" if isinstance(value, list) else "tuple", *map(deep_freeze, value))
    raise TypeError(f"a parameter map holds a {type(value).__name__}, which is not a JSON-like value")


def deep_thaw(frozen: object) -> object:
    """The value whose ``deep_freeze`` is given."""
    if not isinstance(frozen, tuple):
        return frozen
    tag, *items = frozen
    if tag == "dict":
        return {deep_thaw(key): deep_thaw(item) for key, item in items}
    thawed = map(deep_thaw, items)
    return list(thawed) if tag == "list" else tuple(thawed)


def jsonable(frozen: object) -> object:
    """A frozen form in lists, numbers and texts; a frozen attrs value is its class name and its fields."""
    if isinstance(frozen, enum.Enum):
        return frozen.value
    if isinstance(frozen, tuple):
        return [jsonable(item) for item in frozen]
    if isinstance(frozen, frozenset):
        return sorted((jsonable(item) for item in frozen), key=repr)
    cls: type[Any] = type(frozen)
    if attrs.has(cls):
        names = [attribute.name for attribute in attrs.fields(cls) if attribute.init]
        return [cls.__name__, *(jsonable(getattr(frozen, name)) for name in names)]
    return frozen
