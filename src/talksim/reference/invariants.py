"""The page of invariants, and of the fixes under which those that are broken hold."""

from __future__ import annotations

from collections.abc import Iterator

from talksim.fixes import FIXES
from talksim.invariants import INVARIANTS
from talksim.reference.markdown import page, source_of, summary_of, table, text_of

__all__ = ["invariants_page"]

_WORDS = (
    "What holds in every world, and after every step. Where a fault of the modelled server breaks one, it is "
    "named by its issue or by what confirmed it, and a scenario in `scenarios/known-bugs` tells the story."
)
_FIXES = "What would mend these faults: `talksim run --fix NAME` plays scenarios under one."


def invariants_page() -> str:
    """Every invariant and every fix, by name."""
    fixes = ((fix.name, " ".join(text_of(fix.doc).split()), fix.issue) for _, fix in sorted(FIXES.items()))
    blocks = (
        table(("invariant", "about", "says", "number", "source", "broken by"), _rows()),
        "## Fixes",
        _FIXES,
        table(("fix", "does", "mends"), fixes),
    )
    return page("Invariants", _WORDS, *blocks)


def _rows() -> Iterator[tuple[str, ...]]:
    for _, one in sorted(INVARIANTS.items()):
        yield (
            one.name,
            f"a {one.subject}",
            summary_of(one.doc),
            one.number,
            source_of(one.doc),
            one.broken_by,
        )
