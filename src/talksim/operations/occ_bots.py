"""Commands about bots (spec: chat 4.4)."""

from __future__ import annotations

from talksim.constants import BotState
from talksim.model.bot import BOTH_FEATURES, Bot, bot_state, features_of
from talksim.procedures.bots import bots_in, find_bot, set_up_bot, take_out_bot
from talksim.procedures.command_line import exits, printed
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.parameter import BotId, Token
from talksim.rules.stage import Answer, guard

__all__ = [
    "occ_install_bot",
    "occ_list_bots",
    "occ_remove_bot",
    "occ_set_bot_state",
    "occ_set_up_bot",
    "occ_uninstall_bot",
]

_NAME_BYTES, _TEXT_BYTES = 64, 4000
_SECRET_BYTES = range(40, 129)


@guard(400, answer=exits(1, lambda at: f"The provided name is too {_wrong(at.params['name'], 1)}"))
def bot_name_valid(at: OnServer, *, name: str) -> bool:
    """The name has 1 to 64 bytes."""
    return 1 <= len(name.encode()) <= _NAME_BYTES


@guard(400, answer=exits(1, lambda at: f"The provided secret is too {_wrong(at.params['secret'], 40)}"))
def bot_secret_valid(at: OnServer, *, secret: str) -> bool:
    """The secret has 40 to 128 bytes."""
    return len(secret.encode()) in _SECRET_BYTES


@guard(400, answer=exits(1, "The provided URL is not a valid URL"))
def bot_url_valid(at: OnServer, *, url: str) -> bool:
    """The address begins with http or https and has at most 4000 bytes."""
    host = url.partition("://")[2]
    return url.startswith(("http://", "https://")) and bool(host) and len(url.encode()) <= _TEXT_BYTES


@guard(400, answer=exits(1, "The provided description is too long"))
def bot_description_short(at: OnServer, *, description: str) -> bool:
    """The description has at most 4000 bytes."""
    return len(description.encode()) <= _TEXT_BYTES


@guard(400, answer=exits(2, "Bot with the same URL is already registered"))
def bot_url_new(at: OnServer, *, url: str) -> bool:
    """No bot has the address."""
    return all(bot.url != url for bot in at.server.bots.values())


@guard(400, answer=exits(3, "Bot with the same secret is already registered"))
def bot_secret_new(at: OnServer, *, secret: str) -> bool:
    """No bot has the secret."""
    return all(bot.secret != secret for bot in at.server.bots.values())


@operation(
    "occ talk:bot:install",
    stages=[
        bot_name_valid,
        bot_secret_valid,
        bot_url_valid,
        bot_description_short,
        bot_url_new,
        bot_secret_new,
    ],
    by="cli",
    wire={"no_setup": "no-setup", "features": "feature"},
    samples=[{"name": "Bot", "secret": "s" * 40, "url": "https://bot.example"}],
)
def occ_install_bot(
    at: OnServer,
    *,
    name: str,
    secret: str,
    url: str,
    description: str = "",
    no_setup: bool = False,
    features: list[str] = [],  # noqa: B006  read only
) -> Answer:
    """Let a bot exist, with both features unless some are named (spec: chat 4.4)."""
    from hashlib import sha1  # noqa: PLC0415  slow to import

    bot = Bot(
        id=at.server.next_id("bot"),
        name=name,
        url=url,
        url_hash=sha1(url.encode(), usedforsecurity=False).hexdigest(),
        secret=secret,
        description=description,
        state=BotState.NO_SETUP if no_setup else BotState.ENABLED,
        features=features_of(features) if features else BOTH_FEATURES,
    )
    at.server.bots[bot.id] = bot
    return printed("Bot installed", f"ID: {bot.id}", id=bot.id)


@operation("occ talk:bot:list", stages=[], by="cli", wire={"room": "token"})
def occ_list_bots(at: OnServer, *, room: Token | str = "") -> Answer:
    """List the bots, or those of a room; those of an unknown room are none (spec: chat 4.4)."""
    where = at.server.rooms.get(room)
    bots = list(at.server.bots.values()) if not room else bots_in(at.server, where) if where else []
    lines = [f"{bot.id} | {bot.name} | {bot.description} | {int(bot.state)} | {bot.features}" for bot in bots]
    shown = [{"id": bot.id, "name": bot.name, "urlHash": bot.url_hash} for bot in bots]
    return printed(*lines, bots=shown)


@guard(400, answer=exits(1, lambda at: f"Bot could not be found by id: {at.params['bot']}"))
def command_bot_known(at: OnServer, *, bot: str | int) -> bool:
    """The bot is installed."""
    at.found = find_bot(at.server, bot)
    return at.found is not None


@operation(
    "occ talk:bot:setup {token}",
    stages=[command_bot_known],
    by="cli",
    wire={"bot": "bot-id", "more": "tokens"},
    samples=[{"bot": 1}],
)
def occ_set_up_bot(
    at: OnServer,
    *,
    bot: BotId | int,
    more: list[str] = [],  # noqa: B006  read only
) -> Answer:
    """Let a bot of whatever state take part in rooms of whatever type; `more` are further tokens.

    A room that cannot have it does not stop the others; the last error decides the exit code
    (spec: chat 4.4).
    """
    code, lines = 0, []
    for token in filter(None, (at.token, *more)):
        error, line = _set_up(at, token)
        code = error or code
        lines.append(line)
    return printed(*lines, status=400 if code else 200, code=code)


def _set_up(at: OnServer, token: str) -> tuple[int, str]:
    room = at.server.rooms.get(token)
    if room is None:
        return 2, f"Conversation could not be found by token: {token}"
    if at.found.id in room.bots:
        return 3, f"Bot is already set up for the conversation {token}"
    set_up_bot(at.server, room, at.found)
    return 0, f"Successfully set up for conversation {token}"


@operation(
    "occ talk:bot:remove {token}",
    stages=[command_bot_known],
    by="cli",
    wire={"bot": "bot-id", "more": "tokens"},
    samples=[{"bot": 1}],
)
def occ_remove_bot(
    at: OnServer,
    *,
    bot: BotId | int,
    more: list[str] = [],  # noqa: B006  read only
) -> Answer:
    """Let a bot take no part in rooms any more; unknown rooms are passed over (spec: chat 4.4)."""
    for token in filter(None, (at.token, *more)):
        if token in at.server.rooms:
            take_out_bot(at.server, at.server.rooms[token], at.found)
    return printed("Removed bot from given conversations")


@guard(400, answer=exits(1, "Provided state is invalid"))
def bot_state_known(at: OnServer, *, state: BotState | int) -> bool:
    """The state is 0, 1 or 2."""
    return state in set(BotState)


@operation(
    "occ talk:bot:state",
    stages=[bot_state_known, command_bot_known],
    by="cli",
    wire={"bot": "bot-id", "features": "feature"},
    samples=[{"bot": 1, "state": BotState.DISABLED}],
)
def occ_set_bot_state(
    at: OnServer,
    *,
    bot: BotId | int,
    state: BotState | int,
    features: list[str] = [],  # noqa: B006  read only
) -> Answer:
    """Enable, disable or reserve a bot and, if some are named, replace its features (spec: chat 4.4)."""
    bot_state.fire(at.found, f"set {BotState(state)}", None)
    if features:
        at.found.features = features_of(features)
    return printed("Bot state set to " + str(int(state)))


@guard(400, answer=exits(1, "URL is required when no ID is given"))
def bot_named(at: OnServer, *, bot: str | int, url: str) -> bool:
    """An id or an address is given."""
    return bool(bot or url)


@guard(400, answer=exits(1, "Bot not found"))
def uninstalled_bot_known(at: OnServer, *, bot: str | int, url: str) -> bool:
    """The bot is installed."""
    by_url = (known for known in at.server.bots.values() if known.url == url)
    at.found = find_bot(at.server, bot) if bot else next(by_url, None)
    return at.found is not None


@operation(
    "occ talk:bot:uninstall",
    stages=[bot_named, uninstalled_bot_known],
    by="cli",
    wire={"bot": "id"},
    samples=[{"bot": 1}],
)
def occ_uninstall_bot(at: OnServer, *, bot: BotId | str | int = "", url: str = "") -> Answer:
    """Let a bot cease; it is not told, and its messages stay (spec: chat 4.4)."""
    for room in at.server.rooms.values():
        room.bots.pop(at.found.id, None)
    del at.server.bots[at.found.id]
    return printed("Bot uninstalled")


def _wrong(text: str, shortest: int) -> str:
    return "short" if len(text.encode()) < shortest else "long"
