"""`talksim schema`: the JSON Schemas of scenario, policy and universe files."""

from __future__ import annotations

from importlib import import_module
from typing import Final

import click

__all__ = ["schema"]

_HOMES: Final = {
    "scenario": "talksim.scenario.schema",
    "policy": "talksim.policies.schema",
    "universe": "talksim.explore.universe.schema",
}


@click.command()
@click.option("--policy", "kind", flag_value="policy", help="The schema of policy files instead.")
@click.option("--universe", "kind", flag_value="universe", help="The schema of universe files instead.")
def schema(kind: str | None) -> None:
    """Print the JSON Schema of scenario files, for editors."""
    import json  # noqa: PLC0415

    found = import_module(_HOMES[kind or "scenario"]).schema()
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
