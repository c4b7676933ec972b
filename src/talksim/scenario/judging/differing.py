"""Which rows or fields of a look are not as expected, where they are too many to see it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from talksim.scenario.compare import Eyes, matches, project, row_holds
from talksim.scenario.document.fault import did_you_mean
from talksim.scenario.matching import is_way_of_comparing
from talksim.scenario.script import Expected, Mode
from talksim.scenario.value import written

__all__ = ["differing", "misspelled"]

_MOST: Final = 3


def differing(expected: Any, seen: Any, mode: Mode, eyes: Eyes, main: str = "") -> str:
    """What differs, in words: `missing gustaf; not expected gustav`; "" where that is plain to see."""
    if isinstance(seen, list) and isinstance(expected, list):
        if len(seen) == len(expected) == 1 or not expected:
            return ""
        return "; ".join(_rows(expected, seen, mode, eyes, main))
    if isinstance(seen, dict) and isinstance(expected, dict) and len(expected) > 1:
        return ", ".join(name for name in expected if not _holds(expected, seen, name, eyes))
    return ""


def misspelled(expected: Expected, seen: Any) -> str:
    """The field that no row has but nearly has, of rows that must not be there: they would hold anyway."""
    if expected.mode != "excluding" or not isinstance(seen, list):
        return ""
    known = {name for row in seen if isinstance(row, dict) for name in row}
    rows = expected.value if isinstance(expected.value, list) else []
    named = (name for row in rows if isinstance(row, dict) and not is_way_of_comparing(row) for name in row)
    found = ((name, did_you_mean(name, known)) for name in named if name not in known)
    return next((f'no row has a field "{name}". {near}' for name, near in found if near), "")


def _rows(expected: Sequence[Any], seen: Sequence[Any], mode: Mode, eyes: Eyes, main: str) -> Iterator[str]:
    missing, unexpected = _unmatched(expected, seen, eyes, main)
    if mode == "excluding":
        unexpected = [row for row in expected if row not in missing]
        missing = []
    elif mode == "including":
        unexpected = []
    else:
        unexpected = project(unexpected, expected, eyes, main)
    if missing:
        yield f"missing {_listed(missing)}"
    if unexpected:
        yield f"not expected {_listed(unexpected)}"
    if not missing and not unexpected:
        yield "the order"


def _unmatched(
    expected: Sequence[Any], seen: Sequence[Any], eyes: Eyes, main: str
) -> tuple[list[Any], list[Any]]:
    """The rows on either side that have no partner, each being the partner of one."""
    missing, left = [], list(seen)
    for row in expected:
        partner = next((n for n, other in enumerate(left) if row_holds(row, other, eyes, main)), None)
        if partner is None:
            missing.append(row)
        else:
            del left[partner]
    return missing, left


def _holds(expected: Mapping[str, Any], seen: Mapping[str, Any], name: str, eyes: Eyes) -> bool:
    return matches({name: expected[name]}, seen, "including", eyes)


def _listed(rows: Sequence[Any]) -> str:
    more = len(rows) - _MOST
    return ", ".join(map(written, rows[:_MOST])) + (f" and {more} more" if more > 0 else "")
