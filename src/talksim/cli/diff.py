"""`talksim diff`: what two policies differ in, and for whom, with the shortest story that shows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from talksim.cli.policy import named_policy
from talksim.cli.progress import each, far, searching
from talksim.cli.terminal import show, tell

if TYPE_CHECKING:
    from talksim.compare.difference import Difference
    from talksim.explore.universe.universe import Universe
    from talksim.rules.policy import Policy
    from talksim.scenario.script import Scenario

__all__ = ["diff"]

T = TypeVar("T")

_FORMATS: Final = ("text", "json", "github")


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
    Ctrl-C ends the search: what was found by then is shown, and the exit status is that of a bound.
    """
    files = _Files()
    policies = [*files.read(lambda: named_policy(before)), *files.read(lambda: named_policy(after))]
    stories = files.stories(paths)
    if len(policies) < 2 or (files.bad and not stories):
        return 2
    if not stories:
        tell("there is no scenario and no universe to compare", err=True)
        return 5
    results = files.read(lambda: _compared(policies[0], policies[1], stories, given))
    status = [_checked(found, check) if check else _shown(found, style, save) for found in results]
    return 2 if files.bad else status[0]


def _shown(found: Difference, style: str, save: str | None) -> int:
    from talksim.report.difference import render, saved  # noqa: PLC0415

    show(render(found, style), style)
    for path in saved(found, save) if save else ():
        tell(path, err=True)
    return 1 if not found.equivalent else 0 if found.complete else 4


def _checked(found: Difference, check: str) -> int:
    holds: bool = getattr(found, check)
    against = next(
        (c for c in found.changes if check == "equivalent" or c.cell.kind == "newly allowed"), None
    )
    if against is not None:
        from talksim.report.difference import said  # noqa: PLC0415

        tell(f"no: {said(against)}")
        return 1
    unknown = "interrupted" if found.interrupted else "a bound was hit"
    tell("yes" if found.complete else f"no counterexample so far; {unknown}")
    return 0 if holds and found.complete else 4


def _compared(
    before: Policy | None, after: Policy | None, stories: list[Scenario | Universe], given: dict[str, Any]
) -> Difference:
    from talksim.compare.difference import diff as compare  # noqa: PLC0415
    from talksim.explore.search import NO_BOUNDS, Bounds  # noqa: PLC0415

    bounds = Bounds(**given) if Bounds(**given) != NO_BOUNDS else None
    with far("comparing") as told:
        return compare(before, after, each(stories, told), bounds=bounds, keep=True, progress=searching(told))


class _Files:
    """Reads files. The faults of one are told, and keep nobody from reading the others."""

    def __init__(self) -> None:
        self.bad = False

    def read(self, reader: Callable[[], T]) -> list[T]:
        """What a reader reads; nothing of a bad file."""
        from talksim.scenario.document.fault import Faults  # noqa: PLC0415

        try:
            return [reader()]
        except Faults as faults:
            tell(str(faults), err=True)
            self.bad = True
            return []

    def stories(self, paths: tuple[str, ...]) -> list[Scenario | Universe]:
        """The scenarios and universes in files and folders; the usual universe where none is named."""
        from talksim.explore.universe.load import load as load_universe  # noqa: PLC0415
        from talksim.scenario.document.sniff import is_universe_file  # noqa: PLC0415
        from talksim.scenario.load import collect, load  # noqa: PLC0415

        if not paths:
            from talksim.compare.difference import usual_universe  # noqa: PLC0415

            return [usual_universe()]
        found: list[Scenario | Universe] = []
        for path in paths:
            if is_universe_file(path):
                found += self.read(partial(load_universe, path))
                continue
            for file in collect([path]):
                found += (story for stories in self.read(partial(load, file)) for story in stories)
        return found
