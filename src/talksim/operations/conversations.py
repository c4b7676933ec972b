"""Creating, reading, renaming and deleting conversations (spec: conversation 1 and 2)."""

from __future__ import annotations

from talksim.constants import AttendeeType, ObjectType, ParticipantType, RoomType
from talksim.model.event import RoomCreated
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.adding import add_users
from talksim.procedures.gate import gates, logged_in, talk_allowed
from talksim.procedures.scene import InRoom, OnServer
from talksim.rules.operation import operation
from talksim.rules.stage import Answer, guard
from talksim.views.room import answered_room, room_for

__all__ = ["create_room", "get_room"]


@guard(403)
def may_create(at: OnServer, *, type: RoomType | int) -> bool:
    """The account is in one of `start_conversations`, if there are any; one-to-ones are free."""
    groups = at.server.settings.start_conversations
    return type == RoomType.ONE_TO_ONE or not groups or at.server.in_any_group(at.browser.user, groups)


@guard(400)
def type_creatable(at: OnServer, *, type: RoomType | int) -> bool:
    """The type is one-to-one, group or public."""
    return type in (RoomType.ONE_TO_ONE, RoomType.GROUP, RoomType.PUBLIC)


@operation(
    "POST /api/v4/room",
    stages=[logged_in, talk_allowed, may_create, type_creatable],
    wire={"type": "roomType", "name": "roomName"},
    samples=[{"name": "room", "type": RoomType.GROUP}],
)
def create_room(
    at: OnServer,
    *,
    name: str = "",
    type: RoomType | int = RoomType.GROUP,
    invite: str = "",
    source: str = "",
    object_type: ObjectType | str = ObjectType.NONE,
    object_id: str = "",
) -> Answer:
    """Create a conversation (spec: conversation 1.1)."""
    room = _new_room(at.server, RoomType(type), name)
    add_users(at.server, room, [at.browser.user], ParticipantType.OWNER)
    owner = room.by_actor[AttendeeType.USERS, at.browser.user]
    return Answer(201, room_for(at.server, room, owner, None))


@operation("GET /api/v4/room/{token}", stages=gates(), answers=answered_room)
def get_room(at: InRoom) -> None:
    """Read one room (spec: conversation 2.1)."""


def _new_room(server: Server, type: RoomType, name: str) -> Room:
    room = Room(id=server.next_id("room"), token=server.new_token(), type=type, name=name)
    server.add_room(room)
    server.emit(RoomCreated(room))
    return room
