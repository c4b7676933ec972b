"""The Talk apps from which people come, and how old they may be (spec: chat 0 gate V, 5.4; participant 0.2).

A client is written as its name and version: "Android 20.0.0". The rule pages name no versions; these are the
ones Talk 20 ships with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from talksim.constants import RecordingConsent
from talksim.model.settings import Settings

__all__ = ["CLIENT", "least_version", "version_of"]

CLIENT: Final = r"(?:desktop|Android|iOS) [0-9]{1,9}(?:\.[0-9]{1,9})*"
"""How a client is written; of other browsers the server asks no version."""

_LEAST: Final[Mapping[str, str]] = {"desktop": "0.6.0", "android": "15.0.0", "ios": "15.0.0"}
_LEAST_WITH_CONSENT: Final[Mapping[str, str]] = {"desktop": "0.16.0", "android": "18.0.0", "ios": "18.0.0"}
"""Older apps cannot ask whether somebody agrees to be recorded."""


def version_of(client: str) -> tuple[int, ...]:
    """The numbers of the version of a client or setting, to be compared: "iOS 15.0.1" is more than "15.0"."""
    return tuple(map(int, re.findall("[0-9]{1,9}", client)))


def least_version(settings: Settings, client: str) -> str:
    """The oldest version of an app that may ask: what the rules need, or what the administrator wants."""
    name = client.partition(" ")[0].lower()
    asked = settings.consent is not RecordingConsent.NOT_REQUIRED
    needed = (_LEAST_WITH_CONSENT if asked else _LEAST)[name]
    wanted: str = getattr(settings, f"minimum_supported_{name}_version")
    return max(needed, wanted, key=version_of)
