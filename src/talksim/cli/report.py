"""`talksim report`: play scenarios and write a site about what was found."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from talksim.cli.policy import policy_option, under_policy
from talksim.cli.progress import far
from talksim.cli.settings import set_option, settings_of
from talksim.cli.terminal import tell

if TYPE_CHECKING:
    from talksim.scenario.fault import Faults
    from talksim.scenario.script import Scenario

__all__ = ["report"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option(
    "-o", "--output", "target", required=True, type=click.Path(file_okay=False), help="The folder to write."
)
@click.option(
    "-k", "expression", default="", metavar="EXPR", help="Only what matches: 'lobby and not guest'."
)
@set_option
@click.option(
    "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, metavar="N", help="Processes; default all."
)
@policy_option
def report(
    *,
    paths: tuple[str, ...],
    target: str,
    expression: str,
    words: tuple[str, ...],
    jobs: int,
    policy: str | None,
) -> int:
    """Play the scenarios in files and folders, and write a site of pages about them.

    The pages work from the file system, without a server or a network. FOLDER/index.html is the first.
    """
    from pathlib import Path  # noqa: PLC0415

    from talksim.site.write import write_site  # noqa: PLC0415

    errors: list[Faults] = []
    with under_policy(policy), far("writing") as told:
        scenarios = list(_loaded(paths, expression, errors))
        settings = settings_of(words)
        results = write_site(scenarios, Path(target), settings=settings, errors=errors, jobs=jobs, told=told)
    tell(f"{os.path.join(target, 'index.html')}: {results.totals}")
    tell(f"in {results.seconds:.2f} s", err=True)
    if errors:
        return 2
    return int(results.failed > 0) if scenarios else 5


def _loaded(paths: tuple[str, ...], expression: str, errors: list[Any]) -> Iterator[Scenario]:
    """The scenarios that match; the faults of files that cannot be read are told and kept."""
    from talksim.cli.keyword import keyword  # noqa: PLC0415
    from talksim.scenario.fault import Faults  # noqa: PLC0415
    from talksim.scenario.load import collect, load  # noqa: PLC0415

    matches = keyword(expression)
    for path in collect(paths):
        try:
            found = load(path)
        except Faults as faults:
            errors.append(faults)
            tell(str(faults), err=True)
            continue
        yield from (s for s in found if matches(" ".join([s.path, s.title, *s.tags])))
