"""From the type a field declares to the shape it is frozen in."""

from __future__ import annotations

import enum
import types
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from talksim.model._shapes import (
    Exactly,
    Items,
    Keyed,
    Listed,
    Maybe,
    Member,
    Model,
    ModelCodec,
    OneOf,
    Opaque,
    Scalar,
    Shape,
    Value,
)
from talksim.model.fields import is_model_class

__all__ = ["Site", "field_hints", "shape_of"]

_SCALARS: Final = (str, bool, int, float, types.NoneType)


@attrs.frozen
class Site:
    """Where a type was declared (``Room.attendees``), and how to find the codec of a nested class."""

    where: str
    codec_of: Callable[[type], ModelCodec]

    def refuse(self, what: str) -> TypeError:
        """The error for a type no codec covers."""
        return TypeError(f"{self.where}: {what}")


def field_hints(cls: type) -> dict[str, Any]:
    """The resolved types of a class's fields; raises TypeError when a name cannot be resolved."""
    try:
        return get_type_hints(cls)
    except NameError as problem:
        raise TypeError(f"{cls.__name__}: cannot resolve the field types: {problem}") from problem


def shape_of(hint: Any, site: Site) -> Shape:
    """The shape of a declared type; raises TypeError naming the field when no codec covers it."""
    hint = getattr(hint, "__supertype__", hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in _GENERICS:
        return _GENERICS[origin](arguments, site)
    if hint in (object, Any):
        return Opaque()
    if isinstance(hint, type) and origin is None:
        return _class_shape(hint, site)
    raise site.refuse(f"no codec for the type {hint!r}")


def _class_shape(cls: type, site: Site) -> Shape:
    if cls in _SCALARS:
        return Scalar(cls)
    if issubclass(cls, enum.Enum) and issubclass(cls, (int, str)):
        return Member(cls)
    if is_model_class(cls):
        return Model(site.codec_of(cls))
    if attrs.has(cls) and cls.__hash__ not in (None, object.__hash__):
        return _value(cls, site)
    raise site.refuse(f"{cls.__name__} is neither immutable nor a model class")


def _value(cls: type, site: Site) -> Shape:
    hints = field_hints(cls)
    taken = [attribute for attribute in attrs.fields(cls) if attribute.init]
    return Value(cls, {a.alias or a.name: _plain(hints[a.name], site) for a in taken})


def _plain(hint: Any, site: Site) -> Shape:
    shape = shape_of(hint, site)
    if not shape.plain:
        raise site.refuse(f"{hint!r} stands where only an immutable type can")
    return shape


def _union(arguments: tuple[Any, ...], site: Site) -> Shape:
    shapes = [shape_of(argument, site) for argument in arguments]
    if all(shape.plain for shape in shapes):
        return OneOf(tuple(shapes))
    mutable = [shape for shape in shapes if not shape.plain]
    if len(shapes) == 2 and types.NoneType in arguments and mutable:
        return Maybe(mutable[0])
    raise site.refuse("a mutable type can only be joined with None")


def _tuple(arguments: tuple[Any, ...], site: Site) -> Shape:
    any_length = len(arguments) == 2 and arguments[1] is Ellipsis
    items = arguments[:1] if any_length else arguments
    return Items(tuple, tuple(_plain(item, site) for item in items), any_length)


def _keyed(arguments: tuple[Any, ...], site: Site) -> Shape:
    return Keyed(_plain(arguments[0], site), shape_of(arguments[1], site))


_GENERICS: Final[dict[Any, Callable[[tuple[Any, ...], Site], Shape]]] = {
    Union: _union,
    types.UnionType: _union,
    Literal: lambda values, _: OneOf(tuple(map(Exactly, values))),
    tuple: _tuple,
    frozenset: lambda items, site: Items(frozenset, (_plain(items[0], site),), True),
    dict: _keyed,
    Mapping: _keyed,
    list: lambda items, site: Listed(list, shape_of(items[0], site)),
    set: lambda items, site: Listed(set, _plain(items[0], site)),
}
