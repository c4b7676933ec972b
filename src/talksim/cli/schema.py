"""`talksim schema`: the JSON Schemas of scenario and policy files."""

from __future__ import annotations

from importlib import import_module

import click

__all__ = ["schema"]


@click.command()
@click.option("--policy", "of_policies", is_flag=True, help="The schema of policy files instead.")
def schema(of_policies: bool) -> None:
    """Print the JSON Schema of scenario files, for editors."""
    import json  # noqa: PLC0415

    home = "talksim.policies.schema" if of_policies else "talksim.scenario.schema"
    found = import_module(home).schema()
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
