"""The lines that were typed in earlier sessions, for the arrows to bring back."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any, Final

__all__ = ["Remembered"]

_MOST: Final = 1000
"""So many lines are kept."""


class Remembered:
    """Reads the lines of earlier sessions, and keeps those of this one where they can be written.

    Each line is kept at once, whichever way the session ends, and behind those of others that are open.
    """

    def __init__(self, readline: Any) -> None:
        self._readline = readline
        with suppress(OSError):
            readline.read_history_file(_file())
        readline.set_history_length(_MOST)
        self._known = readline.get_current_history_length()

    def keep(self) -> None:
        """Keep what was typed since the last time."""
        before, self._known = self._known, self._readline.get_current_history_length()
        append = getattr(self._readline, "append_history_file", None)
        with suppress(OSError):
            file = _made()
            if append is None:
                self._readline.write_history_file(file)
            elif self._known > before:
                append(self._known - before, file)


def _made() -> str:
    """The file, for nobody else to read. Raises OSError where it cannot be written."""
    file = _file()
    os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
    return file


def _file() -> str:
    """Where they are kept: among what programs know of their user (XDG Base Directory Specification)."""
    home = os.environ.get("XDG_STATE_HOME", "")
    folder = home if os.path.isabs(home) else os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(folder, "talksim", "history")
