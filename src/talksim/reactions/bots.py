"""Requests to bots: what happens in the rooms they hear (spec: chat 4.3)."""

from __future__ import annotations

import json
from typing import Any, Final

from talksim.constants import ActorType, AttendeeType, ParticipantType
from talksim.model.attendee import Attendee
from talksim.model.bot import Bot
from talksim.model.event import BotDisabled, BotEnabled, Event, MessagePosted
from talksim.model.message import Message, SentRequest
from talksim.model.room import Room
from talksim.model.server import Listener, Server
from talksim.procedures.bots import bots_in
from talksim.procedures.signing import sign
from talksim.views.message import message_for
from talksim.views.names import actor_name

__all__ = ["LISTENERS"]

_PREFIX: Final = "X-Nextcloud-Talk-"
_BACKEND: Final = "https://talk.example/"
"""The address of this server, as bots are told it."""

_NOBODY: Final = Attendee(0, AttendeeType.GUESTS, "", ParticipantType.GUEST)
"""Messages are put into words for nobody in particular."""

_KINDS: Final = {
    ActorType.USERS: "Person",
    ActorType.FEDERATED_USERS: "Person",
    ActorType.GUESTS: "Person",
}


def message_posted(server: Server, event: MessagePosted) -> None:
    """Pass on what people write, as "Create", and everything else that is said, as "Activity"."""
    room, message = event.room, event.message
    hearing = [bot for bot in bots_in(server, room) if bot.hears] if room.bots else ()
    if not hearing or (message.actor_type is ActorType.BOTS and message.is_text):
        return
    body = _told(server, room, message)
    for bot in hearing:
        _send(server, room, bot, body)


def bot_enabled(server: Server, event: BotEnabled) -> None:
    """The bot is told that it takes part."""
    _send_membership(server, event.room, event.bot, "Join")


def bot_disabled(server: Server, event: BotDisabled) -> None:
    """The bot is told that it takes part no more."""
    _send_membership(server, event.room, event.bot, "Leave")


def _told(server: Server, room: Room, message: Message) -> dict[str, Any]:
    shown = message_for(server, room, message, _NOBODY)
    said = {"message": shown["message"], "parameters": shown["messageParameters"]}
    return {
        "type": "Create" if message.is_text else "Activity",
        "actor": {
            "type": _KINDS.get(message.actor_type, "Application"),
            "id": f"{message.actor_type.value}/{message.actor_id}",
            "name": actor_name(server, room, message.actor_type, message.actor_id),
        },
        "object": {
            "type": "Note",
            "id": str(message.id),
            "name": "message" if message.is_text else message.system or _shared(message),
            "content": json.dumps(said, ensure_ascii=False),
            "mediaType": "text/markdown",
        },
        "target": _collection(room),
    }


def _shared(message: Message) -> str:
    return "file_shared" if "file" in message.parameters else "object_shared"


def _send_membership(server: Server, room: Room, bot: Bot, kind: str) -> None:
    if bot.hears:
        who = {"type": "Application", "id": f"bots/{bot.actor_id}", "name": bot.name}
        _send(server, room, bot, {"type": kind, "actor": who, "object": _collection(room)})


def _collection(room: Room) -> dict[str, Any]:
    return {"type": "Collection", "id": room.token, "name": room.name}


def _send(server: Server, room: Room, bot: Bot, body: dict[str, Any]) -> None:
    """Send a signed request; the random text is as good as counted, so that nothing else changes by it."""
    bot.heard += 1
    random = sign(bot.secret, str(bot.id), str(bot.heard))
    signature = sign(bot.secret, random, json.dumps(body, ensure_ascii=False))
    headers = {_PREFIX + "Random": random, _PREFIX + "Signature": signature, _PREFIX + "Backend": _BACKEND}
    sent = SentRequest("bot", room.token, server.now, body, url=bot.url, headers=headers)
    server.requests.append(sent)


LISTENERS: Final[dict[type[Event], Listener]] = {
    MessagePosted: message_posted,
    BotEnabled: bot_enabled,
    BotDisabled: bot_disabled,
}
"""What bots are told."""
