"""The little Markdown the reference pages need, and what a docstring says of a rule's source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

__all__ = ["page", "source_of", "summary_of", "table", "text_of"]

_SOURCE: Final = re.compile(r"\s*\(spec: ([^)]+)\)|^[ ]*spec: ([^\n]+?)\.?$", re.MULTILINE)
_NOTE: Final = "Generated from the tables by `talksim reference`; do not edit."


def page(title: str, *blocks: str) -> str:
    """A page: its title, the note that it is generated, and blocks with an empty line between."""
    return "\n\n".join([f"# {title}", _NOTE, *filter(None, blocks)]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; empty without rows."""
    lines = [_row(row) for row in rows]
    return "\n".join([_row(head), _row(["---"] * len(head)), *lines]) if lines else ""


def source_of(doc: str) -> str:
    """The sections a docstring names as the source of its rule: `conversation 3.3`; "" if it names none."""
    return "; ".join(" ".join("".join(found).split()) for found in _SOURCE.findall(doc))


def text_of(doc: str) -> str:
    """A docstring without its source, one line for each paragraph."""
    paragraphs = re.split(r"\n\s*\n", _SOURCE.sub("", doc))
    joined = (" ".join(paragraph.split()) for paragraph in paragraphs)
    return "\n\n".join(f"{text}." if text[-1] not in ".:;!?" else text for text in joined if text)


def summary_of(doc: str) -> str:
    """The first paragraph of a docstring without its source."""
    return text_of(doc).partition("\n\n")[0]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
