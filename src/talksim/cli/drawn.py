"""Texts and tables drawn for a terminal by Rich: folded to its width, with few colours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.highlighter import RegexHighlighter
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from talksim.sheet import Row, Sheet

__all__ = ["drawn", "folded"]

_NO_END: Final = 10_000
"""The width of what need not fit."""
_THEME: Final = Theme({"talksim.good": "green", "talksim.bad": "red", "talksim.head": "bold"})
_LABEL: Final = re.compile(r"  [a-z][a-z ]{9} (?=\S)")
"""The label of a row of an explanation, such as `  because    `."""
_HANG: Final = re.compile(r" *(?:[✗•] +|[├└]─ )?(?:\d+ {2,})?")
"""What stands before the text of a line: its indent, a mark or a twig, a number."""
_SOURCE: Final = re.compile(r" +\d+ \| ")
"""A line of a file, shown with its number; the mark below stands under what is meant."""
_MARK: Final = re.compile(r" +\| *\^+ ")
_PATH: Final = re.compile(r"\s*(?P<path>\S*/\S*)\s*")
_REFUSED: Final = re.compile(r"[345]\d\d [a-z]")
_CHOICES: Final = "  |  "


class _Words(RegexHighlighter):
    """What held, what did not, and headings."""

    base_style = "talksim."
    highlights = [  # noqa: RUF012  so Rich declares it
        r"(?m)^(?P<good>[1-9]\d* passed)",
        r"(?m)^(?:.* )?(?P<bad>[1-9]\d* failed)\b",
        r"(?m)^(?P<bad>FAILED)\b",
        r"(?m)  (?P<bad>FAILED|XPASSED)$",
        r"(?m)  (?P<good>PASSED|XFAILED)$",
        r"(?m)^  (?P<good>holds|reached|newly allowed):",
        r"(?m)^  (?P<bad>BROKEN|UNREACHABLE|newly refused):",
        r"(?m)^  (?P<bad>refused)  ",
        r"(?P<bad>✗)",
        r"(?m)^(?P<head>(?:because of|missing|survivors|steps without a pattern|scenarios failed)\b.*)$",
    ]


_words: Final = _Words()


def drawn(parts: Iterable[str | Sheet], width: int | None, *, coloured: bool) -> Iterator[str]:
    """Texts and tables as a terminal so wide shows them; with no width nothing is folded."""
    console = Console(
        width=width or _NO_END,
        theme=_THEME,
        highlight=False,
        force_terminal=True,
        color_system="auto" if coloured else None,
    )
    for part in parts:
        with console.capture() as capture:
            if isinstance(part, Sheet):
                _table(part, console)
            else:
                _print(console, _lines(part, console))
        yield capture.get()


def folded(text: str, width: int) -> str:
    """A text folded between words, each line under its own beginning."""
    console = Console(width=width, color_system=None)
    return "\n".join(line.plain for line in _lines(text, console))


def _print(console: Console, lines: Iterable[Text]) -> None:
    console.print(Text("\n").join(lines), soft_wrap=True)


def _lines(text: str, console: Console) -> Iterator[Text]:
    shown = _words(text.removesuffix("\n").replace("\x1b", "\\x1b"))
    for line in shown.split("\n", allow_blank=True):
        yield from [line] if cell_len(line.plain) <= console.width else _fold(line, console)


def _fold(line: Text, console: Console) -> Iterator[Text]:
    """A line that is too long, in several; the lines of a file are for the terminal to wrap."""
    if _SOURCE.match(line.plain):
        yield line
    elif mark := _MARK.match(line.plain):
        yield line[: mark.end() - 1]
        yield from _wrap(Text(" " * line.plain.index("|")), line[mark.end() :], 0, console)
    elif label := _LABEL.match(line.plain):
        for number, choice in enumerate(line[label.end() :].split(_CHOICES)):
            head = line[: label.end()] if not number else Text(" " * label.end())
            yield from _wrap(head, choice, 2, console)
    else:
        start = _HANG.match(line.plain)
        end = start.end() if start else 0
        yield from _wrap(line[:end], line[end:], 2, console)


def _wrap(head: Text, body: Text, more: int, console: Console) -> Iterator[Text]:
    """The body after its head; the lines that follow stand a little deeper, so they are seen to belong."""
    hang = min(len(head) + more, console.width // 2)
    first, *others = _broken(body, console.width - max(hang, len(head)), console)
    yield head + first
    yield from (Text(" " * hang) + other for other in others)


def _broken(body: Text, room: int, console: Console) -> Iterator[Text]:
    """The lines of a text; a path that is too long is left for the terminal to wrap, to be copied whole."""
    done = 0
    for path in _PATH.finditer(body.plain):
        if cell_len(path["path"]) > room:
            yield from _words_of(body[done : path.start()], room, console)
            yield body[path.start("path") : path.end("path")]
            done = path.end()
    yield from _words_of(body[done:], room, console)


def _words_of(text: Text, room: int, console: Console) -> Iterator[Text]:
    for line in text.wrap(console, room, overflow="fold") if text else ():
        line.rstrip()
        yield line


def _table(sheet: Sheet, console: Console) -> None:
    if sheet.title:
        console.print(Text(sheet.title, style="talksim.head"))
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="talksim.head")
    for number, name in enumerate(sheet.head):
        right = sheet.numbers and number
        table.add_column(Text(name), justify="right" if right else "left", overflow="fold")
    for row in sheet.rows:
        table.add_row(*map(_cell, row))
    if sheet.sums:
        table.add_section()
        table.add_row(*sheet.sums)
    if _is_whole(table, sheet, console):
        console.print(table)
    else:
        _print(console, _stacked(sheet, console))


def _is_whole(table: Table, sheet: Sheet, console: Console) -> bool:
    """Whether the columns are wide enough for every word; Rich breaks them where they are not."""
    lines = console.render_lines(table, pad=False)
    shown = {word for line in lines for word in "".join(segment.text for segment in line).split()}
    return all(shown.issuperset(cell.split()) for row in (sheet.head, *_rows(sheet)) for cell in row)


def _cell(text: str) -> Text:
    return Text(
        text, style="talksim.good" if text == "yes" else "talksim.bad" if _REFUSED.match(text) else ""
    )


def _stacked(sheet: Sheet, console: Console) -> Iterator[Text]:
    """A table that is too wide for columns: below the first cell of a row a line for each other one."""
    wide = max(map(cell_len, sheet.head[1:]), default=0)
    for row in _rows(sheet):
        yield from _wrap(Text(f"{sheet.head[0]}  "), Text(row[0], style="talksim.head"), 0, console)
        for name, cell in zip(sheet.head[1:], row[1:], strict=True):
            if cell:
                yield from _wrap(Text(f"  {name.ljust(wide)}  "), _cell(cell), 0, console)


def _rows(sheet: Sheet) -> Iterator[Row]:
    yield from sheet.rows
    if sheet.sums:
        yield sheet.sums
