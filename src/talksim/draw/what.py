"""What can be drawn, by the words people use: a lifecycle, a chapter of operations, an operation, or all."""

from __future__ import annotations

from collections.abc import Iterable

import talksim.operations  # noqa: F401  declares what is drawn
from talksim.draw.extract import Counts, of_lifecycle, of_operation
from talksim.draw.graph import Graph
from talksim.errors import UsageError
from talksim.rules.lifecycle import LIFECYCLES
from talksim.rules.operation import OPERATIONS, Operation
from talksim.scenario.document.fault import did_you_mean

__all__ = ["graphs_of"]

ALL = "all"
CHAPTER = "chapter "
"""Stands before a chapter that is called like a lifecycle."""


def graphs_of(what: str, counts: Counts | None = None) -> list[Graph]:
    """The graphs that a word or phrase means; of `all` every lifecycle.

    A lifecycle goes before a chapter of the same name. Raises `UsageError` with the nearest that there is.
    """
    lifecycles = {name.casefold(): lifecycle for name, lifecycle in sorted(LIFECYCLES.items())}
    word = what.strip().casefold()
    if word == ALL:
        return [of_lifecycle(lifecycle, counts) for lifecycle in lifecycles.values()]
    if word in lifecycles:
        return [of_lifecycle(lifecycles[word], counts)]
    known = _operations()
    found = known.get(word.removeprefix(CHAPTER) if word.startswith(CHAPTER) else word)
    if found:
        return [of_operation(operation, counts) for operation in found]
    raise UsageError(_unknown(what, [ALL, *lifecycles, *known]))


def _operations() -> dict[str, list[Operation]]:
    """Operations by chapter, and each by its phrase."""
    found: dict[str, list[Operation]] = {}
    for operation in sorted(OPERATIONS.values(), key=lambda operation: operation.id):
        found.setdefault(operation.chapter.replace("_", " ").casefold(), []).append(operation)
    for operation in OPERATIONS.values():
        found.setdefault(operation.phrase.casefold(), [operation])
    return found


def _unknown(what: str, words: Iterable[str]) -> str:
    guess = did_you_mean(what.casefold(), words)
    hint = guess or 'Lifecycles are drawn by "all", and chapters are listed in docs/reference/rules.'
    return f'there is no lifecycle, chapter or operation "{what}". {hint}'
