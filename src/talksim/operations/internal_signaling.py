"""Signaling within Talk, while there is no signaling server (spec: participant 3.2; chat 5.2)."""

from __future__ import annotations

import json
from typing import Any

from talksim.constants import SignalingMode
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.session import Session
from talksim.procedures.bans import is_banned
from talksim.procedures.gate import account_exists, client_current
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.parameter import JsonText
from talksim.rules.stage import Answer, finish, guard
from talksim.views.signaling import sessions_in

__all__ = ["pull_signaling", "send_signaling"]


@guard(400)
def signaling_is_internal(at: OnServer) -> bool:
    """Browsers ask Talk itself, not a signaling server."""
    return at.server.settings.effective_signaling is SignalingMode.INTERNAL


@guard(404, because=lambda at: f"{at.browser.name} has not joined a room {at.token} with this browser")
def session_remembered(at: OnServer) -> bool:
    """The browser has joined the room before."""
    return at.token in at.browser.sessions


@finish
def session_killed(at: OnServer) -> Answer | None:
    """A session that is gone is 409 for a member and 404 for anybody else.

    A banned guest who still asks gets the address banned (spec: participant 1.6, 3.2).
    """
    if _own(at) is not None:
        return None
    room = at.server.rooms.get(at.token)
    is_member = room is not None and bool(at.browser.user) and room.find("users", at.browser.user) is not None
    if room is not None:
        is_banned(at.server, room, at.browser)
    return Answer(409 if is_member else 404)


@operation(
    "GET /api/v3/signaling/{token}",
    stages=[account_exists, client_current, signaling_is_internal, session_remembered, session_killed],
)
def pull_signaling(at: OnServer) -> Answer:
    """Ask for signaling messages and who is there, which keeps the session alive (spec: participant 3.2)."""
    own = _own(at)
    assert own is not None
    room, _, session = own
    session.last_ping = at.now
    messages, session.inbox = session.inbox, []
    waiting = [{"type": "message", "data": message} for message in messages]
    return Answer(200, [*waiting, {"type": "usersInRoom", "data": sessions_in(at.server, room)}])


@operation(
    "POST /api/v3/signaling/{token}",
    stages=[account_exists, client_current, signaling_is_internal],
    samples=[{"messages": "[]"}],
)
def send_signaling(at: OnServer, *, messages: JsonText) -> Answer:
    """Send messages from the own session to others of the room, who find them when they ask next.

    Each is `{ev: message, sessionId: …, fn: "{to: …, type: …}"}`. One from another session goes nowhere, nor
    does one of the type "control" by anybody but a moderator with an account (spec: participant 3.2).
    """
    own = _own(at)
    for message in _parsed(messages, list) if own else ():
        if own and isinstance(message, dict) and message.get("sessionId") == own[2].id:
            _deliver(at, own, _parsed(message.get("fn"), dict))
    return Answer(200, [])


def _deliver(at: OnServer, own: tuple[Room, Attendee, Session], message: dict[str, Any]) -> None:
    room, sender, session = own
    where, receiver = at.server.sessions.get(str(message.get("to")), (None, None))
    if where is not room or receiver is None:
        return
    if message.get("type") != "control" or sender.moderates_with_login:
        receiver.sessions[message["to"]].inbox.append({**message, "from": session.id})


def _parsed(text: Any, kind: type) -> Any:
    """What a text says in JSON if it is of the kind, else nothing."""
    try:
        value = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, kind) else kind()


def _own(at: OnServer) -> tuple[Room, Attendee, Session] | None:
    """The session this browser remembers for the room, if it still exists."""
    session_id = at.browser.sessions.get(at.token, "")
    room, attendee = at.server.sessions.get(session_id, (None, None))
    if room is None or attendee is None or room.token != at.token:
        return None
    return room, attendee, attendee.sessions[session_id]
