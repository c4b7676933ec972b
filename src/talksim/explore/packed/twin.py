"""Twins: objects of model classes that note which of their fields are read and written.

A twin is of a subclass without slots of its own, so that an object can become one where it stands, and stay
what it is to all code that holds it.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import Any, Final

import attrs

from talksim.explore.packed.recorder import RECORDER
from talksim.explore.packed.traced_dict import TracedDict
from talksim.model.fields import Kind, is_of_record, kind_of

__all__ = ["PLAIN", "blank", "fields_of", "is_twin", "looked", "plain", "raw", "twin_of", "watch"]

PLAIN: Final = (int, str, float, bool, bytes, type(None), Enum)
"""Classes whose values never change."""

_NEVER_NOTED: Final = frozenset({("Server", "listeners"), ("Server", "caller")})
"""What is no part of the world: who listens, and who asks at the moment."""

_TWINS: dict[type, type] = {}
_MADE: set[type] = set()


def fields_of(cls: type) -> list[tuple[str, Kind]]:
    """The fields that are noted, each with what it is for; an index of the record counts as record."""
    return [
        (field.name, "history" if is_of_record(field) else kind_of(field))
        for field in attrs.fields(cls)
        if not any((base.__name__, field.name) in _NEVER_NOTED for base in cls.__mro__)
    ]


def is_twin(cls: type) -> bool:
    """Whether a class is a traced twin."""
    return cls in _MADE


@cache
def _slot(key: tuple[type, str]) -> Any:
    cls, name = key
    return next(vars(base)[name] for base in cls.__mro__ if base not in _MADE and name in vars(base))


def raw(cls: type, name: str) -> Any:
    """The slot of a field beneath what notes its use, with `__get__(obj)` and `__set__(obj, value)`."""
    return _slot((cls, name))


def plain(twin: type) -> type:
    """The class of which this is the twin."""
    return twin.__mro__[1] if twin in _MADE else twin


def blank(cls: type) -> Any:
    """An object with the defaults of its class, and nothing in the fields that have none."""
    made: Any = object.__new__(cls)
    for field in attrs.fields(cls):
        default: Any = field.default
        value = (
            default.factory()
            if hasattr(default, "factory")
            else None
            if default is attrs.NOTHING
            else default
        )
        raw(cls, field.name).__set__(made, value)
    return made


def twin_of(cls: type) -> type:
    """The traced twin of a model class."""
    twin = _TWINS.get(cls)
    if twin is None:
        body: dict[str, Any] = {"__slots__": ()}
        for name, kind in fields_of(cls):
            slot = raw(cls, name)
            body[name] = _record(slot, name) if kind == "history" else _noted(slot, name)
        twin = _TWINS[cls] = type(cls.__name__, (cls,), body)
        _MADE.add(twin)
    return twin


def _noted(slot: Any, name: str) -> property:
    """A field whose use is noted; what stays in its place, an owned object or a dict, is no cell."""
    get, put = slot.__get__, slot.__set__
    reads, written, opened = RECORDER.reads, RECORDER.written, RECORDER.opened

    def read(self: Any) -> Any:
        value = get(self)
        kind = value.__class__
        if kind is TracedDict or kind in _MADE:
            return value
        key = (id(self), name)
        if key not in written:
            reads.add(key)
        if not isinstance(value, PLAIN) and kind is not tuple:
            opened[key] = self
        return value

    def write(self: Any, value: Any) -> None:
        before = get(self)
        if before.__class__ is TracedDict:
            if before is not value:
                before.clear()
                before.update(value)
            return
        written.add((id(self), name))
        put(self, value)

    return property(read, write)


def _record(slot: Any, name: str) -> property:
    """A field of the record, which every run begins with as it was in the beginning."""
    get, put = slot.__get__, slot.__set__
    dirty = RECORDER.dirty

    def read(self: Any) -> Any:
        value = get(self)
        if not isinstance(value, PLAIN):
            dirty[id(self), name] = (self, name)
        return value

    def write(self: Any, value: Any) -> None:
        dirty[id(self), name] = (self, name)
        put(self, value)

    return property(read, write)


_LOOKED: set[str] = set()
_WATCHED: dict[type, type] = {}


def watch(scene: Any) -> None:
    """Note from now on which fields of an attrs object are looked at; it becomes a twin of its class."""
    cls = type(scene)
    if cls not in _WATCHED:
        body = {field.name: _looked_at(raw(cls, field.name), field.name) for field in attrs.fields(cls)}
        _WATCHED[cls] = type(cls.__name__, (cls,), {"__slots__": (), **body})
    _LOOKED.clear()
    scene.__class__ = _WATCHED[cls]


def looked() -> frozenset[str]:
    """The names of the fields that were looked at since `watch`."""
    return frozenset(_LOOKED)


def _looked_at(slot: Any, name: str) -> property:
    def read(self: Any) -> Any:
        _LOOKED.add(name)
        return slot.__get__(self)

    return property(read, slot.__set__)
