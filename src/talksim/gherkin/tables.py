"""Tables of features to rows a scenario expects, by what each column is compared with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from talksim.constants import (
    BreakoutMode,
    InCall,
    ListableScope,
    LobbyState,
    ParticipantType,
    ReadOnly,
    RecordingConsent,
    RecordingStatus,
    RoomType,
    SipState,
)
from talksim.gherkin.cells import (
    Cell,
    boolean,
    bot,
    message,
    newlines,
    number,
    one_of,
    permissions,
    pin,
    regular,
    structure,
    text,
)
from talksim.gherkin.world import BadStep

__all__ = [
    "ATTENDEES",
    "BANS",
    "HIDDEN_ROOMS",
    "MESSAGES",
    "NOTIFICATIONS",
    "ROOMS",
    "SYSTEM_MESSAGES",
    "Columns",
    "row",
    "rows",
]

Columns = Mapping[str, tuple[str, Cell]]
"""By column: the field it is compared with, `a.b` in a field of a field, and how its cells are read."""

HIDDEN_ROOMS: Final = {"type": ["changelog", "note to self"]}
"""The rooms that lists of rooms are compared without."""


def _last(cell: str) -> Any:
    return newlines(cell) if cell else None


def _optional(cell: str) -> Any:
    return cell or {"matches": "^$"}


def _participant_type(cell: str) -> Any:
    return one_of(ParticipantType)(cell.removeprefix("USER_"))


def _flag(cell: str) -> Any:
    return None if cell == "!ISSET" else boolean(cell)


def _parameters(cell: str) -> Any:
    return ... if cell == '"IGNORE"' else structure(cell)


def _status(cell: str) -> Any:
    return None if cell == "ABSENT" else cell


def _sessions(cell: str) -> Any:
    return {"number": cell.count("SESSION")}


def _parent(cell: str) -> Any:
    return {"message": newlines(cell)} if cell else None


def _self_reactions(cell: str) -> Any:
    return structure(cell) if cell else None


def _actor(cell: str) -> Any:
    if cell.startswith("PHONE("):
        return {"matches": "."}
    return regular(cell.removeprefix('"').removesuffix('"'))


def _said(cell: str) -> Any:
    if "{DATE}" not in cell:
        return newlines(cell)
    return {"matches": "^" + r"[^\n]+".join(map(re.escape, newlines(cell).split("{DATE}"))) + "$"}


_PLAIN_ROOM: Final = {
    "type": one_of(RoomType),
    "readOnly": one_of(ReadOnly),
    "listable": one_of(ListableScope),
    "participantType": one_of(ParticipantType),
    "sipEnabled": one_of(SipState),
    "callFlag": number,
    "lobbyState": one_of(LobbyState),
    "breakoutRoomMode": one_of(BreakoutMode),
    "breakoutRoomStatus": number,
    "unreadMessages": number,
    "messageExpiration": number,
    "callRecording": one_of(RecordingStatus),
    "recordingConsent": one_of(RecordingConsent),
    "description": newlines,
    "hasPassword": boolean,
    "unreadMention": boolean,
    "unreadMentionDirect": boolean,
    "attendeePin": pin,
    "lastReadMessage": message,
    "permissions": permissions,
    "attendeePermissions": permissions,
    "callPermissions": permissions,
    "defaultPermissions": permissions,
    "remoteServer": text,
    "remoteToken": text,
}
ROOMS: Final[Columns] = {
    **{name: (name, cell) for name, cell in _PLAIN_ROOM.items()},
    "id": ("token", text),
    "name": ("name", regular),
    "lastMessage": ("lastMessage.message", _last),
    "lastMessageActorType": ("lastMessage.actorType", _last),
    "lastMessageActorId": ("lastMessage.actorId", _last),
}
"""What a room is compared by."""

ATTENDEES: Final[Columns] = {
    "actorType": ("actorType", text),
    "actorId": ("actorId", _actor),
    "participantType": ("participantType", _participant_type),
    "inCall": ("inCall", one_of(InCall)),
    "attendeePin": ("attendeePin", pin),
    "permissions": ("permissions", permissions),
    "attendeePermissions": ("attendeePermissions", permissions),
    "displayName": ("displayName", text),
    "phoneNumber": ("phoneNumber", text),
    "callId": ("callId", text),
    "status": ("status", _status),
    "sessionIds": ("sessionIds", _sessions),
    "roomToken": ("roomToken", text),
}
"""What an attendee is compared by."""

_MESSAGE: Final[Columns] = {
    "room": ("token", text),
    "actorType": ("actorType", text),
    "actorId": ("actorId", bot),
    "actorDisplayName": ("actorDisplayName", text),
    "message": ("message", _said),
    "messageParameters": ("messageParameters", _parameters),
    "silent": ("silent", _flag),
}
MESSAGES: Final[Columns] = {
    **_MESSAGE,
    "parentMessage": ("parent.id", _parent),
    "referenceId": ("referenceId", text),
    "messageType": ("messageType", text),
    "reactions": ("reactions", structure),
    "reactionsSelf": ("reactionsSelf", _self_reactions),
    "lastEditActorType": ("lastEditActorType", _optional),
    "lastEditActorId": ("lastEditActorId", _optional),
    "lastEditActorDisplayName": ("lastEditActorDisplayName", _optional),
}
"""What a message is compared by."""

SYSTEM_MESSAGES: Final[Columns] = {**_MESSAGE, "systemMessage": ("systemMessage", text)}
"""What a system message is compared by."""


def _object(cell: str) -> Any:
    return newlines(cell)


def _unroomed(cell: str) -> Any:
    return re.sub(r"ROOM\(([^)]*)\)", r"\1", cell)


NOTIFICATIONS: Final[Columns] = {
    "app": ("app", text),
    "object_type": ("object_type", text),
    "object_id": ("object_id", _object),
    "subject": ("subject", newlines),
    "message": ("message", _unroomed),
}
"""What a notification is compared by."""

BANS: Final[Columns] = {
    name: (name, text)
    for name in (
        "moderatorActorType",
        "moderatorActorId",
        "moderatorDisplayName",
        "bannedActorType",
        "bannedActorId",
        "bannedDisplayName",
        "internalNote",
    )
}
"""What a ban is compared by."""


def rows(table: list[dict[str, str]], columns: Columns) -> list[dict[str, Any]]:
    """The rows a scenario expects. Raises `BadStep` for a column nobody knows."""
    return [row(cells, columns) for cells in table]


def row(cells: Mapping[str, str], columns: Columns) -> dict[str, Any]:
    """One row."""
    found: dict[str, Any] = {}
    for name, cell in cells.items():
        if name not in columns:
            raise BadStep(f'the table has an unknown column "{name}"')
        field, read = columns[name]
        value = read(cell)
        if value is not ...:
            _put(found, field, value)
    return found


def _put(found: dict[str, Any], field: str, value: Any) -> None:
    outer, _, inner = field.partition(".")
    if not inner:
        found[outer] = value
    elif value is None:
        found.setdefault(outer, None if outer == "parent" else [])
    else:
        inside = found.get(outer) or {}
        found[outer] = {**inside, inner: value}
