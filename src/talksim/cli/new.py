"""`talksim new`: a commented scenario to start from."""

from __future__ import annotations

import os
from importlib.resources import files
from shlex import quote

import click

from talksim.cli.terminal import tell
from talksim.errors import UsageError

__all__ = ["new"]

_NEXT = """\
{path}: written
  talksim run {path}    plays it
  talksim repl {path}   goes on from its end, step by step
  talksim can {path}    shows who may do what in the end"""


@click.command()
@click.argument("path", metavar="[FILE]", required=False)
@click.option("--template", default="webinar", show_default=True, metavar="NAME", help="Which one.")
@click.option("--list", "listed", is_flag=True, help="Say which templates there are.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def new(*, path: str | None, template: str, listed: bool, force: bool) -> int:
    """Write a commented scenario to FILE, or to the standard output."""
    known = _templates()
    if listed:
        tell("\n".join(f"{name:<15} {_summary(text)}" for name, text in known.items()))
        return 0
    if template not in known:
        from talksim.scenario.document.fault import one_of  # noqa: PLC0415

        raise UsageError(f'there is no template "{template}"; {one_of(template, list(known))}')
    if path is None:
        click.echo(known[template], nl=False)
    else:
        _write(path, known[template], force=force)
        tell(_NEXT.format(path=quote(path)))
    return 0


def _summary(text: str) -> str:
    return text.splitlines()[0].removeprefix("# ")


def _templates() -> dict[str, str]:
    """The text of each template, by its name."""
    found = files("talksim.scenario").joinpath("templates").iterdir()
    texts = {file.name: file.read_text(encoding="utf-8") for file in found if file.name.endswith(".yaml")}
    return {name.removesuffix(".yaml"): texts[name] for name in sorted(texts)}


def _write(path: str, text: str, *, force: bool) -> None:
    folder = os.path.dirname(path)
    if folder and not os.path.isdir(folder):
        raise UsageError(f'{path}: there is no folder "{folder}"')
    try:
        with open(path, "w" if force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path}: is there already; --force writes over it") from None
