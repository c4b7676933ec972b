"""What the words of the repl take behind them: nothing, a number, a file; anything else is told."""

from __future__ import annotations

from collections.abc import Sequence

from talksim.errors import UsageError

__all__ = ["at_most_one", "count", "file", "nothing", "number"]


def nothing(word: str, given: Sequence[str]) -> None:
    """Raise `UsageError` if anything is given."""
    if given:
        raise UsageError(f'{word} takes nothing, not "{" ".join(given)}"')


def at_most_one(word: str, given: Sequence[str], what: str) -> str:
    """What is given, "" for nothing. Raises `UsageError` for several."""
    if len(given) > 1:
        raise UsageError(f'{word} takes one {what}, not "{" ".join(given)}"')
    return given[0] if given else ""


def number(word: str, given: Sequence[str]) -> int:
    """The number of a step, 0 for nothing. Raises `UsageError`."""
    said = at_most_one(word, given, "number of a step")
    if said and not (said.isdecimal() and int(said)):
        raise UsageError(f'{word} takes the number of a step, not "{said}"; history lists them')
    return int(said or 0)


def count(word: str, given: Sequence[str], there: int) -> int:
    """How many steps of those that are there: one, so many, or all. Raises `UsageError`."""
    said = at_most_one(word, given, "number of steps")
    if said == "all":
        return max(there, 1)
    if said and not (said.isdecimal() and int(said)):
        raise UsageError(f'{word} takes how many steps, or all, not "{said}"')
    return int(said or 1)


def file(word: str, given: Sequence[str]) -> str:
    """The one file that is given. Raises `UsageError`."""
    if len(given) != 1:
        raise UsageError(f"name one file: {word} standup.yaml")
    return given[0]
