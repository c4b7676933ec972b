"""What changed between two worlds: one line per change, with the path that leads to it.

A model class may define a ``label`` property, shown in the path instead of its key, and a ``summary()``,
shown when it is added or removed.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import attrs

from talksim.by_fields import EqualByFields
from talksim.displayed import Displayed
from talksim.model.codec import Codec
from talksim.model.fields import Kind, is_model_class

__all__ = ["ABSENT", "Absent", "Change", "Changes", "difference", "difference_text"]

Path = tuple[str, ...]


class Absent(enum.Enum):
    """The side of a change on which there is nothing."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@attrs.frozen(eq=False, repr=False)
class Change(EqualByFields):
    """One change: where, what it was and what it is; `ABSENT` before an addition and after a removal.

    Objects are held as text, so a change stays what it was when the worlds move on.
    """

    path: Path
    before: object
    after: object

    @property
    def sides(self) -> tuple[str, str]:
        """What it was and what it is, as text; "" for the side on which there is nothing."""
        before, after = ("" if side is ABSENT else _text(side) for side in (self.before, self.after))
        return before, after

    def __str__(self) -> str:
        place = ".".join(self.path)
        if self.before is ABSENT:
            return f"{place}: + {_text(self.after)}"
        if self.after is ABSENT:
            return f"{place}: - {_text(self.before)}"
        return f"{place}: {_text(self.before)} → {_text(self.after)}"

    def __repr__(self) -> str:
        return f"<Change {self}>"


class Changes(list[Change], Displayed):
    """A list of changes, shown one a line; notebooks show a table."""

    def spoken(self, call: Callable[[str], str]) -> Changes:
        """The same with what a place is called by people, such as guests."""
        return Changes(attrs.evolve(one, path=tuple(map(call, one.path))) for one in self)

    def __repr__(self) -> str:
        """The changes, one a line, or "no difference"."""
        return difference_text(self)

    __str__ = __repr__


def difference(before: Any, after: Any, kinds: tuple[Kind, ...] = ("state",)) -> Changes:
    """The changes from one domain object to another of the same class, in the order of their fields.

    With the state alone it is empty exactly when the two have the same key. Raises TypeError when the classes
    differ or are no model classes, and ValueError for the kind "index": an index is never compared.
    """
    if type(before) is not type(after):
        raise TypeError(f"no difference between a {type(before).__name__} and a {type(after).__name__}")
    if not set(kinds) <= {"state", "history"}:
        raise ValueError("only state and history can be compared")
    return Changes(_Walk(frozenset(kinds)).models(before, after, (), "state"))


def difference_text(changes: Iterable[Change]) -> str:
    """The changes, one a line; "no difference" when there is none."""
    return "\n".join(map(str, changes)) or "no difference"


@attrs.frozen(eq=False, repr=False)
class _Walk(EqualByFields):
    """A walk down two trees at once. ``kind`` is that of the field it came through; history owns history."""

    kinds: frozenset[Kind]

    def models(self, before: Any, after: Any, path: Path, kind: Kind) -> Iterator[Change]:
        codec = Codec.of(type(before))
        compared = codec.freeze if "history" in self.kinds else codec.key
        if compared(before) == compared(after):
            return
        for field in codec.fields:
            inner: Kind = "history" if kind == "history" else field.kind
            if inner == "state" or inner in self.kinds:
                sides = getattr(before, field.name), getattr(after, field.name)
                yield from self.values(*sides, (*path, field.name), inner)

    def values(self, before: Any, after: Any, path: Path, kind: Kind) -> Iterator[Change]:
        if isinstance(before, dict) and isinstance(after, dict):
            yield from self.dicts(before, after, path, kind)
        elif isinstance(before, list) and isinstance(after, list):
            yield from self.lists(before, after, path, kind)
        elif isinstance(before, set) and isinstance(after, set):
            yield from self.sets(before, after, path, kind)
        elif type(before) is type(after) and is_model_class(type(before)):
            yield from self.models(before, after, path, kind)
        elif before != after:
            yield from self.change(path, _absent(before, after), _absent(after, before), kind)

    def dicts(
        self, before: dict[Any, Any], after: dict[Any, Any], path: Path, kind: Kind
    ) -> Iterator[Change]:
        for name, value in before.items():
            place = (*path, _label(name, value))
            if name in after:
                yield from self.values(value, after[name], place, kind)
            else:
                yield from self.change(place, value, ABSENT, kind)
        for name in [name for name in after if name not in before]:
            yield from self.change((*path, _label(name, after[name])), ABSENT, after[name], kind)
        kept = [name for name in before if name in after], [name for name in after if name in before]
        if kept[0] != kept[1]:
            yield from self.change((*path, "order"), *kept, kind)

    def lists(self, before: list[Any], after: list[Any], path: Path, kind: Kind) -> Iterator[Change]:
        """Common ends are left out; what is between is compared in order, the surplus is added or removed."""
        start = self._common(before, after, kind)
        end = self._common(before[start:][::-1], after[start:][::-1], kind)
        old, new = before[start : len(before) - end], after[start : len(after) - end]
        shared = min(len(old), len(new))
        for i in range(shared):
            yield from self.values(old[i], new[i], (*path, _label(start + i, old[i])), kind)
        for i in range(shared, len(old)):
            yield from self.change((*path, _label(start + i, old[i])), old[i], ABSENT, kind)
        for i in range(shared, len(new)):
            yield from self.change((*path, _label(start + i, new[i])), ABSENT, new[i], kind)

    def sets(self, before: set[Any], after: set[Any], path: Path, kind: Kind) -> Iterator[Change]:
        for value in _sorted(before - after):
            yield from self.change(path, value, ABSENT, kind)
        for value in _sorted(after - before):
            yield from self.change(path, ABSENT, value, kind)

    def change(self, path: Path, before: Any, after: Any, kind: Kind) -> Iterator[Change]:
        if kind in self.kinds:
            yield Change(path, _still(before), _still(after))

    def _common(self, before: list[Any], after: list[Any], kind: Kind) -> int:
        """How many elements at the start are the same on both sides."""
        pairs = enumerate(zip(before, after, strict=False))
        return next((i for i, sides in pairs if self._differ(*sides, kind)), min(len(before), len(after)))

    def _differ(self, before: Any, after: Any, kind: Kind) -> bool:
        return any(True for _ in self.values(before, after, (), kind))


def _absent(value: Any, other: Any) -> Any:
    """A missing model is an absence; a missing text is "none"."""
    return ABSENT if value is None and is_model_class(type(other)) else value


def _label(name: object, value: Any) -> str:
    label = getattr(value, "label", None) if is_model_class(type(value)) else None
    return label if isinstance(label, str) else _text(name)


def _still(value: Any) -> object:
    """A value that does not change any more."""
    if isinstance(value, (list, set)):
        return tuple(map(_still, _sorted(value) if isinstance(value, set) else value))
    return _text(value) if isinstance(value, dict) or is_model_class(type(value)) else value


def _sorted(values: Iterable[Any]) -> list[Any]:
    return sorted(
        values, key=lambda value: (type(value).__name__, value if isinstance(value, int) else 0, str(value))
    )


def _text(value: Any) -> str:
    if is_model_class(type(value)):
        summary = getattr(value, "summary", None)
        return str(summary()) if callable(summary) else type(value).__name__
    if isinstance(value, dict):
        return ", ".join(f"{_text(name)}={_text(item)}" for name, item in value.items()) or "nothing"
    if isinstance(value, (tuple, list, set, frozenset)):
        items = value if isinstance(value, (tuple, list)) else _sorted(value)
        return ", ".join(map(_text, items)) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value) or '""'
