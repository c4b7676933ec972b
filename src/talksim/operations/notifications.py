"""Reading and dismissing one's notifications, which belong to an app of their own (spec: chat 2.8, 8)."""

from __future__ import annotations

from talksim.procedures.gate import logged_in
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.stage import Answer
from talksim.views.notification import notifications_of

__all__ = ["dismiss_notifications", "get_notifications"]

_NOTIFICATIONS = "/apps/notifications/api/v2/notifications"


@operation(f"GET {_NOTIFICATIONS}", stages=[logged_in])
def get_notifications(at: OnServer) -> Answer:
    """Read the notifications, newest first; one with nothing to show any more is gone for good.

    So a mention that the lobby hides once is not seen again when the lobby opens (spec: chat 2.8).
    """
    return Answer(200, notifications_of(at.server, at.server.users[at.browser.user]))


@operation(f"DELETE {_NOTIFICATIONS}", stages=[logged_in])
def dismiss_notifications(at: OnServer) -> None:
    """Take note of all notifications, which then are gone (spec: chat 8)."""
    at.server.users[at.browser.user].notifications.clear()
