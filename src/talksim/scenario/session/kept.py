"""The text of a scenario with typed steps behind its own: what stood there stays, comments included."""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from talksim.errors import UsageError
from talksim.scenario.document.dump import dumped
from talksim.scenario.document.fault import LINE_BREAK, Faults
from talksim.scenario.document.source import Document, read
from talksim.scenario.load import load_text
from talksim.scenario.rewrite import Held, rewritten
from talksim.scenario.script import Include, Scenario
from talksim.scenario.session.typed import Typed
from talksim.scenario.value import written

__all__ = ["kept"]

_NAME: Final = "Tried in the terminal"
_NOTHING: Final = "- wait: 0"
_WIDTH: Final = 100
_LINE: Final = re.compile(rf"(?s:.*?)(?:{LINE_BREAK.pattern})|(?s:.+)")
"""A line with its break, of which YAML knows some that are no `\\n`."""


def kept(scenario: Scenario, typed: Sequence[Typed], remarks: Sequence[str] = (), path: str = "") -> str:
    """The text of a file at `path`: the scenario, the typed steps with what they were answered, the remarks.

    Of a file with cases the one that was played is kept. Raises `UsageError` for what no file can hold.
    """
    if any("${" in str(one.raw) for one in typed):
        raise UsageError('no file can keep a step with "${" in it, which would be filled in')
    if scenario.place is None:
        steps = [*_lines(typed), *remarks]
        text = _begun(scenario, steps if any(one.is_step for one in typed) else [*steps, _NOTHING])
    else:
        text = _appended(_moved(_of_case(scenario), scenario, path), typed, remarks)
    _check(text, path or scenario.path, len(list(scenario.walk())) + sum(one.is_step for one in typed))
    return text


def _begun(scenario: Scenario, steps: Iterable[str]) -> str:
    """A file for a world that no file describes."""
    users = written(list(scenario.given.users))
    return f"talksim: 1\nname: {_NAME}\ngiven: {{users: {users}}}\nsteps:\n{_block(steps, 2)}"


def _lines(typed: Iterable[Typed]) -> Iterator[str]:
    """The lines of steps in a file, after the comments that were typed before them."""
    for one in typed:
        yield from one.remarks
        mark = "- " if one.is_step else "# "
        for number, (key, value) in enumerate({**one.raw, **one.answered}.items()):
            as_typed = [] if number or len(one.raw) > 1 else [one.text]
            lines = _pair(key, value, [*as_typed, *_ways(key, value)])
            yield from ((" " * len(mark) if number else mark) + line for line in lines)


def _pair(key: str, value: Any, ways: Iterable[str]) -> Iterator[str]:
    """The lines of a key and its value, in the first of the ways that reads back as what they are."""
    for text in ways:
        if _says(text, key, value):
            yield from text.split("\n")
            return
    yield from dumped({key: value}).rstrip().split("\n")


def _ways(key: str, value: Any) -> Iterator[str]:
    """Ways to write a pair: a command as it was typed, or in quotes; anything else folded, or in a line."""
    if isinstance(value, str):
        yield f"{key}: {value}"
        yield f"{key}: " + "'" + value.replace("'", "''") + "'"
        return
    plain = f"{key}: {written(value)}"
    yield "\n  ".join(textwrap.wrap(plain, _WIDTH, break_long_words=False, break_on_hyphens=False))
    yield plain


def _says(text: str, key: str, value: Any) -> bool:
    try:
        found: Any = read(text, "").value
    except Faults:
        return False
    return bool(found == {key: value})


def _appended(document: Document, typed: Sequence[Typed], remarks: Sequence[str]) -> str:
    """The text with steps behind its last one, and behind the comments that end the file."""
    begin, end = document.span(("steps",))
    if document.text[begin] == "[":
        held = document.text[: end - 1].rstrip(" ,\r\n")
        return f"{held}{''.join(_in_brackets(typed, remarks))}{document.text[end - 1 :]}"
    lines = [match[0] for match in _LINE.finditer(document.text)]
    last = _last_line(document, lines)
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    before = "".join(lines[:last]).rstrip("\r\n")
    block = _block([*_lines(typed), *remarks], document.position(("steps",)).column - 1)
    return "".join([before, newline, block.replace("\n", newline), *lines[last:]]) if block else document.text


def _in_brackets(typed: Iterable[Typed], remarks: Iterable[str]) -> Iterator[str]:
    """What follows the last of steps that stand between brackets."""
    for one in typed:
        lines = [*one.remarks, *([] if one.is_step else [f"# {one.text}"])]
        yield from (f"\n  {line}\n" for line in lines)
        yield f", {written({**one.raw, **one.answered})}" if one.is_step else ""
    yield from (f"\n  {line}\n" for line in remarks)


def _last_line(document: Document, lines: Sequence[str]) -> int:
    """How many lines there are up to the end of the steps."""
    following = [document.key_position((key,)).line for key in document.value]
    own = document.key_position(("steps",)).line
    later = [line for line in following if line > own]
    last = min(later, default=len(lines) + 1) - 1
    while not _counts(lines[last - 1], ends=not later):
        last -= 1
    return last


def _counts(line: str, *, ends: bool) -> bool:
    """Whether a line belongs to the steps before it; a comment does only at the end of the file."""
    line = line.strip()
    return bool(line) and line != "..." and (ends or not line.startswith("#"))


def _block(lines: Iterable[str], indent: int) -> str:
    return "".join(f"{' ' * indent}{line}\n" for line in lines)


def _of_case(scenario: Scenario) -> Document:
    """The document with no other case than the one of the scenario."""
    assert scenario.place is not None
    document = scenario.place.document
    if not scenario.case:
        return document
    begin, end = document.span(("cases",))
    first, last = document.span(scenario.place.path)
    item, text = document.text[first:last], document.text
    before, after = ("[", "]") if text[begin] == "[" else ("- ", "")
    return read(f"{text[:begin]}{before}{item}{after}{text[end:]}", document.path)


def _moved(document: Document, scenario: Scenario, path: str) -> Document:
    """The document with fragments as they are found from another folder."""
    old, new = (os.path.abspath(os.path.dirname(name)) for name in (document.path, path or document.path))
    for number, step in enumerate(scenario.steps if old != new else ()):
        if isinstance(step, Include):
            file = os.path.relpath(os.path.join(old, step.file), new)
            try:
                text = rewritten(document, ("steps", number, "include"), step.file, file)
            except Held as held:
                raise UsageError(f"the included {step.file} is not found from there: {held}") from held
            document = read(text, document.path)
    return document


def _check(text: str, path: str, steps: int) -> None:
    """Raise `UsageError` where the text does not read as so many steps."""
    try:
        found = [len(list(scenario.walk())) for scenario in load_text(text, path)]
    except Faults as faults:
        raise UsageError(f"no file can hold what was typed: {faults.faults[0].message}") from faults
    if found[:1] not in ([steps], [steps or 1]):
        raise UsageError("no file can hold what was typed: its steps are not written as a list")
