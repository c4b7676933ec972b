"""Sharing objects into the chat, and the lists of what was shared (spec: chat 1.2, 1.10)."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from talksim.constants import SharedItemType
from talksim.operations.chat import common_read, shown_to_caller
from talksim.procedures.chatting import rename_guest, share
from talksim.procedures.gate import gates, lobby_passed, may_chat, read_write
from talksim.procedures.json_text import json_object
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.stage import Answer, bind, commit, guard
from talksim.rules.view import Shown
from talksim.views.message import message_for

__all__ = ["get_shared_items", "list_shared_items", "share_object"]

MAX_OVERVIEW = 20
MAX_ITEMS = 200
MAX_STORED = 32000

_KINDS: Final = {kind.value for kind in SharedItemType}
_TRUSTED: Final = ("localhost",)
_GEO: Final = re.compile(
    r"geo:-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?(,-?\d+(\.\d+)?)?(;crs=wgs84)?(;u=\d+(\.\d+)?)?",
    re.ASCII | re.IGNORECASE,
)
_NAMED: Final = ("name",)
_LINKED: Final = ("name", "link")
_REQUIRED: Final[Mapping[str, Sequence[str]]] = {
    "addressbook": _NAMED,
    "addressbook-contact": _NAMED,
    "announcement": _NAMED,
    "app": _NAMED,
    "calendar": _NAMED,
    "calendar-event": _NAMED,
    "call": ("name", "call-type"),
    "circle": _LINKED,
    "deck-board": _LINKED,
    "deck-card": ("name", "boardname", "stackname", "link"),
    "email": _NAMED,
    "file": ("name", "path"),
    "forms-form": _LINKED,
    "geo-location": ("name", "latitude", "longitude"),
    "guest": _NAMED,
    "highlight": _NAMED,
    "open-graph": _NAMED,
    "pending-federated-share": _NAMED,
    "systemtag": ("name", "visible", "assignable"),
    "talk-attachment": ("name", "conversation", "mimetype", "preview-available"),
    "talk-poll": _NAMED,
    "user": _NAMED,
    "user-group": _NAMED,
}
"""What each kind of object must say of itself beside its id."""


@commit
def sharing_guest_is_renamed(at: InRoom, *, display_name: str) -> None:
    """A guest who gives a name with the object has it from now on, even if the object is refused."""
    if display_name and at.attendee.is_guest:
        rename_guest(at.server, at.room, at.attendee, display_name)


@bind(400)
def object_described(at: InRoom, *, object_type: str, object_id: str, meta_data: str) -> bool:
    """The metadata is a JSON object; type and id in it are those of the request."""
    told = json_object(meta_data)
    if told is None:
        return False
    at.found = {**told, "type": object_type, "id": object_id}
    if object_type == "call":
        at.found["icon-url"] = f"/ocs/v2.php/apps/spreed/api/v1/room/{at.token}/avatar"
    return True


@guard(400)
def link_trusted(at: InRoom) -> bool:
    """A link leads to a trusted domain."""
    link = at.found.get("link")
    return link is None or _host(str(link)) in _TRUSTED


@guard(
    400,
    because=lambda at: (
        f"{at.found['type']} needs {', '.join(_REQUIRED.get(at.found['type'], ('a known type',)))}"
    ),
)
def object_valid(at: InRoom) -> bool:
    """The kind of object is known, and the metadata holds, as texts, what it must say of itself."""
    required = _REQUIRED.get(at.found["type"])
    if required is None or any(key not in at.found for key in required):
        return False
    return bool(at.found["id"]) and all(isinstance(value, str) for value in at.found.values())


@guard(400)
def location_valid(at: InRoom) -> bool:
    """The id of a place is a geo URI."""
    return at.found["type"] != "geo-location" or _GEO.fullmatch(at.found["id"]) is not None


@guard(413)
def object_not_too_long(at: InRoom) -> bool:
    """What is stored has at most 32000 characters."""
    return len(json.dumps(at.found)) <= MAX_STORED


@operation(
    "POST /api/v1/chat/{token}/share",
    stages=[
        *gates(read_write, lobby_passed, may_chat),
        sharing_guest_is_renamed,
        object_described,
        link_trusted,
        object_valid,
        location_valid,
        object_not_too_long,
    ],
    wire={"display_name": "actorDisplayName"},
    samples=[
        {"object_type": "call", "object_id": "x", "meta_data": '{"name":"Elsewhere","call-type":"group"}'},
    ],
)
def share_object(
    at: InRoom,
    *,
    object_type: str,
    object_id: str,
    meta_data: str = "",
    display_name: str = "",
    reference_id: str = "",
) -> Answer:
    """Show an object of this or another app in the chat (spec: chat 1.2)."""
    shared = share(at.server, at.room, at.attendee, {"object": at.found}, reference_id=reference_id)
    return Answer(201, message_for(at.server, at.room, shared, at.attendee), common_read(at))


@operation("GET /api/v1/chat/{token}/share/overview", stages=gates(lobby_passed))
def list_shared_items(at: InRoom, *, limit: int = 7) -> Answer:
    """The newest of every kind of thing shared in the chat (spec: chat 1.10)."""
    kinds = sorted(SharedItemType, key=lambda kind: kind.value)
    return Answer(200, {kind.value: _newest(at, kind, min(limit, MAX_OVERVIEW))[0] for kind in kinds})


@operation(
    "GET /api/v1/chat/{token}/share",
    stages=gates(lobby_passed),
    wire={"known": "lastKnownMessageId"},
    samples=[{"object_type": "other"}],
)
def get_shared_items(
    at: InRoom, *, object_type: SharedItemType | str, known: int = 0, limit: int = 100
) -> Answer:
    """What was shared of one kind, newest first, by message; nothing of an unknown one (spec: chat 1.10)."""
    shown, given = _newest(at, object_type, min(limit, MAX_ITEMS), known)
    headers = (("X-Chat-Last-Given", str(given)),) if given else ()
    return Answer(200, {str(item["id"]): item for item in shown}, headers)


def _newest(at: InRoom, kind: SharedItemType | str, limit: int, known: int = 0) -> tuple[list[Shown], int]:
    """What was shared before a known message, newest first, and the last id looked at."""
    ids = at.room.shared_items.get(SharedItemType(kind), []) if kind in _KINDS else []
    end = bisect_left(ids, known) if known else len(ids)
    chosen = ids[max(0, end - max(0, limit)) : end][::-1]
    messages = [found for item in chosen if (found := at.room.message(item)) is not None]
    return shown_to_caller(at, messages), chosen[-1] if chosen else 0


def _host(link: str) -> str | None:
    try:
        return urlsplit(link).hostname
    except ValueError:  # no address, so it leads nowhere
        return None
