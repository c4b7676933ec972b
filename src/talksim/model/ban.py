"""A ban: an account, guest or address kept out of one room."""

from __future__ import annotations

from talksim.model.fields import history, model_class, state

__all__ = ["Ban"]


@model_class
class Ban:
    """Owned by a room (spec: conversation 5). `banned_type` is "users", "guests" or "ip"."""

    id: int = state()
    moderator_type: str = state()
    moderator_id: str = state()
    moderator_name: str = state()
    banned_type: str = state()
    banned_id: str = state()
    banned_name: str = state()
    internal_note: str = state(default="")
    time: float = history(default=0)
