"""Messages, notifications and requests to other servers: the record of what happened."""

from __future__ import annotations

from typing import Any

from talksim.constants import ActorType
from talksim.model.fields import history, model_class

__all__ = ["Message", "Notification", "SentRequest"]


@model_class
class Message:
    """One entry in a room's chat; `system` is the system message key or "" for a comment.

    `parameters` hold what the key speaks about (ids, names, counts); `expires` is 0 or a time in seconds
    (spec: chat 1.1).
    """

    id: int = history()
    actor_type: ActorType = history()
    actor_id: str = history()
    time: float = history()
    text: str = history(default="")
    system: str = history(default="")
    parameters: dict[str, Any] = history(factory=dict)
    silent: bool = history(default=False)
    expires: float = history(default=0)
    parent: int = history(default=0)
    reference_id: str = history(default="")


@model_class
class Notification:
    """One notification of a user (spec: chat 2.5)."""

    id: int = history()
    object_type: str = history()
    object_id: str = history()
    subject: str = history()
    time: float = history()
    parameters: dict[str, Any] = history(factory=dict)


@model_class
class SentRequest:
    """One request this server would send: to the "signaling" server or the "recording" backend."""

    to: str = history()
    token: str = history()
    time: float = history()
    body: dict[str, Any] = history(factory=dict)
