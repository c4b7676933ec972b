"""The shapes a field of a domain class can have, and how each is frozen, thawed and read back from JSON.

A shape writes the source of the expression that freezes or thaws a value; the codec puts these together.
Frozen forms: an immutable value stands for itself, a model is the tuple of its fields, a list or set is a
tuple (a set sorted), a dict is its keys and its values, in order.
"""

from __future__ import annotations

import enum
import reprlib
import types
from typing import ClassVar, Literal, Protocol

import attrs

__all__ = [
    "Exactly",
    "Form",
    "Items",
    "Keyed",
    "Listed",
    "Maybe",
    "Member",
    "Model",
    "ModelCodec",
    "OneOf",
    "Opaque",
    "Scalar",
    "Shape",
    "Value",
    "misfit",
]

Form = Literal["freeze", "key"]


class ModelCodec(Protocol):
    """What a shape needs of the codec of a nested class."""

    name: str

    def decode(self, data: object, where: str) -> tuple[object, ...]: ...


def misfit(where: str, expected: str, data: object) -> ValueError:
    """The error for data that does not have the declared shape."""
    return ValueError(f"{where}: expected {expected}, got {reprlib.repr(data)}")


def _items(data: object, where: str, length: int | None = None) -> list[object]:
    if not isinstance(data, list) or length not in (None, len(data)):
        raise misfit(where, "a list" if length is None else f"a list of {length}", data)
    return data


class Shape:
    """An immutable value, frozen as itself; the other shapes say how they differ."""

    plain: ClassVar[bool] = True

    def freezing(self, value: str, form: Form) -> str:
        """Source of the frozen form of the expression ``value``."""
        del form
        return value

    def thawing(self, value: str) -> str:
        """Source of the value whose frozen form is the expression ``value``."""
        return value

    def decode(self, data: object, where: str) -> object:
        """The frozen form from JSON data; raises ValueError when it does not fit."""
        raise NotImplementedError


@attrs.frozen
class Scalar(Shape):
    """A number, a text, a truth value or None."""

    cls: type

    def decode(self, data: object, where: str) -> object:
        accepted = (int, float) if self.cls is float else self.cls
        if not isinstance(data, accepted):
            raise misfit(where, "nothing" if self.cls is types.NoneType else self.cls.__name__, data)
        return data


@attrs.frozen
class Member(Shape):
    """A member of an enum whose values are numbers or texts."""

    cls: type[enum.Enum]

    def decode(self, data: object, where: str) -> object:
        try:
            return self.cls(data)
        except (ValueError, TypeError):
            raise misfit(where, self.cls.__name__, data) from None


@attrs.frozen
class OneOf(Shape):
    """One of several immutable types or literal values; the first that fits is read back."""

    options: tuple[Shape, ...]

    def decode(self, data: object, where: str) -> object:
        problems = []
        for option in self.options:
            try:
                return option.decode(data, where)
            except ValueError as problem:
                problems.append(str(problem))
        raise ValueError("; or ".join(problems))


@attrs.frozen
class Exactly(Shape):
    """A literal value."""

    value: object

    def decode(self, data: object, where: str) -> object:
        if data != self.value:
            raise misfit(where, repr(self.value), data)
        return self.value


@attrs.frozen
class Items(Shape):
    """A tuple of one length, or a tuple or frozenset of any length of one type."""

    cls: type
    items: tuple[Shape, ...]
    any_length: bool

    def decode(self, data: object, where: str) -> object:
        found = _items(data, where, None if self.any_length else len(self.items))
        shapes = self.items * len(found) if self.any_length else self.items
        return self.cls(
            shape.decode(x, f"{where}[{i}]") for i, (shape, x) in enumerate(zip(shapes, found, strict=True))
        )


@attrs.frozen
class Value(Shape):
    """A frozen attrs class, equal and hashed by value; in JSON its class name and its fields."""

    cls: type
    fields: dict[str, Shape]

    def decode(self, data: object, where: str) -> object:
        head, *rest = _items(data, where, len(self.fields) + 1)
        if head != self.cls.__name__:
            raise misfit(where, self.cls.__name__, data)
        named = zip(self.fields.items(), rest, strict=True)
        arguments = {alias: shape.decode(x, f"{where}.{alias}") for (alias, shape), x in named}
        try:
            return self.cls(**arguments)
        except Exception as problem:  # a validator of the class may raise what it likes
            raise ValueError(f"{where}: no {self.cls.__name__}: {problem}") from problem


@attrs.frozen
class Opaque(Shape):
    """A JSON-like value of no declared type, frozen all the way down."""

    plain = False

    def freezing(self, value: str, form: Form) -> str:
        del form
        return f"deep_freeze({value})"

    def thawing(self, value: str) -> str:
        return f"deep_thaw({value})"

    def decode(self, data: object, where: str) -> object:
        if data is None or isinstance(data, (int, float, str)):
            return data
        tag, *rest = _items(data, where) or [None]
        if tag not in ("list", "tuple", "dict"):
            raise misfit(where, "a tagged list, tuple or dict", data)
        if tag == "dict":
            pairs = [_items(pair, where, 2) for pair in rest]
            return (tag, *((self.decode(k, where), self.decode(v, where)) for k, v in pairs))
        return (tag, *(self.decode(item, where) for item in rest))


@attrs.frozen
class Model(Shape):
    """A nested domain object, frozen by the functions generated for its class."""

    plain = False
    codec: ModelCodec

    def freezing(self, value: str, form: Form) -> str:
        return f"{form}_{self.codec.name}({value})"

    def thawing(self, value: str) -> str:
        return f"thaw_{self.codec.name}({value})"

    def decode(self, data: object, where: str) -> object:
        return self.codec.decode(data, where)


@attrs.frozen
class Maybe(Shape):
    """A mutable shape that may be absent."""

    plain = False
    inner: Shape

    def freezing(self, value: str, form: Form) -> str:
        return f"(None if {value} is None else {self.inner.freezing(value, form)})"

    def thawing(self, value: str) -> str:
        return f"(None if {value} is None else {self.inner.thawing(value)})"

    def decode(self, data: object, where: str) -> object:
        return None if data is None else self.inner.decode(data, where)


@attrs.frozen
class Listed(Shape):
    """A list, or a set of immutable values (sorted, so that equal sets freeze alike)."""

    plain = False
    cls: type
    item: Shape

    def freezing(self, value: str, form: Form) -> str:
        if self.cls is set:
            return f"tuple(sorted({value}))" if _has_order(self.item) else f"tuple(sorted({value}, key=repr))"
        return f"tuple({_frozen_items(self.item, value, form)})"

    def thawing(self, value: str) -> str:
        return f"{self.cls.__name__}({_thawed_items(self.item, value)})"

    def decode(self, data: object, where: str) -> object:
        return tuple(self.item.decode(x, f"{where}[{i}]") for i, x in enumerate(_items(data, where)))


@attrs.frozen
class Keyed(Shape):
    """A dict from immutable keys, whose order counts: rooms are listed in it."""

    plain = False
    key: Shape
    item: Shape

    def freezing(self, value: str, form: Form) -> str:
        return f"(tuple({value}), tuple({_frozen_items(self.item, f'{value}.values()', form)}))"

    def thawing(self, value: str) -> str:
        return f"dict(zip({value}[0], {_thawed_items(self.item, f'{value}[1]')}))"

    def decode(self, data: object, where: str) -> object:
        names, items = (_items(half, where) for half in _items(data, where, 2))
        keys = tuple(self.key.decode(name, f"{where} key") for name in names)
        if len(set(keys)) != len(keys) or len(items) != len(keys):
            raise misfit(where, "distinct keys and as many values", data)
        values = zip(keys, items, strict=True)
        return keys, tuple(self.item.decode(x, f"{where}.{key}") for key, x in values)


def _frozen_items(item: Shape, values: str, form: Form) -> str:
    if isinstance(item, Model):
        return f"map({form}_{item.codec.name}, {values})"
    return values if item.plain else f"[{item.freezing('v', form)} for v in {values}]"


def _thawed_items(item: Shape, values: str) -> str:
    if isinstance(item, Model):
        return f"map(thaw_{item.codec.name}, {values})"
    return values if item.plain else f"[{item.thawing('v')} for v in {values}]"


def _has_order(shape: Shape) -> bool:
    if isinstance(shape, Items):
        return shape.cls is tuple and all(map(_has_order, shape.items))
    return isinstance(shape, Member) or (isinstance(shape, Scalar) and shape.cls is not types.NoneType)
