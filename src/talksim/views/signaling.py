"""Who is in a room, as internal signaling tells browsers (spec: participant 3.2)."""

from __future__ import annotations

from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.permissions import effective_permissions
from talksim.rules.view import Shown, view

__all__ = ["sessions_in"]


@view
def sessions_in(server: Server, room: Room) -> list[Shown]:
    """The sessions with a ping in the last 30 s, in the order of the attendees."""
    return [
        {
            "sessionId": session.id,
            "userId": attendee.actor_id if attendee.is_user else "",
            "actorType": attendee.actor_type.value,
            "actorId": attendee.actor_id,
            "roomId": room.id,
            "lastPing": int(session.last_ping),
            "inCall": session.in_call,
            "participantPermissions": effective_permissions(server, room, attendee),
        }
        for attendee in room.attendees.values()
        for session in attendee.sessions.values()
        if session.is_fresh(server.now)
    ]
