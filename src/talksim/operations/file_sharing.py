"""Sharing a file into a room, which is an endpoint of the files app (spec: chat 1.2).

The files app itself is not modelled: everybody owns a file of any path, and its format is told by its name.
"""

from __future__ import annotations

from typing import Any, Final

from talksim.constants import ActorType, Permission, ReadOnly
from talksim.procedures.chatting import share, trimmed
from talksim.procedures.gate import account_exists, logged_in, participant_found, room_found, talk_allowed
from talksim.procedures.json_text import json_object
from talksim.procedures.posting import is_replyable
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.parameter import JsonText
from talksim.rules.stage import Answer, commit, guard
from talksim.rules.wire import leading_number

__all__ = ["share_file"]

_ROOM_SHARE: Final = 10
_NOT_FOUND: Final = {"message": "Conversation not found"}
_FORMATS: Final = {
    "txt": "text/plain",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "ogg": "audio/ogg",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
_VOICE: Final = ("audio/mpeg", "audio/wav")
_CLAIMS: Final = ("voice-message", "record-audio", "record-video")


@guard(400)
def share_with_room(at: InRoom, *, share_type: int) -> bool:
    """The file is shared with a room."""
    return share_type == _ROOM_SHARE


@guard(404, answer=lambda _: _NOT_FOUND)
def room_takes_files(at: InRoom) -> bool:
    """The room is read-write and the actor may chat; a lobby is no obstacle."""
    return at.room.read_only is ReadOnly.READ_WRITE and Permission.CHAT in at.permissions


@commit
def file_is_shown(at: InRoom, *, path: str, reference_id: str, talk_meta_data: JsonText) -> None:
    """The room is shown the file, even one that it was shown before."""
    told = json_object(talk_meta_data) or {}
    caption = told.get("caption")
    caption = trimmed(caption) if isinstance(caption, str) else ""
    replied = at.room.message(_number(told.get("replyTo")))
    parameters = _file(at, path, str(told.get("messageType", "")))
    at.found = {"again": parameters["share"] in at.room.shares, "file": parameters["file"]}
    message = share(
        at.server,
        at.room,
        at.attendee,
        parameters,
        caption=caption,
        silent=bool(told.get("silent", False)),
        reference_id=reference_id,
        replied=replied if replied is not None and is_replyable(replied) else None,
    )
    at.room.shares.setdefault(parameters["share"], message.id)


@guard(403, because=lambda at: f"{at.room.label} has the file {at.params['path']} already")
def file_is_new(at: InRoom) -> bool:
    """The room does not have the file yet."""
    return not at.found["again"]


@operation(
    "POST /apps/files_sharing/api/v1/shares",
    stages=[
        account_exists,
        logged_in,
        talk_allowed,
        share_with_room,
        room_found,
        participant_found,
        room_takes_files,
        file_is_shown,
        file_is_new,
    ],
    samples=[{"path": "welcome.txt"}],
)
def share_file(
    at: InRoom,
    *,
    path: str,
    share_type: int = _ROOM_SHARE,
    reference_id: str = "",
    talk_meta_data: JsonText = JsonText(""),
) -> Answer:
    """Share a file with the room; `talk_meta_data` is JSON with caption, replyTo, silent and messageType."""
    return Answer(200, {"id": at.found["file"]["id"], "path": path, "share_type": _ROOM_SHARE})


def _file(at: InRoom, path: str, claim: str) -> dict[str, Any]:
    """What is stored of the file: a voice message must be one by its format, other claims are believed."""
    user = at.server.users[at.browser.user]
    number = user.files.get(path) or user.files.setdefault(path, at.server.next_id("file"))
    name = path.rpartition("/")[2]
    mime_type = _FORMATS.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    kept = claim in _CLAIMS and (claim != "voice-message" or mime_type in _VOICE)
    file = {"type": "file", "id": str(number), "name": name, "path": name, "mimetype": mime_type}
    told = {"file": file, "share": f"{ActorType.USERS.value}/{user.id}/{path}"}
    return {**told, "message_type": claim} if kept else told


def _number(value: Any) -> int:
    if isinstance(value, str):
        return leading_number(value)
    return value if isinstance(value, int) else 0
