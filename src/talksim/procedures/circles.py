"""Who is in which circle, circles within circles included (spec: participant 1.4)."""

from __future__ import annotations

from talksim.model.server import Server

__all__ = ["circles_of", "members_of_circle"]


def members_of_circle(server: Server, circle: str) -> list[str]:
    """The accounts in a circle and the circles in it, each once."""
    return list(
        dict.fromkeys(user for inner in _within(server, circle) for user in server.circles[inner].members)
    )


def circles_of(server: Server, user: str) -> list[str]:
    """The ids of the circles an account is in, by whatever way."""
    return [circle for circle in server.circles if user in members_of_circle(server, circle)]


def _within(server: Server, circle: str) -> list[str]:
    """The circle and those in it, at whatever depth."""
    found: dict[str, bool] = {}
    waiting = [circle]
    while waiting:
        inner = waiting.pop(0)
        if inner in server.circles and inner not in found:
            found[inner] = True
            waiting += server.circles[inner].circles
    return list(found)
