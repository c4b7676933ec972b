"""Whether a YAML file is one of ours, told by its first letters of lines and without reading it as YAML."""

from __future__ import annotations

import os
import re
from typing import Final

__all__ = ["is_scenario_file"]

_SCENARIO: Final = re.compile(rb"""^(?:\xef\xbb\xbf)?["']?talksim["']?[ \t]*:""", re.MULTILINE)
_OTHER: Final = re.compile(
    rb"""^(?:\xef\xbb\xbf)?["']?(?:fragment|policy|universe)["']?[ \t]*:""", re.MULTILINE
)


def is_scenario_file(path: str | os.PathLike[str]) -> bool:
    """Whether a line begins with `talksim:`, and none with what begins another kind of file."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return False
    return _SCENARIO.search(data) is not None and _OTHER.search(data) is None
