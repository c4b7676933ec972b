"""`talksim report`: play scenarios and write a site about what was found."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from talksim.cli.policy import named_policy, policy_option, under_policy
from talksim.cli.progress import each, far
from talksim.cli.settings import set_option, settings_of
from talksim.cli.terminal import tell

if TYPE_CHECKING:
    from talksim.scenario.document.fault import Faults
    from talksim.scenario.script import Scenario
    from talksim.site.conformance import Judgement
    from talksim.site.differences import Compared

__all__ = ["report"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option(
    "-o",
    "--output",
    "target",
    default="talksim-report",
    show_default=True,
    type=click.Path(file_okay=False),
    help="The folder to write.",
)
@click.option("--force", is_flag=True, help="Write into a folder that holds something else than a report.")
@click.option(
    "-k", "expression", default="", metavar="EXPR", help="Only what matches: 'lobby and not guest'."
)
@set_option
@click.option(
    "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, metavar="N", help="Processes; default all."
)
@click.option(
    "--diff",
    "pairs",
    nargs=2,
    multiple=True,
    metavar="A B",
    help='What policy B changes against policy A; "talk" is Talk as it is; can be repeated.',
)
@click.option(
    "--conformance",
    "judges",
    multiple=True,
    type=click.Path(),
    metavar="PATH",
    help="Feature files and recordings that judge the model; can be repeated.",
)
@click.option(
    "--known", type=click.Path(), metavar="FILE", help="Differences of the judges that are known and meant."
)
@policy_option
def report(
    *,
    paths: tuple[str, ...],
    target: str,
    force: bool,
    expression: str,
    words: tuple[str, ...],
    pairs: tuple[tuple[str, str], ...],
    judges: tuple[str, ...],
    known: str | None,
    jobs: int,
    policy: str | None,
) -> int:
    """Play the scenarios in files and folders, and write a site of pages about them.

    The pages work from the file system, without a server or a network. FOLDER/index.html is the first.
    """
    from pathlib import Path  # noqa: PLC0415

    from talksim.site import conformance, differences  # noqa: PLC0415
    from talksim.site.write import write_pages, write_site  # noqa: PLC0415

    errors: list[Faults] = []
    if not force:
        _refuse_other(target)
    with under_policy(policy):
        scenarios, settings = list(_loaded(paths, expression, errors)), settings_of(words)
    compared, judged = _compared(pairs, scenarios), _judged(judges, known, errors)
    more = [*differences.links(compared), *conformance.links(judged)]
    with under_policy(policy), far("writing") as told:
        shown: Any = {"errors": errors, "compared": compared, "more": more, "told": told}
        results = write_site(scenarios, Path(target), settings=settings, jobs=jobs, **shown)
    write_pages(Path(target), differences.pages(compared, more))
    write_pages(Path(target), conformance.pages(judged, more))
    tell(f"{os.path.join(target, 'index.html')}: {results.totals}")
    tell(f"in {results.seconds:.2f} s", err=True)
    if errors:
        return 2
    lost = judged is not None and judged.found.results.failed > 0
    return int(lost or results.failed > 0) if scenarios else 5


def _refuse_other(target: str) -> None:
    """Refuse to write among the files of somebody else. Raises `UsageError`."""
    from talksim.errors import UsageError  # noqa: PLC0415
    from talksim.site.pages import is_site  # noqa: PLC0415

    if os.path.isdir(target) and os.listdir(target) and not is_site(target):
        raise UsageError(f"{target}: holds something else than a report; name another folder, or --force")


def _loaded(paths: tuple[str, ...], expression: str, errors: list[Any]) -> Iterator[Scenario]:
    """The scenarios that match; the faults of files that cannot be read are told and kept."""
    from talksim.cli.keyword import keyword  # noqa: PLC0415
    from talksim.scenario.document.fault import Faults  # noqa: PLC0415
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


def _compared(pairs: Sequence[tuple[str, str]], scenarios: Sequence[Scenario]) -> list[Compared]:
    """What the policies of each pair differ in; a bad file ends the command."""
    if not pairs:
        return []
    from talksim.compare.difference import diff, usual_universe  # noqa: PLC0415
    from talksim.site.differences import Compared  # noqa: PLC0415

    with _faults_end():
        policies = [(named_policy(before), named_policy(after)) for before, after in pairs]
    stories: list[Any] = [usual_universe(), *scenarios]
    with far("comparing") as told:
        return [Compared(*pair, diff(*pair, each(stories, told))) for pair in policies]


def _judged(judges: tuple[str, ...], file: str | None, errors: list[Any]) -> Judgement | None:
    """What the judges say, if there are any; a bad file of known differences ends the command."""
    if not judges:
        return None
    from talksim.cli.conformance import Judge  # noqa: PLC0415
    from talksim.site.conformance import Judgement  # noqa: PLC0415

    judge = Judge(paths=judges, file=file)
    with _faults_end():
        known = judge.known()
    found = Judgement(judge.found(known), known)
    errors += judge.errors
    return found


@contextmanager
def _faults_end() -> Iterator[None]:
    """Faults end the command."""
    from talksim.scenario.document.fault import Faults  # noqa: PLC0415

    try:
        yield
    except Faults as faults:
        tell(str(faults), err=True)
        raise click.exceptions.Exit(2) from None
