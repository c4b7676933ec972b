"""`talksim schema`: the JSON Schema of scenario files."""

from __future__ import annotations

import click

__all__ = ["schema"]


@click.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    import json  # noqa: PLC0415

    from talksim.scenario.schema import schema as scenario_schema  # noqa: PLC0415

    click.echo(json.dumps(scenario_schema(), indent=2, ensure_ascii=False))
