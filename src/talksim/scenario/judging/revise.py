"""An expectation with only those values replaced that do not hold, as `--accept` writes it.

What holds keeps its letter, and so does every way of comparing (`{contains: …}`): nobody but its author
knows what it should say instead.
"""

from __future__ import annotations

from typing import Any

import attrs

from talksim.by_fields import EqualByFields
from talksim.scenario.compare import Eyes, matches, project, row_holds, shown
from talksim.scenario.matching import is_way_of_comparing
from talksim.scenario.script import Mode

__all__ = ["Revision", "revised"]

_LEFT = "a way of comparing is left as it is"


@attrs.frozen(eq=False, repr=False)
class Revision(EqualByFields):
    """What was expected, the same with what was seen, and, where nothing can be written, why.

    Both are `attrs.NOTHING` where no value is at fault.
    """

    asked: Any = attrs.field(factory=lambda: attrs.NOTHING)
    seen: Any = attrs.field(factory=lambda: attrs.NOTHING)
    why: str = ""


def revised(asked: Any, seen: Any, mode: Mode, eyes: Eyes, main: str = "") -> Revision:
    """The revision of an expectation that does not hold."""
    if mode == "excluding":
        return Revision(why="what must not be there is there")
    if is_way_of_comparing(asked):
        return Revision(why=_LEFT)
    if isinstance(asked, list) and isinstance(seen, dict):
        seen = list(seen.values())
    if mode == "number":
        return Revision(asked, len(seen)) if isinstance(seen, list) else Revision(why="no rows are seen")
    made = _value(asked, seen, mode, eyes, main)
    return Revision(why=_LEFT) if made == asked else Revision(asked, made)


def _value(asked: Any, seen: Any, mode: Mode, eyes: Eyes, main: str) -> Any:
    if isinstance(asked, dict) and isinstance(seen, dict):
        return _fields(asked, seen, mode, eyes)
    if isinstance(asked, list) and isinstance(seen, list):
        return _rows(
            asked, _as_asked(asked, seen, eyes, main) if mode == "in any order" else seen, eyes, main
        )
    return project(seen, asked, eyes, main)


def _fields(asked: dict[str, Any], seen: dict[str, Any], mode: Mode, eyes: Eyes) -> dict[str, Any]:
    exactly = mode == "exactly"
    made = {}
    for name, value in asked.items():
        if name in seen or not exactly or is_way_of_comparing(value):
            made[name] = _field(name, value, seen, eyes)
    rest = {name: shown(value, eyes) for name, value in seen.items() if name not in asked}
    return {**made, **rest} if exactly else made


def _field(name: str, asked: Any, seen: dict[str, Any], eyes: Eyes) -> Any:
    """The value of a field: as it is if it holds or says how to compare, else as it was seen."""
    holds = matches({name: asked}, seen, "including", eyes)
    if holds or is_way_of_comparing(asked):
        return asked
    there = seen.get(name)
    if isinstance(asked, dict) and isinstance(there, dict):
        return _fields(asked, there, "including", eyes)
    return shown(there, eyes)


def _as_asked(asked: list[Any], seen: list[Any], eyes: Eyes, main: str) -> list[Any]:
    """Rows whose order does not matter, each in the place of the expected one that fits, if there is one."""
    left = list(seen)
    fits: list[list[Any]] = []
    for row in asked:
        found = next((n for n, other in enumerate(left) if row_holds(row, other, eyes, main)), None)
        fits.append([] if found is None else [left.pop(found)])
    rows = []
    for fit in fits:
        rows += fit or [left.pop(0) for _ in left[:1]]
    return [*rows, *left]


def _rows(asked: list[Any], seen: list[Any], eyes: Eyes, main: str) -> list[Any]:
    """Every row that is seen, as an expected one that fits, else as the one in its place with new values."""
    fitting: dict[int, int] = {}
    for number, row in enumerate(seen):
        free = (n for n in range(len(asked)) if n not in fitting.values())
        found = next((n for n in free if row_holds(asked[n], row, eyes, main)), None)
        if found is not None:
            fitting[number] = found
    return [
        asked[fitting[number]]
        if number in fitting
        else _row(asked, row, number if number not in fitting.values() else -1, eyes, main)
        for number, row in enumerate(seen)
    ]


def _row(asked: list[Any], seen: Any, number: int, eyes: Eyes, main: str) -> Any:
    before = asked[number] if 0 <= number < len(asked) else None
    if isinstance(before, dict) and isinstance(seen, dict) and not is_way_of_comparing(before):
        return _fields(before, seen, "including", eyes)
    if before is not None and is_way_of_comparing(before):
        return before
    return project([seen], asked, eyes, main)[0]
