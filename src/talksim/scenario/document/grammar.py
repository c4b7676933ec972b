"""What breaks the grammar of YAML, in words of the text and where it begins; YAML notices it too late."""

from __future__ import annotations

from typing import Final, TypeAlias

from yaml import MarkedYAMLError

__all__ = ["misplaced", "unclosed"]

Told: TypeAlias = tuple[int, str, str]
"""Where in the text, what is wrong, and what to do."""

_CLOSING: Final = {"[": "]", "{": "}"}
_NO_VALUE: Final = ("did not find expected node content", "found character that cannot start any token")


def unclosed(text: str, error: MarkedYAMLError) -> Told | None:
    """A bracket or a quote that does not end; None where it is something else."""
    around, mark, context = error.context_mark, error.problem_mark, error.context or ""
    if around is None or mark is None:
        return None
    if "quoted scalar" in context and "end of stream" in (error.problem or ""):
        return around.index, "the quote does not end", f"close it with {text[around.index]}"
    if text[around.index : around.index + 1] in _CLOSING and "flow" in context:
        before = mark.line + 1 if mark.line > around.line else 0
        return _bracket(text, around.index, mark.index, before)
    if "flow" in context and not text[mark.index :].strip():
        return mark.index, "a bracket is not closed", ""
    return None


def misplaced(text: str, error: MarkedYAMLError) -> Told | None:
    """What cannot stand where it stands; None where nothing better is known than YAML says."""
    mark, problem = error.problem_mark, error.problem or ""
    if mark is None:
        return None
    if problem.startswith("mapping values"):
        hint = 'quote a whole command with ": " in it: \'send message hall "re: hi"\''
        return mark.index, 'a ": " cannot stand in a plain text', hint
    if problem in _NO_VALUE:
        return _no_value(text, mark.index)
    return _no_key(text, mark.index) if problem == "did not find expected key" else None


def _bracket(text: str, begins: int, noticed: int, before: int) -> Told:
    """`before` is the line in which it is noticed, 0 if that is the line in which the bracket opens."""
    opening, found = text[begins], text[noticed : noticed + 1]
    closing = _CLOSING[opening]
    if found and found in _CLOSING.values():
        return noticed, f'"{opening}" is closed with "{found}"', f'write "{closing}"'
    if not before:
        return noticed, f'a comma or "{closing}" is missing', ""
    hint = f'close it with "{closing}" before line {before}, or part what is in it with commas'
    return begins, f'"{opening}" is not closed', hint


def _no_value(text: str, noticed: int) -> Told:
    """What begins no value."""
    if text.startswith(("]", "}"), noticed):
        return noticed, f'nothing is open that "{text[noticed]}" could close', "quote it to make it text"
    if text.startswith(",", noticed):
        return noticed, "a value is missing before the comma", "quote a comma to make it text"
    found = text[noticed : noticed + 1]
    return noticed, f'"{found}" begins no value' if found else "a value is missing", "put the value in quotes"


def _no_key(text: str, noticed: int) -> Told | None:
    """What stands where a key of the mapping around was expected."""
    line = text[text.rfind("\n", 0, noticed) + 1 : noticed].rstrip()
    if not line.strip() and text.startswith("- ", noticed):
        return noticed, "a list needs a key before it", 'after a look that is "exactly:" or "including:"'
    if line.strip() and text.startswith(("]", "}"), noticed):
        return noticed, f'nothing is open that "{text[noticed]}" could close', ""
    if line.endswith(("'", '"')):
        return noticed, "something stands after the closing quote", "put all of it in quotes, or nothing"
    if line.endswith(("]", "}")):
        return noticed, f'something stands after the closing "{line[-1]}"', ""
    return None
