"""How a line of the repl may go on: its own words with what they take, and steps."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from talksim.rules.operation import OPERATIONS
from talksim.scenario.session.completion import completions, names
from talksim.why.wording import quoted

if TYPE_CHECKING:
    from talksim.scenario.session.session import Session
    from talksim.talk import Talk

__all__ = ["completed"]

_TAKE: Final = {"redo": ("all",), "undo": ("all",), "why": ("line ",)}
_OPTIONS: Final = ("--all", "--operation", "--room", "--who")
_OPERATION: Final = re.compile(r"""(can (?:.* )?(?:-o|--operation) )("[^"]*|\S*)""")
"""A line that ends with an operation that has begun."""


def completed(session: Session, words: Sequence[str], line: str) -> list[str]:
    """Every line to which this one may go on; `words` are those of the repl."""
    talk = session.player.talk
    first, gap, rest = line.partition(" ")
    if not gap:
        return [*(word for word in words if word.startswith(line)), *completions(talk, line)]
    if first in ("load", "save"):
        return [f"{first} {path}" for path in _paths(rest)]
    if first in _TAKE:
        return [f"{first} {word}" for word in _TAKE[first] if word.startswith(rest)]
    if first in ("can", "rooms", "state"):
        return list(_asked(talk, line, options=first == "can"))
    return completions(talk, line)


def _asked(talk: Talk, line: str, *, options: bool) -> Iterator[str]:
    """People and rooms; behind `can` its options as well, and behind `-o` what one can ask for."""
    begun = _OPERATION.fullmatch(line) if options else None
    if begun:
        yield from (
            f"{begun[1]}{word} " for word in _operations() if word.startswith((begun[2], f'"{begun[2]}'))
        )
        return
    last = line.rpartition(" ")[2]
    if options and last.startswith("-"):
        yield from (f"{line.removesuffix(last)}{option} " for option in _OPTIONS if option.startswith(last))
        return
    yield from (f"{line.removesuffix(end)}{name} " for name, end in names(talk, line.partition(" ")[2]))


def _operations() -> list[str]:
    """Chapters, then operations, as they are typed."""
    chapters = dict.fromkeys(operation.chapter.replace("_", " ") for operation in OPERATIONS.values())
    return list(map(quoted, [*chapters, *(operation.phrase for operation in OPERATIONS.values())]))


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
