"""`talksim diff`: what two policies differ in, and for whom, with the shortest story that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import click

from talksim.cli.progress import each, far, searching
from talksim.cli.terminal import show, tell

if TYPE_CHECKING:
    from talksim.compare.difference import Difference
    from talksim.explore.universe.universe import Universe
    from talksim.rules.policy import Policy
    from talksim.scenario.script import Scenario

__all__ = ["diff"]

_FORMATS: Final = ("text", "json", "github")
_TALK: Final = ("talk", "-")
"""What stands for Talk as it is in place of a policy."""


@click.command()
@click.argument("before", metavar="A", type=click.Path())
@click.argument("after", metavar="B", type=click.Path())
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--equivalent", "check", flag_value="equivalent", help="Say only whether nothing differs.")
@click.option(
    "--implies", "check", flag_value="implies", help="Say only whether B allows nothing that A refuses."
)
@click.option("--depth", type=click.IntRange(0), help="In universes so many steps, no more.")
@click.option("--states", type=click.IntRange(1), help="In universes so many pairs of states, no more.")
@click.option("--seconds", type=click.FloatRange(0, min_open=True), help="In each universe so many seconds.")
@click.option(
    "--save", type=click.Path(), metavar="DIR", help="Write what shows each change as scenarios there."
)
@click.option("--format", "style", type=click.Choice(_FORMATS), default="text", help="How results are shown.")
def diff(
    before: str,
    after: str,
    *,
    paths: tuple[str, ...],
    check: str | None,
    save: str | None,
    style: str,
    **given: Any,
) -> int:
    """Say what is answered otherwise under policy B than under policy A; "talk" is Talk as it is.

    PATHS are scenarios, folders of them, and universes; without any a small universe of a call is looked at.
    """
    from talksim.report.difference import render, saved  # noqa: PLC0415
    from talksim.scenario.fault import Faults  # noqa: PLC0415

    try:
        stories = list(_stories(paths))
        found = _compared(_policy(before), _policy(after), stories, given)
    except Faults as faults:
        tell(str(faults), err=True)
        return 2
    if not stories:
        tell("there is no scenario and no universe to compare", err=True)
        return 5
    if check is not None:
        return _checked(found, check)
    show(render(found, style), style)
    for path in saved(found, save) if save else ():
        tell(path, err=True)
    return 0 if found.equivalent and found.complete else 1 if not found.equivalent else 4


def _checked(found: Difference, check: str) -> int:
    holds: bool = getattr(found, check)
    against = next(
        (c for c in found.changes if check == "equivalent" or c.cell.kind == "newly allowed"), None
    )
    if against is not None:
        from talksim.report.difference import said  # noqa: PLC0415

        tell(f"no: {said(against)}")
        return 1
    tell("yes" if found.complete else "no counterexample so far; a bound was hit")
    return 0 if holds and found.complete else 4


def _compared(
    before: Policy | None, after: Policy | None, stories: list[Scenario | Universe], given: dict[str, Any]
) -> Difference:
    from talksim.compare.difference import diff as compare  # noqa: PLC0415
    from talksim.explore.search import NO_BOUNDS, Bounds  # noqa: PLC0415

    bounds = Bounds(**given) if Bounds(**given) != NO_BOUNDS else None
    with far("comparing") as told:
        return compare(before, after, each(stories, told), bounds=bounds, progress=searching(told))


def _policy(path: str) -> Policy | None:
    """Raises `Faults`."""
    if path in _TALK:
        return None
    from talksim.policies import load_policy  # noqa: PLC0415

    return load_policy(path)


def _stories(paths: tuple[str, ...]) -> Iterator[Scenario | Universe]:
    """The scenarios and universes in files and folders. Raises `Faults`, and `UsageError` for none."""
    from talksim.explore.universe.load import load as load_universe  # noqa: PLC0415
    from talksim.scenario.load import collect, load  # noqa: PLC0415
    from talksim.scenario.sniff import is_universe_file  # noqa: PLC0415

    if not paths:
        from talksim.compare.difference import usual_universe  # noqa: PLC0415

        yield usual_universe()
    for path in paths:
        if is_universe_file(path):
            yield load_universe(path)
        else:
            for file in collect([path]):
                yield from load(file)
