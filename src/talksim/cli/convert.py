"""`talksim convert`: scenarios of feature files as YAML."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from talksim.cli.terminal import tell

if TYPE_CHECKING:
    from talksim.gherkin.convert import Converted

__all__ = ["convert"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write a file for each scenario.",
)
@click.option(
    "-k", "expression", default="", metavar="EXPR", help="Only what matches: 'lobby and not guest'."
)
def convert(paths: tuple[Path, ...], folder: Path | None, expression: str) -> int:
    """Write the scenarios of feature files as YAML scenarios.

    Without -o they go to the standard output, one document after the other. What cannot be said in YAML is
    reported on the standard error, and the exit status is 1 then.
    """
    from talksim.cli.keyword import keyword  # noqa: PLC0415
    from talksim.gherkin.convert import converted  # noqa: PLC0415
    from talksim.gherkin.parse import read_feature  # noqa: PLC0415
    from talksim.scenario.document.fault import Faults  # noqa: PLC0415

    matches, status, seen = keyword(expression), 0, 0
    for path in paths:
        try:
            cases = converted(read_feature(path))
        except Faults as faults:
            tell(str(faults), err=True)
            status = 2
            continue
        for case in cases:
            if matches(f"{path} {case.case.name}"):
                seen += 1
                status = max(status, _write(case, folder))
    return status if seen or status else 5


def _write(case: Converted, folder: Path | None) -> int:
    """Write one scenario; 1 if something of it could not be said."""
    from talksim.gherkin.convert import as_yaml  # noqa: PLC0415

    for said in case.undefined:
        tell(f"{case.path}:{said.line}:{said.column}  no pattern: {said.text}", err=True)
    if case.stopped:
        said = case.stopped.said
        place = f"{case.path}:{said.line}:{said.column}"
        tell(f"{place}  not modelled: {case.stopped.lacks}", err=True)
    if case.value is not None:
        text = as_yaml(case)
        if folder is None:
            click.echo(f"---\n{text}", nl=False)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / _file_name(case)).write_text(text, encoding="utf-8")
    return int(bool(case.undefined or case.stopped))


def _file_name(case: Converted) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", case.case.name.lower()).strip("-")[:60]
    return f"{Path(case.path).stem}-{case.case.line}-{words}.yaml"
