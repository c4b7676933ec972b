"""`talksim explore`: look at all that can be reached in a universe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from talksim.cli.fix import under_fix
from talksim.cli.policy import policy_option, under_policy
from talksim.cli.progress import far, searching
from talksim.cli.settings import set_option, settings_of
from talksim.cli.terminal import show, tell

if TYPE_CHECKING:
    from talksim.explore.explore import Exploration

__all__ = ["explore"]

_FORMATS: Final = ("text", "json")


@click.command()
@click.argument("file", type=click.Path())
@click.option("--depth", type=click.IntRange(0), help="So many steps from the beginning, no more.")
@click.option("--states", type=click.IntRange(1), help="So many states, no more.")
@click.option("--seconds", type=click.FloatRange(0, min_open=True), help="So many seconds, no more.")
@click.option("--walks", type=click.IntRange(0), default=0, help="So many random walks, not all states.")
@click.option("--steps", type=click.IntRange(1), default=50, show_default=True, help="The length of a walk.")
@click.option("--seed", type=int, default=1, show_default=True, help="What chance depends on.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@click.option(
    "--save", type=click.Path(), metavar="DIR", help="Write what shows a property as scenarios there."
)
@click.option("--first", is_flag=True, help="Stop at the first breach.")
@click.option("--format", "style", type=click.Choice(_FORMATS), default="text", help="How results are shown.")
@set_option
@click.option("--fix", default="", metavar="NAME", help="Explore under a named fix of the modelled server.")
@policy_option
def explore(file: str, style: str, save: str | None, **options: Any) -> int:
    """Look at all that can be reached in the universe in FILE, nearest first.

    Ctrl-C ends the search: what was found by then is shown, and the exit status is that of a bound.

    Results go to the standard output, everything else to the standard error.
    """
    from talksim.report.exploration import render, saved  # noqa: PLC0415
    from talksim.scenario.document.fault import Faults  # noqa: PLC0415

    try:
        found = _explored(file, **options)
    except Faults as faults:
        tell(str(faults), err=True)
        return 2
    show(render(found, style), style)
    for path in saved(found, save) if save else ():
        tell(path, err=True)
    tell(f"in {found.progress.seconds:.2f} s", err=True)
    return _status(found)


def _explored(
    file: str, *, words: tuple[str, ...], fix: str, policy: str | None, **options: Any
) -> Exploration:
    from talksim.explore.explore import explore as explored  # noqa: PLC0415

    settings = settings_of(words)
    with under_policy(policy), under_fix(fix), far("exploring") as told:
        return explored(file, settings=settings, keep=True, progress=searching(told), **options)


def _status(found: Exploration) -> int:
    """1 for what does not hold, 4 where a bound was hit before all was known."""
    if not found.ok:
        return 1
    known = all(verdict.holds is not None for verdict in found.verdicts)
    return 0 if found.complete and (known or found.walks) and not found.unreached else 4
