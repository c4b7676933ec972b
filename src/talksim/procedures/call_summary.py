"""The bot that the call summary app brings along."""

from __future__ import annotations

from typing import Final

from talksim.model.bot import Bot
from talksim.model.server import Server

__all__ = ["install_summary_bot", "is_summary_bot", "uninstall_summary_bot"]

_NAME: Final = "Call summary"
_URL: Final = "nextcloudapp://call_summary_bot"


def is_summary_bot(bot: Bot) -> bool:
    """Whether the bot is the one of the call summary app."""
    return bot.url == _URL


def install_summary_bot(server: Server) -> None:
    """Let the bot exist, enabled and with both features, in no room yet."""
    from hashlib import sha256  # noqa: PLC0415  slow to import

    digest = sha256(_URL.encode()).hexdigest()
    number = server.next_id("bot")
    server.bots[number] = Bot(id=number, name=_NAME, url=_URL, url_hash=digest[:40], secret=digest)


def uninstall_summary_bot(server: Server) -> None:
    """Let the bot cease, in its rooms as well; it is not told."""
    for bot in [bot for bot in server.bots.values() if is_summary_bot(bot)]:
        for room in server.rooms.values():
            room.bots.pop(bot.id, None)
        del server.bots[bot.id]
