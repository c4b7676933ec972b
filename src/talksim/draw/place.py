"""Where somebody is, seen from a room: outside, in its lobby, in the room or in its call."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.session import Session
from talksim.model.user import Browser
from talksim.procedures.gate import lobby_passed
from talksim.procedures.scene import InRoom

__all__ = ["OUTSIDE", "Place", "place_of", "where"]

OUTSIDE: Final = "outside"
Place: TypeAlias = Literal["lobby", "in room", "in call"]

_ANY: Final = Browser("")
"""Stands in the scene of a guard that does not ask who is before the screen."""


def place_of(server: Server, room: Room, attendee: Attendee, session: Session) -> Place:
    """Where an attendee is with one session: in the lobby if its guard would keep them out."""
    if session.calls(server.now):
        return "in call"
    scene = InRoom(server, _ANY, room.token, {})
    scene.room, scene.attendee, scene.session = room, attendee, session
    return "in room" if lobby_passed.test(scene) else "lobby"


def where(server: Server, browser: Browser, room: Room) -> str:
    """Where a browser is, seen from a room: outside, lobby, in room, in call with what it sends."""
    id = browser.sessions.get(room.token, "")
    entry = server.sessions.get(id)
    if entry is None:
        return OUTSIDE
    session = entry[1].sessions[id]
    place = place_of(server, room, entry[1], session)
    sends = [word for word in str(session.in_call).split(" + ") if word != "in call"]
    return f"in call with {', '.join(sends)}" if place == "in call" and sends else place
