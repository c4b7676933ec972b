"""Texts of requests and replies that hold JSON."""

from __future__ import annotations

import json
from typing import Any

from talksim.rules.wire import is_json

__all__ = ["json_object"]


def json_object(text: str) -> dict[str, Any] | None:
    """The object that a text spells in JSON; None for what is no JSON, too deep, or no object."""
    try:
        told = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) and is_json(told) else None


def _no_constant(name: str) -> None:
    """Python reads NaN and Infinity, which no JSON has."""
    raise ValueError(f"{name} is no number")
