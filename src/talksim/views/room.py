"""What a viewer sees of a room (spec: conversation 2.1)."""

from __future__ import annotations

from talksim.constants import (
    AttendeeType,
    ListableScope,
    LobbyState,
    MentionPermissions,
    NotificationLevel,
    ParticipantType,
    Permission,
    ReadPrivacy,
    RecordingConsent,
    RoomType,
    SipState,
)
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.session import Session
from talksim.procedures.dialing import is_dialable
from talksim.procedures.due import make_due_moves
from talksim.procedures.one_to_one import partner_of
from talksim.procedures.permissions import effective_permissions
from talksim.procedures.pins import give_pin
from talksim.procedures.presence import can_start_call
from talksim.procedures.scene import InRoom, OnServer
from talksim.rules.view import Shown, view, writes_first
from talksim.views.attendee import status_of
from talksim.views.message import last_message_for
from talksim.views.names import room_name

__all__ = [
    "answered_room",
    "notification_level",
    "outside_room",
    "partner_status",
    "room_for",
    "room_looked_at",
    "room_seen_by",
]


def room_looked_at(at: InRoom) -> None:
    """What happens when somebody looks at a room: due moves, and a missing PIN is handed out."""
    make_due_moves(at.server, at.room)
    give_pin(at.server, at.room, at.attendee)


@writes_first(room_looked_at)
def answered_room(at: InRoom) -> Shown:
    """The room as the caller sees it."""
    return room_for(at.server, at.room, at.attendee, at.session)


def room_seen_by(at: OnServer, room: Room) -> Shown:
    """A room as the caller sees it who may be in it, by session or account, or not.

    Makes due moves and hands out a missing PIN first.
    """
    make_due_moves(at.server, room)
    session_id = at.browser.sessions.get(room.token, "")
    where, attendee = at.server.sessions.get(session_id, (None, None))
    if where is not room or attendee is None:
        session_id, attendee = "", room.find(AttendeeType.USERS, at.browser.user)
    if attendee is None:
        return outside_room(at.server, room)
    give_pin(at.server, room, attendee)
    return room_for(at.server, room, attendee, attendee.sessions.get(session_id))


@view
def room_for(server: Server, room: Room, viewer: Attendee, session: Session | None) -> Shown:
    """A room for one of its attendees; `session` is the viewer's own in this browser.

    Somebody kept out by the lobby sees no call, no messages and no counters, but the common read marker.
    """
    user = viewer.actor_id if viewer.is_user else ""
    shown = {
        **_neutral(server, room),
        **_names(server, room, user),
        **_open(room),
        **_inner(room),
        **_own(server, room, viewer, session),
    }
    if _is_in_lobby(server, room, viewer):
        shown.update(hasCall=False, canLeaveConversation=True)
        return shown
    shown["canStartCall"] = can_start_call(server, room, viewer)
    return {**shown, **_unread(server, room, viewer), "lastMessage": last_message_for(server, room, viewer)}


@view
def partner_status(server: Server, room: Room, user: str) -> Shown:
    """The status the other of a one-to-one shows, if any."""
    if room.type is not RoomType.ONE_TO_ONE or room.find(AttendeeType.USERS, user) is None:
        return {}
    return status_of(server.users.get(partner_of(room, user)))


@view
def outside_room(server: Server, room: Room, *, breakout: bool = False) -> Shown:
    """A room for somebody who is not in it: neutral, unless it is open or listed as a `breakout` room."""
    neutral = _neutral(server, room)
    is_open = room.listable is not ListableScope.PARTICIPANTS
    if not (is_open or breakout):
        return neutral
    description = room.description if is_open else ""
    return {**neutral, **_names(server, room, ""), **_open(room), "description": description}


def _neutral(server: Server, room: Room) -> Shown:
    """What everybody sees who can find the room; every field is there."""
    consent = server.settings.consent
    return {
        "id": room.id,
        "token": room.token,
        "type": room.type,
        "hasPassword": bool(room.password),
        "avatarVersion": room.avatar or room.token,
        "isCustomAvatar": bool(room.avatar),
        "recordingConsent": room.recording_consent if consent is RecordingConsent.OPTIONAL else consent,
        **_NEUTRAL,
    }


_NEUTRAL: Shown = {
    "name": "",
    "displayName": "",
    "objectType": "",
    "objectId": "",
    "description": "",
    "readOnly": 0,
    "listable": ListableScope.PARTICIPANTS,
    "lobbyState": LobbyState.NO_LOBBY,
    "lobbyTimer": 0,
    "sipEnabled": SipState.DISABLED,
    "mentionPermissions": MentionPermissions.EVERYONE,
    "messageExpiration": 0,
    "breakoutRoomMode": 0,
    "breakoutRoomStatus": 0,
    "hasCall": False,
    "callFlag": 0,
    "callStartTime": 0,
    "callRecording": 0,
    "participantType": ParticipantType.GUEST,
    "permissions": Permission.CUSTOM,
    "attendeePermissions": Permission.CUSTOM,
    "callPermissions": Permission.CUSTOM,
    "defaultPermissions": Permission.CUSTOM,
    "attendeeId": 0,
    "actorType": "",
    "actorId": "",
    "attendeePin": "",
    "participantFlags": 0,
    "sessionId": "0",
    "isFavorite": False,
    "notificationLevel": NotificationLevel.NEVER,
    "notificationCalls": 0,
    "canStartCall": False,
    "canDeleteConversation": False,
    "canLeaveConversation": False,
    "canEnableSIP": False,
    "lastReadMessage": 0,
    "lastCommonReadMessage": 0,
    "lastMessage": [],
    "unreadMessages": 0,
    "unreadMention": False,
    "unreadMentionDirect": False,
}


def _names(server: Server, room: Room, user: str) -> Shown:
    """The name for an account, and how it is displayed; "" for anybody else."""
    shown = {"name": room.name, "displayName": room_name(server, room, user)}
    if room.type is RoomType.ONE_TO_ONE:
        shown["name"] = partner_of(room, user)
    elif room.type is RoomType.CHANGELOG:
        shown["name"] = user
    return shown


def _open(room: Room) -> Shown:
    """What those see as well for whom the room is open."""
    return {
        "objectType": room.object_type.value,
        "objectId": room.object_id,
        "readOnly": room.read_only,
        "listable": room.listable,
        "lobbyState": room.lobby,
        "lobbyTimer": room.lobby_timer,
        "sipEnabled": room.sip,
        "breakoutRoomMode": room.breakout_mode,
        "breakoutRoomStatus": room.breakout_status,
        "hasCall": room.call.active,
        "callFlag": room.call.flag,
        "callStartTime": room.call.since,
        "callRecording": room.call.recording,
    }


def _inner(room: Room) -> Shown:
    """What attendees alone see."""
    return {
        "description": room.description,
        "mentionPermissions": room.mention_permissions,
        "messageExpiration": room.message_expiration,
        "defaultPermissions": room.default_permissions,
        "callPermissions": Permission.DEFAULT,
    }


def _own(server: Server, room: Room, viewer: Attendee, session: Session | None) -> Shown:
    """What the viewer is in the room."""
    shows_own = viewer.read_privacy is ReadPrivacy.PUBLIC
    return {
        "attendeeId": viewer.id,
        "actorType": viewer.actor_type.value,
        "actorId": viewer.actor_id,
        "participantType": viewer.type,
        "permissions": effective_permissions(server, room, viewer),
        "attendeePermissions": viewer.permissions,
        "attendeePin": viewer.pin if room.sip else "",
        "participantFlags": session.in_call if session else 0,
        "sessionId": session.id if session else "0",
        "isFavorite": viewer.favorite,
        "notificationLevel": notification_level(server, room, viewer),
        "notificationCalls": viewer.notification_calls,
        "canDeleteConversation": not room.is_one_to_one and viewer.moderates_with_login,
        "canLeaveConversation": room.type is not RoomType.NOTE_TO_SELF and viewer.is_user,
        "canEnableSIP": _can_enable_sip(server, room, viewer),
        "lastCommonReadMessage": room.common_read.lowest() if shows_own else 0,
    }


def _unread(server: Server, room: Room, viewer: Attendee) -> Shown:
    """How far the viewer has read, and for accounts what is new since."""
    last_read = viewer.last_read
    if not viewer.is_user:
        return {"lastReadMessage": last_read}
    return {
        "lastReadMessage": last_read,
        "unreadMessages": room.unread_after(last_read, server.now),
        "unreadMention": viewer.last_mention != 0 and last_read < viewer.last_mention,
        "unreadMentionDirect": viewer.last_mention_direct != 0 and last_read < viewer.last_mention_direct,
    }


def notification_level(server: Server, room: Room, attendee: Attendee) -> NotificationLevel:
    """The chat level as shown: the default resolved by room and person (spec: conversation 3.11)."""
    if attendee.notification_level:
        return attendee.notification_level
    if attendee.is_guest:
        return NotificationLevel.NEVER
    if room.is_one_to_one:
        return NotificationLevel.ALWAYS
    return server.settings.default_group_notification or NotificationLevel.MENTION


def _is_in_lobby(server: Server, room: Room, viewer: Attendee) -> bool:
    if room.lobby is LobbyState.NO_LOBBY or viewer.moderates:
        return False
    return Permission.IGNORE_LOBBY not in effective_permissions(server, room, viewer)


def _can_enable_sip(server: Server, room: Room, viewer: Attendee) -> bool:
    groups = server.settings.sip_bridge_groups
    return (
        server.settings.sip_configured
        and is_dialable(room.token)
        and room.type in (RoomType.GROUP, RoomType.PUBLIC)
        and viewer.moderates_with_login
        and viewer.is_user
        and server.admits(groups, viewer.actor_id)
    )
