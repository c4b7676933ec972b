"""Requests to the external signaling server (spec: conversation 12, participant 4.5, 5.2).

With internal signaling clients only refresh their lists, and nothing is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from talksim.constants import ParticipantType, SignalingMode
from talksim.model.attendee import Attendee
from talksim.model.event import (
    AttendeeRemoved,
    AttendeesAdded,
    AttendeeTypeChanged,
    CallEnded,
    DialOutRequested,
    Event,
    InCallChanged,
    LobbyChanged,
    MessagePosted,
    NameChanged,
    ParticipantsChanged,
    RecordingChanged,
    RoomDeleted,
    RoomModified,
    SessionLeft,
    SessionsSwitched,
)
from talksim.model.message import SentRequest
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.presence import in_call
from talksim.reactions.signaling_data import in_call_entry, list_entries, properties, user_ids

__all__ = ["LISTENERS"]

_Listen = Callable[[Server, Any], None]
_SENT: Final = frozenset(
    {
        "breakout_mode",
        "breakout_status",
        "description",
        "listable",
        "name",
        "password",
        "read_only",
        "sip",
        "type",
    }
)
"""The properties of a room whose change is sent (spec: conversation 12)."""


def message_posted(server: Server, event: MessagePosted) -> None:
    """Clients look for new messages."""
    _message(server, event.room, {"type": "chat", "chat": {"refresh": True}})


def room_modified(server: Server, event: RoomModified) -> None:
    """Send the room's properties; a new default of the permissions changes participants instead."""
    if event.property in _SENT:
        _update(server, event.room)
    elif event.property == "default_permissions":
        _participants(server, event.room)


def lobby_changed(server: Server, event: LobbyChanged) -> None:
    """Send the room's properties, also when the lobby stays as it was."""
    _update(server, event.room)


def recording_changed(server: Server, event: RecordingChanged) -> None:
    """Tell clients the status, then send the room's properties."""
    _message(server, event.room, {"type": "recording", "recording": {"status": int(event.new)}})
    _update(server, event.room)


def attendees_added(server: Server, event: AttendeesAdded) -> None:
    """Invite the accounts."""
    invited = [attendee.actor_id for attendee in event.attendees if attendee.is_user]
    if invited:
        _send(server, event.room, "invite", _listing(event.room, userids=invited))


def attendee_removed(server: Server, event: AttendeeRemoved) -> None:
    """Put the sessions out, then the account."""
    room = event.room
    if event.sessions:
        ids = [session.id for session in event.sessions]
        _send(server, room, "disinvite", _listing(room, sessionids=ids))
    if event.attendee.is_user:
        _send(server, room, "disinvite", _listing(room, userids=[event.attendee.actor_id]))


def session_left(server: Server, event: SessionLeft) -> None:
    """Put the session out if it is a guest's, or the same browser is coming back."""
    if event.rejoining or event.attendee.type in _GUESTS:
        _send(server, event.room, "disinvite", _listing(event.room, sessionids=[event.session.id]))


_GUESTS: Final = (ParticipantType.GUEST, ParticipantType.GUEST_MODERATOR)


def sessions_switched(server: Server, event: SessionsSwitched) -> None:
    """Send sessions to another room."""
    ids = [session.id for session in event.sessions]
    _send(server, event.room, "switchto", {"roomid": event.target, "sessions": ids})


def room_deleted(server: Server, event: RoomDeleted) -> None:
    """The room is gone for its accounts."""
    _send(server, event.room, "delete", {"userids": user_ids(event.room)})


def attendee_type_changed(server: Server, event: AttendeeTypeChanged) -> None:
    """Send the room's properties, as older clients expect, and the participants."""
    _update(server, event.room)
    _participants(server, event.room, event.attendee)


def participants_changed(server: Server, event: ParticipantsChanged) -> None:
    """Send the participants after new permissions."""
    _participants(server, event.room, event.attendee)


def name_changed(server: Server, event: NameChanged) -> None:
    """Send the participants after a new name."""
    _participants(server, event.room, event.attendee)


def in_call_changed(server: Server, event: InCallChanged) -> None:
    """Send who is in the call; when it ended for everyone that is said once."""
    if not event.after or event.for_everyone:
        return
    room = event.room
    body = {
        "incall": int(event.new),
        "changed": [in_call_entry(server, room, event.session, event.attendee)],
        "users": [
            in_call_entry(server, room, session, attendee) for attendee, session in in_call(server, room)
        ],
    }
    _send(server, room, "incall", body)


def call_ended(server: Server, event: CallEnded) -> None:
    """Put everybody out of the call at once."""
    if event.for_everyone:
        _send(server, event.room, "incall", {"incall": 0, "all": True})


def dial_out_requested(server: Server, event: DialOutRequested) -> None:
    """Have a number dialed."""
    phone = event.attendee
    options = {
        "attendeeId": phone.id,
        "actorType": phone.actor_type.value,
        "actorId": phone.actor_id,
    }
    _send(server, event.room, "dialout", {"number": phone.phone_number, "options": options})


def _update(server: Server, room: Room) -> None:
    body = {"userids": user_ids(room), "properties": {**properties(room), "description": room.description}}
    _send(server, room, "update", body)


def _participants(server: Server, room: Room, attendee: Attendee | None = None) -> None:
    changed, users = list_entries(server, room, attendee)
    _send(server, room, "participants", {"changed": changed, "users": users})


def _listing(room: Room, **who: list[str]) -> dict[str, Any]:
    refresh = {**properties(room), "participant-list": "refresh"}
    return {**who, "alluserids": user_ids(room), "properties": refresh}


def _message(server: Server, room: Room, data: dict[str, Any]) -> None:
    _send(server, room, "message", {"data": data})


def _send(server: Server, room: Room, kind: str, body: dict[str, Any]) -> None:
    sent = SentRequest(to="signaling", token=room.token, time=server.now, body={"type": kind, kind: body})
    server.requests.append(sent)


def _when_external(listener: _Listen) -> _Listen:
    def listen(server: Server, event: Any) -> None:
        if server.settings.effective_signaling is not SignalingMode.INTERNAL:
            listener(server, event)

    return listen


_ALL: Final[dict[type[Event], _Listen]] = {
    MessagePosted: message_posted,
    RoomModified: room_modified,
    LobbyChanged: lobby_changed,
    RecordingChanged: recording_changed,
    AttendeesAdded: attendees_added,
    AttendeeRemoved: attendee_removed,
    AttendeeTypeChanged: attendee_type_changed,
    ParticipantsChanged: participants_changed,
    NameChanged: name_changed,
    SessionLeft: session_left,
    SessionsSwitched: sessions_switched,
    RoomDeleted: room_deleted,
    InCallChanged: in_call_changed,
    CallEnded: call_ended,
    DialOutRequested: dial_out_requested,
}
LISTENERS: Final[dict[type[Event], _Listen]] = {
    event: _when_external(listener) for event, listener in _ALL.items()
}
"""What the signaling server is told."""
