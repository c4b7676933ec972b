"""The picture of a room (spec: conversation 3.7)."""

from __future__ import annotations

import re
from typing import Any

from talksim.model.event import RoomModified
from talksim.procedures.gate import (
    account_exists,
    client_current,
    gates,
    moderator,
    participant_found,
    room_found,
    talk_allowed,
)
from talksim.procedures.listing import is_listed_for
from talksim.procedures.reacting import is_emoji
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.stage import Answer, bind, finish, guard
from talksim.views.room import answered_room

__all__ = ["get_avatar", "remove_avatar", "set_emoji_avatar", "upload_avatar"]

_COLOR = re.compile(r"[0-9a-fA-F]{6}\Z")
_FORMATS = ("jpg", "jpeg", "png")
_MAX_BYTES = 20 * 1024 * 1024


@bind(404)
def avatar_in_sight(at: InRoom) -> bool:
    """The caller is in the room, or has an account for which it is listed."""
    return participant_found.run(at) or is_listed_for(at.server, at.room, at.browser.user)


@operation(
    "GET /api/v1/room/{token}/avatar",
    stages=[account_exists, client_current, talk_allowed, room_found, avatar_in_sight],
)
def get_avatar(at: InRoom) -> Answer:
    """Fetch the picture, or the one everybody has; guests never see that of a room they are not in.

    spec: conversation 3.2.
    """
    return Answer(200, at.room.avatar)


def _words(text: str) -> Any:
    return lambda _: {"message": text}


@guard(
    400,
    answer=_words("This room has no picture of its own"),
    because=lambda at: f"{at.room.label} is {at.room.type}",
)
def takes_avatar(at: InRoom) -> bool:
    """The room is no one-to-one and never was one."""
    return not at.room.is_one_to_one


@guard(400, answer=_words("No picture was sent"))
def picture_sent(at: InRoom, *, file: str) -> bool:
    """A file arrived."""
    return bool(file)


@guard(400, answer=_words("The picture is too big"))
def picture_small_enough(at: InRoom, *, size: int) -> bool:
    """The file has at most 20 MiB."""
    return size <= _MAX_BYTES


@guard(400, answer=_words("The picture has an unknown format"))
def picture_readable(at: InRoom, *, file: str) -> bool:
    """The file is a JPEG or PNG, as its name says."""
    return file.rpartition(".")[2].lower() in _FORMATS


@guard(400, answer=_words("The picture is not square"))
def picture_square(at: InRoom, *, square: bool) -> bool:
    """The picture is as high as it is wide."""
    return square


@operation(
    "POST /api/v1/room/{token}/avatar",
    stages=[
        *gates(moderator),
        takes_avatar,
        picture_sent,
        picture_small_enough,
        picture_readable,
        picture_square,
    ],
    answers=answered_room,
    samples=[{"file": "picture.png"}],
)
def upload_avatar(at: InRoom, *, file: str, size: int = 1024, square: bool = True) -> None:
    """Give the room a picture from a file, of which name, size in bytes and shape are told.

    spec: conversation 3.7.
    """
    _set(at, file)


@guard(400, answer=_words("Not one emoji"))
def avatar_is_emoji(at: InRoom, *, emoji: str) -> bool:
    """The text is exactly one emoji."""
    return is_emoji(emoji)


@guard(400, answer=_words("Not a color"))
def color_valid(at: InRoom, *, color: str | None) -> bool:
    """The color, if any, has six hexadecimal digits."""
    return color is None or _COLOR.match(color) is not None


@operation(
    "POST /api/v1/room/{token}/avatar/emoji",
    stages=[*gates(moderator), takes_avatar, avatar_is_emoji, color_valid],
    answers=answered_room,
    samples=[{"emoji": "👋"}],
)
def set_emoji_avatar(at: InRoom, *, emoji: str, color: str | None = None) -> None:
    """Give the room an emoji on a color as its picture (spec: conversation 3.7)."""
    _set(at, emoji)


def _shown(at: InRoom) -> Answer:
    return Answer(200, answered_room(at))


@finish
def no_avatar_there(at: InRoom) -> Answer | None:
    """A room without picture of its own is answered as it is, in every type of room."""
    return None if at.room.avatar else _shown(at)


@operation(
    "DELETE /api/v1/room/{token}/avatar",
    stages=[*gates(moderator), no_avatar_there],
    answers=answered_room,
)
def remove_avatar(at: InRoom) -> None:
    """Take the room's picture away (spec: conversation 3.7)."""
    old, at.room.avatar = at.room.avatar, ""
    at.emit(RoomModified(at.room, "avatar", old, ""))


def _set(at: InRoom, what: str) -> None:
    """Every picture has a name of its own, so that setting the same again is a change."""
    old, at.room.avatar = at.room.avatar, f"{what} {at.server.next_id('avatar')}"
    at.emit(RoomModified(at.room, "avatar", old, at.room.avatar))
