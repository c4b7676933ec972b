"""Switches: settings that only make sense together, under one name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

__all__ = ["SWITCHES", "expanded"]

SWITCHES: Final[Mapping[str, Mapping[str, Any]]] = {
    "recording backend": {
        "signaling_mode": "external",
        "signaling_servers": ["https://signaling.example"],
        "recording_servers": ["https://recording.example"],
    },
    "signaling server": {"signaling_mode": "external", "signaling_servers": ["https://signaling.example"]},
    "sip": {"sip_bridge_shared_secret": "secret", "sip_bridge_dialin_info": "+49 30 1234567"},
}
"""What each stands for."""


def expanded(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with switches replaced by what they stand for."""
    found: dict[str, Any] = {}
    for name, value in settings.items():
        if name not in SWITCHES:
            found[name] = value
        elif value:
            found.update(SWITCHES[name])
    return found
