"""System messages about calls and recordings (spec: participant 4.5, 4.6, 5.2)."""

from __future__ import annotations

from typing import Any, Final

from talksim.constants import ActorType, AttendeeType, RecordingStatus
from talksim.model.event import CallEnded, Event, InCallChanged, RecordingChanged
from talksim.model.room import Room
from talksim.model.server import Listener, Server
from talksim.procedures.posting import Actor, post
from talksim.reactions.actors import acting, actor_of

__all__ = ["LISTENERS"]

_GUESTS_ONLY: Final[Actor] = (ActorType.GUESTS, "guests-only")
_RUNNING: Final = (RecordingStatus.VIDEO, RecordingStatus.AUDIO)


def in_call_changed(server: Server, event: InCallChanged) -> None:
    """Say who entered or left; it is a start when nobody seen lately is in the call."""
    if event.after or bool(event.old) == bool(event.new):
        return
    room, actor = event.room, actor_of(event.attendee)
    if not event.new:
        if not event.for_everyone:
            post(server, room, actor, system="call_left")
    elif room.call.has_fresh_session(server.now):
        post(server, room, actor, system="call_joined")
    else:
        post(server, room, actor, system="call_started", silent=event.silent)


def call_ended(server: Server, event: CallEnded) -> None:
    """Say who took part; a one-to-one call that one side alone took part in was missed."""
    room = event.room
    took_part = _who_took_part(room, event.since)
    key = "call_ended"
    if event.for_everyone:
        key = "call_ended_everyone"
    elif room.is_one_to_one and len(took_part["users"]) == 1:
        key = "call_missed"
    parameters = {**took_part, "duration": int(server.now) - event.since}
    post(server, room, _ender(event, took_part["users"]), system=key, parameters=parameters)


def recording_changed(server: Server, event: RecordingChanged) -> None:
    """Say that a recording runs, or no longer does; never that it could not be started."""
    key = _recording_key(event)
    if key is not None:
        actor = acting(server, event.room) if event.by is None else actor_of(event.by)
        post(server, event.room, actor, system=key)


def _who_took_part(room: Room, since: int) -> dict[str, Any]:
    """Those whose last call is not older than this one, in whole seconds, in the order of their ids."""
    there = [attendee for attendee in room.attendees.values() if attendee.last_joined_call >= since]
    there.sort(key=lambda attendee: attendee.actor_id)
    ids = {
        key: [attendee.actor_id for attendee in there if attendee.actor_type is kind]
        for key, kind in (("users", AttendeeType.USERS), ("cloudIds", AttendeeType.FEDERATED_USERS))
    }
    return {**ids, "guests": sum(attendee.actor_type is AttendeeType.GUESTS for attendee in there)}


def _ender(event: CallEnded, users: list[str]) -> Actor:
    if event.by is not None:
        return actor_of(event.by)
    return (ActorType.USERS, users[0]) if users else _GUESTS_ONLY


def _recording_key(event: RecordingChanged) -> str | None:
    old, new = event.old, event.new
    if new in _RUNNING:
        return "audio_recording_started" if new is RecordingStatus.AUDIO else "recording_started"
    if old not in _RUNNING:
        return None
    if new is RecordingStatus.FAILED:
        return "recording_failed"
    if event.by is None:
        return None
    return "audio_recording_stopped" if old is RecordingStatus.AUDIO else "recording_stopped"


LISTENERS: Final[dict[type[Event], Listener]] = {
    InCallChanged: in_call_changed,
    CallEnded: call_ended,
    RecordingChanged: recording_changed,
}
"""What is said in the chat when."""
