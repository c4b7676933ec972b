"""`talksim watch`: play scenarios again when their files change."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import click

from talksim.cli.fix import under_fix
from talksim.cli.policy import under_policy
from talksim.cli.run import Run, playing
from talksim.cli.settings import settings_of
from talksim.cli.terminal import is_terminal, tell

__all__ = ["watch"]

_Stamp: TypeAlias = tuple[int, int]
"""When a file was written, in nanoseconds, and how many bytes it has; zeros for none."""

_INCLUDE: Final = re.compile(r"""\binclude:\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s,}"']+))""")
"""Where a file names another, which may be faulty or not there."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True))
@click.option(
    "--every",
    type=click.FloatRange(0.01),
    default=0.5,
    show_default=True,
    metavar="SECONDS",
    help="How often the files are looked at.",
)
@click.option("--rounds", type=click.IntRange(1), help="End after they were played so often.")
@playing
def watch(*, paths: tuple[str, ...], every: float, rounds: int | None, **options: Any) -> int:
    """Play scenarios, and again those whose files, or files they include, have changed.

    A policy and a file of settings count as part of every scenario. Ends with Ctrl-C, or after so many rounds
    with the status of the last.
    """
    settings_of(options["words"])
    with under_fix(options["fix"]):
        pass  # what is wrong with an option no change of a file can mend
    try:
        return _Watching(paths, options).go_on(every, rounds)
    except KeyboardInterrupt:
        _for_people("\n")  # behind the ^C that the terminal shows
        return 0


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"


def _for_people(text: str) -> None:
    if is_terminal(sys.stderr):
        tell(text, err=True)


class _Watching:
    """What is watched: each scenario file, and the files it was made of when it was played last."""

    def __init__(self, paths: Iterable[str], options: Mapping[str, Any]) -> None:
        self.paths, self.options = tuple(paths), dict(options)
        self.policy: str | None = self.options.pop("policy")
        self.made_of: dict[str, Mapping[str, _Stamp]] = {}

    def go_on(self, every: float, rounds: int | None) -> int:
        """Look and play until so many rounds are done; the status of the last."""
        done = 0
        if not self.changed():
            where = ", ".join(self.paths)
            tell(f"{where}: there is no scenario yet; it is played once there is one", err=True)
        while True:
            changed = self.changed()
            if changed:
                if done:
                    tell("\n", f"changed: {', '.join(changed)}", err=True)
                status = self.play(changed)
                done += 1
                if done == rounds:
                    return status
                if done == 1:
                    _for_people(f"\nwatching {_files(len(self.made_of))}; Ctrl-C ends")
            time.sleep(every)

    def changed(self) -> list[str]:
        """The scenario files that are new, or not what they were; those that are gone are told."""
        from talksim.scenario.load import collect  # noqa: PLC0415

        there = [path for path in collect(self.paths) if os.path.exists(path)]
        for path in [path for path in self.made_of if path not in there]:
            del self.made_of[path]
            tell(f"gone: {path}", err=True)
        return [path for path in there if path not in self.made_of or self._is_other(path)]

    def play(self, paths: Iterable[str]) -> int:
        """Play files, and show what came of it; the status that `talksim run` would have."""
        from talksim.cli import explain  # noqa: PLC0415

        everybody = [path for path in (self.policy, self.options["file"]) if path]
        self.made_of |= {path: {part: _stamp(part) for part in (*_parts(path), *everybody)} for path in paths}
        try:
            with under_policy(self.policy):
                return Run(paths=tuple(paths), **self.options).status()
        except click.exceptions.Exit as ended:
            return ended.exit_code
        except Exception as error:  # whatever it is, the next change may mend it
            traceback = click.get_current_context().find_root().params["traceback"]
            return explain(error, traceback=traceback)

    def _is_other(self, path: str) -> bool:
        return any(_stamp(part) != stamp for part, stamp in self.made_of[path].items())


def _parts(path: str) -> Iterator[str]:
    """A file and all it includes, as far as they are there."""
    parts = [path]
    for part in parts:
        yield part
        try:
            with open(part, encoding="utf-8", errors="replace") as file:
                text = file.read()
        except OSError:
            continue
        named = (next(filter(None, found.groups())) for found in _INCLUDE.finditer(text))
        others = (os.path.normpath(os.path.join(os.path.dirname(part), name)) for name in named)
        parts += [other for other in dict.fromkeys(others) if other not in parts]


def _stamp(path: str) -> _Stamp:
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
