"""What a viewer sees of a message (spec: chat 1.1, 1.7, 1.12)."""

from __future__ import annotations

import json
from typing import Any, Final

from talksim.constants import ActorType, AttendeeType, RoomType
from talksim.model.attendee import Attendee
from talksim.model.message import Message
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.chatting import actor_of
from talksim.procedures.creating import NEWS
from talksim.procedures.members_by_command import BRIDGE_BOT
from talksim.procedures.posting import is_expired, is_replyable
from talksim.procedures.reacting import find_reaction
from talksim.rules.view import Shown, view
from talksim.views.mentions import rendered
from talksim.views.names import actor_name
from talksim.views.system_texts import call_text, phrase_of, sentence

__all__ = ["last_message_for", "message_for", "visible_messages"]

_ENDED: Final = ("call_ended", "call_ended_everyone")
_ANONYMOUS: Final = ("poll_voted",)
_NAMELESS: Final[dict[tuple[str, str], str]] = {
    (ActorType.GUESTS, "cli"): "An administrator",
    (ActorType.GUESTS, "system"): "System",
}
"""Who is named without being anybody's guest."""
_SHARED: Final = ("object", "file")
_REACTIONS: Final = ("reaction", "reaction_deleted")
_Rich = dict[str, Any]


@view
def message_for(server: Server, room: Room, message: Message, viewer: Attendee) -> Shown:
    """A message as one attendee reads it, with the message it is about or replies to."""
    shown = _alone(server, room, message, viewer)
    if message.parent:
        parent = room.message(message.parent)
        gone: Shown = {"id": message.parent, "deleted": True}
        shown["parent"] = gone if parent is None else _alone(server, room, parent, viewer)
    return shown


def _alone(server: Server, room: Room, message: Message, viewer: Attendee) -> Shown:
    """A message without its parent."""
    key, text, parameters = _said(server, room, message, viewer)
    shown: Shown = {
        "id": message.id,
        "token": room.token,
        "actorType": (ActorType.BOTS if message.actor == NEWS else message.actor_type).value,
        "actorId": BRIDGE_BOT if message.actor_type is ActorType.BRIDGED else message.actor_id,
        "actorDisplayName": actor_name(server, room, message.actor_type, message.actor_id),
        "timestamp": int(message.time),
        "message": text,
        "messageParameters": parameters,
        "systemMessage": key,
        "messageType": _type_of(message),
        "isReplyable": is_replyable(message),
        "referenceId": message.reference_id,
        "reactions": {} if message.is_deleted else _counts(message),
        "expirationTimestamp": int(message.expires),
        "markdown": not key,
    }
    if own := _own_reactions(room, message, viewer):
        shown["reactionsSelf"] = own
    if message.silent:
        shown["silent"] = True
    if message.is_deleted:
        shown["deleted"] = True
    if message.edited_by is not None:
        shown |= _edited(server, room, message, message.edited_by)
    return shown


def _counts(message: Message) -> dict[str, int]:
    """How often which emoji, the most frequent first."""
    counted = [(-len(entries), emoji) for emoji, entries in message.reactions.items()]
    return {emoji: -number for number, emoji in sorted(counted)}


def _own_reactions(room: Room, message: Message, viewer: Attendee) -> list[str]:
    """The viewer's own reactions, which a deleted message still tells."""
    actor = actor_of(viewer)
    return [emoji for emoji in sorted(message.reactions) if find_reaction(room, message, actor, emoji)]


def _edited(server: Server, room: Room, message: Message, editor: tuple[str, str]) -> Shown:
    """Who changed the message last; a deleted account is nobody in particular."""
    if editor[0] == ActorType.USERS and editor[1] not in server.users:
        editor = (ActorType.DELETED_USERS, ActorType.DELETED_USERS.value)
    return {
        "lastEditActorType": ActorType(editor[0]).value,
        "lastEditActorId": editor[1],
        "lastEditActorDisplayName": actor_name(server, room, *editor),
        "lastEditTimestamp": int(message.edited_at),
    }


def last_message_for(server: Server, room: Room, viewer: Attendee) -> Shown | list[Any]:
    """The room's last message, or an empty list when there is none or it has expired.

    It tells its reference id only where `has_reference_id` is on (spec: chat 5.4).
    """
    message = room.message(room.last_message)
    if message is None or is_expired(server, message):
        return []
    shown = _alone(server, room, message, viewer)
    return shown if server.settings.has_reference_id else {**shown, "referenceId": ""}


def visible_messages(server: Server, room: Room, viewer: Attendee) -> list[Shown]:
    """The whole history as one attendee reads it, newest first."""
    kept = [message for message in reversed(room.messages) if not is_expired(server, message)]
    return [message_for(server, room, message, viewer) for message in kept]


def _said(server: Server, room: Room, message: Message, viewer: Attendee) -> tuple[str, str, _Rich]:
    key = message.system
    if message.deleted_by is not None:
        return "", *_deleted(server, room, message, message.deleted_by, viewer)
    if not key:
        text, mentions = rendered(server, room, message, viewer)
        return "", text, {**_shared(server, room, message), **mentions}
    if key in _REACTIONS:
        return key, message.text if key == "reaction" else "Reaction deleted by author", {}
    if key == "call_missed":
        return _missed(server, room, message, viewer)
    actor = _rich(server, room, message.actor_type, message.actor_id)
    if key in _ENDED:
        return key, *_ended(server, room, message, actor)
    things = _things(server, room, message.parameters)
    parameters = things if key in _ANONYMOUS else {"actor": actor, **things}
    return key, _text(message, viewer), parameters


def _shared(server: Server, room: Room, message: Message) -> _Rich:
    """What a comment shares, with its author; nothing for plain text."""
    shared: _Rich = {key: dict(message.parameters[key]) for key in _SHARED if key in message.parameters}
    if not shared:
        return {}
    return {"actor": _rich(server, room, message.actor_type, message.actor_id), **shared}


def _deleted(
    server: Server, room: Room, message: Message, by: tuple[str, str], viewer: Attendee
) -> tuple[str, _Rich]:
    """What is left of a deleted message: who deleted it."""
    remover = "author" if by == message.actor else "{actor}"
    who = "you" if _is(viewer, *by) else remover
    return f"Message deleted by {who}", {"actor": _rich(server, room, *by)}


def _type_of(message: Message) -> str:
    """The kind of a message; a file says what it is meant to be."""
    if message.is_deleted:
        return "comment_deleted"
    return "system" if message.system else message.parameters.get("message_type") or "comment"


def _text(message: Message, viewer: Attendee) -> str:
    told = message.parameters
    done_to = told.get("user") or told.get("session")
    phrase = phrase_of(message.system, told, of_self=done_to == message.actor_id, silent=message.silent)
    if _is(viewer, message.actor_type, message.actor_id):
        return sentence(message.system, phrase, "You")
    if done_to and viewer.actor_id == done_to:
        phrase = phrase.replace("{user}", "you")
    return sentence(message.system, phrase, _NAMELESS.get(message.actor, "{actor}"))


def _ended(server: Server, room: Room, message: Message, actor: _Rich) -> tuple[str, _Rich]:
    told = message.parameters
    users, guests = sorted(told["users"]), told["guests"]
    if message.system == "call_ended_everyone":
        if message.actor_type is ActorType.USERS:
            users = [user for user in users if user != message.actor_id]
        else:
            guests -= 1
    named = users if len(users) < 5 or (len(users) == 5 and not guests) else users[:4]
    rich = {f"user{n}": _rich(server, room, ActorType.USERS, user) for n, user in enumerate(named, 1)}
    text = call_text(message.system, len(users), guests, told["duration"])
    return text, {"actor": actor, **rich}


def _missed(server: Server, room: Room, message: Message, viewer: Attendee) -> tuple[str, str, _Rich]:
    """The one who called has tried; the other side has missed it."""
    caller = message.parameters["users"][0]
    if not (viewer.is_user and viewer.actor_id == caller):
        user = _rich(server, room, ActorType.USERS, caller)
        return "call_missed", "You missed a call from {user}", {"user": user}
    if room.type is RoomType.ONE_TO_ONE:
        other = next((member for member in json.loads(room.name) if member != caller), caller)
        user = _rich(server, room, ActorType.USERS, other)
    else:
        user = _highlight(room.name)
    return "call_tried", "You tried to call {user}", {"user": user}


def _things(server: Server, room: Room, told: dict[str, Any]) -> _Rich:
    rich: _Rich = {}
    if "poll" in told:
        rich["poll"] = dict(told["poll"])
    if "user" in told:
        rich["user"] = _rich(server, room, ActorType.USERS, told["user"])
    if "session" in told:
        rich["user"] = _rich(server, room, ActorType.GUESTS, told["session"])
    if "group" in told:
        group = server.groups.get(told["group"])
        rich["group"] = {
            "type": "group",
            "id": told["group"],
            "name": group.display_name if group else told["group"],
        }
    if "circle" in told:
        circle = server.circles.get(told["circle"])
        name = circle.display_name if circle else told["circle"]
        rich["circle"] = {"type": "circle", "id": told["circle"], "name": name}
    return rich


def _rich(server: Server, room: Room, actor_type: str, actor_id: str) -> _Rich:
    if actor_type == ActorType.USERS:
        user = server.users.get(actor_id)
        return (
            {"type": "user", "id": actor_id, "name": user.display_name}
            if user
            else _highlight("Deleted user")
        )
    if actor_type == ActorType.DELETED_USERS:
        return _highlight("Deleted user")
    attendee = room.find(AttendeeType.GUESTS, actor_id)
    name = f"{attendee.display_name} (guest)" if attendee and attendee.display_name else "Guest"
    return {"type": "guest", "id": f"guest/{actor_id}", "name": name}


def _highlight(name: str) -> _Rich:
    return {"type": "highlight", "id": ActorType.DELETED_USERS.value, "name": name}


def _is(viewer: Attendee, actor_type: str, actor_id: str) -> bool:
    kind = ActorType.USERS if viewer.is_user else ActorType.GUESTS
    return (kind, viewer.actor_id) == (actor_type, actor_id)
