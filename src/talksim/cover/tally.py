"""A tally: how often each rule was exercised. Tallies of several runs add up, and can be kept in files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

import attrs

from talksim.errors import UsageError
from talksim.version import __version__

__all__ = ["Key", "Tally", "load", "save"]

Key: TypeAlias = tuple[str, ...]
"""What is counted, by stable ids: an operation and a guard, an operation and a status, a move, a constant."""

_KIND: Final = "cover tally"


@attrs.define
class Tally:
    """Counts by stable ids.

    `passed` and `refused` count (operation, guard); for a guard on a move the lifecycle's name stands for
    the operation. `finishes` count (operation, finish, status) where a finish answered, `commits`
    (operation, commit), `moves` the edges taken, `statuses` (operation, status), `constants` (group, member)
    by how many runs it was seen in.
    """

    passed: Counter[Key] = attrs.field(factory=Counter)
    refused: Counter[Key] = attrs.field(factory=Counter)
    finishes: Counter[Key] = attrs.field(factory=Counter)
    commits: Counter[Key] = attrs.field(factory=Counter)
    moves: Counter[Key] = attrs.field(factory=Counter)
    statuses: Counter[Key] = attrs.field(factory=Counter)
    constants: Counter[Key] = attrs.field(factory=Counter)

    def add(self, other: Tally) -> None:
        """Count what another tally counted as well."""
        for name in _NAMES:
            getattr(self, name).update(getattr(other, name))

    def to_dict(self) -> dict[str, Any]:
        """The tally for `json.dumps`, in a fixed order."""
        counts = {name: _rows(getattr(self, name)) for name in _NAMES}
        return {"talksim": __version__, "kind": _KIND, **counts}

    @classmethod
    def from_dict(cls, data: object) -> Tally:
        """The tally of which `to_dict` made `data`; raises ValueError for anything else."""
        if not isinstance(data, Mapping) or data.get("kind") != _KIND:
            raise ValueError(f"no {_KIND}")
        return cls(**{name: _counter(data.get(name)) for name in _NAMES})


_NAMES: Final = tuple(field.name for field in attrs.fields(Tally))


def save(tally: Tally, path: str | Path) -> None:
    """Write a tally. Raises `UsageError` if that fails."""
    try:
        Path(path).write_text(json.dumps(tally.to_dict()) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error


def load(path: str | Path) -> Tally:
    """Read a tally. Raises `UsageError` for a file that cannot be read or holds none."""
    try:
        return Tally.from_dict(json.loads(Path(path).read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from error


def _rows(counter: Counter[Key]) -> list[list[Any]]:
    return [[*key, count] for key, count in sorted(counter.items())]


def _counter(rows: object) -> Counter[Key]:
    if not isinstance(rows, Iterable):
        raise ValueError(f"a {_KIND} of another version")
    counter: Counter[Key] = Counter()
    for row in rows:
        match row:
            case [*key, int(count)] if key and all(isinstance(part, str) for part in key):
                counter[tuple(key)] += count
            case _:
                raise ValueError(f"no count: {row!r}")
    return counter
