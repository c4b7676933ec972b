"""Creating conversations (spec: conversation 1.1 to 1.4)."""

from __future__ import annotations

from typing import Any

from talksim.constants import (
    AttendeeType,
    BreakoutMode,
    BreakoutStatus,
    LobbyState,
    ObjectType,
    ParticipantType,
    RoomType,
)
from talksim.model.room import Room
from talksim.procedures.adding import add_collective, add_users, enter, new_attendee
from talksim.procedures.circles import circles_of, members_of_circle
from talksim.procedures.creating import new_room
from talksim.procedures.enumeration import may_find
from talksim.procedures.gate import client_current, find_room, logged_in, talk_allowed
from talksim.procedures.one_to_one import pair_name, refill
from talksim.procedures.scene import InRoom, OnServer
from talksim.rules.operation import operation
from talksim.rules.parameter import PersonId, Token
from talksim.rules.stage import Answer, commit, finish, guard
from talksim.views.room import room_for, room_seen_by

__all__ = ["create_room"]

_BRIDGE_BOT = "bridge-bot"
_CIRCLES = "circles"
_GROUP_NAME_LENGTH = 64
_NAME_LENGTH = 255


@guard(403, because=lambda at: f"{at.browser.user} is in none of the groups of start_conversations")
def may_create(at: OnServer, *, type: RoomType | int) -> bool:
    """The account is in one of `start_conversations`, if there are any; one-to-ones are free."""
    groups = at.server.settings.start_conversations
    return type == RoomType.ONE_TO_ONE or at.server.admits(groups, at.browser.user)


@guard(400)
def type_creatable(at: OnServer, *, type: RoomType | int) -> bool:
    """The type is one-to-one, group or public."""
    return type in (RoomType.ONE_TO_ONE, RoomType.GROUP, RoomType.PUBLIC)


@guard(404, because=lambda at: f"there is no account {at.params['invite']!r}")
def partner_found(at: OnServer, *, type: RoomType | int, invite: str) -> bool:
    """For a one-to-one: the other is an account, and not the bot of the bridge."""
    return type != RoomType.ONE_TO_ONE or (invite in at.server.users and invite != _BRIDGE_BOT)


@commit
def pair_refilled(at: OnServer, *, type: RoomType | int, invite: str) -> None:
    """Put missing members back into the one-to-one of the two, if there is one (spec: conversation 1.2)."""
    if type == RoomType.ONE_TO_ONE:
        at.found = at.server.pairs.get(pair_name(at.browser.user, invite))
        if at.found is not None:
            refill(at.server, at.found)


@finish
def pair_exists(at: OnServer) -> Answer | None:
    """The one-to-one of the two is answered instead of a new one, without the session in it."""
    if at.found is None:
        return None
    owner = at.found.by_actor[AttendeeType.USERS, at.browser.user]
    return Answer(200, room_for(at.server, at.found, owner, None))


@guard(403)
def not_with_oneself(at: OnServer, *, type: RoomType | int, invite: str) -> bool:
    """For a one-to-one: the other is somebody else."""
    return type != RoomType.ONE_TO_ONE or invite != at.browser.user


@guard(
    403, because=lambda at: f"{at.browser.user} may not find {at.params['invite']} (settings enumeration…)"
)
def partner_findable(at: OnServer, *, type: RoomType | int, invite: str) -> bool:
    """For a one-to-one: the sharing settings let the account find the other."""
    return type != RoomType.ONE_TO_ONE or may_find(at.server, at.browser.user, invite)


@guard(400, because=lambda _: "there are no circles (setting circles)")
def circles_enabled(at: OnServer, *, type: RoomType | int, invite: str, source: str) -> bool:
    """From a circle: the app is on."""
    return not _from_circle(type, invite, source) or at.server.settings.circles


@guard(404)
def circle_found(at: OnServer, *, type: RoomType | int, invite: str, source: str) -> bool:
    """From a circle: the account is in it."""
    return not _from_circle(type, invite, source) or invite in circles_of(at.server, at.browser.user)


@guard(404, because=lambda at: f"there is no group {at.params['invite']!r}")
def group_found(at: OnServer, *, type: RoomType | int, invite: str, source: str) -> bool:
    """With an invite of any other source: it is the id of a group."""
    return not _from_group(type, invite, source) or invite in at.server.groups


@guard(400, "room", because=lambda at: f"{at.browser.user} cannot see a room {at.params['object_id']!r}")
def parent_found(
    at: OnServer, *, type: RoomType | int, invite: str, object_type: str, object_id: str
) -> bool:
    """For a breakout room: the account can see the parent."""
    if not _as_breakout_room(type, invite, object_type):
        return True
    parent = InRoom(at.server, at.browser, object_id, {})
    at.found = parent.room if find_room(parent) else None
    return at.found is not None


@guard(400, "permissions")
def in_parent(at: OnServer) -> bool:
    """For a breakout room: the account is in the parent."""
    return at.found is None or at.found.find(AttendeeType.USERS, at.browser.user) is not None


@guard(400, "permissions")
def moderates_parent(at: OnServer) -> bool:
    """For a breakout room: the account moderates the parent."""
    return at.found is None or bool(at.found.by_actor[AttendeeType.USERS, at.browser.user].moderates)


@guard(400, "mode", because=lambda at: f"{at.found.label} has no breakout rooms")
def parent_configured(at: OnServer) -> bool:
    """For a breakout room: the parent has breakout rooms configured."""
    return at.found is None or at.found.breakout_mode is not BreakoutMode.NOT_CONFIGURED


@guard(400, "object")
def object_creatable(at: OnServer, *, type: RoomType | int, invite: str, object_type: str) -> bool:
    """The object type is none, room or phone."""
    return not _is_empty(type, invite) or object_type in (ObjectType.NONE, ObjectType.ROOM, ObjectType.PHONE)


@guard(400)
def name_valid(at: OnServer, *, type: RoomType | int, invite: str, name: str) -> bool:
    """Without invite: the name has 1 to 255 characters, blanks around it not counted."""
    return not _is_empty(type, invite) or 1 <= len(name.strip()) <= _NAME_LENGTH


@guard(400)
def object_complete(
    at: OnServer,
    *,
    type: RoomType | int,
    invite: str,
    object_type: str,
    object_id: str,
) -> bool:
    """An object id comes with an object type."""
    return not _is_empty(type, invite) or object_type != ObjectType.NONE or not object_id


@operation(
    "POST /api/v4/room",
    stages=[
        logged_in,
        client_current,
        talk_allowed,
        may_create,
        type_creatable,
        partner_found,
        pair_refilled,
        pair_exists,
        not_with_oneself,
        partner_findable,
        circles_enabled,
        circle_found,
        group_found,
        parent_found,
        in_parent,
        moderates_parent,
        parent_configured,
        object_creatable,
        name_valid,
        object_complete,
    ],
    wire={"type": "roomType", "name": "roomName"},
    samples=[
        {"name": "room", "type": RoomType.GROUP},
        {"name": "room", "type": RoomType.PUBLIC},
        {"type": RoomType.ONE_TO_ONE, "invite": "bob"},
    ],
)
def create_room(
    at: OnServer,
    *,
    name: str = "",
    type: RoomType | int = RoomType.GROUP,
    invite: PersonId | str = "",
    source: str = "",
    object_type: ObjectType | str = ObjectType.NONE,
    object_id: Token | str = "",
) -> Answer:
    """Create a conversation, or find the one-to-one there is (spec: conversation 1.1).

    `invite` names the other of a one-to-one or the group that comes with a group room; `source` "circles"
    is the only one that matters. A breakout room takes its type from the parent (spec: conversation 7.7).
    """
    if type == RoomType.ONE_TO_ONE:
        room = new_room(at.server, RoomType.ONE_TO_ONE, pair_name(at.browser.user, invite))
        add_users(at.server, room, [at.browser.user, invite], ParticipantType.OWNER)
    elif _from_circle(type, invite, source):
        room = _with_circle(at, invite)
    elif _from_group(type, invite, source):
        room = _with_group(at, invite)
    elif at.found is not None:
        room = _breakout_room(at, at.found, name.strip())
    else:
        phone = object_type == ObjectType.PHONE
        fields = {"object_type": ObjectType.PHONE, "object_id": "phone"} if phone else {}
        room = _owned(at, RoomType(type), name.strip(), **fields)
    return Answer(201, room_seen_by(at, room))


def _is_empty(type: RoomType | int, invite: str) -> bool:
    """Whether the room begins with its creator alone; a public one ignores the invite."""
    return type == RoomType.PUBLIC or (type == RoomType.GROUP and not invite)


def _from_circle(type: RoomType | int, invite: str, source: str) -> bool:
    return type == RoomType.GROUP and bool(invite) and source == _CIRCLES


def _from_group(type: RoomType | int, invite: str, source: str) -> bool:
    return type == RoomType.GROUP and bool(invite) and source != _CIRCLES


def _as_breakout_room(type: RoomType | int, invite: str, object_type: str) -> bool:
    return _is_empty(type, invite) and object_type == ObjectType.ROOM


def _owned(at: OnServer, type: RoomType, name: str, **fields: Any) -> Room:
    room = new_room(at.server, type, name, **fields)
    add_users(at.server, room, [at.browser.user], ParticipantType.OWNER)
    return room


def _with_group(at: OnServer, group_id: str) -> Room:
    group = at.server.groups[group_id]
    room = _owned(at, RoomType.GROUP, (group.display_name or group.id)[:_GROUP_NAME_LENGTH])
    add_collective(at.server, room, AttendeeType.GROUPS, group.id, group.members)
    return room


def _with_circle(at: OnServer, circle_id: str) -> Room:
    circle = at.server.circles[circle_id]
    room = _owned(at, RoomType.GROUP, (circle.display_name or circle.id)[:_GROUP_NAME_LENGTH])
    members = members_of_circle(at.server, circle.id)
    add_collective(at.server, room, AttendeeType.CIRCLES, circle.id, members)
    return room


def _breakout_room(at: OnServer, parent: Room, name: str) -> Room:
    room = _owned(at, parent.type, name, object_type=ObjectType.ROOM, object_id=parent.token)
    if parent.breakout_status is BreakoutStatus.STOPPED:
        room.lobby = LobbyState.NON_MODERATORS  # silently: nobody is told (spec: conversation 7.7)
    moderators = [
        new_attendee(at.server, room, AttendeeType.USERS, one.actor_id, one.type)
        for one in parent.attendees.values()
        if one.is_user and one.moderates and one.actor_id != at.browser.user
    ]
    if moderators:
        enter(at.server, room, *moderators)
    return room
