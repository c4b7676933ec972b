"""The world a recording begins in, set up by operations of the administrator alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from talksim.errors import UsageError
from talksim.rules.operation import OPERATIONS
from talksim.talk import Talk
from talksim.traffic.recording import SERVERS, Header

__all__ = ["caller_of", "world"]

_ROLES: Final[Mapping[str, str]] = dict(zip(SERVERS, ("recording backend", "signaling server"), strict=True))
_ADMIN: Final = "administrator"

_RECORDING_SETUP: Final[Mapping[str, Any]] = {
    "recording_servers": json.dumps(["https://recording.example"]),
    "signaling_servers": json.dumps(["https://signaling.example"]),
    "signaling_mode": "external",
}


def world(header: Header) -> Talk:
    """A server with the accounts, groups and settings of the header; everybody has a note to self.

    Raises `UsageError` when the header asks for what the model cannot be set to.
    """
    talk = Talk()
    talk.wait(header.start - talk.server.now)
    for user, name in header.accounts.items():
        _administer(talk, "create_user", user=user, name=name)
    for group, members in header.groups.items():
        _administer(talk, "create_group", group=group)
        for user in members:
            _administer(talk, "add_user_to_group", user=user, group=group)
    recorded = header.features.get("recording_backend")
    for key, value in {**(_RECORDING_SETUP if recorded else {}), **header.config}.items():
        _administer(talk, "set_setting", key=key, value=value)
    for user in header.accounts:
        talk.perform(talk.browser(user, user), OPERATIONS["get_note_to_self"])
    return talk


def caller_of(user: str, path: str, guests: tuple[str, ...]) -> tuple[str, str, str]:
    """Name, account and role of the browser a recorded user sits at."""
    if user in _ROLES:
        return user, "", _ROLES[user]
    account = user.partition("#")[0]
    if "/cloud/" in path:
        return _ADMIN, account, "admin"
    return user, "" if account in guests else account, "browser"


def _administer(talk: Talk, operation: str, /, **params: Any) -> None:
    outcome = talk.perform(talk.browser(_ADMIN, "admin", "admin"), OPERATIONS[operation], **params)
    if not outcome.ok:
        given = ", ".join(f"{key} {value!r}" for key, value in params.items())
        raise UsageError(
            f"the recording's world cannot be set up: {outcome.operation.phrase} {given}: {outcome}"
        )
