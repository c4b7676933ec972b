"""Bots: switching them on in a room (spec: chat 4.2)."""

from __future__ import annotations

from typing import Any

from talksim.constants import BotState, RoomType
from talksim.model.bot import Bot
from talksim.procedures.bots import find_bot, set_up_bot, take_out_bot
from talksim.procedures.gate import gates, logged_in, login_moderator
from talksim.procedures.scene import InRoom, OnServer
from talksim.rules.operation import operation
from talksim.rules.parameter import BotId
from talksim.rules.stage import Answer, finish, guard

__all__ = ["disable_bot", "enable_bot", "list_all_bots", "list_bots"]


def _shown(bot: Bot, state: int) -> dict[str, Any]:
    return {"id": bot.id, "name": bot.name, "description": bot.description, "state": state}


@operation("GET /api/v1/bot/admin", stages=[], by="admin")
def list_all_bots(at: OnServer) -> Answer:
    """List the bots of the server, without their secrets (spec: chat 4.2)."""
    return Answer(
        200,
        [
            {**_shown(bot, bot.state), "url": bot.url, "url_hash": bot.url_hash, "features": bot.features}
            for bot in at.server.bots.values()
        ],
    )


@operation("GET /api/v1/bot/{token}", stages=gates(logged_in, login_moderator))
def list_bots(at: InRoom) -> Answer:
    """List the bots one could switch here, disabled ones as well, and those set up for good.

    A bot that only the administrator sets up is shown where it takes part (spec: chat 4.2).
    """
    here = at.room.bots
    shown = []
    for bot in at.server.bots.values():
        if bot.state is not BotState.NO_SETUP:
            shown.append(_shown(bot, int(bot.id in here)))
        elif bot.id in here:
            shown.append(_shown(bot, bot.state))
    return Answer(200, shown)


@guard(400, "room", because=lambda at: f"{at.room.label} is a {at.room.type}")
def room_takes_bots(at: InRoom) -> bool:
    """The room is no former one-to-one."""
    return at.room.type is not RoomType.FORMER_ONE_TO_ONE


@guard(400, "bot", because=lambda at: f"there is no bot {at.params['bot']!r}")
def bot_known(at: InRoom, *, bot: str | int) -> bool:
    """The bot is installed."""
    at.found = find_bot(at.server, bot)
    return at.found is not None


@guard(400, "bot", because=lambda at: f"{at.found.name} is {at.found.state}")
def bot_switchable(at: InRoom) -> bool:
    """Moderators may switch the bot: it is neither disabled nor the administrator's to set up."""
    return at.found.state is BotState.ENABLED


@finish
def bot_enabled_already(at: InRoom) -> Answer | None:
    """The bot takes part in the room already."""
    return Answer(200, _shown(at.found, 1)) if at.found.id in at.room.bots else None


@operation(
    "POST /api/v1/bot/{token}/{botId}",
    stages=[
        *gates(logged_in, login_moderator),
        room_takes_bots,
        bot_known,
        bot_switchable,
        bot_enabled_already,
    ],
    wire={"bot": "botId"},
    samples=[{"bot": 1}],
    success=201,
)
def enable_bot(at: InRoom, *, bot: BotId | int) -> Answer:
    """Let a bot, named by its id, take part in the room (spec: chat 4.2)."""
    set_up_bot(at.server, at.room, at.found)
    return Answer(201, _shown(at.found, 1))


@operation(
    "DELETE /api/v1/bot/{token}/{botId}",
    stages=[*gates(logged_in, login_moderator), bot_known, bot_switchable],
    wire={"bot": "botId"},
    samples=[{"bot": 1}],
)
def disable_bot(at: InRoom, *, bot: BotId | int) -> Answer:
    """Let a bot take no part any more; it is told so even if it took none (spec: chat 4.2)."""
    take_out_bot(at.server, at.room, at.found)
    return Answer(200, _shown(at.found, 0))
