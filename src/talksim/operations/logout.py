"""Logging out (spec: participant 3.4)."""

from __future__ import annotations

from talksim.constants import RoomType
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.session import Session
from talksim.procedures.gate import logged_in
from talksim.procedures.leaving import leave_session
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.stage import Answer, finish

__all__ = ["log_out"]


def _remembered(at: OnServer) -> list[tuple[Room, Attendee, Session]]:
    """The sessions this browser remembers and that still exist, by the order of joining."""
    held = [(at.server.sessions.get(id), id) for id in at.browser.sessions.values()]
    return [(*entry, entry[1].sessions[id]) for entry, id in held if entry is not None]


@finish
def former_call_keeps_in(at: OnServer) -> Answer | None:
    """Being in the call of a one-to-one that has become a former one cannot end: a fault of the server."""
    stuck = any(s.in_call and room.type is RoomType.FORMER_ONE_TO_ONE for room, _, s in _remembered(at))
    return Answer(500) if stuck else None


@operation("POST /logout", stages=[logged_in, former_call_keeps_in])
def log_out(at: OnServer) -> None:
    """End every session this browser remembers, as by leaving each room; it forgets passwords and links.

    Other browsers of the account stay. Whatever this one asks next, it has logged in again for.
    spec: participant 3.1, 3.4, 7.
    """
    sessions = _remembered(at)
    for jar in (at.browser.sessions, at.browser.guest_ids, at.browser.passwords, at.browser.links):
        jar.clear()
    for room, attendee, session in sessions:
        leave_session(at.server, room, attendee, session)
