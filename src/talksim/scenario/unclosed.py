"""A bracket or a quote that does not end, told where it begins: YAML notices only where it is too late."""

from __future__ import annotations

from typing import Final

from yaml import MarkedYAMLError

__all__ = ["unclosed"]

_CLOSING: Final = {"[": "]", "{": "}"}


def unclosed(text: str, error: MarkedYAMLError) -> tuple[int, str, str] | None:
    """Where in the text, what, and what to do; None where it is something else."""
    context, around, mark = error.context or "", error.context_mark, error.problem_mark
    if around is None or mark is None:
        return None
    opening = text[around.index]
    if "quoted scalar" in context and "end of stream" in (error.problem or ""):
        return around.index, "the quote does not end", f"close it with {opening}"
    if "flow" not in context or opening not in _CLOSING:
        return None
    closing, found = _CLOSING[opening], text[mark.index : mark.index + 1]
    if found and found in _CLOSING.values():
        return mark.index, f'"{opening}" is closed with "{found}"', f'write "{closing}"'
    if mark.line == around.line:
        return mark.index, f'a comma or "{closing}" is missing', ""
    hint = f'close it with "{closing}" before line {mark.line + 1}, or part what is in it with commas'
    return around.index, f'"{opening}" is not closed', hint
