"""Messages: writing, editing, deleting and reading them, notifications and reminders."""

from __future__ import annotations

import json
from typing import Any, Final

from talksim.constants import SharedItemType
from talksim.gherkin.cells import newlines, number
from talksim.gherkin.registry import step
from talksim.gherkin.tables import MESSAGES, NOTIFICATIONS, SYSTEM_MESSAGES, rows
from talksim.gherkin.world import BadStep, World

_CHAT: Final = "/api/v1/chat/{token}"
_MESSAGE: Final = f"{_CHAT}/{{messageId}}"
_COMMON_READ: Final = "X-Chat-Last-Common-Read"
_TOO_LONG: Final = "413 Payload Too Large"
_DIGITS: Final = "0123456789" * 3200
_COMMENTS: Final = {"messageType": "system"}
_SYSTEM: Final = {"systemMessage": ""}


def _id(message: str) -> dict[str, str]:
    return {"message": newlines(message)}


@step('user "{}" sends message "{}" to room "{}" with {status}', silent=False)
@step('user "{}" silent sends message "{}" to room "{}" with {status}', silent=True)
def send(w: World, user: str, message: str, room: str, status: int, silent: bool) -> None:
    """A message."""
    said = f"{_TOO_LONG}\n{_DIGITS}" if message == _TOO_LONG else newlines(message)
    given = {"message": said, "silent": True} if silent else {"message": said}
    w.act(user, f"POST {_CHAT}", room, status=status, given=given)
    w.posted()


@step('user "{}" sends message "{}" with reference id "{}" to room "{}" with {status}')
def send_with_reference(w: World, user: str, message: str, reference: str, room: str, status: int) -> None:
    """A message that the client knows again; the server may cut the reference."""
    given = {"message": newlines(message), "referenceId": reference}
    w.act(user, f"POST {_CHAT}", room, status=status, given=given)
    w.posted()


@step('user "{}" sends reply "{}" on message "{}" to room "{}" with {status}')
def reply(w: World, user: str, message: str, parent: str, room: str, status: int) -> None:
    """A message in answer to another."""
    given = {"message": newlines(message), "replyTo": _id(parent)}
    w.act(user, f"POST {_CHAT}", room, status=status, given=given)
    w.posted()


@step('user "{}" edits message "{}" in room "{}" to "{}" with {status}')
def edit(w: World, user: str, message: str, room: str, edited: str, status: int) -> None:
    """Another text for a message; a refusal may be described."""
    described: dict[str, Any] = {name: number(cell) for name, cell in w.settings_table().items()}
    compared: dict[str, Any] = {"answers": described} if described and status not in (200, 202) else {}
    given = {"messageId": _id(message), "message": newlines(edited)}
    w.act(user, f"PUT {_MESSAGE}", room, status=status, given=given, **compared)
    w.posted()


@step('user "{}" deletes message "{}" from room "{}" with {status} ({api})')
def delete(w: World, user: str, message: str, room: str, status: int) -> None:
    """A message goes."""
    w.act(user, f"DELETE {_MESSAGE}", room, status=status, given={"messageId": _id(message)})


@step('user "{}" received a system messages in room "{}" to delete "{}"')
def told_to_delete(w: World, user: str, room: str, message: str) -> None:
    """Clients are told which message is gone."""
    expected: dict[str, Any] = {"systemMessage": "message_deleted", "parent": {"id": _id(message)}}
    w.act(user, f"GET {_CHAT}", room, status=200, answers=[expected])


@step('user "{}" deletes chat history for room "{}" with {status}')
def clear(w: World, user: str, room: str, status: int) -> None:
    """All messages go."""
    w.act(user, f"DELETE {_CHAT}", room, status=status)


@step("next message request has the following parameters set")
def next_list(w: World) -> None:
    """Parameters of the next reading."""
    w.next_list = w.only("lastKnownMessageId", "lastCommonReadId", "timeout", "lookIntoFuture")


@step('user "{}" sees the following messages in room "{}" with {status} ({api})')
def messages(w: World, user: str, room: str, status: int) -> None:
    """The messages of a room, without system messages."""
    given: dict[str, Any] = {}
    for name, cell in w.next_list.items():
        given[name] = _id(cell) if name.startswith("last") else number(cell)
    w.next_list = {}
    if "lookIntoFuture" in given:
        given["lookIntoFuture"] = bool(given["lookIntoFuture"])
    _read(w, user, room, status, given)


@step('user "{}" sees the following messages in room "{}" starting with "{}" with {status}')
def messages_from(w: World, user: str, room: str, first: str, status: int) -> None:
    """The messages from a known one on, the oldest first."""
    given = {"lookIntoFuture": True, "includeLastKnown": True, "lastKnownMessageId": _id(first)}
    _read(w, user, room, status, given)


def _read(w: World, user: str, room: str, status: int, given: dict[str, Any]) -> None:
    expected = rows(w.rows(), MESSAGES)
    compared: dict[str, Any] = {"answers exactly": expected, "without": _COMMENTS} if status == 200 else {}
    w.act(user, f"GET {_CHAT}", room, status=status, given=given, **compared)


@step('user "{}" sees the following system messages in room "{}" with {status} ({api})')
def system_messages(w: World, user: str, room: str, status: int) -> None:
    """The system messages of a room alone."""
    expected = rows(w.rows(), SYSTEM_MESSAGES)
    compared: dict[str, Any] = {"answers exactly": expected, "without": _SYSTEM} if status == 200 else {}
    w.act(user, f"GET {_CHAT}", room, status=status, **compared)


@step('user "{}" reads message "{}" in room "{}" with {status}')
def read(w: World, user: str, message: str, room: str, status: int) -> None:
    """The read marker goes to a message, or to the end."""
    given = None if message == "NULL" else {"lastReadMessage": _id(message)}
    w.act(user, f"POST {_CHAT}/read", room, status=status, given=given)


@step('user "{}" marks room "{}" as unread with {status}')
def unread(w: World, user: str, room: str, status: int) -> None:
    """The last message counts as unread."""
    w.act(user, f"DELETE {_CHAT}/read", room, status=status)


@step('last response has last common read message header set to "{}"')
def common_read(w: World, message: str) -> None:
    """How far everybody has read."""
    w.last["headers"] = {_COMMON_READ: _id(message)}


@step('last response has last common read message header less than "{}"')
def common_read_before(w: World, message: str) -> None:
    """Not everybody has read so far."""
    w.last["headers"] = {_COMMON_READ: {"below": _id(message)}}


@step("last response has no last common read message header")
def no_common_read(w: World) -> None:
    """How far others have read is not said."""
    w.last["headers"] = {_COMMON_READ: None}


@step('user "{}" gets the following candidate mentions in room "{}" for "{}" with {status}')
def mentions(w: World, user: str, room: str, search: str, status: int) -> None:
    """Whom a mention may mean, in any order."""
    compared: dict[str, Any] = (
        {"answers in any order": [_mention(cells) for cells in w.rows()]} if status == 200 else {}
    )
    endpoint = f"GET {_CHAT}/mentions"
    w.act(user, endpoint, room, status=status, given={"search": search}, **compared)


def _mention(cells: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, cell in cells.items():
        if name not in ("id", "label", "source", "mentionId", "details", "avatar"):
            raise BadStep(f'the table has an unknown column "{name}"')
        if name == "avatar":
            continue
        found[name] = {"matches": "^guest/[0-9a-f]{40}$"} if cell == "GUEST_ID" else cell
        if name == "details" and not cell:
            found[name] = None
    return found


@step('user "{}" gets the following collaborator suggestions in room "{}" for "{}" with {status}')
def suggestions(w: World, user: str, room: str, search: str, status: int) -> None:
    """Whom the server's own completion offers for the room, in any order."""
    expected = []
    for cells in w.rows():
        if set(cells) != {"source", "id", "label"}:
            raise BadStep('the table has the columns "source", "id" and "label"')
        expected.append(cells)
    given = {"search": search, "itemType": "call", "itemId": room}
    compared: dict[str, Any] = {"answers in any order": expected} if status == 200 else {}
    w.act(user, "GET /core/autocomplete/get", status=status, given=given, **compared)


@step('user "{}" shares rich-object "{}" "{}" "{}" to room "{}" with {status} ({api})')
def share_object(w: World, user: str, kind: str, key: str, data: str, room: str, status: int) -> None:
    """Something of another app, described in JSON."""
    given = {"objectType": kind, "objectId": key, "metaData": data}
    w.act(user, f"POST {_CHAT}/share", room, status=status, given=given)
    w.posted()


@step('user "{}" shares "{}" with room "{}"', code=100)
@step('user "{}" shares "{}" with room "{}" with OCS {n}')
def share_file(w: World, user: str, path: str, room: str, code: int) -> None:
    """A file of the user's, with what is said of it."""
    told: dict[str, Any] = {}
    for key, cell in w.settings_table().items():
        if key == "talkMetaData":
            told |= json.loads(cell)
        elif key in ("talkMetaData.caption", "talkMetaData.replyTo"):
            name = key.partition(".")[2]
            told[name] = _id(cell) if name == "replyTo" else cell
        else:
            raise BadStep(f'the step knows no "{key}"')
    given = {"path": path, **({"talkMetaData": told} if told else {})}
    status = 200 if code == 100 else code
    w.act(user, "POST /apps/files_sharing/api/v1/shares", room, status=status, given=given)
    w.posted()


@step("the OCS status code should be {n}")
def ocs_status(w: World, code: int) -> None:
    """The status of the last sharing."""
    w.last["status"] = 200 if code == 100 else code


@step('user "{}" sees the following shared other in room "{}" with {status} ({api})', kind="other")
@step('user "{}" sees the following shared file in room "{}" with {status} ({api})', kind="file")
def shared_items(w: World, user: str, room: str, status: int, kind: str) -> None:
    """What was shared, of one kind, by message."""
    compared: dict[str, Any] = {"answers exactly": rows(w.rows(), MESSAGES)} if status == 200 else {}
    w.act(user, f"GET {_CHAT}/share", room, status=status, given={"objectType": kind}, **compared)


@step('user "{}" sees the following shared summarized overview in room "{}" with {status} ({api})')
def shared_overview(w: World, user: str, room: str, status: int) -> None:
    """How many of each kind were shared."""
    counts = {kind.value: "0" for kind in SharedItemType} | w.settings_table()
    expected = {kind: {"number": int(count)} for kind, count in counts.items()}
    w.act(user, f"GET {_CHAT}/share/overview", room, status=status, answers=expected)


@step('user "{}" sets reminder for message "{}" in room "{}" for time {n} with {status} ({api})')
def remind(w: World, user: str, message: str, room: str, time: int, status: int) -> None:
    """A reminder of a message at a time."""
    given = {"messageId": _id(message), "timestamp": {"raw": time}}
    w.act(user, f"POST {_MESSAGE}/reminder", room, status=status, given=given)


@step('user "{}" deletes reminder for message "{}" in room "{}" with {status} ({api})')
def no_reminder(w: World, user: str, message: str, room: str, status: int) -> None:
    """The reminder goes."""
    w.act(user, f"DELETE {_MESSAGE}/reminder", room, status=status, given={"messageId": _id(message)})


@step('user "{}" has the following notifications')
def notifications(w: World, user: str) -> None:
    """What an account was told, newest first; reading it, it loses what there is nothing to show for."""
    expected: dict[str, Any] = {"answers exactly": rows(w.rows(), NOTIFICATIONS)}
    w.act(user, "GET /apps/notifications/api/v2/notifications", status=200, **expected)
