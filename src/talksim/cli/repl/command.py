"""`talksim repl`: a scenario step by step in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from talksim.cli.policy import policy_option, under_policy
from talksim.cli.repl.listening import Listening
from talksim.cli.repl.typed import piped, typed
from talksim.cli.scenarios import chosen, failing, standing
from talksim.cli.settings import set_option, settings_of
from talksim.cli.terminal import is_terminal, tell
from talksim.errors import UsageError

if TYPE_CHECKING:
    from talksim.scenario.script import Scenario
    from talksim.scenario.session.session import Session

__all__ = ["repl"]


@click.command()
@click.argument("path", metavar="[FILE]", required=False)
@click.option(
    "-k", "expression", default="", metavar="EXPR", help="The first scenario of the file that matches."
)
@set_option
@policy_option
def repl(path: str | None, expression: str, policy: str | None, words: tuple[str, ...]) -> int:
    """Play a scenario step by step, after the steps of FILE if one is named.

    Steps are read from the standard input, one a line; `help` says what else there is. Through a pipe the
    exit status is 2 after a line that was a mistake, and 1 where something was not as its line expected.
    """
    settings = settings_of(words)

    def begun(file: str | None, expression: str = "") -> Session:
        return _begun(file, expression, settings)

    with under_policy(policy):
        listening = Listening(begun(path, expression), begun, _options(policy, words))
        _listen(listening)
    return 0 if is_terminal(sys.stdin) else listening.status


def _listen(listening: Listening) -> None:
    for line in _lines(listening):
        if line in ("quit", "exit"):
            break
        try:
            listening.hear(line)
        except KeyboardInterrupt:
            if not is_terminal(sys.stdin):
                raise
            tell("stopped", err=True)


def _options(policy: str | None, words: Sequence[str]) -> str:
    """The options that say under what the steps are played, as they are typed."""
    said = [*(f"--set {quote(word)}" for word in words), *([f"--policy {quote(policy)}"] if policy else [])]
    return "".join(f" {option}" for option in said)


def _lines(listening: Listening) -> Iterable[str]:
    if not is_terminal(sys.stdin):
        return piped()
    listening.greet()
    return typed(listening.completed)


def _begun(path: str | None, expression: str, settings: Mapping[str, Any]) -> Session:
    """A session after the steps of a file. Raises `UsageError` for one with nothing to begin with."""
    from talksim.scenario.session.session import Session, nobody_in_particular  # noqa: PLC0415

    if path is None:
        return Session(nobody_in_particular(), settings)
    scenarios = chosen(path, expression)
    if not scenarios:
        raise UsageError(f"{path}: there is no scenario in it{' that matches' if expression else ''}")
    with standing(scenarios[0]):
        session = Session(scenarios[0], settings)
    _tell_which(scenarios, settings)
    return session


def _tell_which(scenarios: Sequence[Scenario], settings: Mapping[str, Any]) -> None:
    """Tell which of several scenarios is played, and whether it fails on the way."""
    from talksim.scenario.run import find  # noqa: PLC0415

    if len(scenarios) > 1:
        tell(f"the first of {len(scenarios)} scenarios: {scenarios[0].title}; another: -k EXPR", err=True)
    mismatch = find(scenarios[0], settings).mismatch
    if mismatch is not None:
        tell(f"{failing(mismatch)}; its steps were played on all the same", err=True)
