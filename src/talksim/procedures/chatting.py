"""Writing into the chat as somebody: what a comment or something shared brings with it.

The author's read marker moves, mention counters rise, and those concerned are told (spec: chat 1.2, 1.8, 2).
"""

from __future__ import annotations

import json
from typing import Any

from talksim.constants import ActorType, AttendeeType
from talksim.model.attendee import Attendee
from talksim.model.event import CommentPosted, NameChanged
from talksim.model.message import Message
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.files import let_in_mentioned
from talksim.procedures.members_by_command import BRIDGE_BOT
from talksim.procedures.mentions import Audience, audience_of, can_mention_all, raise_counters
from talksim.procedures.polls import rename_voter
from talksim.procedures.posting import Actor, post

__all__ = ["actor_of", "actor_writing", "announce", "is_own", "rename_guest", "say", "share", "trimmed"]

_BLANK = " \t\n\r\0\x0b"


def actor_of(attendee: Attendee) -> Actor:
    """The attendee as author; e-mail guests write as guests."""
    if attendee.actor_type in (AttendeeType.USERS, AttendeeType.FEDERATED_USERS):
        return (ActorType(attendee.actor_type.value), attendee.actor_id)
    return (ActorType.GUESTS, attendee.actor_id)


def actor_writing(attendee: Attendee, name: str) -> Actor:
    """The attendee as author; the account of the bridge writes as somebody elsewhere, whom it names.

    spec: chat 1.7.
    """
    if name and _is_bridge(attendee):
        return (ActorType.BRIDGED, name.replace("/", "").replace('"', ""))
    return actor_of(attendee)


def is_own(attendee: Attendee, message: Message) -> bool:
    """Whether the attendee wrote the message; the account of the bridge wrote all that came over it."""
    bridged = message.actor_type is ActorType.BRIDGED and _is_bridge(attendee)
    return bridged or message.actor == actor_of(attendee)


def _is_bridge(attendee: Attendee) -> bool:
    return attendee.is_user and attendee.actor_id == BRIDGE_BOT


def trimmed(text: str) -> str:
    """A text without the white space around it; other spaces than the common ones are kept."""
    return text.strip(_BLANK)


def say(
    server: Server,
    room: Room,
    author: Attendee,
    text: str,
    *,
    silent: bool = False,
    reference_id: str = "",
    replied: Message | None = None,
    name: str = "",
) -> Message:
    """Write a text; `name` is that of the author elsewhere, for the account of the bridge."""
    message = post(
        server,
        room,
        actor_writing(author, name),
        trimmed(text),
        silent=silent,
        reference_id=trimmed(reference_id[:64]),
        parent=replied.id if replied else 0,
        can_mention_all=can_mention_all(room, author),
    )
    room.mark_read(author, message.id)
    let_in_mentioned(server, room, message.text)
    audience = audience_of(server, room, message, message.text, sender=author, replied=replied)
    raise_counters(room, message, audience)
    server.emit(CommentPosted(room, message, audience))
    return message


def share(
    server: Server,
    room: Room,
    author: Attendee,
    parameters: dict[str, Any],
    *,
    caption: str = "",
    silent: bool = False,
    reference_id: str = "",
    replied: Message | None = None,
) -> Message:
    """Show an object or a file, which `parameters` hold; a file may have a caption in place of its name."""
    placeholder = "{file}" if "file" in parameters else "{object}"
    message = post(
        server,
        room,
        actor_of(author),
        caption or placeholder,
        parameters=parameters,
        silent=silent,
        reference_id=trimmed(reference_id[:64]),
        parent=replied.id if replied else 0,
    )
    announce(server, room, message, author, caption=caption, replied=replied)
    return message


def announce(
    server: Server,
    room: Room,
    message: Message,
    author: Attendee,
    *,
    caption: str = "",
    replied: Message | None = None,
) -> None:
    """Tell of a message that shares something or says so.

    Without a caption, mentions are looked for in what is stored, which is JSON; nobody is named directly
    then.
    """
    room.mark_read(author, message.id)
    text = caption or json.dumps(message.parameters)
    let_in_mentioned(server, room, text)
    found = audience_of(server, room, message, text, replied=replied)
    audience = found if caption or replied else Audience(found.told)
    raise_counters(room, message, audience)
    server.emit(CommentPosted(room, message, audience, of_all=True))


def rename_guest(server: Server, room: Room, guest: Attendee, name: str) -> None:
    """Let a guest have another name, in the polls as well."""
    if guest.display_name != name:
        guest.display_name = name
        rename_voter(room, guest.actor, name)
        server.emit(NameChanged(room, guest))
