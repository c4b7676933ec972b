"""`talksim can`: who may do what in the state that a scenario leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from talksim.cli.permitted import asked_options, tell_permitted
from talksim.cli.policy import policy_option, under_policy
from talksim.cli.scenarios import chosen, failing, line_in_file, placed, standing, tell_step
from talksim.cli.settings import set_option, settings_of
from talksim.cli.terminal import tell

if TYPE_CHECKING:
    from talksim.matrix import Matrix
    from talksim.scenario.script import Scenario
    from talksim.talk import Talk

__all__ = ["can"]

_STYLES: Final = ["text", "json", "markdown", "csv"]


@click.command()
@click.argument("where", metavar="FILE[:LINE]")
@asked_options
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
    if style == "text":
        titled = [(scenario.title if scenario.case else "", matrix) for scenario, matrix in found]
        tell_permitted(titled, brief=not (operations or everything))
    else:
        _SHOWN[style](path, found)
    return 0 if found else 5


def _reaching(scenarios: Sequence[Scenario], path: str, line: int | None) -> Sequence[Scenario]:
    """The scenarios that have a step on the line or before it. Raises `UsageError` if none has."""
    from talksim.errors import UsageError  # noqa: PLC0415

    tell_step(scenarios, path, line)
    reaching = [scenario for scenario in scenarios if _steps(scenario, line) != 0]
    if scenarios and not reaching:
        raise UsageError(f"{path}:{line}: there is no step on this line or before it")
    return reaching


def _steps(scenario: Scenario, line: int | None) -> int | None:
    """How many steps there are up to a line of the file; None for all."""
    if line is None:
        return None
    return sum(line_in_file(place) <= line for place, _ in scenario.walk())


def _world(scenario: Scenario, settings: Mapping[str, Any], line: int | None) -> Talk:
    """The world that is left; tells on the error stream if the scenario fails on the way."""
    from talksim.scenario.ending import world_after  # noqa: PLC0415
    from talksim.scenario.run import find  # noqa: PLC0415

    steps = _steps(scenario, line)
    with standing(scenario):
        talk = world_after(scenario, settings, steps).talk
    found = find(scenario, settings)
    if found.mismatch is not None and (steps is None or found.steps <= steps):
        tell(f"{failing(found.mismatch)}; its steps were played on all the same", err=True)
    return talk


_Found = Sequence[tuple[Any, Any]]


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


_SHOWN: Final = {"json": _json, "markdown": _markdown, "csv": _csv}
