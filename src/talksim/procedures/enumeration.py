"""Which accounts an account may find, as the server's sharing settings say (spec: conversation 1.2)."""

from __future__ import annotations

from talksim.model.server import Server

__all__ = ["may_find"]


def may_find(server: Server, user: str, other: str) -> bool:
    """Whether an account may find another of which it knows the id.

    The full match is enough where it is allowed. Else finding must be allowed, and either not restricted or
    restricted to groups of which the two share one; no account is known to another by its telephone number.
    """
    settings = server.settings
    if settings.enumeration_full_match:
        return True
    if settings.enumeration_to_group and settings.enumeration:
        return server.in_any_group(other, server.groups_of(user))
    return settings.enumeration and not settings.enumeration_to_phone
