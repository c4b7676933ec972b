"""A command as one line, which reads back as the same command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from talksim.rules.operation import Operation
from talksim.scenario.reading.command import BadCommand, parse, plays_in_room
from talksim.scenario.value import written

__all__ = ["line_of", "same"]

_LONGEST: Final = 60
"""Characters beyond which a text is easier to read below the command."""


def same(one: Any, other: Any) -> bool:
    """Whether two values are of one type and equal: 1 is not true."""
    return type(one) is type(other) and bool(one == other)


def line_of(operation: Operation, room: str, words: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """A command with these words for its parameters, and those that are better written below it."""
    begin = operation.phrase + (f" {_word(room)}" if plays_in_room(operation) else "")
    line, below = begin, {}
    placed = True
    for parameter in operation.parameters:
        if parameter.name not in words:
            placed = False
            continue
        word = words[parameter.name]
        name = "" if placed and parameter.required else f"{parameter.name}="
        longer = f"{line} {name}{_word(word)}" if _fits(word) else ""
        if longer and _says(longer, parameter.name, word):
            line = longer
        else:
            below[parameter.name] = word
            placed = False
    return line, below


def _fits(word: Any) -> bool:
    return isinstance(word, str | int | bool) and len(str(word)) <= _LONGEST and "\n" not in str(word)


def _word(value: Any) -> str:
    """A word of a command; quoted where it would not be one otherwise."""
    text = written(value)
    if not isinstance(value, str) or (text == value and " " not in text and "'" not in text):
        return text
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _says(line: str, name: str, word: Any) -> bool:
    """Whether the last word of a command says the parameter."""
    try:
        command = parse(line)
    except BadCommand:
        return False
    return name in command.words and same(command.words[name], word)
