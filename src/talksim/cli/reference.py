"""`talksim reference`: the rules written out for reading."""

from __future__ import annotations

import click

from talksim.cli.terminal import tell

__all__ = ["reference"]


@click.command()
@click.argument("folder", default="docs/reference/rules", type=click.Path(file_okay=False))
@click.option("--check", is_flag=True, help="Write nothing; fail when the pages there are out of step.")
@click.option(
    "--judge",
    "judges",
    multiple=True,
    metavar="NAME=PATH",
    help="Play recordings of the real server and note what they confirm; can be repeated.",
)
def reference(folder: str, check: bool, judges: tuple[str, ...]) -> int:
    """Write the reference pages to a folder (docs/reference/rules).

    The pages that changed, or that would, go to the standard output.
    """
    from talksim.reference import confirm, differing, write  # noqa: PLC0415

    for judge in judges:
        name, _, path = judge.partition("=")
        if not (name and path):
            raise click.BadParameter(f"{judge!r} is not NAME=PATH", param_hint="--judge")
        confirm(name, [path], folder)
    changed = differing(folder) if check else write(folder)
    for path in changed:
        tell(path)
    return int(check and bool(changed))
