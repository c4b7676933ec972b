"""Rows that differ as a table with the differing cells marked."""

from __future__ import annotations

from typing import Any

from talksim.scenario.script import Expected
from talksim.scenario.value import written

__all__ = ["compared_rows"]

_MISSING = object()


def compared_rows(expected: Expected, seen: Any) -> tuple[str, str] | None:
    """Two tables, of what was expected and of what was seen; cells that differ stand between stars.

    None for what is no list of rows.
    """
    wanted = expected.value
    if (
        not isinstance(wanted, list)
        or not isinstance(seen, list)
        or not all(isinstance(r, dict) for r in seen)
    ):
        return None
    wanted = [row.get("exactly", row) for row in wanted if isinstance(row, dict)]
    names = list(dict.fromkeys(name for row in [*wanted, *seen] for name in row))
    if not names:
        return None
    left = [[written(row.get(name)) if name in row else "" for name in names] for row in wanted]
    right = [[_cell(row, name, _at(wanted, number)) for name in names] for number, row in enumerate(seen)]
    return _table(names, left), _table(names, right)


def _at(rows: list[dict[str, Any]], number: int) -> dict[str, Any] | None:
    return rows[number] if number < len(rows) else None


def _cell(row: dict[str, Any], name: str, wanted: dict[str, Any] | None) -> str:
    text = written(row[name]) if name in row else ""
    if wanted is None or isinstance(wanted.get(name), dict):
        return text
    return text if written(wanted.get(name)) == text or name not in wanted else f"*{text}*"


def _table(names: list[str], rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    lines = [names, *rows] if rows else [names, ["(no rows)"]]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=False)) + " |"
        for line in lines
    )
