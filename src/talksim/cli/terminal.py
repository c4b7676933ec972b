"""How commands speak to people: whole and plain into a pipe, folded and with colours on a terminal.

All that is meant for reading goes through `tell`. What is meant for copying or for machines (YAML, JSON,
pictures) does not: it is written as it is.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from talksim.sheet import Sheet

__all__ = ["columns", "is_coloured", "is_terminal", "show", "tell"]

_LEAST = 20
"""In a terminal narrower than this nothing is readable anyway."""
_USUAL = 80


def tell(*parts: str | Sheet, apart: bool = False, err: bool = False) -> None:
    """Print texts and tables to the standard output or error, `apart` with empty lines between them.

    Each begins a line of its own, and what is empty is left out.
    """
    said = [part for part in parts if part]
    stream = sys.stderr if err else sys.stdout
    if is_terminal(stream) or is_coloured(stream):
        from talksim.cli.drawn import drawn  # noqa: PLC0415  in a pipe nothing is drawn

        texts = drawn(said, columns(stream), coloured=is_coloured(stream))
    else:
        texts = map(str, said)
    click.echo(("\n" if apart else "").join(map(_ended, texts)), nl=False, err=err, color=True)


def show(text: str, style: str) -> None:
    """Print a result: in the style "text" for people, in any other as it is."""
    if style == "text":
        tell(text)
    else:
        click.echo(text, nl=False)


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"


def is_terminal(stream: TextIO) -> bool:
    """Whether somebody looks at what is written there."""
    return not stream.closed and stream.isatty()


def is_coloured(stream: TextIO) -> bool:
    """Whether colours are wanted there: as `NO_COLOR`, `TERM` and `FORCE_COLOR` say, else on terminals."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM", "").lower() in ("dumb", "unknown"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or is_terminal(stream)


def columns(stream: TextIO) -> int | None:
    """How wide the terminal is, None where nothing has to fit, as in a pipe."""
    if not is_terminal(stream):
        return None
    said = os.environ.get("COLUMNS", "")
    try:
        found = int(said) if said.isdigit() else os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        found = _USUAL
    return max(found or _USUAL, _LEAST)
