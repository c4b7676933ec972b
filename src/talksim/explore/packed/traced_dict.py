"""Dicts that note which of their keys are read and written."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView
from typing import Any

from talksim.explore.packed.recorder import ALL_KEYS, RECORDER
from talksim.model.fields import is_model_class

__all__ = ["TracedDict"]


class TracedDict(dict[Any, Any]):
    """A dict that notes which of its keys are asked for; `owns` says that what is in it belongs to it."""

    __slots__ = ("owns",)

    owns: bool

    def _read(self, key: Any) -> None:
        noted = (id(self), key)
        if noted not in RECORDER.written:
            RECORDER.reads.add(noted)

    def __contains__(self, key: object) -> bool:
        self._read(key)
        return dict.__contains__(self, key)

    def __getitem__(self, key: Any) -> Any:
        self._read(key)
        return dict.__getitem__(self, key)

    def get(self, key: Any, default: Any = None) -> Any:
        """As `dict.get`."""
        self._read(key)
        return dict.get(self, key, default)

    def __len__(self) -> int:
        self._read(ALL_KEYS)
        return dict.__len__(self)

    def __iter__(self) -> Iterator[Any]:
        self._read(ALL_KEYS)
        return iter(sorted(dict.__iter__(self)))

    def __reversed__(self) -> Iterator[Any]:
        return iter([*self][::-1])

    def keys(self) -> Any:
        """As `dict.keys`."""
        return KeysView(self)

    def values(self) -> Any:
        """As `dict.values`."""
        return [self[key] for key in self]

    def items(self) -> Any:
        """As `dict.items`."""
        return ItemsView(self)

    def __eq__(self, other: object) -> bool:
        return dict(self.items()) == other

    __hash__ = None

    def copy(self) -> dict[Any, Any]:
        """As `dict.copy`."""
        return dict(self.items())

    def __setitem__(self, key: Any, value: Any) -> None:
        RECORDER.written.add((id(self), key))
        if dict.__contains__(self, key):
            self._let_go(key)
        dict.__setitem__(self, key, RECORDER.adopt(self, key, value))

    def __delitem__(self, key: Any) -> None:
        self._read(key)
        if not dict.__contains__(self, key):
            raise KeyError(key)
        RECORDER.written.add((id(self), key))
        self._let_go(key)
        dict.__delitem__(self, key)

    def setdefault(self, key: Any, default: Any = None) -> Any:
        """As `dict.setdefault`."""
        if key not in self:
            self[key] = default
        return self[key]

    def pop(self, key: Any, *default: Any) -> Any:
        """As `dict.pop`."""
        if key not in self:
            if default:
                return default[0]
            raise KeyError(key)
        value = self[key]
        del self[key]
        return value

    def clear(self) -> None:
        """As `dict.clear`."""
        for key in list(self):
            del self[key]

    def update(self, *others: Any, **more: Any) -> None:
        """As `dict.update`."""
        for key, value in dict(*others, **more).items():
            self[key] = value

    def _let_go(self, key: Any) -> None:
        value = dict.__getitem__(self, key)
        if self.owns and is_model_class(type(value)):
            RECORDER.removed[id(value)] = value
