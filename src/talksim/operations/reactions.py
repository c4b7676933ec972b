"""Reactions to messages: adding, taking back, listing (spec: chat 1.11)."""

from __future__ import annotations

from talksim.model.message import Message
from talksim.procedures.chatting import actor_of
from talksim.procedures.gate import gates, lobby_passed, may_chat, read_write
from talksim.procedures.reacting import add_reaction, find_reaction, is_emoji, reactions_of, remove_reaction
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.parameter import MessageId
from talksim.rules.stage import Answer, bind, finish, guard
from talksim.rules.view import Shown
from talksim.views.names import actor_name

__all__ = ["list_reactions", "react", "take_back_reaction"]


@bind(404)
def message_exists(at: InRoom, *, message_id: int) -> bool:
    """The message exists, be it in another room."""
    at.found = at.room.message(message_id)
    if at.found is not None:
        return True
    # only a wrong id has the other rooms looked through
    return any(room.message(message_id) is not None for room in at.server.rooms.values())


@guard(400)
def message_takes_reactions(at: InRoom) -> bool:
    """The message is a comment of this room."""
    return at.found is not None and at.found.is_comment


@guard(400)
def reaction_is_emoji(at: InRoom, *, reaction: str) -> bool:
    """The reaction is a single emoji."""
    return is_emoji(reaction)


def _shown(at: InRoom) -> dict[str, list[Shown]]:
    return _by_emoji(at, at.found)


@finish
def already_reacted(at: InRoom, *, reaction: str) -> Answer | None:
    """The same reaction again changes nothing."""
    own = find_reaction(at.room, at.found, actor_of(at.attendee), reaction)
    return Answer(200, _shown(at)) if own else None


@operation(
    "POST /api/v1/reaction/{token}/{messageId}",
    stages=[
        *gates(read_write, lobby_passed, may_chat),
        message_exists,
        message_takes_reactions,
        reaction_is_emoji,
        already_reacted,
    ],
    answers=_shown,
    success=201,
    samples=[{"message_id": 1, "reaction": "👍"}],
)
def react(at: InRoom, *, message_id: MessageId, reaction: str) -> None:
    """React to a message with an emoji (spec: chat 1.11)."""
    add_reaction(at.server, at.room, at.found, actor_of(at.attendee), reaction)


@bind(404)
def comment_found(at: InRoom, *, message_id: int) -> bool:
    """The message is a comment of this room."""
    found = at.room.message(message_id)
    at.found = found
    return found is not None and found.is_comment


@guard(404)
def reaction_found(at: InRoom, *, reaction: str) -> bool:
    """The actor has reacted with this emoji."""
    return find_reaction(at.room, at.found, actor_of(at.attendee), reaction) is not None


@operation(
    "DELETE /api/v1/reaction/{token}/{messageId}",
    stages=[*gates(read_write, lobby_passed, may_chat), comment_found, reaction_found],
    answers=_shown,
    samples=[{"message_id": 1, "reaction": "👍"}],
)
def take_back_reaction(at: InRoom, *, message_id: MessageId, reaction: str) -> None:
    """Take a reaction back (spec: chat 1.11)."""
    own = find_reaction(at.room, at.found, actor_of(at.attendee), reaction)
    if own is not None:
        remove_reaction(at.server, at.room, at.found, own)


@operation(
    "GET /api/v1/reaction/{token}/{messageId}",
    stages=[*gates(lobby_passed), comment_found],
    samples=[{"message_id": 1}],
)
def list_reactions(at: InRoom, *, message_id: MessageId, reaction: str | None = None) -> Answer:
    """Who reacted to a message, with one emoji or with any (spec: chat 1.11)."""
    shown = _shown(at)
    if reaction:
        shown = {emoji: who for emoji, who in shown.items() if emoji == reaction}
    return Answer(200, shown)


def _by_emoji(at: InRoom, message: Message) -> dict[str, list[Shown]]:
    shown: dict[str, list[Shown]] = {}
    for entry in reactions_of(at.room, message):
        shown.setdefault(entry.text, []).append(
            {
                "actorType": entry.actor_type.value,
                "actorId": entry.actor_id,
                "actorDisplayName": actor_name(at.server, at.room, entry.actor_type, entry.actor_id),
                "timestamp": int(entry.time),
            }
        )
    return shown
