"""The keys that stand below who does what in a step."""

from __future__ import annotations

from typing import Final

__all__ = ["ON_LOOKS", "ON_REQUESTS", "ON_STEPS"]

ON_REQUESTS: Final = (
    *("answers", "answers exactly", "answers in any order", "answers excluding", "answers number"),
    *("with", "as", "then", "status", "headers"),
)
"""Keys of requests, which a look does not take."""

ON_LOOKS: Final = ("exactly", "including", "in any order", "excluding", "number", "forget")
"""Keys of looks, which a request does not take."""

ON_STEPS: Final = (*ON_REQUESTS, *ON_LOOKS, "refused", "without")
"""Keys of steps."""
