"""A room: its settings, and what it owns: attendees, call, messages, bans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter

from talksim.constants import (
    LOGIN_MODERATORS,
    BreakoutMode,
    BreakoutStatus,
    ListableScope,
    LobbyState,
    MentionPermissions,
    NotificationLevel,
    ObjectType,
    ParticipantType,
    Permission,
    ReadOnly,
    ReadPrivacy,
    RecordingConsent,
    RoomType,
    SharedItemType,
    SipState,
)
from talksim.model.attendee import Attendee
from talksim.model.ban import Ban
from talksim.model.call import Call
from talksim.model.fields import history, index, model_class, state
from talksim.model.lifecycles import participant_type
from talksim.model.lowest import Lowest
from talksim.model.message import Message
from talksim.model.poll import Poll

__all__ = ["Room"]

_UNREAD_KEPT = 1800
"""Seconds for which the server keeps a count of unread comments."""

_USERS = (ParticipantType.OWNER, ParticipantType.MODERATOR, ParticipantType.USER)


@model_class
class Room:
    """Owned by the server. A breakout room holds its parent's token in `object_id`.

    `lobby_timer` is a time in seconds, 0 for none. Attendees enter, change type and leave only through
    `add`, `retype` and `drop`, which keep the indexes in step. `shares` says by which message a file
    (owner and path) was last shared; `unread_counts` which numbers of unread comments the server has told, by
    the read marker, and until when it goes on telling them. Indexes of the chat: `comments` holds the ids of
    what counts as unread, `listeners` the accounts that want to hear of every message, `spoke` when somebody
    last wrote (in seconds).
    """

    id: int = state(identity=True)
    token: str = state(identity=True)
    type: RoomType = state()
    name: str = state()
    object_type: ObjectType = state(default=ObjectType.NONE)
    object_id: str = state(default="")
    description: str = state(default="")
    password: str = state(default="")
    read_only: ReadOnly = state(default=ReadOnly.READ_WRITE)
    listable: ListableScope = state(default=ListableScope.PARTICIPANTS)
    lobby: LobbyState = state(default=LobbyState.NO_LOBBY)
    lobby_timer: int = state(default=0)
    sip: SipState = state(default=SipState.DISABLED)
    mention_permissions: MentionPermissions = state(default=MentionPermissions.EVERYONE)
    default_permissions: Permission = state(default=Permission.DEFAULT)
    recording_consent: RecordingConsent = state(default=RecordingConsent.NOT_REQUIRED)
    message_expiration: int = state(default=0)
    breakout_mode: BreakoutMode = state(default=BreakoutMode.NOT_CONFIGURED)
    breakout_status: BreakoutStatus = state(default=BreakoutStatus.STOPPED)
    avatar: str = state(default="")
    call: Call = state(factory=Call)
    attendees: dict[int, Attendee] = state(factory=dict)
    bans: dict[int, Ban] = state(factory=dict)
    polls: dict[int, Poll] = state(factory=dict)
    bots: dict[int, bool] = state(factory=dict)
    messages: list[Message] = history(factory=list)
    shares: dict[str, int] = history(factory=dict)
    unread_counts: dict[int, tuple[int, float]] = history(factory=dict)
    last_message: int = history(default=0)
    last_activity: float = history(default=0)
    by_actor: dict[tuple[str, str], Attendee] = index(factory=dict)
    counts: Counter[ParticipantType] = index(factory=Counter)
    common_read: Lowest = index(factory=Lowest, of_record=True)
    comments: list[int] = index(factory=list, of_record=True)
    listeners: dict[int, Attendee] = index(factory=dict)
    shared_items: dict[SharedItemType, list[int]] = index(factory=dict, of_record=True)
    spoke: dict[tuple[str, str], int] = index(factory=dict, of_record=True)

    @property
    def label(self) -> str:
        """The short name in state differences."""
        return self.name or self.token

    def summary(self) -> str:
        """What a state difference says when the room comes or goes."""
        return f"{self.type} room"

    @property
    def is_breakout_room(self) -> bool:
        """Whether the room belongs to a parent room."""
        return self.object_type is ObjectType.ROOM

    @property
    def is_one_to_one(self) -> bool:
        """One-to-one, or what is left of one."""
        return self.type in (RoomType.ONE_TO_ONE, RoomType.FORMER_ONE_TO_ONE)

    @property
    def user_count(self) -> int:
        """The server's "number of users": types 1, 2, 3, no groups or circles (spec: participant 1.1)."""
        return sum(self.counts[type] for type in _USERS)

    @property
    def moderator_count(self) -> int:
        """Owners and moderators; guest moderators are left out."""
        return sum(self.counts[type] for type in LOGIN_MODERATORS)

    def find(self, actor_type: str, actor_id: str) -> Attendee | None:
        """The attendee who is this actor, if in the room."""
        return self.by_actor.get((actor_type, actor_id))

    def add(self, attendee: Attendee) -> None:
        """Let an attendee in."""
        self.attendees[attendee.id] = attendee
        self._count_in(attendee)

    def drop(self, attendee: Attendee) -> None:
        """Take an attendee out, sessions and presence in the call included."""
        del self.attendees[attendee.id]
        del self.by_actor[attendee.actor]
        self.listeners.pop(attendee.id, None)
        for session_id in attendee.sessions:
            self.call.present.pop(session_id, None)
        if not attendee.is_collective:
            self.counts[attendee.type] -= 1
        if _reads_count(attendee):
            self.common_read.discard(attendee.last_read)

    def retype(self, attendee: Attendee, trigger: str) -> None:
        """Make a move of an attendee's participant type: "promote", "demote", "make permanent"."""
        before = attendee.type
        participant_type.fire(attendee, trigger, None)
        if not attendee.is_collective:
            self.counts[before] -= 1
            self.counts[attendee.type] += 1

    def mark_read(self, attendee: Attendee, message: int) -> None:
        """Move an attendee's read marker."""
        if _reads_count(attendee):
            self.common_read.discard(attendee.last_read)
            self.common_read.add(message)
        attendee.last_read = message

    def set_read_privacy(self, attendee: Attendee, privacy: ReadPrivacy) -> None:
        """Show or hide an attendee's read marker."""
        if _reads_count(attendee):
            self.common_read.discard(attendee.last_read)
        attendee.read_privacy = privacy
        if _reads_count(attendee):
            self.common_read.add(attendee.last_read)

    def set_notification_level(self, attendee: Attendee, level: NotificationLevel) -> None:
        """Let an attendee hear of every message, of some or of none."""
        attendee.notification_level = level
        self.listeners.pop(attendee.id, None)
        self._listen(attendee)

    def post(self, message: Message) -> None:
        """Write a message into the chat; ids only grow."""
        self.messages.append(message)
        self._index_message(message)

    def message(self, message_id: int) -> Message | None:
        """The message of that id, expired or not."""
        at = bisect_left(self.messages, message_id, key=lambda message: message.id)
        found = self.messages[at] if at < len(self.messages) else None
        return found if found is not None and found.id == message_id else None

    def delete_message(self, message: Message, by: tuple[str, str]) -> None:
        """Leave only the place of a message; what it said and shared is gone for good (spec: chat 1.2)."""
        self._unlist(message)
        message.deleted_by = by
        message.system = message.text = ""
        message.parameters = {}
        message.edited_by, message.edited_at = None, 0
        if message.actor in self.spoke:
            self._recall(message.actor)

    def clear_messages(self) -> None:
        """Forget the whole history, and how far everybody has read (spec: chat 1.2)."""
        self.keep_messages([])
        self.shares.clear()
        for attendee in self.attendees.values():
            self.mark_read(attendee, 0)
            attendee.last_mention = attendee.last_mention_direct = 0

    def age_messages(self, seconds: float) -> None:
        """Make all messages older."""
        for message in self.messages:
            message.time -= seconds
            message.edited_at -= seconds if message.edited_by is not None else 0
            message.expires -= seconds if message.expires else 0
        self.spoke = {actor: time - int(seconds) for actor, time in self.spoke.items()}

    def keep_messages(self, kept: list[Message]) -> None:
        """Keep of the history these messages alone."""
        for record in (self.comments, self.shared_items, self.spoke):
            record.clear()
        self.messages = kept
        for message in kept:
            self._index_message(message)

    def unread_after(self, marker: int, now: float) -> int:
        """How many comments came after a read marker; system messages never count (spec: chat 1.8).

        Once asked, the number stays for half an hour or until the room has another last message, even if one
        of the comments is deleted.
        """
        number, until = self.unread_counts.get(marker, (0, 0.0))
        if now >= until:
            number = len(self.comments) - bisect_right(self.comments, marker)
            self.unread_counts[marker] = (number, now + _UNREAD_KEPT)
        return number

    def rebuild(self) -> None:
        """Derive the indexes again, after the room was thawed."""
        for attendee in self.attendees.values():
            self._count_in(attendee)
            for session in attendee.sessions.values():
                if session.in_call:
                    self.call.present[session.id] = session
        for message in self.messages:
            self._index_message(message)

    def _count_in(self, attendee: Attendee) -> None:
        self.by_actor[attendee.actor] = attendee
        if not attendee.is_collective:
            self.counts[attendee.type] += 1
        if _reads_count(attendee):
            self.common_read.add(attendee.last_read)
        self._listen(attendee)

    def _listen(self, attendee: Attendee) -> None:
        if attendee.is_user and attendee.notification_level is NotificationLevel.ALWAYS:
            self.listeners[attendee.id] = attendee

    def _unlist(self, message: Message) -> None:
        if message.is_comment:
            del self.comments[bisect_left(self.comments, message.id)]
        item = message.shared_as
        if item is not None:
            listed = self.shared_items[item]
            del listed[bisect_left(listed, message.id)]

    def _recall(self, actor: tuple[str, str]) -> None:
        """Find again when somebody last wrote."""
        del self.spoke[actor]
        for message in reversed(self.messages):
            if message.is_text and message.actor == actor:
                self.spoke[actor] = int(message.time)
                return

    def _index_message(self, message: Message) -> None:
        if not message.is_comment:
            return
        self.comments.append(message.id)
        item = message.shared_as
        if item is not None:
            self.shared_items.setdefault(item, []).append(message.id)
        if message.is_text:
            self.spoke[message.actor] = int(message.time)


def _reads_count(attendee: Attendee) -> bool:
    return attendee.is_user and attendee.read_privacy is ReadPrivacy.PUBLIC
