"""Classes shown and compared by their fields, through methods which all of them share.

attrs would generate the same methods for each class. That is quicker when they are called and slower when the
program starts: a third of a millisecond a class, for methods which most runs never call.

    @attrs.frozen(eq=False, repr=False)
    class Refusal(EqualByFields):
        status: int
"""

from __future__ import annotations

from typing import Any

import attrs

__all__ = ["EqualByFields", "ShownByFields", "shown"]


def shown(value: Any) -> str:
    """An object of an attrs class as text: its fields, but for those that say `repr=False`."""
    fields = (f"{a.name}={getattr(value, a.name)!r}" for a in attrs.fields(type(value)) if a.repr)
    return f"{type(value).__qualname__}({', '.join(fields)})"


class ShownByFields:
    """An attrs class whose `repr` names its fields, but for those that say `repr=False`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return shown(self)


class EqualByFields(ShownByFields):
    """A frozen attrs class: equal to another of its class when all fields are, but for `eq=False` ones."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return _compared(self) == _compared(other)

    def __hash__(self) -> int:
        return hash(_compared(self))


def _compared(value: Any) -> tuple[Any, ...]:
    return tuple(getattr(value, a.name) for a in attrs.fields(type(value)) if a.eq)
