"""The file of a recording: handed in by the backend, shared or dismissed (spec: participant 5.3)."""

from __future__ import annotations

from talksim.constants import AttendeeType
from talksim.model.event import RecordingStored
from talksim.model.message import Notification, Transcription
from talksim.model.user import User
from talksim.procedures.chatting import share
from talksim.procedures.gate import gates, logged_in, moderator
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.parameter import Moment
from talksim.rules.stage import bind, commit, guard

__all__ = ["dismiss_recording", "share_recording", "store_recording"]

_MIME_TYPES = {
    "audio/ogg": ("ogg",),
    "video/ogg": ("ogv",),
    "video/webm": ("webm",),
    "video/x-matroska": ("mkv",),
}
"""The accepted formats and their file extensions."""

_OF_FILES = ("record_file_stored", "transcript_file_stored")


@bind(404)
def stored_room_found(at: InRoom) -> bool:
    """The room exists."""
    room = at.server.rooms.get(at.token)
    if room is not None:
        at.room = room
    return room is not None


@guard(401, answer=lambda _: {"type": "error", "error": {"code": "invalid_request"}})
def upload_signed(at: InRoom, *, signed: bool) -> bool:
    """The upload carries a valid signature."""
    return signed


@commit
def failure_told(at: InRoom, *, owner: str | None) -> None:
    """Whoever has lost a recording is told, be it the owner named or the one remembered from the start."""
    if owner is None:
        at.emit(RecordingStored(at.room, at.room.call.recording_owner))


@guard(400, "size", because=lambda _: "an upload over the server's limit arrives empty")
def upload_small_enough(at: InRoom, *, owner: str | None) -> bool:
    """An owner is named; a request over the size limit arrives without."""
    return owner is not None


@commit
def owner_forgotten(at: InRoom) -> None:
    """From here on the server does not remember who started the recording."""
    at.room.call.recording_owner = ""


@guard(400, "owner_participant", because=lambda at: f"{at.params['owner']} is not in {at.room.label}")
def owner_in_room(at: InRoom, *, owner: str | None) -> bool:
    """The owner is still in the room."""
    return owner is not None and at.room.find(AttendeeType.USERS, owner) is not None


@commit
def broken_file_told(at: InRoom, *, owner: str | None, intact: bool) -> None:
    """The owner is told of a file that did not arrive whole."""
    if not intact:
        at.emit(RecordingStored(at.room, owner or ""))


@guard(400, "invalid_file")
def file_intact(at: InRoom, *, intact: bool) -> bool:
    """The file arrived whole."""
    return intact


@guard(400, "empty_file")
def file_not_empty(at: InRoom, *, size: int) -> bool:
    """There is something in the file."""
    return size > 0


@guard(400, "file_mimetype", because=lambda at: f"the file is {at.params['mime_type']}")
def file_format_known(at: InRoom, *, mime_type: str) -> bool:
    """The file is Ogg, WebM or Matroska."""
    return mime_type in _MIME_TYPES


@guard(400, "file_extension")
def file_extension_fits(at: InRoom, *, mime_type: str, file: str) -> bool:
    """The file's name ends as its format wants."""
    return file.rpartition(".")[2] in _MIME_TYPES[mime_type]


@operation(
    "POST /api/v1/recording/{token}/store",
    stages=[
        stored_room_found,
        upload_signed,
        failure_told,
        upload_small_enough,
        owner_forgotten,
        owner_in_room,
        broken_file_told,
        file_intact,
        file_not_empty,
        file_format_known,
        file_extension_fits,
    ],
    by="recording backend",
)
def store_recording(
    at: InRoom,
    *,
    owner: str | None = None,
    file: str = "recording.ogg",
    mime_type: str = "audio/ogg",
    size: int = 1,
    intact: bool = True,
    signed: bool = True,
    transcribable: bool = True,
) -> None:
    """The recording backend hands in the file; its owner is told where it is (spec: participant 5.3).

    Where the settings want it the file waits to be transcribed; `transcribable` says whether that will work.
    """
    path = f"/Talk/Recording/{at.token}/{file.rpartition('/')[2]}"
    at.emit(RecordingStored(at.room, owner or "", path))
    if at.server.settings.call_recording_transcription:
        waiting = Transcription(owner or "", at.token, path, fails=not transcribable)
        at.server.transcriptions.append(waiting)


@guard(400, "file", because=lambda at: f"{at.attendee.label} was told of no file {at.params['file_id']}")
def file_known(at: InRoom, *, file_id: int) -> bool:
    """The caller was told of this file."""
    return _told_of(at, file_id) is not None


@operation(
    "POST /api/v1/recording/{token}/share-chat",
    stages=[*gates(logged_in, moderator), file_known],
)
def share_recording(at: InRoom, *, file_id: int, timestamp: Moment = Moment(0)) -> None:
    """Show the file to the room, and take back its notification (spec: participant 5.3)."""
    told = _told_of(at, file_id)
    path = told.parameters["path"] if told else ""
    # a transcript comes as what it was made from: all that is no video is a record of sound
    extension = path.rpartition(".")[2]
    mime_type = next((mime for mime, known in _MIME_TYPES.items() if extension in known), "")
    file = {"type": "file", "id": str(file_id), "name": path.rpartition("/")[2], "mimetype": mime_type}
    kind = "record-video" if mime_type.startswith("video/") else "record-audio"
    share(at.server, at.room, at.attendee, {"file": file, "message_type": kind})
    _take_back(at, int(told.time) if told else timestamp)


@operation("DELETE /api/v1/recording/{token}/notification", stages=gates(logged_in, moderator))
def dismiss_recording(at: InRoom, *, timestamp: Moment) -> None:
    """Take back what the caller was told about the recording of that time (spec: participant 5.3)."""
    _take_back(at, timestamp)


def _told_of(at: InRoom, file_id: int) -> Notification | None:
    """The notification about the file; the model numbers files as it numbers these."""
    told = _user(at).notifications.get(file_id)
    if told is None or told.subject not in _OF_FILES or told.object_id != at.token:
        return None
    return told


def _take_back(at: InRoom, timestamp: int) -> None:
    user = _user(at)
    for told in list(user.notifications.values()):
        if told.subject in _OF_FILES and told.object_id == at.token and int(told.time) == timestamp:
            del user.notifications[told.id]


def _user(at: InRoom) -> User:
    return at.server.users[at.browser.user]
