"""What an account sees of its notifications; the words are found on showing them (spec: chat 2.5, 2.8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from talksim.constants import AttendeeType, LobbyState, Permission, RoomType
from talksim.model.attendee import Attendee
from talksim.model.message import Notification
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.user import User
from talksim.procedures.due import make_due_moves
from talksim.procedures.permissions import effective_permissions
from talksim.rules.view import Shown, view
from talksim.views.chat_notification import CHAT_SUBJECTS, chat_words

__all__ = ["SUBJECTS", "notification_for", "notifications_of"]

_HIDDEN_BY_LOBBY: Final = ("chat", "call", "reminder")
_OF_CHAT: Final = ("chat", "reminder")


def notifications_of(server: Server, user: User) -> list[Shown]:
    """The notifications an account sees, newest first.

    Answering opens lobbies that are due and forgets what there is nothing to show for (spec: chat 2.8), so
    the account has as many left as it sees.
    """
    found: list[Shown] = []
    for told in list(user.notifications.values()):
        if told.object_id in server.rooms and told.object_type in _HIDDEN_BY_LOBBY:
            make_due_moves(server, server.rooms[told.object_id])
        shown = notification_for(server, user, told)
        if shown is None:
            del user.notifications[told.id]
        else:
            found.append(shown)
    return found[::-1]


@view
def notification_for(server: Server, user: User, notification: Notification) -> Shown | None:
    """One notification, or None when there is nothing to show it for any more.

    It needs an account that may use Talk, the room and the membership, and calls, chats and reminders are not
    shown behind a lobby. The object of one about a message is named by the room's token and the message.
    """
    if not server.may_use_talk(user.id):
        return None
    room = server.rooms.get(notification.object_id)
    attendee = room.find(AttendeeType.USERS, user.id) if room else None
    if room is None or attendee is None or _is_hidden(server, room, attendee, notification):
        return None
    object_id = notification.object_id
    if notification.object_type in _OF_CHAT:
        words = chat_words(server, room, attendee, notification)
        if words is None:
            return None
        number, subject, message = words
        object_id = f"{object_id}/{number}"
    else:
        subject, message = _WORDS[notification.subject](server, room, notification)
    return {
        "app": "spreed",
        "object_type": notification.object_type,
        "object_id": object_id,
        "subject": subject,
        "message": message,
        "datetime": notification.time,
    }


def _is_hidden(server: Server, room: Room, attendee: Attendee, notification: Notification) -> bool:
    if notification.object_type not in _HIDDEN_BY_LOBBY or room.lobby is LobbyState.NO_LOBBY:
        return False
    return Permission.IGNORE_LOBBY not in effective_permissions(server, room, attendee)


def _name(server: Server, user: str) -> str:
    account = server.users.get(user)
    return account.display_name if account else user


def _invitation(server: Server, room: Room, told: Notification) -> tuple[str, str]:
    who = _name(server, told.parameters["actorId"])
    if room.is_one_to_one:
        return f"{who} invited you to a private conversation", ""
    return f"{who} invited you to a group conversation: {room.name}", ""


def _call(server: Server, room: Room, told: Notification) -> tuple[str, str]:
    who = _name(server, told.parameters["callee"])
    if room.type is RoomType.ONE_TO_ONE or room.type is RoomType.FORMER_ONE_TO_ONE:
        running, over = f"{who} would like to talk with you", f"You missed a call from {who}"
    else:
        running, over = f"A group call has started in {room.name}", f"You missed a group call in {room.name}"
    return (running if room.call.active else over), ""


def _stored(_: Server, room: Room, told: Notification) -> tuple[str, str]:
    path = told.parameters["path"]
    return (
        "Call recording now available",
        f"The recording for the call in {room.name} was uploaded to {path}.",
    )


def _transcribed(_: Server, room: Room, told: Notification) -> tuple[str, str]:
    path = told.parameters["path"]
    return "Transcript now available", f"The transcript for the call in {room.name} was uploaded to {path}."


def _not_transcribed(_: Server, room: Room, told: Notification) -> tuple[str, str]:
    path = told.parameters["path"]
    return (
        "Failed to transcript call recording",
        f"The server failed to transcript the recording at {path} for the call in {room.name}. "
        "Please reach out to the administration.",
    )


def _not_stored(*_: object) -> tuple[str, str]:
    return "Failed to upload call recording", ""


_WORDS: Final[dict[str, Callable[[Server, Room, Notification], tuple[str, str]]]] = {
    "invitation": _invitation,
    "call": _call,
    "record_file_stored": _stored,
    "record_file_store_fail": _not_stored,
    "transcript_file_stored": _transcribed,
    "transcript_failed": _not_transcribed,
}
SUBJECTS: Final = (*_WORDS, *CHAT_SUBJECTS)
"""The keys of all notifications."""
