"""Policies on the command line: the option `--policy`, and those that are compared."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from talksim.cli.terminal import tell

if TYPE_CHECKING:
    from talksim.rules.policy import Policy

__all__ = ["named_policy", "policy_option", "under_policy"]

_TALK: Final = ("talk", "-")
"""What stands for Talk as it is in place of a policy."""


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
    from talksim.scenario.document.fault import Faults  # noqa: PLC0415

    try:
        policy = load_policy(file)
    except Faults as faults:
        tell(str(faults), err=True)
        raise click.exceptions.Exit(2) from None
    with policy.in_force():
        yield


def named_policy(path: str) -> Policy | None:
    """The policy in a file, None for Talk as it is. Raises `Faults`, and `UsageError` for what is no file."""
    if path in _TALK:
        return None
    from talksim.policies import load_policy  # noqa: PLC0415

    if not os.path.exists(path) and not os.path.splitext(path)[1]:
        from talksim.errors import UsageError  # noqa: PLC0415

        raise UsageError(f"{path}: no such file; Talk as it is is called {_TALK[0]}")
    return load_policy(path)
