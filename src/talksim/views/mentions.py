"""Mentions as they are shown: placeholders in the text, and what each stands for (spec: chat 2.1)."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from talksim.constants import AttendeeType, RoomType
from talksim.model.attendee import Attendee
from talksim.model.message import Message
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.mentions import EVERYBODY, Mention, mentions_in
from talksim.views.names import room_name

__all__ = ["rendered"]

_CALL_TYPES: Final = {
    RoomType.ONE_TO_ONE: "one2one",
    RoomType.FORMER_ONE_TO_ONE: "one2one",
    RoomType.NOTE_TO_SELF: "one2one",
    RoomType.GROUP: "group",
    RoomType.PUBLIC: "public",
}
_Rich = dict[str, Any]


def rendered(server: Server, room: Room, message: Message, viewer: Attendee) -> tuple[str, _Rich]:
    """The text of a message with its mentions replaced, and what the placeholders mean.

    Who is not known stays as written; a doubled slash at the start is shown as one.
    """
    text, parameters = message.text, {}
    numbers: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for mention in mentions_in(text):
        if (mention.kind, mention.id) in seen:
            continue
        seen.add((mention.kind, mention.id))
        found = _meaning(server, room, message, mention, viewer)
        if found is None:
            continue
        kind, rich = found
        numbers[kind] += 1
        key = f"mention-{kind}{numbers[kind]}"
        parameters[key] = rich
        text = _replaced(text, mention, f"{{{key}}}")
    return text.removeprefix("/") if text.startswith("//") else text, parameters


def _replaced(text: str, mention: Mention, placeholder: str) -> str:
    text = text.replace(mention.written, placeholder)
    if mention.kind != "user":
        return text
    return text.replace(f'@"{mention.id}"', placeholder).replace(f"@{mention.id}", placeholder)


def _meaning(
    server: Server, room: Room, message: Message, mention: Mention, viewer: Attendee
) -> tuple[str, _Rich] | None:
    """The kind and the rich object of a mention, None for somebody who is not known."""
    match mention.kind:
        case "user" if mention.id == EVERYBODY:
            return ("call", _everybody(server, room, viewer)) if message.can_mention_all else None
        case "user":
            user = server.users.get(mention.id)
            return ("user", {"type": "user", "id": user.id, "name": user.display_name}) if user else None
        case "guest":
            guest = room.find(AttendeeType.GUESTS, mention.id.removeprefix("guest/"))
            name = (guest.display_name if guest else "") or "Guest"
            return "guest", {"type": "guest", "id": mention.id, "name": name}
        case "group":
            group = server.groups.get(mention.id)
            name = group.display_name if group else mention.id
            return "group", {"type": "user-group", "id": mention.id, "name": name}
        case "federated-user":
            return _federated(room, mention.id)
    return None


def _everybody(server: Server, room: Room, viewer: Attendee) -> _Rich:
    user = viewer.actor_id if viewer.is_user else ""
    return {
        "type": "call",
        "id": room.token,
        "name": room_name(server, room, user),
        "call-type": _CALL_TYPES.get(room.type, "unknown"),
    }


def _federated(room: Room, cloud_id: str) -> tuple[str, _Rich] | None:
    attendee = room.find(AttendeeType.FEDERATED_USERS, cloud_id)
    if attendee is None:
        return None
    user, _, server = cloud_id.rpartition("@")
    return "federated-user", {"type": "user", "id": user, "name": attendee.display_name, "server": server}
