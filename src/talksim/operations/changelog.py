"""News of Talk itself, which everybody reads in a room of their own (spec: conversation 1.5)."""

from __future__ import annotations

from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation

__all__ = ["publish_news"]


@operation("update of Talk", stages=[], by="admin")
def publish_news(at: OnServer) -> None:
    """Say that a new version of Talk brings one more entry for the changelog of everybody.

    Each account finds it, unread, when it lists its rooms the next time (spec: conversation 1.5).
    """
    at.server.news += 1
