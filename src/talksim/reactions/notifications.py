"""Notifications of conversations, calls and recordings (spec: chat 2.5, 2.8; participant 6.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from talksim.constants import AttendeeType, CallNotificationLevel, LobbyState, ObjectType, Permission
from talksim.model.attendee import Attendee
from talksim.model.event import (
    AttendeesAdded,
    CallRung,
    CallStarted,
    Event,
    InCallChanged,
    RecordingStored,
    RecordingTranscribed,
    RoomDeleted,
    RoomJoined,
)
from talksim.model.message import Notification
from talksim.model.room import Room
from talksim.model.server import Listener, Server
from talksim.model.user import User

__all__ = ["LISTENERS", "dismiss", "notify"]

_OF_ROOM: Final = ("call", "chat", "room", "recording", "recording_information")


def notify(
    server: Server, user: User, room: Room, object_type: str, subject: str, **parameters: Any
) -> Notification:
    """Send an account a notification about a room."""
    made = Notification(
        id=server.next_id("notification"),
        object_type=object_type,
        object_id=room.token,
        subject=subject,
        time=server.now,
        parameters=parameters,
    )
    user.notifications[made.id] = made
    return made


def dismiss(user: User, room: Room, *object_types: str) -> None:
    """Take back what an account was told about a room."""
    gone = [
        n for n in user.notifications.values() if n.object_id == room.token and n.object_type in object_types
    ]
    for notification in gone:
        del user.notifications[notification.id]


def attendees_added(server: Server, event: AttendeesAdded) -> None:
    """Invite the accounts somebody else has added; who was self-joined before is not invited."""
    by = server.caller.user if server.caller and server.caller.role != "cli" else ""
    if not by or event.room.object_type is ObjectType.FILE:
        return
    for attendee in event.attendees:
        user = server.users.get(attendee.actor_id) if attendee.is_user else None
        if user is not None and user.id != by:
            notify(server, user, event.room, "room", "invitation", actorId=by)


def room_joined(server: Server, event: RoomJoined) -> None:
    """Whoever is in the room needs no invitation any more."""
    user = _account(server, event.attendee)
    if user is not None:
        dismiss(user, event.room, "room")


def in_call_changed(server: Server, event: InCallChanged) -> None:
    """Whoever is in the call need not be told of it: the account whose request it is."""
    caller = server.caller
    user = server.users.get(caller.user) if caller and caller.user else None
    if event.after and event.new and not event.old and user is not None:
        dismiss(user, event.room, "call")


def call_started(server: Server, event: CallStarted) -> None:
    """Tell everybody of the call, in place of what they were told before about room and calls."""
    room = event.room
    if event.silent or room.object_type is ObjectType.FILE:
        return
    for attendee, user in _accounts(server, room):
        dismiss(user, room, "room", "call")
        if _is_told_of_call(server, room, attendee) and attendee is not event.attendee:
            notify(server, user, room, "call", "call", callee=event.attendee.actor_id)


def call_rung(server: Server, event: CallRung) -> None:
    """Tell one account again, whatever its settings and the lobby."""
    user = _account(server, event.attendee)
    if user is not None:
        dismiss(user, event.room, "call")
        notify(server, user, event.room, "call", "call", callee=event.by.actor_id)


def recording_stored(server: Server, event: RecordingStored) -> None:
    """Tell the owner of a recording that it is there, or that it could not be kept."""
    user = server.users.get(event.owner)
    if user is None:
        return
    if event.path:
        notify(server, user, event.room, "recording", "record_file_stored", path=event.path)
    else:
        notify(server, user, event.room, "recording_information", "record_file_store_fail")


def recording_transcribed(server: Server, event: RecordingTranscribed) -> None:
    """Tell the owner of a recording where its words are, or that there are none."""
    user = server.users.get(event.owner)
    if user is None or event.room.find(AttendeeType.USERS, event.owner) is None:
        return
    if event.transcript:
        notify(server, user, event.room, "recording", "transcript_file_stored", path=event.transcript)
    else:
        notify(server, user, event.room, "recording", "transcript_failed", path=event.path)


def room_deleted(server: Server, event: RoomDeleted) -> None:
    """Take back whatever was said about a room that goes."""
    for _, user in _accounts(server, event.room):
        dismiss(user, event.room, *_OF_ROOM)


def _is_told_of_call(server: Server, room: Room, attendee: Attendee) -> bool:
    if attendee.notification_calls is not CallNotificationLevel.ON:
        return False
    if any(session.calls(server.now) for session in attendee.sessions.values()):
        return False
    # the server looks at the stored permissions here, not at the effective ones
    return (
        room.lobby is LobbyState.NO_LOBBY
        or attendee.moderates_with_login
        or Permission.IGNORE_LOBBY in attendee.permissions
    )


def _accounts(server: Server, room: Room) -> Iterator[tuple[Attendee, User]]:
    for attendee in room.attendees.values():
        user = _account(server, attendee)
        if user is not None:
            yield attendee, user


def _account(server: Server, attendee: Attendee) -> User | None:
    return server.users.get(attendee.actor_id) if attendee.actor_type is AttendeeType.USERS else None


LISTENERS: Final[dict[type[Event], Listener]] = {
    AttendeesAdded: attendees_added,
    RoomJoined: room_joined,
    InCallChanged: in_call_changed,
    CallStarted: call_started,
    CallRung: call_rung,
    RecordingStored: recording_stored,
    RecordingTranscribed: recording_transcribed,
    RoomDeleted: room_deleted,
}
"""Who is told of what."""
