"""What the commands that take one scenario file have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from talksim.cli.terminal import tell

if TYPE_CHECKING:
    from talksim.scenario.judging.mismatch import Mismatch
    from talksim.scenario.script import Scenario

__all__ = ["chosen", "failing", "placed", "standing"]

_LINE: Final = re.compile(r"(?P<path>.+):(?P<line>\d+)")


def placed(where: str) -> tuple[str, int | None]:
    """The file and the line in `FILE:LINE`; the line is None where none is given."""
    found = _LINE.fullmatch(where)
    return (found["path"], int(found["line"])) if found else (where, None)


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
