"""Notifications of messages, reactions and reminders (spec: chat 2.4 to 2.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from talksim.constants import ActorType, NotificationLevel, RoomType, SessionState
from talksim.model.attendee import Attendee
from talksim.model.event import (
    ChatRead,
    CommentEdited,
    CommentPosted,
    Event,
    HistoryCleared,
    ReactionAdded,
    ReminderDropped,
    ReminderDue,
    RoomJoined,
)
from talksim.model.message import Message, Notification
from talksim.model.room import Room
from talksim.model.server import Listener, Server
from talksim.procedures.mentions import Audience, chat_level
from talksim.reactions.notifications import dismiss, notify

__all__ = ["LISTENERS"]

_WITHDRAWN_BY_EDIT: Final = ("mention_all", "mention_direct")


def comment_posted(server: Server, event: CommentPosted) -> None:
    """Tell those it speaks to, then those who hear everything and are not looking; nobody if it is silent."""
    if event.message.silent:
        return
    room, message = event.room, event.message
    _tell(server, room, message, event.audience)
    for attendee in list(_listeners(server, room)):
        if attendee.actor == message.actor or _is_looking(server, attendee):
            continue
        if event.of_all or attendee not in event.audience:
            _notify(server, room, attendee, "chat", message)


def comment_edited(server: Server, event: CommentEdited) -> None:
    """Take back every mention of the room from those the text no longer speaks to; tell the new ones."""
    for attendee in event.dropped:
        _withdraw(server, event.room, attendee, lambda told: told.subject in _WITHDRAWN_BY_EDIT)
    _tell(server, event.room, event.message, event.added)


def reaction_added(server: Server, event: ReactionAdded) -> None:
    """Tell the author, if an account that is still in the room and hears everything."""
    message, reaction = event.message, event.reaction
    if message.actor_type is not ActorType.USERS or message.actor == reaction.actor:
        return
    author = event.room.find(*message.actor)
    if author is not None and chat_level(server, event.room, author) is NotificationLevel.ALWAYS:
        by = {"actorType": reaction.actor_type.value, "actorId": reaction.actor_id}
        _notify(server, event.room, author, "reaction", message, reaction=reaction.text, **by)


def room_joined(server: Server, event: RoomJoined) -> None:
    """Whoever comes into the room sees the reactions there."""
    _withdraw(server, event.room, event.attendee, lambda told: told.subject == "reaction")


def chat_read(server: Server, event: ChatRead) -> None:
    """Whoever has read the chat need not be told of it."""
    _withdraw(server, event.room, event.attendee, lambda _: True)


def history_cleared(server: Server, event: HistoryCleared) -> None:
    """Nobody is told of what is gone, nor reminded of it."""
    for attendee in event.room.attendees.values():
        user = server.users.get(attendee.actor_id) if attendee.is_user else None
        if user is not None:
            dismiss(user, event.room, "chat", "reminder")


def reminder_due(server: Server, event: ReminderDue) -> None:
    """Remind an account of a message."""
    user = server.users.get(event.user)
    if user is not None:
        notify(server, user, event.room, "reminder", "reminder", message=event.message.id)


def reminder_dropped(server: Server, event: ReminderDropped) -> None:
    """Take back a reminder that was delivered."""
    user = server.users.get(event.user)
    for told in list(user.notifications.values()) if user else ():
        about = (told.object_type, told.object_id, told.parameters.get("message"))
        if user is not None and about == ("reminder", event.room.token, event.message.id):
            del user.notifications[told.id]


def _tell(server: Server, room: Room, message: Message, audience: Audience) -> None:
    for told in audience.told:
        extra = {"group": told.group} if told.group else {}
        _notify(server, room, told.attendee, told.subject, message, **extra)


def _notify(
    server: Server, room: Room, attendee: Attendee, subject: str, message: Message, **parameters: Any
) -> None:
    user = server.users.get(attendee.actor_id)
    if user is not None:
        notify(server, user, room, "chat", subject, message=message.id, **parameters)


def _listeners(server: Server, room: Room) -> Iterable[Attendee]:
    """Those who hear of every message; where that is the default, everybody is asked."""
    always = server.settings.default_group_notification is NotificationLevel.ALWAYS
    if room.type is not RoomType.ONE_TO_ONE and not always:
        return room.listeners.values()
    accounts = (attendee for attendee in room.attendees.values() if attendee.is_user)
    return (account for account in accounts if chat_level(server, room, account) is NotificationLevel.ALWAYS)


def _is_looking(server: Server, attendee: Attendee) -> bool:
    """Whether an active session of the attendee was seen in the last 30 s."""
    return any(
        session.status is SessionState.ACTIVE and session.is_fresh(server.now)
        for session in attendee.sessions.values()
    )


def _withdraw(server: Server, room: Room, attendee: Attendee, chosen: Callable[[Notification], bool]) -> None:
    user = server.users.get(attendee.actor_id) if attendee.is_user else None
    for told in list(user.notifications.values()) if user else ():
        is_of_chat = told.object_type == "chat" and told.object_id == room.token
        if user is not None and is_of_chat and chosen(told):
            del user.notifications[told.id]


LISTENERS: Final[dict[type[Event], Listener]] = {
    CommentPosted: comment_posted,
    CommentEdited: comment_edited,
    ReactionAdded: reaction_added,
    RoomJoined: room_joined,
    ChatRead: chat_read,
    HistoryCleared: history_cleared,
    ReminderDue: reminder_due,
    ReminderDropped: reminder_dropped,
}
"""Who is told of what."""
