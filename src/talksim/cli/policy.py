"""The option `--policy` of the commands that play something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from talksim.cli.terminal import tell

__all__ = ["policy_option", "under_policy"]


def policy_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take `--policy FILE`."""
    help = "Play under the policy in a file: rules and settings that are otherwise."
    return click.option("--policy", type=click.Path(), metavar="FILE", help=help)(command)


@contextmanager
def under_policy(file: str | None) -> Iterator[None]:
    """Let everything be played under the policy in a file, if one is named; a bad file ends the command."""
    if file is None:
        yield
        return
    from talksim.policies import load_policy  # noqa: PLC0415  most runs have none
    from talksim.scenario.fault import Faults  # noqa: PLC0415

    try:
        policy = load_policy(file)
    except Faults as faults:
        tell(str(faults), err=True)
        raise click.exceptions.Exit(2) from None
    with policy.in_force():
        yield
