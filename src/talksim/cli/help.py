"""Help as wide as the terminal, in a pipe 80 columns wide; nothing of it is cut off."""

from __future__ import annotations

import sys

import click

from talksim.cli.terminal import columns

__all__ = ["Context"]

_MOST = 80
_NARROW = 60


class _Formatter(click.HelpFormatter):
    """Below its options where they leave too little beside them, and folded where a line is too long."""

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__(width=min(columns(sys.stdout) or _MOST, _MOST) - 2)

    def write_dl(self, rows: list[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:  # type: ignore[override]
        super().write_dl(rows, 11 if self.width < _NARROW else col_max, col_spacing)

    def getvalue(self) -> str:
        text = super().getvalue()
        if columns(sys.stdout) is None or max(map(len, text.split("\n"))) <= self.width + 2:
            return text
        from talksim.cli.drawn import folded  # noqa: PLC0415

        return folded(text, self.width + 2)


class Context(click.Context):
    """The context of a command, which shows help so."""

    formatter_class = _Formatter
