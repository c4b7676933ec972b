"""Who gets at a file, and the room about it (spec: conversation 1.7; participant 3.3)."""

from __future__ import annotations

from talksim.constants import AttendeeType, ObjectType, RoomType
from talksim.model.file import File
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.user import Browser
from talksim.procedures.adding import add_users
from talksim.procedures.creating import new_room
from talksim.procedures.mentions import mentions_in

__all__ = ["has_opened_link", "is_shared", "let_in_mentioned", "may_read", "room_about"]

_NAME_LENGTH = 64


def may_read(server: Server, file_id: str, user: str) -> bool:
    """Whether an account has the file among its own, shared with it or not."""
    file = server.files.get(file_id)
    return file is not None and user in server.users and user in file.readers


def is_shared(server: Server, file: File) -> bool:
    """Whether more than one account, or a link, gets at the file."""
    return len(file.readers) > 1 or any(link.file == file.id for link in server.links.values())


def has_opened_link(server: Server, browser: Browser, file_id: str) -> bool:
    """Whether the browser has come to the room by a link to the file that still exists."""
    opened = (server.links.get(token) for token, room_opened in browser.links.items() if room_opened)
    return any(link is not None and link.file == file_id for link in opened)


def room_about(server: Server, file: File) -> Room:
    """The room about a file, made if there is none: public, with nobody in it."""
    room = server.file_rooms.get(file.id)
    if room is not None:
        return room
    name = file.name[:_NAME_LENGTH]
    return new_room(server, RoomType.PUBLIC, name, object_type=ObjectType.FILE, object_id=file.id)


def let_in_mentioned(server: Server, room: Room, text: str) -> None:
    """Whoever may read the file of a room and is named there comes into it.

    spec: participant 1.2; chat 2.5.
    """
    if room.object_type is not ObjectType.FILE:
        return
    for mention in mentions_in(text):
        known = mention.kind != "user" or room.find(AttendeeType.USERS, mention.id) is not None
        if not known and may_read(server, room.object_id, mention.id):
            add_users(server, room, [mention.id])
