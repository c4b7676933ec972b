"""What is noted while an action runs in a mirror: which cells it reads and writes.

Reads that come after a write in the same run are not noted: they depend on nothing that was there before.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, Final, TypeAlias

__all__ = ["ALL_KEYS", "RECORDER", "Key", "Recorder"]

Key: TypeAlias = tuple[int, Any]
"""The id of an object or dict, and the name of a field or a key in it."""


class _AllKeys(Enum):
    ALL_KEYS = "all keys"


ALL_KEYS: Final = _AllKeys.ALL_KEYS
"""In place of a key: all of them. They come in the order of the keys, however they came to be there."""


class Recorder:
    """What is noted at the moment.

    `opened` are mutable values handed out, whose change nobody notes; `dirty` fields of the record that may
    have changed; `removed` objects that were taken out of a dict that owned them. `adopt` is told of every
    object or dict that is put into a traced dict, and gives what is put there instead.
    """

    __slots__ = ("adopt", "dirty", "opened", "reads", "removed", "written")

    def __init__(self) -> None:
        self.reads: set[Key] = set()
        self.written: set[Key] = set()
        self.opened: dict[Key, Any] = {}
        self.dirty: dict[Key, tuple[Any, str]] = {}
        self.removed: dict[int, Any] = {}
        self.adopt: Callable[[Any, Any, Any], Any] = lambda _into, _key, value: value

    def forget(self) -> None:
        """Begin anew."""
        self.reads.clear()
        self.written.clear()
        self.opened.clear()
        self.dirty.clear()
        self.removed.clear()


RECORDER: Final = Recorder()
"""The one recorder of the process: one action runs at a time."""
