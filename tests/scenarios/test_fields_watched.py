"""What is kept of the fields that operations write and guards read is what the scenarios show."""

from __future__ import annotations

import json
from pathlib import Path

from talksim.reference.fields import watched_fields
from talksim.why.knowledge import FILE

ROOT = Path(__file__).parents[2]


def test_the_fields_are_those_that_were_watched() -> None:
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    for part, names in watched_fields([str(ROOT / "scenarios")]).items():
        for name, fields in names.items():
            lacking = fields - set(kept[part].get(name, ()))
            hint = "run: python -m talksim.reference.fields scenarios"
            assert name not in kept[part] or not lacking, f"{part} of {name} lack {sorted(lacking)}; {hint}"
