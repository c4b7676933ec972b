"""The one-line commands of steps: `set lobby webinar "non moderators" timer="6 h"`.

The phrase is the longest that begins the line; then come the room (where the operation plays in one), the
parameters in their declared order, and `name=value` words. A value with spaces stands in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from talksim.procedures.scene import InRoom
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.parameter import Parameter
from talksim.scenario.document.fault import nearest
from talksim.scenario.script import Command
from talksim.scenario.value import check_parameter, named, scalar

__all__ = ["BadCommand", "Word", "parse", "phrases", "plays_in_room", "split", "usage"]

_WORD = re.compile(r"""(?:[^\s"']|"(?:[^"\\]|\\.)*"|'[^']*')+""")
_QUOTED = re.compile(r""""((?:[^"\\]|\\.)*)"|'([^']*)'""")
_PIECE = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^,"'])+""")
_NAME = re.compile(r"([a-zA-Z_]\w*)=")


_PROSE: Final = ("description", "message", "name", "note", "password", "question")
"""Parameters for which people write several words, and forget the quotes."""


class BadCommand(Exception):  # noqa: N818  it is bad, and reads so
    """A line that is no command; `start` and `length` say which part of it is wrong."""

    def __init__(self, message: str, hint: str = "", start: int = 0, length: int = 1) -> None:
        super().__init__(message, hint, start, length)
        self.message, self.hint, self.start, self.length = message, hint, start, length


class Word(NamedTuple):
    """A word of a command with its place in the line; `name` is what stands before `=`."""

    text: str
    name: str
    start: int
    length: int


def phrases() -> Mapping[str, Operation]:
    """Every operation by the phrase scenarios call it."""
    return _phrases(len(OPERATIONS))


def parse(text: str) -> Command:
    """The command a line says. Raises `BadCommand` for an operation, parameter or quote that is wrong."""
    return _parse(text, len(OPERATIONS))


def usage(operation: Operation) -> str:
    """How an operation is written: `set lobby <room> <state> [timer]`."""
    room = ["<room>"] if plays_in_room(operation) else []
    rest = [f"<{p.name}>" if p.required else f"[{p.name}]" for p in operation.parameters]
    return " ".join([operation.phrase, *room, *rest])


def plays_in_room(operation: Operation) -> bool:
    """Whether a command names a room, also where the request does so in its body."""
    return operation.in_room or issubclass(operation.scene, InRoom)


def split(text: str) -> list[Word]:
    """The words of a line, quotes taken off. Raises `BadCommand` for a quote that does not end."""
    words, end = [], 0
    for match in _WORD.finditer(text):
        _check_gap(text, end, match.start())
        end = match.end()
        words.append(_word(match[0], match.start()))
    _check_gap(text, end, len(text))
    return words


@cache
def _phrases(_count: int) -> dict[str, Operation]:
    return {operation.phrase: operation for operation in OPERATIONS.values()}


@cache
def _longest(count: int) -> int:
    return max((phrase.count(" ") + 1 for phrase in _phrases(count)), default=0)


@lru_cache(maxsize=8192)
def _parse(text: str, count: int) -> Command:
    words = split(text)
    operation, used = _operation(text, words, count)
    rest = words[used:]
    room = ""
    if plays_in_room(operation):
        if not rest or rest[0].name:
            raise BadCommand(f"{operation.phrase} needs a room", usage(operation), 0, len(text))
        room = rest.pop(0).text
    try:
        given = _arguments(operation, rest)
    except BadCommand as bad:
        bad.hint = f"the room comes first: {usage(operation)}" if _is_a_value(operation, room) else bad.hint
        raise
    missing = tuple(p.name for p in operation.parameters if p.required and p.name not in given)
    return Command(operation, room, given, missing)


def _is_a_value(operation: Operation, room: str) -> bool:
    """Whether what stands for the room is a word that one of the parameters takes."""
    spoken = (p for p in operation.parameters if p.vocabulary is not None and not p.free)
    return bool(room) and any(check_parameter(parameter, room) is None for parameter in spoken)


def _operation(text: str, words: list[Word], count: int) -> tuple[Operation, int]:
    known = _phrases(count)
    for used in range(min(_longest(count), len(words)), 0, -1):
        found = known.get(" ".join(word.text for word in words[:used]))
        if found is not None:
            return found, used
    from talksim.scenario.reading.suggest import suggestion  # noqa: PLC0415  only a file with a fault pays for it

    hint = suggestion([word.text for word in words], known)
    raise BadCommand(f'unknown operation "{text}"', hint, 0, max(len(text), 1))


def _arguments(operation: Operation, words: list[Word]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    free = list(operation.parameters)
    said: Word | None = None
    for word in words:
        parameter = _named(operation, word) if word.name else _next(operation, free, given, word)
        if said is not None and not word.name and not parameter.required and _is_text(parameter):
            raise _stray(operation, parameter, said, word)
        if parameter.name in given:
            raise BadCommand(f'"{parameter.name}" is given twice', "", word.start, word.length)
        try:
            given[parameter.name] = _value(parameter, word)
        except BadCommand as bad:
            bad.hint = _meant(parameter, words[words.index(word) :], said) or bad.hint
            raise
        said = word if parameter.name in _PROSE and not word.name else None
    return given


def _meant(parameter: Parameter, words: list[Word], said: Word | None) -> str:
    """A hint for a word of a vocabulary that stands elsewhere, or in several pieces."""
    if parameter.vocabulary is None or words[0].name:
        return ""
    whole = " ".join(word.text for word in words)
    if len(words) > 1 and check_parameter(parameter, whole) is None:
        return f'quote a value of several words: "{whole}"'
    if said is not None and check_parameter(parameter, said.text) is None:
        return f'the {parameter.name} is said by its name: {parameter.name}="{said.text}"'
    return ""


def _is_text(parameter: Parameter) -> bool:
    """Whether any words may stand there."""
    return parameter.python_type is str and parameter.vocabulary is None and not parameter.kind


def _stray(operation: Operation, parameter: Parameter, said: Word, word: Word) -> BadCommand:
    """A word that follows a text, and would silently become what nobody asked for."""
    hint = f'quote a text of several words: "{said.text} {word.text} …"; or say {parameter.name}=…'
    return BadCommand(f'{operation.phrase} takes no further "{word.text}"', hint, word.start, word.length)


def _named(operation: Operation, word: Word) -> Parameter:
    names = {key: p for p in operation.parameters for key in (p.wire, p.name)}
    if word.name not in names:
        near = nearest(word.name, names)
        hint = f'Did you mean "{names[near].name}"?' if near else f"it is written: {usage(operation)}"
        raise BadCommand(f'{operation.phrase} has no "{word.name}"', hint, word.start, len(word.name))
    return names[word.name]


def _next(operation: Operation, free: list[Parameter], given: Mapping[str, Any], word: Word) -> Parameter:
    while free:
        parameter = free.pop(0)
        if parameter.name not in given:
            return parameter
    hint = f'it is written: {usage(operation)}; quote a value of several words: "…"'
    raise BadCommand(f'{operation.phrase} takes no further "{word.text}"', hint, word.start, word.length)


def _value(parameter: Parameter, word: Word) -> Any:
    text = word.text
    if parameter.python_type is list:
        return _pieces(parameter, word)
    value = text if parameter.python_type is str else named(parameter, scalar(text))
    if wrong := check_parameter(parameter, value):
        message, hint = wrong
        quote = "" if word.name or word.length > len(text) else "; a value of several words stands in quotes"
        raise BadCommand(message, hint + quote, word.start, word.length)
    return value


def _pieces(parameter: Parameter, word: Word) -> list[str]:
    """A list in a line: `Yes,No`, or as in YAML `[Yes, "No, thanks"]`."""
    text = word.text.strip()
    begins, ends = text.startswith("["), text.endswith("]")
    if begins is not ends:
        inner = text.removeprefix("[").removesuffix("]")
        hint = f'write {parameter.name}="{inner}", or [{inner}] with both brackets'
        raise BadCommand("the list has one bracket", hint, word.start, word.length)
    if not begins:
        return [piece.strip() for piece in text.split(",")] if text else []
    found = [piece[0].strip() for piece in _PIECE.finditer(text[1:-1]) if piece[0].strip()]
    return [_QUOTED.sub(_unquoted, piece) for piece in found]


def _word(written: str, start: int) -> Word:
    name = _NAME.match(written)
    value = written[name.end() :] if name else written
    return Word(_QUOTED.sub(_unquoted, value), name[1] if name else "", start, len(written))


def _unquoted(match: re.Match[str]) -> str:
    return match[2] if match[1] is None else re.sub(r"\\(.)", r"\1", match[1])


def _check_gap(text: str, start: int, end: int) -> None:
    """What is between words can only be spaces, or a quote that was not closed."""
    gap = text[start:end]
    if gap.strip():
        at = start + len(gap) - len(gap.lstrip())
        hint = 'close it, or double-quote an apostrophe; a text with " #" needs the whole command in quotes'
        raise BadCommand("the quote does not end", hint, at, 1)
