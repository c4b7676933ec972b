"""Lines that somebody types, with completion and the lines before at hand, or that come through a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from talksim.cli.repl.history import Remembered
from talksim.cli.terminal import columns

__all__ = ["Completer", "piped", "typed"]

Completer: TypeAlias = Callable[[str], Sequence[str]]
"""Says to which lines a line that has begun may go on."""

_PROMPT = "talksim> "


def piped() -> Iterator[str]:
    """The lines of the standard input, but for empty ones."""
    for line in sys.stdin:
        if said := line.strip():
            yield said


def typed(completer: Completer) -> Iterator[str]:
    """The same from a terminal, one by one; Ctrl-C drops a line, Ctrl-D ends.

    The lines of earlier sessions are at hand, and those of this one are kept.
    """
    try:
        import readline  # noqa: PLC0415  its import gives `input` a history
    except ImportError:
        yield from _asked()
        return
    _complete(readline, completer)
    kept = Remembered(readline)
    for line in _asked():
        kept.keep()
        yield line


def _asked() -> Iterator[str]:
    while True:
        try:
            line = input(_PROMPT)
        except KeyboardInterrupt:
            print("^C")  # noqa: T201  the line that was begun stays to be seen
            continue
        except EOFError:
            print()  # noqa: T201
            return
        if said := line.strip():
            yield said


def _complete(readline: Any, completer: Completer) -> None:
    """Let `readline` complete whole lines: words of steps have spaces."""
    found: list[str] = []

    def complete(line: str, state: int) -> str | None:
        if state == 0:
            found[:] = completer(line)
        return found[state] if state < len(found) else None

    def show(line: str, matches: Sequence[str], _longest: int) -> None:
        begin = line.rfind(" ") + 1
        print("\n" + _side_by_side([match[begin:].strip() for match in matches]))  # noqa: T201
        print(_PROMPT + readline.get_line_buffer(), end="", flush=True)  # noqa: T201

    readline.set_completer(complete)
    readline.set_completer_delims("")
    readline.set_completion_display_matches_hook(show)
    readline.parse_and_bind("set show-all-if-ambiguous on")
    libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")


def _side_by_side(words: Sequence[str]) -> str:
    """Words in columns as wide as the widest."""
    from rich.columns import Columns  # noqa: PLC0415  shown when Tab is pressed twice
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(width=columns(sys.stdout) or 80, color_system=None)
    with console.capture() as capture:
        console.print(Columns([Text(word) for word in words], padding=(0, 2), column_first=True))
    return capture.get().rstrip("\n")
