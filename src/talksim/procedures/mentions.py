"""Mentions: how they are written, whom a message tells, and the counters it raises.

spec: chat 2.1, 2.2, 2.4 to 2.6.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from talksim.by_fields import EqualByFields, ShownByFields
from talksim.constants import (
    ActorType,
    AttendeeType,
    LobbyState,
    MentionPermissions,
    NotificationLevel,
    Permission,
    RoomType,
)
from talksim.model.attendee import Attendee
from talksim.model.message import Message
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.permissions import effective_permissions

__all__ = [
    "EVERYBODY",
    "Audience",
    "Mention",
    "Told",
    "addressed",
    "audience_of",
    "can_mention_all",
    "chat_level",
    "count_mention",
    "mentions_in",
    "raise_counters",
]

EVERYBODY: Final = "all"
"""Who is named by this id is the whole room."""

_MENTION: Final = re.compile(
    r"""
    (?: (?<![\s\S]) | (?<=[\s@.'-]) )       # at the start, or after a blank or one of these signs
    @ (   "guest/[a-f0-9]+"
      |   "(?:federated_)?(?:group|team|user)/[a-z0-9_@.'\ /:-]+"
      |   "[a-z0-9_@.'\ -]+"
      |   [a-z0-9_@.'-]+ )
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_PREFIXED: Final = ("guest", "group", "team", "federated_user", "federated_group", "federated_team")


@attrs.frozen(eq=False, repr=False)
class Mention(EqualByFields):
    """Somebody named in a text: `kind` is "user", "guest", "group" …, `written` what stands there."""

    kind: str
    id: str
    written: str


@attrs.frozen(eq=False, repr=False)
class Told(ShownByFields):
    """An attendee who is told of a message, why (the subject), and the group that was named, if any."""

    attendee: Attendee
    subject: str
    group: str = ""


@attrs.frozen(eq=False, repr=False)
class Audience(ShownByFields):
    """Whom a message tells apart from those who hear everything; `named` are the accounts it speaks to."""

    told: tuple[Told, ...] = ()
    named: frozenset[str] = frozenset()

    def __contains__(self, attendee: Attendee) -> bool:
        return any(told.attendee is attendee for told in self.told)


def mentions_in(text: str) -> tuple[Mention, ...]:
    """The mentions in a text, the longest first; the same words count once."""
    if "@" not in text:
        return ()
    written = dict.fromkeys(found[0] for found in _MENTION.finditer(text))
    return tuple(_mention(words) for words in sorted(written, key=len, reverse=True))


def can_mention_all(room: Room, sender: Attendee | None) -> bool:
    """Whether "@all" speaks to the room when this attendee, or nobody in particular, writes it."""
    if room.mention_permissions is MentionPermissions.EVERYONE:
        return True
    return sender is not None and sender.moderates


def chat_level(server: Server, room: Room, attendee: Attendee) -> NotificationLevel:
    """The level that decides of notifications; other than the one shown, it knows no former one-to-one."""
    if attendee.notification_level is not NotificationLevel.DEFAULT:
        return attendee.notification_level
    if room.type is RoomType.ONE_TO_ONE:
        return NotificationLevel.ALWAYS
    return server.settings.default_group_notification or NotificationLevel.MENTION


def audience_of(
    server: Server,
    room: Room,
    message: Message,
    text: str,
    *,
    sender: Attendee | None = None,
    replied: Message | None = None,
) -> Audience:
    """Whom a message tells because of what `text` says or because it replies to them.

    Everybody is told for one reason: a reply counts before a mention by name, that before a group, and that
    before the whole room.
    """
    mentions = mentions_in(text)
    if not mentions and replied is None:
        return Audience()
    reached: dict[int, Told] = {}
    for told in _addressed(server, room, mentions, sender, replied):
        if told.attendee.id not in reached and _is_told(server, room, told.attendee, message):
            reached[told.attendee.id] = told
    return Audience(tuple(reached.values()), _named(mentions, replied))


def addressed(server: Server, room: Room, text: str) -> dict[int, Attendee]:
    """The accounts of the room that a text speaks to, by attendee; those who hear nothing of it included."""
    reached = _addressed(server, room, mentions_in(text), None, None)
    return {told.attendee.id: told.attendee for told in reached if told.attendee.is_user}


def raise_counters(room: Room, message: Message, audience: Audience) -> None:
    """Let the message count as an unread mention of those it tells, and as a direct one of those it names.

    Somebody named counts it even when not told, provided that it tells anybody.
    """
    count_mention(room, message, [told.attendee for told in audience.told], audience.named)


def count_mention(room: Room, message: Message, told: Iterable[Attendee], named: Iterable[str]) -> None:
    """Let a message count as a mention of those told and, if there are any, a direct one of those named."""
    attendees = list(told)
    for attendee in attendees:
        attendee.last_mention = max(attendee.last_mention, message.id)
    for user in named if attendees else ():
        found = room.find(AttendeeType.USERS, user)
        if found is not None:
            found.last_mention_direct = max(found.last_mention_direct, message.id)


def _mention(written: str) -> Mention:
    cleaned = written[1:].strip('"')
    kind, slash, rest = cleaned.partition("/")
    if not slash or kind not in _PREFIXED:
        return Mention("user", cleaned, written)
    return Mention(kind.replace("_", "-"), cleaned if kind == "guest" else rest, written)


def _named(mentions: tuple[Mention, ...], replied: Message | None) -> frozenset[str]:
    users = {mention.id for mention in mentions if mention.kind == "user"} - {EVERYBODY}
    if replied is not None and replied.actor_type is ActorType.USERS:
        users.add(replied.actor_id)
    return frozenset(users)


def _addressed(
    server: Server,
    room: Room,
    mentions: tuple[Mention, ...],
    sender: Attendee | None,
    replied: Message | None,
) -> Iterator[Told]:
    """Those the message speaks to, by weight of the reason."""
    author = room.find(*replied.actor) if replied is not None else None
    if author is not None:
        yield Told(author, "reply")
    users = [mention.id for mention in mentions if mention.kind == "user"]
    yield from (Told(found, "mention_direct") for user in users if (found := room.find("users", user)))
    for mention in mentions:
        if mention.kind == "group" and room.find(AttendeeType.GROUPS, mention.id) is not None:
            yield from _members(server, room, mention.id)
    if EVERYBODY in users and can_mention_all(room, sender):
        yield from (Told(attendee, "mention_all") for attendee in room.attendees.values())


def _members(server: Server, room: Room, group: str) -> Iterator[Told]:
    known = server.groups.get(group)
    for user in known.members if known else ():
        if attendee := room.find(AttendeeType.USERS, user):
            yield Told(attendee, "mention_group", group)


def _is_told(server: Server, room: Room, attendee: Attendee, message: Message) -> bool:
    """An account other than the author's, that has not switched notifications off nor waits in the lobby."""
    if not attendee.is_user or attendee.actor == message.actor:
        return False
    if chat_level(server, room, attendee) is NotificationLevel.NEVER:
        return False
    if room.lobby is LobbyState.NO_LOBBY:
        return True
    return Permission.IGNORE_LOBBY in effective_permissions(server, room, attendee)
