"""What requests to the external signaling server say about a room and its people."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from talksim.constants import AttendeeType, ListableScope, Permission
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.session import Session
from talksim.procedures.permissions import effective_permissions

__all__ = ["in_call_entry", "list_entries", "properties", "user_ids"]

_Entry = dict[str, Any]
_CYCLE: Final = 146_097 * 86_400
"""Seconds of the 400 years after which the calendar repeats."""
_SHOWN = (AttendeeType.USERS, AttendeeType.GUESTS)


def user_ids(room: Room) -> list[str]:
    """The accounts in the room."""
    return [attendee.actor_id for attendee in room.attendees.values() if attendee.is_user]


def properties(room: Room) -> _Entry:
    """The room's properties; its name stays private unless the room can be found by others."""
    public = room.listable is not ListableScope.PARTICIPANTS
    return {
        "name": room.name if public else "Private conversation",
        "type": int(room.type),
        "lobby-state": int(room.lobby),
        "lobby-timer": _date(room.lobby_timer),
        "read-only": int(room.read_only),
        "listable": int(room.listable),
        "active-since": _date(room.call.since),
        "sip-enabled": int(room.sip),
    }


def in_call_entry(server: Server, room: Room, session: Session, attendee: Attendee) -> _Entry:
    """One session as the signaling server knows it."""
    return {
        "inCall": int(session.in_call),
        "lastPing": int(session.last_ping),
        "sessionId": session.id,
        "nextcloudSessionId": session.id,
        "participantType": int(attendee.type),
        "participantPermissions": int(effective_permissions(server, room, attendee)),
        **_actor(attendee),
    }


def list_entries(server: Server, room: Room, changed: Attendee | None) -> tuple[list[_Entry], list[_Entry]]:
    """Entries of those whose permissions or name changed (None for all), and of everybody in the room."""
    entries, touched = [], []
    for attendee in room.attendees.values():
        if attendee.actor_type not in _SHOWN:
            continue
        for session in attendee.sessions.values() or (None,):
            entry = _list_entry(server, room, session, attendee)
            entries.append(entry)
            if session is not None and changed in (None, attendee):
                touched.append(entry)
    return touched, entries


def _list_entry(server: Server, room: Room, session: Session | None, attendee: Attendee) -> _Entry:
    permissions = effective_permissions(server, room, attendee) if session else Permission.CUSTOM
    return {
        "inCall": int(session.in_call) if session else 0,
        "lastPing": int(session.last_ping) if session else 0,
        "sessionId": session.id if session else "0",
        "participantType": int(attendee.type),
        "participantPermissions": int(permissions),
        "displayName": attendee.display_name,
        **_actor(attendee),
    }


def _actor(attendee: Attendee) -> _Entry:
    actor = {"actorType": attendee.actor_type.value, "actorId": attendee.actor_id}
    return {**actor, "userId": attendee.actor_id} if attendee.is_user else actor


def _date(seconds: int) -> _Entry | None:
    if not seconds:
        return None
    cycles, rest = divmod(seconds, _CYCLE)  # a date is known up to the year 9999, a timer to any
    date = datetime.fromtimestamp(rest, UTC)
    written = f"{date.year + 400 * cycles:04}-{date:%m-%d %H:%M:%S}.000000"
    return {"date": written, "timezone_type": 3, "timezone": "UTC"}
