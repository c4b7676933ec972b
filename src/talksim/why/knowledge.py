"""What operations write and guards read: watched once over the scenarios, and kept in `fields.json`.

`python -m talksim.reference.fields scenarios` writes that file again. An operation or a guard that is not in
it may write and read anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import attrs

from talksim.by_fields import ShownByFields
from talksim.rules.operation import Operation
from talksim.rules.stage import Stage

__all__ = ["FILE", "Knowledge", "knowledge"]

FILE: Final = Path(__file__).with_name("fields.json")


@attrs.frozen(eq=False, repr=False)
class Knowledge(ShownByFields):
    """The fields that each operation was seen to write, by its name, and each guard to read, by its id."""

    writes: Mapping[str, frozenset[str]]
    reads: Mapping[str, frozenset[str]]

    def may_write(self, operation: Operation, fields: frozenset[str]) -> bool:
        """Whether the operation writes one of the fields, for all that is known of it."""
        known = self.writes.get(operation.name)
        return known is None or not known.isdisjoint(fields)

    def read_by(self, stage: Stage) -> frozenset[str]:
        """What a guard may read, for all that is known of it."""
        return self.reads.get(stage.id, frozenset())


@cache
def knowledge() -> Knowledge:
    """What is known of every operation and guard."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    writes, reads = (
        {name: frozenset(fields) for name, fields in data[part].items()} for part in ("writes", "reads")
    )
    return Knowledge(writes, reads)
