"""Long texts, as people write them: `{text: x, times: 256}`, in place of any text."""

from __future__ import annotations

from typing import Any, Final

from talksim.scenario.document.fault import Path
from talksim.scenario.document.mistake import Mistake

__all__ = ["EXAMPLE", "MOST", "expand", "may_repeat"]

EXAMPLE: Final = "{text: x, times: 256}"
MOST: Final = 100_000
"""How long such a text may become, in characters."""

_KEYS: Final = {"text", "times"}


def may_repeat(text: str) -> bool:
    """Whether a document may say `times`, so that it is worth looking for."""
    return "times" in text


def expand(value: Any, found: list[Mistake], path: Path = ()) -> Any:
    """The value with every repeated text written out; mistakes are added to `found`."""
    if isinstance(value, list):
        return [expand(item, found, (*path, number)) for number, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if value.keys() == _KEYS:
        return _written_out(value["text"], value["times"], found, path)
    return {key: expand(item, found, (*path, key)) for key, item in value.items()}


def _written_out(text: Any, times: Any, found: list[Mistake], path: Path) -> str:
    if not isinstance(text, str):
        found.append(Mistake('"text" must be text', f"such as {EXAMPLE}", (*path, "text")))
        return ""
    if isinstance(times, bool) or not isinstance(times, int) or not 0 <= times * len(text) <= MOST:
        hint = f"such as {EXAMPLE}, {MOST} characters at most"
        found.append(Mistake('"times" must be a whole number', hint, (*path, "times")))
        return ""
    return text * times
