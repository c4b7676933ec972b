"""`talksim repl`: a scenario step by step in the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import click

from talksim.cli.scenarios import chosen, standing
from talksim.cli.terminal import tell
from talksim.errors import UsageError

if TYPE_CHECKING:
    from talksim.scenario.session import Done, Session

__all__ = ["repl"]

_HELP: Final = """\
alice: create room standup    a step, as in a scenario file
bob sees: room standup        a look, which changes nothing
wait: 5 min                   time passes
can [WHO] [ROOM]              who may do what now
undo                          takes the last step back
save FILE                     writes all of it as a scenario
load FILE                     begins with another scenario
help, quit"""


@click.command()
@click.argument("path", metavar="[FILE]", required=False)
def repl(path: str | None) -> int:
    """Play a scenario step by step, after the steps of FILE if one is named.

    Steps are read from the standard input, one a line; `help` says what else there is.
    """
    talking = _Talking(_begun(path))
    for line in _lines():
        if line in ("quit", "exit"):
            break
        talking.hear(line)
    return 0


def _begun(path: str | None) -> Session:
    """Raises `UsageError` for a file that holds nothing to begin with."""
    from talksim.scenario.session import Session, nobody_in_particular  # noqa: PLC0415

    if path is None:
        return Session(nobody_in_particular())
    scenarios = chosen(path, "")
    if not scenarios:
        raise UsageError(f"{path}: there is no scenario in it")
    with standing(scenarios[0]):
        return Session(scenarios[0])


def _lines() -> Iterator[str]:
    """What is typed, or comes through a pipe, without empty lines and comments."""
    asked = sys.stdin.isatty()
    if asked:
        with suppress(ImportError):
            import readline  # noqa: F401, PLC0415  its import gives `input` a history
    while True:
        try:
            line = (input("talksim> ") if asked else input()).strip()
        except EOFError:
            return
        if line and not line.startswith("#"):
            yield line


class _Talking:
    """Answers what is typed."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.words: Mapping[str, Callable[[list[str]], None]] = {
            "can": self._can,
            "help": lambda _words: tell(_HELP),
            "load": self._load,
            "save": self._save,
            "undo": lambda _words: tell(f"undone: {self.session.undo()}"),
        }

    def hear(self, line: str) -> None:
        """Do what a line says; whatever is wrong with it is said, and the next one may be better."""
        first, *rest = line.split()
        try:
            if first in self.words:
                self.words[first](rest)
            elif ":" in line:
                _tell(self.session.do(line))
            else:
                raise UsageError(self._unknown(first))
        except (UsageError, OSError) as error:
            tell(f"talksim: {error}", err=True)
        except click.exceptions.Exit:
            return

    def _unknown(self, word: str) -> str:
        from talksim.scenario.fault import one_of  # noqa: PLC0415

        return f'there is no command "{word}"; {one_of(word, [*self.words, "quit"])}'

    def _can(self, words: list[str]) -> None:
        who, room = words[:1], words[1:2]
        tell(str(self.session.player.talk.matrix(who or None, room or None)))

    def _load(self, words: list[str]) -> None:
        self.session = _begun(_file(words))

    def _save(self, words: list[str]) -> None:
        path = _file(words)
        if os.path.exists(path):
            raise UsageError(f"{path}: is there already")
        text = self.session.text()
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
        tell(f"saved: {path}")


def _file(words: list[str]) -> str:
    if len(words) != 1:
        raise UsageError("name one file")
    return words[0]


def _tell(done: Done) -> None:
    if done.seen:
        tell(done.seen)
    if done.outcome is not None:
        tell(str(done.outcome) if done.outcome.ok else str(done.outcome.why))
    for change in done.changes:
        tell(f"  {change}")
