"""Values replaced in the text of a document, as few and as small as possible."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from talksim.scenario.document.fault import Path
from talksim.scenario.document.source import Document
from talksim.scenario.value import written

__all__ = ["Held", "rewritten"]

Edit: TypeAlias = tuple[int, int, str]
"""What stands from here to there, and what shall."""


class Held(Exception):  # noqa: N818  it holds, and reads so
    """Raised for an expectation that cannot be rewritten; it says why."""


def rewritten(document: Document, path: Path, before: Any, after: Any) -> str:
    """The text of a document with one value for another at a path.

    Raises `Held` where the value that would go is filled in for `${…}`.
    """
    text = document.text
    for begin, end, new in sorted(_edits(document, path, before, after), reverse=True):
        if "${" in text[begin:end]:
            raise Held("it holds ${…}, which every case fills in")
        text = text[:begin] + new + text[end:]
    return text


def _edits(document: Document, path: Path, before: Any, after: Any) -> Iterator[Edit]:
    if _same(before, after):
        return
    begin, end = document.span(path)
    if _same_keys(before, after) and all(document.has((*path, key)) for key in before):
        for key, value in before.items():
            yield from _edits(document, (*path, key), value, after[key])
        return
    if isinstance(before, list) and isinstance(after, list) and before and after:
        if document.text[begin] == "-":
            yield from _rows(document, path, before, after)
            return
        if len(before) == len(after) == len(document.lines(path)):
            for number, row in enumerate(before):
                yield from _edits(document, (*path, number), row, after[number])
            return
    yield begin, end, written(after)


def _rows(document: Document, path: Path, before: list[Any], after: list[Any]) -> Iterator[Edit]:
    """A list with a dash for each row: rows in common are rewritten one by one, the rest goes or comes."""
    text, indent = document.text, " " * (document.position(path).column - 1)
    common = min(len(before), len(after))
    for number in range(common):
        yield from _edits(document, (*path, number), before[number], after[number])
    kept, end = (_line_end(text, document.span((*path, number - 1))[1]) for number in (common, len(before)))
    tail = "".join(f"\n{indent}- {written(row)}" for row in after[common:])
    if kept != end or tail:
        yield kept, end, tail


def _same_keys(before: Any, after: Any) -> bool:
    return isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys()


def _same(before: Any, after: Any) -> bool:
    """Whether two values are written alike: 1 is not true."""
    return written(before) == written(after)


def _line_end(text: str, after: int) -> int:
    end = text.find("\n", after)
    return len(text) if end < 0 else end
