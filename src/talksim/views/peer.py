"""What everybody sees of those in the call (spec: participant 4.2)."""

from __future__ import annotations

from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.session import Session
from talksim.procedures.presence import in_call
from talksim.rules.view import Shown, view
from talksim.views.names import display_name

__all__ = ["peer", "peers_of"]


def peers_of(server: Server, room: Room) -> list[Shown]:
    """Every session in the call that was seen in the last 30 s."""
    there = in_call(server, room)
    return [peer(server, room, person, session) for person, session in there if session.is_fresh(server.now)]


@view
def peer(server: Server, room: Room, attendee: Attendee, session: Session) -> Shown:
    """One session in the call."""
    return {
        "actorType": attendee.actor_type.value,
        "actorId": attendee.actor_id,
        "displayName": display_name(server, attendee),
        "token": room.token,
        "lastPing": int(session.last_ping),
        "sessionId": session.id,
    }
