"""The table of what can be seen, in the documentation, is what the registry has."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from talksim.scenario.seeing import Sight, sights

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "looks.md"
_TABLE = re.compile(r"<!-- what can be seen.*?-->\n.*?\|---\|---\|---\|\n(.*?)<!-- end -->", re.DOTALL)


def row(sight: Sight) -> str:
    """One line of the table."""
    written = f"{sight.name} ROOM" if sight.in_room else sight.name
    if sight.viewer:
        written = f"the {sight.viewer} received: requests"
    main = f"`{sight.main}`" if sight.main else ""
    main += f" or `{sight.sentence}`" if sight.sentence else ""
    if sight.operation is not None:
        reads = f"`{sight.operation.endpoint}`"
    else:
        assert sight.record is not None
        reads = (inspect.getdoc(sight.record) or "").splitlines()[0].rstrip(".")
    return f"| `{written}` | {main} | {reads} |"


def table() -> str:
    """All lines of the table, as they are to be in the documentation."""
    return "".join(f"{row(sight)}\n" for _, sight in sorted(sights().items()))


def test_the_table_lists_all_that_can_be_seen() -> None:
    found = _TABLE.search(DOCUMENT.read_text(encoding="utf-8"))
    assert found is not None
    assert found[1] == table(), f"write these lines into it:\n{table()}"
