"""What can be asked of the room: guards, effects, and the operations made of them.

* Everybody joins and leaves the room and its call.
* Moderators in the room close and open the lobby, lock and unlock, start and stop the recording, promote and
  demote. The owner stays the owner.
* The recording backend says that a recording has started, or failed.
* With the lobby closed only moderators join the call; closing it, or demoting somebody while it is closed,
  takes those who are no moderators out of the call.
* While the room is read-only nobody starts a call; a running one may be joined.
* A recording needs an active call and ends with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import attrs

from room.model import (
    Lobby,
    Person,
    Presence,
    ReadOnly,
    Room,
    call_status,
    lobby,
    participant_type,
    presence,
    read_only,
    recording,
)
from talksim.rules.lifecycle import Lifecycle
from talksim.rules.operation import Operation
from talksim.rules.stage import Guard

__all__ = ["BY_BACKEND", "BY_MODERATOR", "BY_MODERATOR_ON_OTHERS", "BY_PERSON", "Scene"]


@attrs.define(eq=False)
class Scene:
    """What an operation plays in; `actor` and `target` are there where the operation has them."""

    room: Room
    actor: Person = attrs.field(init=False)
    target: Person = attrs.field(init=False)


Test = Callable[[Scene], bool]
Effect = Callable[[Scene], None]


def guard(test: Test) -> Guard:
    """A guard of this room alone: it is not among Talk's rules."""
    return Guard(f"room.{test.__name__}", test, status=403)


@guard
def actor_in_room(at: Scene) -> bool:
    """The actor is in the room, or in its call."""
    return at.actor.presence is not Presence.AWAY


@guard
def actor_is_moderator(at: Scene) -> bool:
    """The actor is one of the moderators."""
    return at.actor.is_moderator


@guard
def lobby_passed(at: Scene) -> bool:
    """The lobby is open, or the actor a moderator."""
    return at.room.settings.lobby is Lobby.OPEN or at.actor.is_moderator


@guard
def may_start_call(at: Scene) -> bool:
    """The call runs already, or the room is not read-only."""
    return at.room.call.active or at.room.settings.read_only is ReadOnly.OFF


@guard
def call_is_active(at: Scene) -> bool:
    """Somebody is in the call."""
    return at.room.call.active


def can(lifecycle: Lifecycle, trigger: str, of: Callable[[Scene], Any]) -> Guard:
    """The guard that a status has a move of that name."""

    def has_move(at: Scene) -> bool:
        return lifecycle.may(of(at), trigger)

    has_move.__doc__ = f'The {lifecycle.name} has a move "{trigger}".'
    return Guard(f"room.can {trigger}", has_move, status=400)


def the_actor(at: Scene) -> Person:
    return at.actor


def the_target(at: Scene) -> Person:
    return at.target


def end_call_if_empty(room: Room) -> None:
    """The last one out ends the call, and with it the recording."""
    if not any(person.in_call for person in room.people.values()):
        call_status.fire(room.call, "end")
        recording.fire(room.call, "end of call")


def join(at: Scene) -> None:
    presence.fire(at.actor, "join")


def leave(at: Scene) -> None:
    was_in_call = at.actor.in_call
    presence.fire(at.actor, "leave")
    if was_in_call:
        end_call_if_empty(at.room)


def join_call(at: Scene) -> None:
    presence.fire(at.actor, "join call")
    if not at.room.call.active:
        call_status.fire(at.room.call, "start")


def leave_call(at: Scene) -> None:
    presence.fire(at.actor, "leave call")
    end_call_if_empty(at.room)


def take_out(room: Room, person: Person) -> None:
    """Out of the call goes who may not be in it while the lobby is closed."""
    if person.in_call and not person.is_moderator:
        presence.fire(person, "leave call")
        end_call_if_empty(room)


def close_lobby(at: Scene) -> None:
    lobby.fire(at.room.settings, "close")
    for person in at.room.people.values():
        take_out(at.room, person)


def open_lobby(at: Scene) -> None:
    lobby.fire(at.room.settings, "open")


def lock(at: Scene) -> None:
    read_only.fire(at.room.settings, "lock")


def unlock(at: Scene) -> None:
    read_only.fire(at.room.settings, "unlock")


def start_video(at: Scene) -> None:
    recording.fire(at.room.call, "start video")


def start_audio(at: Scene) -> None:
    recording.fire(at.room.call, "start audio")


def stop(at: Scene) -> None:
    recording.fire(at.room.call, "stop")


def started(at: Scene) -> None:
    recording.fire(at.room.call, "started")


def failed(at: Scene) -> None:
    recording.fire(at.room.call, "failed")


def promote(at: Scene) -> None:
    participant_type.fire(at.target, "promote")


def demote(at: Scene) -> None:
    participant_type.fire(at.target, "demote")
    if at.room.settings.lobby is Lobby.CLOSED:
        take_out(at.room, at.target)


def operation(effect: Effect, *stages: Guard, by: str = "browser") -> Operation:
    """An operation of this room alone: it is not among Talk's."""
    name = effect.__name__
    return Operation(f"room.{name}", f"POST /{name}", stages, effect, by=by, phrase=name.replace("_", " "))


def the_call(at: Scene) -> Any:
    return at.room.call


def the_settings(at: Scene) -> Any:
    return at.room.settings


_MODERATOR: Final = (actor_in_room, actor_is_moderator)

BY_PERSON: Final = (
    operation(join, can(presence, "join", the_actor)),
    operation(leave, can(presence, "leave", the_actor)),
    operation(join_call, can(presence, "join call", the_actor), lobby_passed, may_start_call),
    operation(leave_call, can(presence, "leave call", the_actor)),
)

BY_MODERATOR: Final = (
    operation(close_lobby, *_MODERATOR, can(lobby, "close", the_settings)),
    operation(open_lobby, *_MODERATOR, can(lobby, "open", the_settings)),
    operation(lock, *_MODERATOR, can(read_only, "lock", the_settings)),
    operation(unlock, *_MODERATOR, can(read_only, "unlock", the_settings)),
    operation(start_video, *_MODERATOR, call_is_active, can(recording, "start video", the_call)),
    operation(start_audio, *_MODERATOR, call_is_active, can(recording, "start audio", the_call)),
    operation(stop, *_MODERATOR, can(recording, "stop", the_call)),
)

BY_MODERATOR_ON_OTHERS: Final = (
    operation(promote, *_MODERATOR, can(participant_type, "promote", the_target)),
    operation(demote, *_MODERATOR, can(participant_type, "demote", the_target)),
)

BY_BACKEND: Final = (
    operation(started, can(recording, "started", the_call), by="recording backend"),
    operation(failed, can(recording, "failed", the_call), by="recording backend"),
)
