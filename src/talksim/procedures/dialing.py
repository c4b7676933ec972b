"""Whether a room can be reached by telephone (spec: conversation 3.4)."""

from __future__ import annotations

from itertools import pairwise

__all__ = ["is_dialable"]


def is_dialable(token: str) -> bool:
    """Whether a token can be dialed: digits only, no zero in front, no digit twice in a row."""
    digits = token.isascii() and token.isdecimal()
    return digits and token[0] != "0" and all(one != other for one, other in pairwise(token))
