"""Writing what was seen into a scenario file as what is expected.

Where two cases see different things, the last one is written.

Only the values that do not hold are rewritten, in the lines where they stand; all else keeps its letter,
comments included. What no expectation could say (a refused step, an unknown name) is left alone, and so is
what holds `${…}` or says how to compare; whoever asks is told of each.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import attrs

from talksim.scenario.document.source import Document, read, read_file
from talksim.scenario.load import load_document
from talksim.scenario.rewrite import Held, rewritten
from talksim.scenario.run import Mismatch, find

__all__ = ["accept", "accepted"]

Say: TypeAlias = Callable[[str], None]


def accept(
    path: str | os.PathLike[str], settings: Mapping[str, Any] | None = None, say: Say | None = None
) -> int:
    """Rewrite a file's expectations until they hold; how many were rewritten. Fragments are not touched.

    `say` is told what was not rewritten: `not rewritten: class.yaml:9 why`. Raises `Faults` if the file
    cannot be read, and OSError if it cannot be written.
    """
    document = read_file(path)
    text, count = accepted(document, settings, say)
    if count:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    return count


def accepted(
    document: Document, settings: Mapping[str, Any] | None = None, say: Say | None = None
) -> tuple[str, int]:
    """The text of a document with its expectations as seen, and how many were rewritten."""
    texts = [document.text]
    left: dict[str, None] = {}
    while (text := _next(document, settings, texts, left)) is not None:
        texts.append(text)
        document = read(text, document.path)
    if say is not None:
        for line in left:
            say(f"not rewritten: {line}")
    return document.text, len(texts) - 1


def _next(
    document: Document, settings: Mapping[str, Any] | None, texts: list[str], left: dict[str, None]
) -> str | None:
    """The text with the first expectation rewritten that does not hold, or None if there is none.

    What is left alone is noted afresh each time, as lines move.
    """
    left.clear()
    for scenario in load_document(document):
        mismatch = find(scenario, settings).mismatch if not scenario.xfail else None
        if mismatch is None:
            continue
        try:
            text = _rewritten(document, mismatch)
        except Held as held:
            left[f"{mismatch.place.document.path}:{mismatch.place.line} {held}"] = None
        else:
            if text not in texts:
                return text
            left[f"{document.path}:{mismatch.place.line} what is seen cannot be written"] = None
    return None


def _rewritten(document: Document, mismatch: Mismatch) -> str:
    """Raises `Held` where nothing can be written."""
    if mismatch.seen is attrs.NOTHING:
        raise Held(mismatch.why_not or f"{mismatch.text}: expected {mismatch.expected}, {mismatch.got}")
    if mismatch.place.document.path != document.path:
        raise Held("it stands in another file")
    return rewritten(document, mismatch.place.path, mismatch.asked, mismatch.seen)
