"""What people say for an operation that Talk calls otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["EVERYDAY"]

EVERYDAY: Final[Mapping[str, tuple[str, ...]]] = {
    "call": ("join call", "ring attendee"),
    "end call": ("leave call",),
    "enter": ("join room",),
    "expel": ("remove attendee", "ban"),
    "hang up": ("leave call",),
    "invite": ("add participant",),
    "kick": ("remove attendee", "ban"),
    "lock": ("set read only",),
    "make moderator": ("promote",),
    "mute": ("set permissions",),
    "open lobby": ("set lobby",),
    "close lobby": ("set lobby",),
    "post": ("send message",),
    "record": ("start recording",),
    "remove participant": ("remove attendee",),
    "reply": ("send message",),
    "say": ("send message",),
    "start call": ("join call",),
    "write": ("send message",),
}
"""Phrases of operations by the words that people use for them."""
