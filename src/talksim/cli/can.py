"""`talksim can`: who may do what in the state that a scenario leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from talksim.cli.policy import policy_option, under_policy
from talksim.cli.scenarios import chosen, placed, standing
from talksim.cli.settings import set_option, settings_of
from talksim.cli.terminal import tell

if TYPE_CHECKING:
    from talksim.matrix import Matrix
    from talksim.scenario.mismatch import Mismatch
    from talksim.scenario.script import Place, Scenario
    from talksim.sheet import Sheet
    from talksim.talk import Talk

__all__ = ["can"]

_STYLES: Final = ["text", "json", "markdown", "csv"]


@click.command()
@click.argument("where", metavar="FILE[:LINE]")
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
@click.option("-a", "--all", "everything", is_flag=True, help="Every operation, not a line for each chapter.")
@click.option("--format", "style", type=click.Choice(_STYLES), default="text", help="How it is shown.")
@click.option("-k", "expression", default="", metavar="EXPR", help="Only scenarios of the file that match.")
@set_option
@policy_option
def can(
    *,
    policy: str | None,
    where: str,
    people: tuple[str, ...],
    rooms: tuple[str, ...],
    operations: tuple[str, ...],
    everything: bool,
    style: str,
    expression: str,
    words: tuple[str, ...],
) -> int:
    """Show who may do what in the state that a scenario leaves, or that the step on LINE leaves.

    Every operation is tried on a copy of the world with what is there: its people, messages, polls, bans. A
    refusal names the guard; in parentheses stands what is missing where nothing that is there fits. Without
    -o there is a line for each chapter of what one can do in the rooms; -o and -a show the operations.
    """
    path, line = placed(where)
    found: list[tuple[Scenario, Matrix]] = []
    with under_policy(policy):
        for scenario in _reaching(chosen(path, expression), path, line):
            talk = _world(scenario, settings_of(words), line)
            found.append((scenario, talk.matrix(people or None, rooms or None, operations or None)))
    brief = style == "text" and not (operations or everything)
    (_brief if brief else _SHOWN[style])(path, found)
    return 0 if found else 5


def _reaching(scenarios: Sequence[Scenario], path: str, line: int | None) -> Sequence[Scenario]:
    """The scenarios that have a step on the line or before it. Raises `UsageError` if none has."""
    from talksim.errors import UsageError  # noqa: PLC0415

    reaching = [scenario for scenario in scenarios if _steps(scenario, line) != 0]
    if scenarios and not reaching:
        raise UsageError(f"{path}:{line}: there is no step on this line or before it")
    return reaching


def _steps(scenario: Scenario, line: int | None) -> int | None:
    """How many steps there are up to a line of the file; None for all."""
    if line is None:
        return None
    return sum(_line_in_file(place) <= line for place, _ in scenario.walk())


def _line_in_file(place: Place) -> int:
    """The line of a step; what is included counts where it is included."""
    return int(place.included_from[-1].rpartition(":")[2]) if place.included_from else place.line


def _world(scenario: Scenario, settings: Mapping[str, Any], line: int | None) -> Talk:
    """The world that is left; tells on the error stream if the scenario fails on the way."""
    from talksim.scenario.ending import world_after  # noqa: PLC0415
    from talksim.scenario.run import find  # noqa: PLC0415

    steps = _steps(scenario, line)
    with standing(scenario):
        talk = world_after(scenario, settings, steps).talk
    found = find(scenario, settings)
    if found.mismatch is not None and (steps is None or found.steps <= steps):
        tell(_failed(found.mismatch), err=True)
    return talk


def _failed(mismatch: Mismatch) -> str:
    row, column = mismatch.place.position
    where = f"{mismatch.place.document.path}:{row}:{column}"
    what = f"expected {mismatch.expected}, got {mismatch.got}"
    return f"{where}  the scenario fails at {mismatch.text}: {what}; its steps were played on all the same"


_Found = Sequence[tuple[Any, Any]]
_UNFIT: Final = "In parentheses: nothing that is there fits, which is no refusal of a person."
_BRIEF: Final = (
    "A chapter of operations in a line: yes to all of it, to so many of it, or what refuses all of it. "
    "Its operations: -o CHAPTER; all of them, also those in no room: -a."
)


def _text(_path: str, found: _Found) -> None:
    _tell(found, [[grid.sheet for grid in matrix.grids] for _, matrix in found], [])


def _brief(_path: str, found: _Found) -> None:
    from talksim.chapters import by_chapter  # noqa: PLC0415

    shown = [[grid for grid in matrix.grids if grid.room] or matrix.grids for _, matrix in found]
    _tell(found, [list(map(by_chapter, grids)) for grids in shown], [_BRIEF])


def _tell(found: _Found, sheets: Sequence[Sequence[Sheet]], said: Sequence[str]) -> None:
    """The tables of each scenario, then what is to be said of their words."""
    parts: list[str | Sheet] = []
    for (scenario, _), shown in zip(found, sheets, strict=True):
        parts += [scenario.title] if scenario.case else []
        parts += shown
    cells = (cell for shown in sheets for sheet in shown for row in sheet.rows for cell in row[1:])
    unfit = [_UNFIT] if any(cell.startswith("(") for cell in cells) else []
    tell(*parts, " ".join([*said, *unfit]) if parts else "", apart=True)


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
