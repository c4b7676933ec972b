"""Cells of tables to what a scenario expects: words for numbers, names for ids, structures for JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from talksim.constants import Permission, UnknownWord, Vocabulary
from talksim.gherkin.world import BadStep

__all__ = [
    "Cell",
    "boolean",
    "bot",
    "json_value",
    "message",
    "newlines",
    "number",
    "one_of",
    "permissions",
    "pin",
    "regular",
    "structure",
    "text",
]

Cell: TypeAlias = Callable[[str], Any]
"""What a cell is turned into."""

LETTERS: Final = {"D": 0, "C": 1, "S": 2, "J": 4, "L": 8, "A": 16, "V": 32, "P": 64, "M": 128}
_POLL: Final = re.compile(r"POLL_ID\((.*?)\)(?=[,}\]])")
_BARE: Final = re.compile(r":\s*([A-Z_]+\(\))")
_CALL: Final = re.compile(r"([A-Z_]+)\((.*)\)")
_NUMBER: Final = re.compile(r"-?\d+").fullmatch


def text(cell: str) -> str:
    """A text as it is."""
    return cell


def number(cell: str) -> Any:
    """A whole number; an empty cell is nothing."""
    if cell == "":
        return None
    return int(cell) if _NUMBER(cell) else cell


def boolean(cell: str) -> bool:
    """A truth value: nothing and 0 are false."""
    return cell not in ("", "0")


def newlines(cell: str) -> str:
    """A text in which a written line break stands for one."""
    return cell.replace("\\n", "\n")


def regular(cell: str) -> Any:
    """A text, or between slashes a regular expression."""
    if len(cell) > 1 and cell.startswith("/") and cell.rstrip("iu").endswith("/"):
        return {"matches": cell.rstrip("iu")[1:-1]}
    return cell


def pin(cell: str) -> Any:
    """Some PIN, or none."""
    return {"matches": "."} if cell == "**PIN**" else cell


def one_of(vocabulary: type[Vocabulary]) -> Cell:
    """A constant by its number or name; what is none stays as it is, and nothing equals it."""

    def read(cell: str) -> Any:
        if cell == "":
            return None
        try:
            return vocabulary.parse(cell).word
        except UnknownWord:
            return cell

    return read


def permissions(cell: str) -> Any:
    """Permission letters, or a number. Raises `BadStep` for another letter."""
    if _NUMBER(cell):
        return Permission.parse(int(cell)).word if int(cell) >= 0 else int(cell)
    unknown = [letter for letter in cell if letter not in LETTERS]
    if unknown or not cell:
        raise BadStep(f'"{cell}" are no permission letters')
    return Permission(sum(LETTERS[letter] for letter in set(cell))).word


def bot(cell: str) -> str:
    """An actor id; that of a bot is written with its name."""
    return f"bot {cell[4:-1]}" if cell.startswith("BOT(") else cell


def message(cell: str) -> Any:
    """The id of a message by its text."""
    if cell == "ZERO":
        return 0
    return {"matches": r"^[1-9]\d*$"} if cell == "UNKNOWN_MESSAGE" else {"message": newlines(cell)}


def json_value(cell: str) -> Any:
    """A cell of JSON with placeholders. Raises `BadStep` for what is no JSON."""
    filled = _BARE.sub(r': "\1"', _POLL.sub(lambda found: json.dumps(found[0]), cell))
    try:
        return _filled(json.loads(filled))
    except ValueError:
        raise BadStep(f'"{cell}" is no JSON') from None


def structure(cell: str) -> Any:
    """A cell of JSON that is to be met key by key."""
    return {"exactly": json_value(cell)}


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item) for item in value]
    return _placeholder(value) if isinstance(value, str) else value


def _placeholder(value: str) -> Any:
    if value == "{VALIDATE_ICON_URL_PATTERN}":
        return {"matches": "avatar"}
    found = _CALL.fullmatch(value)
    if found is None:
        return re.sub(r"(?:ROOM|SESSION)\(([^)]*)\)", r"\1", value)
    kind, name = found.groups()
    if kind == "POLL_ID":
        return {"poll": name}
    if kind in ("ROOM", "SESSION"):
        return name
    return {"matches": "."} if kind in ("LAST_PING", "ACTIVE_SINCE", "PHONE", "PHONEATTENDEE") else value
