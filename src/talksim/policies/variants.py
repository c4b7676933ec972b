"""The section `variants`: effects as they would be under a named fix of the modelled server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from talksim.fixes import FIXES
from talksim.policies.entries import Change, words
from talksim.scenario.document.fault import did_you_mean, one_of
from talksim.scenario.document.mistake import Mistake

__all__ = ["varied"]

_HINT: Final = "such as [inherit the consent]"


def varied(raw: Any, found: list[Mistake]) -> Iterator[Change]:
    """What `variants` says."""
    for path, name in words(raw, (), _HINT, found):
        if name in FIXES:
            yield Change(path, FIXES[name].changes)
        else:
            hint = did_you_mean(name, FIXES) or one_of(name, sorted(FIXES))
            found.append(Mistake(f'there is no variant "{name}"', hint, path))
