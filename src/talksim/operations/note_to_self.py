"""The conversation of an account with itself (spec: conversation 1.6)."""

from __future__ import annotations

from talksim.procedures.creating import note_to_self_of
from talksim.procedures.gate import client_current, logged_in, talk_allowed
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.stage import Answer
from talksim.views.room import room_seen_by

__all__ = ["get_note_to_self"]


@operation("GET /api/v4/room/note-to-self", stages=[logged_in, client_current, talk_allowed])
def get_note_to_self(at: OnServer) -> Answer:
    """Read the note to self, made on the way if there is none (spec: conversation 1.6)."""
    room = note_to_self_of(at.server, at.server.users[at.browser.user])
    return Answer(200, room_seen_by(at, room))
