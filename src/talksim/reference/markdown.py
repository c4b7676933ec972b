"""The little Markdown the reference pages need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from talksim.rules.source import source_of, summary_of, text_of

__all__ = ["page", "source_of", "summary_of", "table", "text_of"]

_NOTE: Final = "Generated from the tables by `talksim reference`; do not edit."


def page(title: str, *blocks: str) -> str:
    """A page: its title, the note that it is generated, and blocks with an empty line between."""
    return "\n\n".join([f"# {title}", _NOTE, *filter(None, blocks)]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; empty without rows."""
    lines = [_row(row) for row in rows]
    return "\n".join([_row(head), _row(["---"] * len(head)), *lines]) if lines else ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
