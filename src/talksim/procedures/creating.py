"""Making rooms, those nobody asks for included (spec: conversation 0.6, 1.5, 1.6)."""

from __future__ import annotations

from typing import Any

from talksim.constants import ActorType, AttendeeType, ObjectType, ParticipantType, ReadOnly, RoomType
from talksim.model.attendee import Attendee
from talksim.model.event import RoomCreated
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.user import User
from talksim.procedures.adding import add_users
from talksim.procedures.posting import post
from talksim.procedures.room_defaults import ROOM_DEFAULTS

__all__ = ["NEWS", "make_own_rooms", "new_room", "note_to_self_of"]

NEWS = (ActorType.GUESTS, "changelog")
"""Whom entries of the changelog are by, as they are stored (spec: chat 1.7)."""

_NOTES = "Note to self"
_NOTES_DESCRIPTION = "A place for your private notes, thoughts and ideas"
_NOTES_AVATAR = "📝"


def new_room(server: Server, type: RoomType, name: str, *, by_system: bool = False, **fields: Any) -> Room:
    """A room without attendees; `fields` are set silently, before anybody hears of it."""
    token = server.new_token()
    if ROOM_DEFAULTS.fields:
        fields = {**ROOM_DEFAULTS.of(server, type, fields), **fields}
    room = Room(
        id=server.next_id("room", of=(token,)),
        token=token,
        type=type,
        name=name,
        last_activity=server.now,
        **fields,
    )
    server.add_room(room)
    server.emit(RoomCreated(room, by_system))
    return room


def make_own_rooms(server: Server, user: User) -> None:
    """The changelog with what is new in it, and the note to self of an account that never had one.

    spec: conversation 1.5, 1.6.
    """
    if server.settings.changelog and user.news_seen < server.news:
        _complete_changelog(server, user)
    if not user.note_to_self:
        _make_note_to_self(server, user, by_system=True)


def note_to_self_of(server: Server, user: User) -> Room:
    """The note to self of an account, made again if it is gone (spec: conversation 1.6)."""
    return server.rooms.get(user.note_to_self) or _make_note_to_self(server, user, by_system=False)


def _complete_changelog(server: Server, user: User) -> None:
    """Whoever left the room is in it again; every entry is a message of its own, and unread."""
    room = server.changelogs.get(user.id) or new_room(
        server, RoomType.CHANGELOG, user.id, by_system=True, read_only=ReadOnly.READ_ONLY
    )
    add_users(server, room, [user.id])
    for number in range(user.news_seen, server.news):
        post(server, room, NEWS, f"What is new in Talk: {number + 1}")
    user.news_seen = server.news


def _make_note_to_self(server: Server, user: User, *, by_system: bool) -> Room:
    room = new_room(
        server,
        RoomType.NOTE_TO_SELF,
        _NOTES,
        by_system=by_system,
        object_type=ObjectType.NOTE_TO_SELF,
        object_id=user.id,
        description=_NOTES_DESCRIPTION,
        avatar=_NOTES_AVATAR,
    )
    user.note_to_self = room.token
    _owned(server, room, user.id).favorite = True
    return room


def _owned(server: Server, room: Room, user: str) -> Attendee:
    add_users(server, room, [user], ParticipantType.OWNER)
    return room.by_actor[AttendeeType.USERS, user]
