"""What a viewer sees of a room (spec: conversation 2.1)."""

from __future__ import annotations

from talksim.constants import (
    AttendeeType,
    LobbyState,
    NotificationLevel,
    ObjectType,
    Permission,
    ReadPrivacy,
    RecordingConsent,
    RoomType,
)
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.session import Session
from talksim.procedures.due import make_due_moves
from talksim.procedures.one_to_one import partner_of
from talksim.procedures.permissions import effective_permissions
from talksim.procedures.presence import can_start_call
from talksim.procedures.scene import InRoom
from talksim.rules.view import Shown, view

__all__ = ["answered_room", "outside_room", "room_for"]


def answered_room(at: InRoom) -> Shown:
    """The room as the caller sees it; reading it makes due moves first."""
    make_due_moves(at.server, at.room)
    return room_for(at.server, at.room, at.attendee, at.session)


@view
def room_for(server: Server, room: Room, viewer: Attendee, session: Session | None) -> Shown:
    """A room for one of its attendees; `session` is the viewer's own in this browser.

    Somebody kept out by the lobby sees no call, no messages and no counters.
    """
    shown = {**_common(server, room, viewer), **_own(server, room, viewer, session)}
    if _is_in_lobby(server, room, viewer):
        shown.update(hasCall=False, canStartCall=False, canLeaveConversation=True)
        return shown
    return {**shown, **_messages(server, room, viewer)}


@view
def outside_room(server: Server, room: Room, *, listed: bool) -> Shown:
    """A room for somebody who is not in it: neutral, or with name and settings if it is listed."""
    neutral: Shown = {
        "id": room.id,
        "token": room.token,
        "type": room.type,
        "name": "",
        "displayName": "",
        "hasPassword": bool(room.password),
        "participantType": 4,
        "permissions": Permission.CUSTOM,
    }
    return {**neutral, **_settings(server, room), **_names(server, room, "")} if listed else neutral


def _common(server: Server, room: Room, viewer: Attendee) -> Shown:
    user = viewer.actor_id if viewer.is_user else ""
    return {
        "id": room.id,
        "token": room.token,
        "type": room.type,
        **_names(server, room, user),
        "hasPassword": bool(room.password),
        **_settings(server, room),
    }


def _names(server: Server, room: Room, user: str) -> Shown:
    if room.type is RoomType.ONE_TO_ONE:
        partner = partner_of(room, user)
        account = server.users.get(partner)
        return {"name": partner, "displayName": account.display_name if account else partner}
    if room.type is RoomType.CHANGELOG:
        return {"name": user, "displayName": "Talk updates ✅"}
    return {"name": room.name, "displayName": room.name}


def _settings(server: Server, room: Room) -> Shown:
    consent = server.settings.consent
    return {
        "objectType": room.object_type.value,
        "objectId": room.object_id,
        "description": room.description,
        "readOnly": room.read_only,
        "listable": room.listable,
        "lobbyState": room.lobby,
        "lobbyTimer": room.lobby_timer,
        "sipEnabled": room.sip,
        "mentionPermissions": room.mention_permissions,
        "defaultPermissions": room.default_permissions,
        "messageExpiration": room.message_expiration,
        "breakoutRoomMode": room.breakout_mode,
        "breakoutRoomStatus": room.breakout_status,
        "recordingConsent": room.recording_consent if consent is RecordingConsent.OPTIONAL else consent,
        "hasCall": room.call.active,
        "callFlag": room.call.flag,
        "callStartTime": room.call.since,
        "callRecording": room.call.recording,
        "callPermissions": 0,
    }


def _own(server: Server, room: Room, viewer: Attendee, session: Session | None) -> Shown:
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
        "canStartCall": can_start_call(server, room, viewer),
        "canDeleteConversation": not room.is_one_to_one and viewer.moderates_with_login,
        "canLeaveConversation": room.type is not RoomType.NOTE_TO_SELF and not viewer.is_guest,
        "canEnableSIP": _can_enable_sip(server, room, viewer),
        "unreadMessages": 0,
        "unreadMention": False,
        "unreadMentionDirect": False,
        "lastReadMessage": 0,
        "lastCommonReadMessage": 0,
        "lastMessage": [],
    }


def _messages(server: Server, room: Room, viewer: Attendee) -> Shown:
    public = viewer.is_user and viewer.read_privacy is ReadPrivacy.PUBLIC
    return {
        "lastReadMessage": viewer.last_read,
        "lastCommonReadMessage": room.common_read.lowest() if public else 0,
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
        and room.type in (RoomType.GROUP, RoomType.PUBLIC)
        and viewer.moderates_with_login
        and viewer.actor_type is AttendeeType.USERS
        and (not groups or server.in_any_group(viewer.actor_id, groups))
        and room.object_type is not ObjectType.ROOM
    )
