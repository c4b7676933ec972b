"""`talksim can`: who may do what in the state that a scenario leaves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import click

from talksim.cli.policy import policy_option, under_policy
from talksim.cli.scenarios import chosen, standing
from talksim.cli.settings import set_option, settings_of
from talksim.cli.terminal import tell

if TYPE_CHECKING:
    from talksim.matrix import Matrix
    from talksim.scenario.script import Scenario
    from talksim.sheet import Sheet

__all__ = ["can"]

_STYLES: Final = ["text", "json", "markdown", "csv"]


@click.command()
@click.argument("path", metavar="FILE")
@click.option(
    "-w", "--who", "people", multiple=True, metavar="NAME", help="Only this person; can be repeated."
)
@click.option(
    "-r", "--room", "rooms", multiple=True, metavar="ROOM", help="Only in this room; can be repeated."
)
@click.option(
    "-o",
    "--operation",
    "operations",
    multiple=True,
    metavar="PHRASE",
    help="Only this operation, or those of a chapter such as 'recording'; can be repeated.",
)
@click.option("--format", "style", type=click.Choice(_STYLES), default="text", help="How it is shown.")
@click.option("-k", "expression", default="", metavar="EXPR", help="Only scenarios of the file that match.")
@set_option
@policy_option
def can(
    *,
    policy: str | None,
    path: str,
    people: tuple[str, ...],
    rooms: tuple[str, ...],
    operations: tuple[str, ...],
    style: str,
    expression: str,
    words: tuple[str, ...],
) -> int:
    """Show who may do what in the state that a scenario leaves.

    Every operation is tried on a copy of the world with the samples it declares; a refusal names the guard.
    """
    from talksim.scenario.ending import world_after  # noqa: PLC0415

    found: list[tuple[Scenario, Matrix]] = []
    with under_policy(policy):
        for scenario in chosen(path, expression):
            with standing(scenario):
                talk = world_after(scenario, settings_of(words)).talk
            found.append((scenario, talk.matrix(people or None, rooms or None, operations or None)))
    _SHOWN[style](path, found)
    return 0 if found else 5


_Found = Iterable[tuple[Any, Any]]


def _text(_path: str, found: _Found) -> None:
    parts: list[str | Sheet] = []
    for scenario, matrix in found:
        parts += [scenario.title] if scenario.case else []
        parts += [grid.sheet for grid in matrix.grids]
    tell(*parts, apart=True)


def _json(path: str, found: _Found) -> None:
    import json  # noqa: PLC0415

    from talksim.version import __version__  # noqa: PLC0415

    rows = [{"scenario": scenario.title, **row} for scenario, matrix in found for row in matrix.as_rows()]
    head = {"talksim": __version__, "kind": "can", "path": path}
    click.echo(json.dumps({**head, "permits": rows}, ensure_ascii=False, indent=1))


def _markdown(_path: str, found: _Found) -> None:
    for scenario, matrix in found:
        click.echo(f"# {scenario.title}\n\n{matrix.markdown()}")


def _csv(_path: str, found: _Found) -> None:
    for number, (_, matrix) in enumerate(found):
        text: str = matrix.csv()
        click.echo(text if not number else text.partition("\n")[2], nl=False)


_SHOWN: Final = {"text": _text, "json": _json, "markdown": _markdown, "csv": _csv}
