"""What breaks the grammar of YAML, in words of the text: brackets, quotes and keys, told where they begin."""

from __future__ import annotations

from typing import Final

from yaml import MarkedYAMLError

__all__ = ["explained"]

_CLOSING: Final = {"[": "]", "{": "}"}
_WHOLE: Final = 'quote a whole command with ": " in it: \'send message hall "re: hi"\''


def explained(text: str, error: MarkedYAMLError) -> tuple[int, str, str] | None:
    """Where in the text, what is wrong, and what to do; None where nothing better is known than YAML says."""
    around, mark, problem = error.context_mark, error.problem_mark, error.problem or ""
    if mark is not None and problem.startswith("mapping values"):
        return mark.index, 'a ": " cannot stand in a plain text', _WHOLE
    if around is None or mark is None:
        return None
    if "quoted scalar" in (error.context or ""):
        return _quote(text, error, around.index)
    if "flow" in (error.context or ""):
        return _bracket(
            text, around.index, mark.index, before=mark.line + 1 if mark.line > around.line else 0
        )
    return _key(text, mark.index) if problem == "did not find expected key" else None


def _quote(text: str, error: MarkedYAMLError, begins: int) -> tuple[int, str, str] | None:
    if "end of stream" not in (error.problem or ""):
        return None
    return begins, "the quote does not end", f"close it with {text[begins]}"


def _bracket(text: str, begins: int, noticed: int, before: int) -> tuple[int, str, str] | None:
    """`before` is the line in which it is noticed, 0 if that is the line in which the bracket opens."""
    opening, found = text[begins], text[noticed : noticed + 1]
    if opening not in _CLOSING:
        return None
    closing = _CLOSING[opening]
    if found and found in _CLOSING.values():
        return noticed, f'"{opening}" is closed with "{found}"', f'write "{closing}"'
    if not before:
        return noticed, f'a comma or "{closing}" is missing', ""
    hint = f'close it with "{closing}" before line {before}, or part what is in it with commas'
    return begins, f'"{opening}" is not closed', hint


def _key(text: str, noticed: int) -> tuple[int, str, str] | None:
    """What stands where a key of the mapping around was expected."""
    line = text[text.rfind("\n", 0, noticed) + 1 : noticed]
    if not line.strip() and text.startswith("- ", noticed):
        return noticed, "a list needs a key before it", 'after a look that is "exactly:" or "including:"'
    if text[noticed] in "]}" and line.strip():
        return noticed, f'nothing is open that "{text[noticed]}" could close', ""
    if (last := line.rstrip()[-1:]) and last in "'\"":
        return noticed, "something stands after the closing quote", "put all of it in quotes, or nothing"
    return (noticed, f'something stands after the closing "{last}"', "") if last and last in "]}" else None
