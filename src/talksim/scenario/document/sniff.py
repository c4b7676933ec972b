"""Whether a YAML file is one of ours, told by its first letters of lines and without reading it as YAML."""

from __future__ import annotations

import os
import re
from typing import Final

__all__ = ["is_scenario_file", "is_universe_file"]

_SCENARIO: Final = re.compile(rb"""^(?:\xef\xbb\xbf)?["']?talksim["']?[ \t]*:""", re.MULTILINE)
_UNIVERSE: Final = re.compile(rb"""^(?:\xef\xbb\xbf)?["']?universe["']?[ \t]*:""", re.MULTILINE)
_OTHER: Final = re.compile(
    rb"""^(?:\xef\xbb\xbf)?["']?(?:fragment|policy|universe)["']?[ \t]*:""", re.MULTILINE
)


def is_scenario_file(path: str | os.PathLike[str]) -> bool:
    """Whether a line begins with `talksim:`, and none with what begins another kind of file."""
    data = _read(path)
    return _SCENARIO.search(data) is not None and _OTHER.search(data) is None


def is_universe_file(path: str | os.PathLike[str]) -> bool:
    """Whether a line begins with `universe:`."""
    return _UNIVERSE.search(_read(path)) is not None


def _read(path: str | os.PathLike[str]) -> bytes:
    """What is in the file; nothing if it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
