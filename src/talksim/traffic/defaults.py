"""What a recording leaves out because it is the usual value, and how it comes back.

The recorder dropped fields that equal a default, wrote repeated text as `{"$repeat": [text, times]}`, and
shortened what an earlier line had shown already to `"same": n`. This is the format's pruning, no rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

__all__ = ["Names", "give_back", "repeated", "shape"]

Names: TypeAlias = Mapping[str, str]
"""Display names of accounts."""

_ROOM: Final[Mapping[str, Any]] = {
    "objectType": "",
    "objectId": "",
    "participantFlags": 0,
    "readOnly": 0,
    "hasPassword": False,
    "hasCall": False,
    "callRecording": 0,
    "callFlag": 0,
    "callStartTime": 0,
    "canStartCall": True,
    "canLeaveConversation": True,
    "lobbyState": 0,
    "lobbyTimer": 0,
    "sipEnabled": 0,
    "canEnableSIP": False,
    "attendeePermissions": 0,
    "callPermissions": 0,
    "defaultPermissions": 0,
    "messageExpiration": 0,
    "breakoutRoomMode": 0,
    "breakoutRoomStatus": 0,
    "recordingConsent": 0,
    "mentionPermissions": 0,
    "listable": 0,
    "isFavorite": False,
    "notificationCalls": 1,
    "notificationLevel": 2,
    "unreadMessages": 0,
    "unreadMention": False,
    "unreadMentionDirect": False,
    "sessionId": "0",
    "description": "",
    "actorType": "users",
    "lastMessage": None,
}
_NOTE_TO_SELF: Final[Mapping[str, Any]] = {
    "objectType": "note_to_self",
    "description": "A place for your private notes, thoughts and ideas",
    "canStartCall": False,
    "canLeaveConversation": False,
}
_PARTICIPANT: Final[Mapping[str, Any]] = {
    "inCall": 0,
    "sessionIds": [],
    "attendeePermissions": 0,
    "actorType": "users",
}

_NOT_OF_LAST: Final = ("actorDisplayName", "isReplyable", "messageType")
"""What the recorder does not keep of a room's last message, so that leaving it out says nothing."""


def shape(item: Mapping[str, Any]) -> str:
    """What an object of an answer is: "room", "participant", "message" or "" for anything else."""
    if "participantType" in item:
        if "token" in item and "type" in item:
            return "room"
        if "attendeeId" in item:
            return "participant"
    if "id" in item and "actorId" in item and ("message" in item or "systemMessage" in item):
        return "message"
    return ""


def repeated(value: Any) -> Any:
    """The value with every `$repeat` written out. Raises `ValueError` for a malformed one."""
    if isinstance(value, list):
        return [repeated(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$repeat" not in value:
        return {key: repeated(item) for key, item in value.items()}
    match value["$repeat"]:
        case [str(text), int(times)] if 0 <= times <= 1_000_000:
            return text * times
    raise ValueError("$repeat takes a text and how often")


def give_back(value: Any, viewer: str, names: Names, token: str = "") -> Any:
    """The value with the omitted defaults; `viewer` asked for it, `token` is the room it was asked of."""
    if isinstance(value, list):
        return [give_back(item, viewer, names, token) for item in value]
    if not isinstance(value, dict):
        return value
    kind = shape(value)
    if kind == "participant":
        return _participant(value, names, token)
    inside = {key: give_back(item, viewer, names) for key, item in value.items()}
    if kind == "room":
        return _room(inside, viewer)
    return _message(inside, names) if kind == "message" else inside


def _room(given: dict[str, Any], viewer: str) -> dict[str, Any]:
    special = given["type"] == 6, given["participantType"] in (4, 6)
    room = {**_ROOM, "canLeaveConversation": not special[1]}
    if special[0]:
        room.update(_NOTE_TO_SELF, objectId=viewer)
    room.update(given)
    room.setdefault("displayName", room.get("name", ""))
    room.setdefault("actorId", viewer)
    room.setdefault("permissions", _usual_permissions(room["participantType"]))
    room.setdefault("lastCommonReadMessage", room.get("lastReadMessage", 0))
    moderates = room["participantType"] in (1, 2) and room["type"] not in (1, 5)
    room.setdefault("canDeleteConversation", moderates)
    if room["lastMessage"] and "actorId" in room["lastMessage"]:
        told = {key: told for key, told in room["lastMessage"].items() if key not in _NOT_OF_LAST}
        room["lastMessage"] = {"actorType": "users", "systemMessage": "", **told}
    return room


def _participant(given: dict[str, Any], names: Names, token: str) -> dict[str, Any]:
    participant = {**_PARTICIPANT, **given}
    if token:
        participant.setdefault("roomToken", token)
    participant.setdefault("displayName", names.get(str(participant["actorId"]), ""))
    participant.setdefault("permissions", _usual_permissions(participant["participantType"]))
    return participant


def _message(given: dict[str, Any], names: Names) -> dict[str, Any]:
    message = {"actorType": "users", "systemMessage": "", "messageParameters": {}, **given}
    message.setdefault("actorDisplayName", names.get(str(message["actorId"]), ""))
    message.setdefault("messageType", "system" if message["systemMessage"] else "comment")
    message.setdefault("isReplyable", not message["systemMessage"])
    for parameter in message["messageParameters"].values():
        if isinstance(parameter, dict) and parameter.get("type") == "user":
            parameter.setdefault("name", names.get(parameter.get("id", ""), ""))
    return message


def _usual_permissions(participant_type: int) -> int:
    return 254 if participant_type in (1, 2, 6) else 246
