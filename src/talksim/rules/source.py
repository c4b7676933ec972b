"""What the docstring of a rule says: in words, and of its source."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["source_of", "summary_of", "text_of"]

_SOURCE: Final = re.compile(r"\s*\(spec: ([^)]+)\)|^[ ]*spec: ([^\n]+?)\.?$", re.MULTILINE)


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
