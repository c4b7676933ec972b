"""Fixes of what the modelled server does with breakout rooms (spec: conversation 7)."""

from __future__ import annotations

from collections.abc import Iterator

from talksim.constants import BreakoutMode, BreakoutStatus, RecordingConsent
from talksim.fixes.fix import Change, fix
from talksim.model.lifecycles import consent
from talksim.operations.breakout_rooms import (
    configure_breakout_rooms,
    remove_breakout_rooms,
    reorganise_breakout_rooms,
)
from talksim.operations.conversations import delete_room
from talksim.procedures import leaving
from talksim.procedures.breakout_members import rows_in_breakout_rooms
from talksim.procedures.breakout_rooms import breakout_rooms_of, call_back
from talksim.procedures.leaving import remove_attendee
from talksim.procedures.scene import InRoom
from talksim.rules.operation import OPERATIONS
from talksim.rules.parameter import AttendeeMap
from talksim.rules.policy import instead, postponed, swapped
from talksim.rules.stage import RULES, Answer

__all__: list[str] = []


@fix("spreed#11920, A6, A9")
def leave_alone_who_stays() -> Iterator[Change]:
    """Re-mapping and adding move only those whose breakout room changes.

    An effect variant of "reorganise breakout rooms", a commit variant of "add participant".
    """
    yield swapped(OPERATIONS["reorganise_breakout_rooms"], effect=_reorganised_but_for_who_stays)
    yield instead(OPERATIONS["add_participant"], RULES["adding.siblings_left"], _other_siblings_left)


@fix("spreed#17544")
def call_back_before_removing() -> Iterator[Change]:
    """Removing breakout rooms that run calls everybody in them back first, as stopping does.

    An effect variant of "remove breakout rooms".
    """
    yield swapped(OPERATIONS["remove_breakout_rooms"], effect=_called_back_and_removed)


@fix("A78")
def inherit_the_consent() -> Iterator[Change]:
    """New breakout rooms require consent to recording where their parent does.

    An effect variant of "configure breakout rooms".
    """
    yield swapped(OPERATIONS["configure_breakout_rooms"], effect=_configured_with_consent)


@fix("A1, A2")
def store_the_mode_last() -> Iterator[Change]:
    """The breakout mode is stored after every guard has spoken: the commit "mode stored" comes last."""
    yield postponed(OPERATIONS["configure_breakout_rooms"], RULES["breakout_rooms.mode_stored"])


@fix("A3, B14")
def delete_orphans_as_well() -> Iterator[Change]:
    """Deleting a room deletes its breakout rooms whatever its mode: an effect variant of "delete room"."""
    yield swapped(OPERATIONS["delete_room"], effect=_deleted_with_orphans)


def _reorganised_but_for_who_stays(at: InRoom, *, attendee_map: AttendeeMap = AttendeeMap("[]")) -> Answer:
    rooms, attendees = breakout_rooms_of(at.server, at.room), at.room.attendees
    at.found = {
        id: number
        for id, number in at.found.items()
        if id not in attendees or rooms[number].find(*attendees[id].actor) is None
    }
    answer: Answer = reorganise_breakout_rooms(at, attendee_map=attendee_map)
    return answer


def _other_siblings_left(at: InRoom) -> None:
    """Take the newcomer out of the other breakout rooms, up to one they moderate."""
    if not at.room.is_breakout_room:
        return
    parent = at.server.rooms[at.room.object_id]
    for room, attendee in rows_in_breakout_rooms(at.server, parent, at.params["participant"]):
        if attendee.moderates:
            return
        if room is not at.room:
            remove_attendee(at.server, room, attendee)


def _called_back_and_removed(at: InRoom) -> None:
    if at.room.breakout_status is BreakoutStatus.STARTED:
        for room in breakout_rooms_of(at.server, at.room):
            call_back(at.server, at.room, room)
    remove_breakout_rooms(at)


def _configured_with_consent(
    at: InRoom, *, mode: BreakoutMode | int, amount: int, attendee_map: AttendeeMap = AttendeeMap("[]")
) -> None:
    configure_breakout_rooms(at, mode=mode, amount=amount, attendee_map=attendee_map)
    if at.room.recording_consent is RecordingConsent.REQUIRED:
        for room in breakout_rooms_of(at.server, at.room):
            consent.fire(room, "require", None)


def _deleted_with_orphans(at: InRoom) -> None:
    for room in breakout_rooms_of(at.server, at.room):
        leaving.delete_room(at.server, room)
    delete_room(at)
