"""What `talksim repl` does with a line: a step is played, a word of its own is done, a mistake is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

import click

from talksim.cli.repl import taken
from talksim.cli.repl.asked import asked
from talksim.cli.repl.saved import saved
from talksim.cli.repl.there import there
from talksim.cli.terminal import tell
from talksim.cli.why import explain_line
from talksim.errors import UsageError
from talksim.sheet import Sheet

if TYPE_CHECKING:
    from talksim.scenario.session.session import Done, Session

__all__ = ["Begin", "Listening"]

Begin: TypeAlias = Callable[[str], "Session"]
"""Begins with a file."""

_HELP: Final = (
    ("alice: join room standup", "a step, as in a scenario file"),
    ("bob sees: room standup", "a look, which changes nothing"),
    ("wait: 5 min", "time passes"),
    ("{STEP, refused: 403}", "a step with what is expected of it"),
    ("can [WHO] [ROOM]", "who may do what now; -o calls, -a: which operations"),
    ("state [ROOM]", "who is where now, lobby, call, recording; also: rooms"),
    ("why [N]", "why the last step, or step N, was answered so"),
    ("why line N", "the same of a line of the file"),
    ("answer [N]", "the whole answer to it, field by field"),
    ("history", "the steps that were typed"),
    ("undo [N], undo all", "takes the last steps back"),
    ("redo [N], redo all", "plays them again"),
    ("save FILE", "writes all of it as a scenario"),
    ("load FILE", "begins with another scenario"),
    ("# …", "a comment, which is saved with the rest"),
    ("help, quit", "Tab completes, Ctrl-C drops a line, Ctrl-D ends"),
)


_SAME: Final = {"exit": "quit"}


class Listening:
    """Hears one line after the other; `options` are those of the command that say how it is played.

    `status` is 2 once a line was a mistake, else 1 once something was not as its line expected.
    """

    def __init__(self, session: Session, begin: Begin, options: str = "") -> None:
        self.session, self.status = session, 0
        self._begin, self._options = begin, options
        self.words: Mapping[str, Callable[[list[str]], None]] = {
            "answer": self._answer,
            "can": lambda words: asked(self.session.player.talk, words),
            "help": self._help,
            "history": self._history,
            "load": self._load,
            "quit": lambda words: taken.nothing("quit", words),
            "redo": self._redo,
            "rooms": self._state,
            "save": self._save,
            "state": self._state,
            "undo": self._undo,
            "why": self._why,
        }

    def greet(self) -> None:
        """Say who is there and how to begin."""
        tell(
            f"There: {self._people()}. "
            "Type a step, such as `alice: create room standup`, or `help`; Tab completes."
        )

    def completed(self, line: str) -> list[str]:
        """How a line may go on."""
        from talksim.cli.repl.completed import completed  # noqa: PLC0415  most is typed without

        return completed(self.session, list(self.words), line)

    def hear(self, line: str) -> None:
        """Do what a line says; whatever is wrong with it is said, and the next one may be better."""
        from talksim.scenario.reading.command import BadCommand  # noqa: PLC0415

        try:
            self._do(line)
        except BadCommand as bad:
            self._mistaken("; ".join(filter(None, (bad.message, bad.hint))))
        except click.ClickException as wrong:
            self._mistaken(wrong.format_message())
        except (UsageError, OSError) as error:
            self._mistaken(str(error))
        except click.exceptions.Exit as ended:  # the faults of a file are told
            self.status = max(self.status, ended.exit_code)

    def _mistaken(self, said: str) -> None:
        self.status = 2
        tell(f"talksim: {said}", err=True)

    def _do(self, line: str) -> None:
        from talksim.scenario.reading.command import split  # noqa: PLC0415
        from talksim.scenario.session.meant import meant  # noqa: PLC0415

        first = _SAME.get(word := line.split(maxsplit=1)[0], word)
        if line.startswith("#"):
            self.session.remark(line)
        elif first in self.words:
            words = [f"{word.name}={word.text}" if word.name else word.text for word in split(line)]
            self.words[first](words[1:])
        elif ":" in line:
            self._tell(self.session.do(line))
        else:
            raise UsageError(meant(self.session.player.talk, line, self.words))

    def _answer(self, given: list[str]) -> None:
        tell(self.session.answer(taken.number("answer", given)))

    def _help(self, given: list[str]) -> None:
        taken.nothing("help", given)
        tell(Sheet(("type", "for"), _HELP), f"There: {self._people()}.")

    def _people(self) -> str:
        talk = self.session.player.talk
        return ", ".join([*talk.server.users, *talk.names.guests]) or "nobody"

    def _history(self, given: list[str]) -> None:
        taken.nothing("history", given)
        steps = [f"step {number}  {step}" for number, step in self.session.typed]
        tell("\n".join(steps) or "no step was typed")

    def _why(self, given: list[str]) -> None:
        if given[:1] == ["line"]:
            line, settings = taken.number("why line", given[1:]), self.session.settings or {}
            explain_line(self.session.scenario, line, settings)
        else:
            tell(str(self.session.why(taken.number("why", given))))

    def _state(self, given: list[str]) -> None:
        from talksim.handle import RoomHandle  # noqa: PLC0415

        room, player = taken.at_most_one("state", given, "room"), self.session.player
        tell(there(player, RoomHandle(player.talk, room).token if room else ""))

    def _undo(self, given: list[str]) -> None:
        steps = self.session.undo(taken.count("undo", given, len(self.session.typed)))
        tell("\n".join(f"undone: {step}" for step in steps))

    def _redo(self, given: list[str]) -> None:
        for step, done in self.session.redo(taken.count("redo", given, self.session.undone)):
            tell(f"again: {step}")
            self._tell(done)

    def _load(self, given: list[str]) -> None:
        self.session = self._begin(taken.file("load", given))

    def _save(self, given: list[str]) -> None:
        saved(self.session, taken.file("save", given), self._options)

    def _tell(self, done: Done) -> None:
        """Tell the answer, or why it is a refusal nobody expected, what is seen, and what changed."""
        answer = "" if done.outcome is None else str(done.outcome)
        tell(done.seen, str(self.session.why(done.number)) if done.surprises else answer, done.judged)
        tell("\n".join(f"  {change}" for change in done.changes))
        self.status = max(self.status, 0 if done.holds else 1)
