"""What the commands that take one scenario file have in common."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from talksim.cli.terminal import tell

if TYPE_CHECKING:
    from talksim.scenario.judging.mismatch import Mismatch
    from talksim.scenario.script import Place, Scenario

__all__ = ["chosen", "failing", "line_in_file", "placed", "standing", "tell_step"]

_LINE: Final = re.compile(r"(?P<path>.+?):(?P<line>\d+)(:\d+)?")


def placed(where: str) -> tuple[str, int | None]:
    """The file and the line in `FILE:LINE`, or in `FILE:LINE:COLUMN`; the line is None where none is given.

    Raises `UsageError` for what is no line.
    """
    from talksim.errors import UsageError  # noqa: PLC0415

    if os.path.exists(where):
        return where, None
    if found := _LINE.fullmatch(where):
        return found["path"], int(found["line"])
    path, _, line = where.rpartition(":")
    if os.path.isfile(path):
        raise UsageError(f'{path}: "{line}" is no line; a line is a number, such as {path}:12')
    return where, None


def chosen(path: str, expression: str) -> list[Scenario]:
    """The scenarios of a file that match; ends the command with 2 after telling the faults of a bad file."""
    from talksim.cli.keyword import keyword  # noqa: PLC0415
    from talksim.scenario.document.fault import Faults  # noqa: PLC0415
    from talksim.scenario.load import load  # noqa: PLC0415

    matches = keyword(expression)
    try:
        return [scenario for scenario in load(path) if matches(scenario.title)]
    except Faults as faults:
        tell(str(faults), err=True)
        raise click.exceptions.Exit(2) from None


def tell_step(scenarios: Sequence[Scenario], path: str, line: int | None) -> None:
    """Tell which step is meant by a line that is in none: the one before.

    Raises `UsageError` for a line that the file does not have.
    """
    if line is None or not scenarios or scenarios[0].place is None:
        return
    lines = _text_lines(scenarios[0].place.document.text, path, line)
    begun = {line_in_file(place) for scenario in scenarios for place, _ in scenario.walk()}
    first = max((number for number in begun if number <= line), default=line)
    if first < line and _is_between(lines[line - 1]):
        step = lines[first - 1].strip().removeprefix("- ")
        tell(f"{path}:{line}: no step is on this line; line {first} is meant, {step}", err=True)


def _text_lines(text: str, path: str, line: int) -> list[str]:
    from talksim.errors import UsageError  # noqa: PLC0415

    lines = text.splitlines()
    if line > len(lines):
        raise UsageError(f"{path}:{line}: there is no such line; the last is line {len(lines)}")
    return lines


def _is_between(text: str) -> bool:
    """Whether a line is no part of the step above it: it is empty, a comment, or begins at the margin."""
    return text.lstrip()[:1] in ("", "#") or not text[0].isspace()


def line_in_file(place: Place) -> int:
    """The line of a step; what is included counts where it is included."""
    return int(place.included_from[-1].rpartition(":")[2]) if place.included_from else place.line


@contextmanager
def standing(scenario: Scenario) -> Iterator[None]:
    """Raise `UsageError` when what is given cannot be set up."""
    from talksim.errors import UsageError  # noqa: PLC0415
    from talksim.scenario.player import GivenRefused  # noqa: PLC0415

    try:
        yield
    except GivenRefused as refused:
        raise UsageError(f"{scenario.path}: {refused.text}: {refused.outcome}") from refused


def failing(mismatch: Mismatch) -> str:
    """Where a scenario fails, and what is there instead, in a line."""
    row, column = mismatch.place.position
    where = f"{mismatch.place.document.path}:{row}:{column}"
    return f"{where}  the scenario fails at {mismatch.text}: expected {mismatch.expected}, got {mismatch.got}"
