"""`talksim draw`: pictures of lifecycles, chapters, operations and scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from talksim.cli.policy import policy_option, under_policy
from talksim.cli.scenarios import chosen, standing
from talksim.cli.settings import set_option, settings_of
from talksim.cli.terminal import show, tell

if TYPE_CHECKING:
    from talksim.cover.tally import Tally
    from talksim.draw.formats import Formats
    from talksim.draw.timeline import Timeline

__all__ = ["draw"]


@click.command()
@click.argument("what", metavar="WHAT")
@click.option(
    "--format",
    "style",
    default="",
    metavar="NAME",
    help="text, mermaid, dot, svg, json; else as -o ends.",
)
@click.option("-o", "--output", "target", type=click.Path(), metavar="FILE", help="Write a file.")
@click.option(
    "--taken",
    multiple=True,
    type=click.Path(),
    metavar="PATH",
    help="Show what scenarios, features and recordings took; can be repeated.",
)
@click.option("-k", "expression", default="", metavar="EXPR", help="Only scenarios of the file that match.")
@set_option
@policy_option
def draw(
    *,
    policy: str | None,
    what: str,
    style: str,
    target: str | None,
    taken: tuple[str, ...],
    expression: str,
    words: tuple[str, ...],
) -> int:
    """Draw a lifecycle, a chapter, an operation, all lifecycles, or the scenarios of a file.

    WHAT is "recording", "chapter recording", "join call", "all", or a path. An operation shows which stage
    ends it with which answer (text, mermaid, dot, svg); a scenario is a timeline (text, svg, json) or a
    sequence diagram (mermaid). A picture goes to the standard output, as text, unless -o names a file.
    """
    from talksim.draw.renderers import graph_format, timeline_format  # noqa: PLC0415
    from talksim.draw.what import graphs_of  # noqa: PLC0415

    with under_policy(policy):
        if _is_path(what):
            _alone(what, {"--taken": taken})
            name, text = _rendered(timeline_format, _timelines(what, expression, words), style, target)
        else:
            _alone(what, {"-k": expression, "--set": words})
            graphs = graphs_of(what, _counts(taken) if taken else None)
            name, text = _rendered(graph_format, graphs, style, target)
    _out(text, name, target)
    return 0


def _is_path(what: str) -> bool:
    return what.endswith((".yaml", ".yml")) or "/" in what


def _alone(what: str, options: dict[str, Any]) -> None:
    """Refuse options that would do nothing. Raises `UsageError`."""
    from talksim.errors import UsageError  # noqa: PLC0415

    for option, value in options.items():
        if value:
            raise UsageError(f'{option} says nothing about "{what}"')


def _timelines(path: str, expression: str, words: tuple[str, ...]) -> list[Timeline]:
    """The scenarios of a file, played; ends the command with 5 where none matches."""
    from talksim.draw.playing import timeline_of  # noqa: PLC0415

    settings, found = settings_of(words), []
    for scenario in chosen(path, expression):
        with standing(scenario):
            found.append(timeline_of(scenario, settings))
    if not found:
        raise click.exceptions.Exit(5)
    return found


def _counts(paths: tuple[str, ...]) -> Tally:
    """What was taken when everything in the paths was played; a bad file ends the command."""
    from talksim.cover.observe import observing  # noqa: PLC0415
    from talksim.cover.sources import plays  # noqa: PLC0415
    from talksim.errors import UsageError  # noqa: PLC0415
    from talksim.scenario.document.fault import Faults  # noqa: PLC0415

    try:
        played = list(plays(paths))
    except Faults as faults:
        tell(str(faults), err=True)
        raise click.exceptions.Exit(2) from None
    if not played:
        raise UsageError(f"there is nothing to play in {', '.join(paths)}")
    with observing() as tally:
        for play in played:
            play.run()
    return tally


def _rendered(formats: Formats[Any], value: Any, style: str, target: str | None) -> tuple[str, str]:
    """The format that is named, or that a file ends like, or text; and the picture. Raises `UsageError`."""
    from talksim.errors import UsageError  # noqa: PLC0415
    from talksim.scenario.document.fault import one_of  # noqa: PLC0415

    name = style or (formats.by_suffix(target) if target else "text")
    if name is None:
        endings = ", ".join(known.suffix for known in formats.values())
        raise UsageError(f"-o {target}: the ending says no format; {endings}, or name one by --format")
    if name not in formats:
        raise UsageError(f'there is no format "{name}" for this; {one_of(name, formats)}')
    return name, formats[name].render(value)


def _out(text: str, name: str, target: str | None) -> None:
    if target is None:
        show(text, name)
        return
    with open(target, "w", encoding="utf-8") as file:
        file.write(text)
