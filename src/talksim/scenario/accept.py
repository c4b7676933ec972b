"""Writing what was seen into a scenario file as what is expected.

Where two cases see different things, the last one is written.

Only the expectation is rewritten, in the lines where it stands; all else keeps its letter, comments
included. What no expectation could say (a refused step, an unknown name) is left alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import attrs

from talksim.scenario.fault import Path
from talksim.scenario.load import load_document
from talksim.scenario.run import Mismatch, find
from talksim.scenario.source import Document, read, read_file
from talksim.scenario.value import written

__all__ = ["accept", "accepted"]


def accept(path: str | os.PathLike[str], settings: Mapping[str, Any] | None = None) -> int:
    """Rewrite a file's expectations until they hold; how many were rewritten. Fragments are not touched.

    Raises `Faults` if the file cannot be read, and OSError if it cannot be written.
    """
    document = read_file(path)
    text, count = accepted(document, settings)
    if count:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    return count


def accepted(document: Document, settings: Mapping[str, Any] | None = None) -> tuple[str, int]:
    """The text of a document with its expectations as seen, and how many were rewritten."""
    texts = [document.text]
    while (text := _next(document, settings)) is not None and text not in texts:
        texts.append(text)
        document = read(text, document.path)
    return document.text, len(texts) - 1


def _next(document: Document, settings: Mapping[str, Any] | None) -> str | None:
    """The text with the first expectation rewritten that does not hold, or None if there is none."""
    for scenario in load_document(document):
        mismatch = find(scenario, settings).mismatch if not scenario.xfail else None
        if mismatch is not None and _acceptable(mismatch, document):
            text = _rewritten(document, mismatch.place.path, mismatch.seen)
            if text != document.text:
                return text
    return None


def _acceptable(mismatch: Mismatch, document: Document) -> bool:
    """Whether the expectation stands in this file, and says the same in every case of it."""
    if mismatch.seen is attrs.NOTHING or mismatch.place.document.path != document.path:
        return False
    begin, end = document.span(mismatch.place.path)
    return "${" not in document.text[begin:end]


def _rewritten(document: Document, path: Path, seen: Any) -> str:
    begin, end = document.span(path)
    text = document.text
    if text[begin] in "-" and isinstance(seen, list):
        return _rewritten_rows(document, path, seen)
    return text[:begin] + written(seen) + text[end:]


def _rewritten_rows(document: Document, path: Path, seen: list[Any]) -> str:
    """A list with a dash for each row: rows in common are rewritten one by one, the rest goes or comes."""
    text = document.text
    spans = [document.span((*path, number)) for number in range(len(document.lines(path)))]
    common = min(len(spans), len(seen))
    indent = document.position(path).column - 1
    if not seen:
        begin, end = document.span(path)
        return text[:begin] + "[]" + text[end:]
    tail = "".join(f"\n{' ' * indent}- {written(row)}" for row in seen[common:])
    kept, end = (_line_end(text, spans[number][1]) for number in (common - 1, -1))
    text = text[:kept] + tail + text[end:]
    for number in range(common - 1, -1, -1):
        first, last = spans[number]
        text = text[:first] + _row(text[first:last], seen[number]) + text[last:]
    return text


def _line_end(text: str, after: int) -> int:
    end = text.find("\n", after)
    return len(text) if end < 0 else end


def _row(before: str, seen: Any) -> str:
    """The row as it was written, if it says the same."""
    from talksim.scenario.fault import Faults  # noqa: PLC0415

    try:
        same = _plain(read(before, "row").value) == _plain(seen)
    except Faults:
        same = False
    return before if same else written(seen)


def _plain(value: Any) -> Any:
    return {key: str(item) for key, item in value.items()} if isinstance(value, dict) else str(value)
