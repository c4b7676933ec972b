"""`talksim why`: explain why steps of a scenario were answered as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from talksim.cli.policy import policy_option, under_policy
from talksim.cli.scenarios import chosen, placed, standing, tell_step
from talksim.cli.settings import set_option, settings_of
from talksim.cli.terminal import tell

if TYPE_CHECKING:
    from talksim.scenario.script import Act, Place, Scenario
    from talksim.scenario.why import Wanted
    from talksim.why.reasons import Why

__all__ = ["explain_line", "why"]

_STEPS: Final = 2
_AFTER_WAIT: Final = "; the lines after it say what came of that"
_OF_RECORD: Final = ": talksim run FILE says what is in it, talksim run -v what was asked"


@click.command()
@click.argument("where", metavar="FILE[:LINE]")
@click.option(
    "--steps",
    type=click.IntRange(0, 4),
    default=_STEPS,
    show_default=True,
    help="Steps that may help together.",
)
@click.option(
    "--tries", type=click.IntRange(0), default=2000, show_default=True, help="Steps tried for a request."
)
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="How it is shown."
)
@click.option("-k", "expression", default="", metavar="EXPR", help="Only scenarios of the file that match.")
@set_option
@policy_option
def why(
    *,
    policy: str | None,
    where: str,
    steps: int,
    tries: int,
    style: str,
    expression: str,
    words: tuple[str, ...],
) -> int:
    """Explain a step of a scenario: the request on LINE, or every refused one.

    Of a refusal: the guard and its rule, what it read and where that comes from, the step that caused it,
    and the shortest steps after which the same request is allowed. Of a request that was allowed: the guards
    it passed. Of a look on LINE: what it shows, and who is missing since nothing was heard of them.
    """
    from talksim.errors import UsageError  # noqa: PLC0415

    path, line = placed(where)
    with under_policy(policy):
        scenarios = chosen(path, expression)
        tell_step(scenarios, path, line)
        found = list(_explained(scenarios, line, settings_of(words), steps, tries))
    if line is not None and not found:
        raise UsageError(f"{path}:{line}: no request is made there{_instead(scenarios, line)}")
    _show(path, found, style)
    return 0 if found else 5


def explain_line(scenario: Scenario, line: int, settings: Mapping[str, Any]) -> None:
    """Explain the step on a line of a scenario. Raises `UsageError` where none asks for anything."""
    from talksim.errors import UsageError  # noqa: PLC0415
    from talksim.why.explain import MOST_TRIES  # noqa: PLC0415

    tell_step([scenario], scenario.path, line)
    found = list(_explained([scenario], line, settings, _STEPS, MOST_TRIES))
    if not found:
        raise UsageError(f"line {line}: no request is made there{_instead([scenario], line)}")
    _show(scenario.path, found, "text")


def _instead(scenarios: Iterable[Scenario], line: int) -> str:
    """What a line says that asks for nothing."""
    from talksim.scenario.script import Wait  # noqa: PLC0415
    from talksim.scenario.why import asks_nothing  # noqa: PLC0415

    for scenario in scenarios:
        steps = [step for place, step in scenario.walk() if place.line <= line and not place.included_from]
        if steps and (said := asks_nothing(steps[-1])):
            return f": {said}{_AFTER_WAIT}" if isinstance(steps[-1], Wait) else f"; {said}{_OF_RECORD}"
    return ""


def _explained(
    scenarios: Iterable[Scenario], line: int | None, settings: Mapping[str, Any], steps: int, tries: int
) -> Iterator[tuple[Scenario, Why]]:
    from talksim.scenario.why import explained  # noqa: PLC0415

    for scenario in scenarios:
        with standing(scenario):
            wanted, looks = _wanted(scenario, line), _looks(scenario, line)
            for why, _ in explained(scenario, settings, wanted=wanted, looks=looks, steps=steps, tries=tries):
                yield scenario, why


def _wanted(scenario: Scenario, line: int | None) -> Wanted:
    """Every refused request, or that on a line; of a fragment included there, the refused ones."""
    if line is None:
        return lambda _place, _step, ok: not ok
    first = _line_of_step(scenario, line)

    def wanted(place: Place, _step: Act, ok: bool) -> bool:
        if place.included_from:
            return not ok and place.included_from[-1] == f"{scenario.path}:{line}"
        return place.line == first

    return wanted


def _looks(scenario: Scenario, line: int | None) -> Callable[[Place], bool]:
    first = _line_of_step(scenario, line or 0)
    return lambda place: not place.included_from and place.line == first


def _line_of_step(scenario: Scenario, line: int) -> int:
    """Where the step begins that a line belongs to."""
    lines = [place.line for place, _ in scenario.walk() if not place.included_from]
    return max((known for known in lines if known <= line), default=0)


def _show(path: str, found: list[tuple[Scenario, Why]], style: str) -> None:
    if style == "json":
        import json  # noqa: PLC0415

        from talksim.version import __version__  # noqa: PLC0415
        from talksim.why.as_json import as_dict  # noqa: PLC0415

        rows = [{"scenario": scenario.title, **as_dict(why)} for scenario, why in found]
        head = {"talksim": __version__, "kind": "why", "path": path}
        click.echo(json.dumps({**head, "requests": rows}, ensure_ascii=False, indent=1))
        return
    cases = (f"[{scenario.case}] " if scenario.case else "" for scenario, _ in found)
    tell(*(f"{case}{why}" for case, (_, why) in zip(cases, found, strict=True)), apart=True)
    if not found:
        tell("nothing is refused", err=True)
