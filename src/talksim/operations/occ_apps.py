"""Commands that switch the other apps which the rules ask about (spec: conformance/STEPS 9, chat-2/bots)."""

from __future__ import annotations

from typing import Final

from talksim.model.server import Server
from talksim.procedures.call_summary import install_summary_bot, is_summary_bot, uninstall_summary_bot
from talksim.procedures.command_line import exits, printed
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.stage import Answer, finish, guard

__all__ = ["occ_disable_app", "occ_enable_app"]

_SUMMARY: Final = "call_summary_bot"
_IN_SETTINGS: Final = ("circles", "guests", "password_policy")


@guard(400, answer=exits(1, lambda at: f"Could not download app {at.params['app']}"))
def app_known(at: OnServer, *, app: str) -> bool:
    """The app is one that changes what people can do in Talk."""
    return app == _SUMMARY or app in _IN_SETTINGS


@finish
def app_enabled_already(at: OnServer, *, app: str) -> Answer | None:
    """An app that is on stays as it is."""
    return printed(f"{app} already enabled") if _is_on(at.server, app) else None


@operation(
    "occ app:enable",
    stages=[app_known, app_enabled_already],
    by="cli",
    samples=[{"app": _SUMMARY}, {"app": "circles"}],
)
def occ_enable_app(at: OnServer, *, app: str) -> Answer:
    """Switch an app on; that of the call summary installs its bot."""
    if app == _SUMMARY:
        install_summary_bot(at.server)
    else:
        setattr(at.server.settings, app, True)
    return printed(f"{app} enabled")


@finish
def app_off_already(at: OnServer, *, app: str) -> Answer | None:
    """An app that is off, or that nobody has heard of, need not be switched off."""
    return None if _is_on(at.server, app) else printed(f"No such app enabled: {app}")


@operation("occ app:disable", stages=[app_off_already], by="cli", samples=[{"app": "guests"}])
def occ_disable_app(at: OnServer, *, app: str) -> Answer:
    """Switch an app off; that of the call summary takes its bot along."""
    if app == _SUMMARY:
        uninstall_summary_bot(at.server)
    else:
        setattr(at.server.settings, app, False)
    return printed(f"{app} disabled")


def _is_on(server: Server, app: str) -> bool:
    if app == _SUMMARY:
        return any(is_summary_bot(bot) for bot in server.bots.values())
    return app in _IN_SETTINGS and bool(getattr(server.settings, app))
