"""Requests to the recording backend (spec: participant 5.3, 5.4)."""

from __future__ import annotations

from typing import Any, Final

from talksim.constants import RecordingStatus
from talksim.model.attendee import Attendee
from talksim.model.event import CallEnded, Event, RecordingRequested
from talksim.model.message import SentRequest
from talksim.model.room import Room
from talksim.model.server import Listener, Server

__all__ = ["LISTENERS"]

_IDLE: Final = (RecordingStatus.NONE, RecordingStatus.FAILED)


def recording_requested(server: Server, event: RecordingRequested) -> None:
    """Pass on what a moderator asked for; the owner of a recording is whoever started it."""
    by = _actor(event.by)
    if event.request == "start" and event.status is not None and event.by is not None:
        start = {"status": int(event.status), "owner": event.by.actor_id, **by}
        _send(server, event.room, {"type": "start", "start": start})
    else:
        _send(server, event.room, {"type": "stop", "stop": by or []})


def call_ended(server: Server, event: CallEnded) -> None:
    """A recording ends with its call, in nobody's name."""
    if event.room.call.recording not in _IDLE:
        _send(server, event.room, {"type": "stop", "stop": []})


def _actor(by: Attendee | None) -> dict[str, Any]:
    return {"actor": {"type": by.actor_type.value, "id": by.actor_id}} if by else {}


def _send(server: Server, room: Room, body: dict[str, Any]) -> None:
    server.requests.append(SentRequest(to="recording", token=room.token, time=server.now, body=body))


LISTENERS: Final[dict[type[Event], Listener]] = {
    RecordingRequested: recording_requested,
    CallEnded: call_ended,
}
"""What the recording backend is asked."""
