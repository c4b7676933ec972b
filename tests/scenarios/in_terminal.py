"""Commands as people see them: run in a pseudo terminal of a given width."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any

import pexpect

COMMAND = [sys.executable, "-m", "talksim"]
_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_TOLD = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TTY_COMPATIBLE", "TALKSIM_TRACEBACK")


def surroundings(**more: str) -> dict[str, str]:
    """The environment, but for what says how terminals are to be used."""
    return {**{k: v for k, v in os.environ.items() if k not in _TOLD}, "TERM": "xterm-256color", **more}


def opened(*words: str, width: int = 80, **more: str) -> Any:
    """A command in a terminal, for `pexpect`."""
    return pexpect.spawn(
        COMMAND[0],
        [*COMMAND[1:], *words],
        dimensions=(30, width),
        env=surroundings(**more),
        encoding="utf-8",
        timeout=60,
    )


def shown(*words: str, width: int = 80, **more: str) -> str:
    """All that a command writes to a terminal."""
    child = opened(*words, width=width, **more)
    child.expect(pexpect.EOF)
    text: str = child.before
    child.close()
    return text.replace("\r\n", "\n")


def piped(*words: str, **more: str) -> str:
    """What a command writes to a pipe."""
    ran = subprocess.run(
        [*COMMAND, *words], capture_output=True, text=True, check=False, env=surroundings(**more)
    )
    return ran.stdout


def plain(text: str) -> str:
    """The text without what colours it."""
    return _CODES.sub("", text)
