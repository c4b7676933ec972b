"""A world in a file: the server, and the names people gave, as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from talksim.errors import UsageError
from talksim.model.codec import dump, restore
from talksim.model.server import Server
from talksim.naming import Names

__all__ = ["read_world", "write_world"]

_NAMES: Final = ("aliases", "guests", "addresses")


def write_world(path: str | Path, server: Server, names: Names) -> None:
    """Write a world; the same world gives the same file, byte for byte.

    Raises `UsageError` when the file cannot be written.
    """
    known = {kind: getattr(names, kind) for kind in _NAMES}
    text = json.dumps({"world": dump(server), "names": known}, ensure_ascii=False, separators=(",", ":"))
    file = _file(path)
    try:
        file.write_text(text + "\n", encoding="utf-8")
    except OSError as problem:
        raise UsageError(f"cannot write {path}: {problem.strerror}") from problem


def read_world(path: str | Path) -> tuple[Server, dict[str, dict[str, str]]]:
    """The server and the names in a file which `write_world` wrote.

    Raises `UsageError` when the file cannot be read or holds something else.
    """
    file = _file(path)
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return _opened(data)
    except OSError as problem:
        raise UsageError(f"cannot read {path}: {problem.strerror}") from problem
    except (ValueError, RecursionError) as problem:
        raise UsageError(f"{path} is no saved world: {problem}") from problem


def _file(path: object) -> Path:
    if not isinstance(path, (str, Path)):
        raise UsageError(f"{path!r} is no path")
    return Path(path)


def _opened(data: Any) -> tuple[Server, dict[str, dict[str, str]]]:
    if not isinstance(data, dict) or set(data) != {"world", "names"}:
        raise ValueError("expected world and names")
    names = data["names"]
    if not isinstance(names, dict) or set(names) != set(_NAMES) or not all(map(_is_texts, names.values())):
        raise ValueError(f"names holds {', '.join(_NAMES)}, each a mapping of texts")
    return restore(Server, data["world"]), names


def _is_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
