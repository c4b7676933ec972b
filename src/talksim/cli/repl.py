"""`talksim repl`: a scenario step by step in the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

import click

from talksim.cli.scenarios import chosen, standing
from talksim.cli.terminal import is_terminal, tell
from talksim.cli.typed import piped, typed
from talksim.errors import UsageError

if TYPE_CHECKING:
    from talksim.scenario.session import Done, Session

__all__ = ["repl"]

_HELP: Final = """\
alice: create room standup    a step, as in a scenario file
bob sees: room standup        a look, which changes nothing
wait: 5 min                   time passes
can [WHO] [ROOM]              who may do what now
history                       the steps that were typed
undo, redo                    takes the last step back, plays it again
save FILE                     writes all of it as a scenario
load FILE                     begins with another scenario
help, quit                    Tab completes, Ctrl-C drops a line, Ctrl-D ends"""


@click.command()
@click.argument("path", metavar="[FILE]", required=False)
def repl(path: str | None) -> int:
    """Play a scenario step by step, after the steps of FILE if one is named.

    Steps are read from the standard input, one a line; `help` says what else there is.
    """
    talking = _Talking(_begun(path))
    for line in _lines(talking):
        if line in ("quit", "exit"):
            break
        try:
            talking.hear(line)
        except KeyboardInterrupt:
            if not is_terminal(sys.stdin):
                raise
            tell("stopped", err=True)
    return 0


def _lines(talking: _Talking) -> Iterable[str]:
    if not is_terminal(sys.stdin):
        return piped()
    talking.greet()
    return typed(talking.completed)


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


class _Talking:
    """Answers what is typed."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.words: Mapping[str, Callable[[list[str]], None]] = {
            "can": self._can,
            "help": lambda _words: tell(_HELP),
            "history": self._history,
            "load": self._load,
            "redo": self._redo,
            "save": self._save,
            "undo": lambda _words: tell(f"undone: {self.session.undo()}"),
        }

    def greet(self) -> None:
        """Say who is there and how to begin."""
        there = ", ".join(self.session.player.talk.server.users) or "nobody"
        tell(f"There: {there}. Type a step, such as `alice: create room standup`, or `help`; Tab completes.")

    def completed(self, line: str) -> list[str]:
        """How a line may go on."""
        from talksim.scenario.completion import completions, names  # noqa: PLC0415  most is typed without

        talk = self.session.player.talk
        first, gap, rest = line.partition(" ")
        if not gap:
            commands = [word for word in (*self.words, "quit") if word.startswith(line)]
            return [*commands, *completions(talk, line)]
        if first == "can":
            return [f"{line[: len(line) - len(end)]}{name} " for name, end in names(talk, rest)]
        if first in ("load", "save"):
            return [f"{first} {path}" for path in _paths(rest)]
        return completions(talk, line)

    def hear(self, line: str) -> None:
        """Do what a line says; whatever is wrong with it is said, and the next one may be better."""
        from talksim.scenario.command import BadCommand, split  # noqa: PLC0415

        first = line.split(maxsplit=1)[0]
        try:
            if first in self.words:
                self.words[first]([word.text for word in split(line)][1:])
            elif ":" in line:
                _tell(self.session.do(line))
            else:
                raise UsageError(self._unknown(first))
        except (BadCommand, UsageError, OSError) as error:
            tell(f"talksim: {error.message if isinstance(error, BadCommand) else error}", err=True)
        except click.exceptions.Exit:
            return

    def _unknown(self, word: str) -> str:
        from talksim.scenario.fault import one_of  # noqa: PLC0415

        return f'there is no command "{word}"; {one_of(word, [*self.words, "quit"])}'

    def _can(self, words: list[str]) -> None:
        who, room = words[:1], words[1:2]
        found = self.session.player.talk.matrix(who or None, room or None)
        tell(*(grid.sheet for grid in found.grids), apart=True)

    def _history(self, _words: list[str]) -> None:
        steps = [f"step {number}  {step}" for number, step in self.session.typed]
        tell("\n".join(steps) or "no step was typed")

    def _redo(self, _words: list[str]) -> None:
        step, done = self.session.redo()
        tell(f"again: {step}")
        _tell(done)

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


def _paths(begun: str) -> list[str]:
    """The scenario files and folders that begin so."""
    folder, name = os.path.split(begun)
    try:
        found = sorted(os.scandir(folder or "."), key=lambda entry: entry.name)
    except OSError:
        return []
    known = (entry for entry in found if entry.name.startswith(name) and entry.name[:1] != ".")
    paths = ((os.path.join(folder, entry.name), entry.is_dir()) for entry in known)
    return [
        f"{path}/" if inside else path for path, inside in paths if inside or path.endswith((".yaml", ".yml"))
    ]


def _tell(done: Done) -> None:
    if done.seen:
        tell(done.seen)
    if done.outcome is not None:
        tell(str(done.outcome) if done.outcome.ok else str(done.outcome.why))
    for change in done.changes:
        tell(f"  {change}")
