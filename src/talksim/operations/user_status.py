"""The status an account shows, which belongs to an app of its own (spec: participant 4.2)."""

from __future__ import annotations

from talksim.procedures.gate import logged_in
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.stage import guard

__all__ = ["set_user_status"]

_BUSY = "dnd"
_STATUSES = ("online", "away", _BUSY, "invisible", "offline")


@guard(400, because=lambda _: f"the statuses are {', '.join(_STATUSES)}")
def user_status_known(at: OnServer, *, status: str) -> bool:
    """The status is one of the app's."""
    return status in _STATUSES


@operation(
    "PUT /apps/user_status/api/v1/user_status/status",
    stages=[logged_in, user_status_known],
    wire={"status": "statusType"},
    samples=[{"status": "away"}],
)
def set_user_status(at: OnServer, *, status: str) -> None:
    """Show a status to others; somebody with "dnd" cannot be rung (spec: participant 4.2).

    It stays when a call ends that had set another before.
    """
    account = at.server.users[at.browser.user]
    account.status, account.status_before = status, None
    account.do_not_disturb = status == _BUSY
