"""What the server does by itself from time to time, here only when it is told to (spec: chat 1.9, 2.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from talksim.constants import ObjectType, RoomType
from talksim.model.event import RecordingTranscribed, ReminderDue
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.leaving import delete_room
from talksim.procedures.posting import is_expired
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.stage import guard

__all__ = ["run_background_job"]


@guard(400, because=lambda _: f"the jobs are {', '.join(_JOBS)}")
def job_known(at: OnServer, *, job: str) -> bool:
    """The job is one of the server's."""
    return job in _JOBS


@operation("occ background-job:execute", stages=[job_known], by="cli", samples=[{"job": "Reminder"}])
def run_background_job(at: OnServer, *, job: str) -> None:
    """Deliver the reminders that are due (Reminder), remove expired messages (ExpireChatMessages), put
    the recordings that wait for it into words (TranscriptionJob; spec: participant 5.3), or delete the rooms
    nobody is in (RemoveEmptyRooms; spec: conversation 2.7).
    """
    _JOBS[job](at.server)


def _remind(server: Server) -> None:
    """Reminders of messages that are gone are forgotten without a word."""
    due = [
        (time, user.id, token, message)
        for user in server.users.values()
        for (token, message), time in user.reminders.items()
        if time <= server.now
    ]
    for _, user_id, token, message_id in sorted(due):
        del server.users[user_id].reminders[token, message_id]
        room = server.rooms.get(token)
        found = room.message(message_id) if room else None
        if room is not None and found is not None:
            server.emit(ReminderDue(room, found, user_id))


def _expire(server: Server) -> None:
    for room in server.rooms.values():
        if any(is_expired(server, message) for message in room.messages):
            room.keep_messages([m for m in room.messages if not is_expired(server, m)])


def _transcribe(server: Server) -> None:
    """The words come beside the recording; of a room that is gone nobody hears."""
    waiting, server.transcriptions = server.transcriptions, []
    for each in waiting:
        room = server.rooms.get(each.token)
        if room is not None:
            transcript = "" if each.fails else f"{each.path.rpartition('.')[0]}.md"
            server.emit(RecordingTranscribed(room, each.owner, each.path, transcript))


def _remove_empty_rooms(server: Server) -> None:
    for room in list(server.rooms.values()):
        if room.token in server.rooms and _is_deserted(server, room):
            delete_room(server, room)


def _is_deserted(server: Server, room: Room) -> bool:
    """Whether nobody is in the room but groups and circles; a file's room lasts as long as anybody has it."""
    if room.type is RoomType.CHANGELOG:
        return False
    if room.object_type is ObjectType.FILE:
        file = server.files.get(room.object_id)
        return file is None or not file.readers
    return all(attendee.is_collective for attendee in room.attendees.values())


_JOBS: Final[Mapping[str, Callable[[Server], None]]] = {
    "Reminder": _remind,
    "ExpireChatMessages": _expire,
    "TranscriptionJob": _transcribe,
    "RemoveEmptyRooms": _remove_empty_rooms,
}
