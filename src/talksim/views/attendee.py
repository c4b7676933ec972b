"""What a viewer sees of the attendees of a room (spec: participant 3.2; conversation 3.4)."""

from __future__ import annotations

from talksim.constants import AttendeeType, InCall, SipState
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.user import User
from talksim.procedures.leaving import is_absent_guest
from talksim.procedures.permissions import effective_permissions
from talksim.rules.view import Shown, view

__all__ = ["attendee_for", "attendees_for"]


@view
def attendees_for(
    server: Server, room: Room, viewer: Attendee, *, include_status: bool = False
) -> list[Shown]:
    """The list of participants: all attendees, without guests who are not here and left nothing behind."""
    present = [attendee for attendee in room.attendees.values() if not is_absent_guest(server, attendee)]
    shown = [attendee_for(server, room, attendee, viewer) for attendee in present]
    if not include_status:
        return shown
    return [
        {**row, **status_of(server.users.get(attendee.actor_id) if attendee.is_user else None)}
        for attendee, row in zip(present, shown, strict=True)
    ]


@view
def status_of(user: User | None) -> Shown:
    """The status an account shows, if any; invisible people look offline."""
    if user is None or not user.status:
        return {}
    return {"status": "offline" if user.status == "invisible" else user.status}


@view
def attendee_for(server: Server, room: Room, attendee: Attendee, viewer: Attendee) -> Shown:
    """One attendee; the values of all sessions are put together.

    PINs are for moderators with an account and for oneself, telephone numbers for moderators while SIP is set
    up, and what they are called by for those of them who may dial out (spec: participant 4.8).
    """
    sessions = attendee.sessions.values()
    in_call = InCall.DISCONNECTED
    for session in sessions:
        in_call |= session.in_call
    return {
        "roomToken": room.token,
        "attendeeId": attendee.id,
        "actorType": attendee.actor_type.value,
        "actorId": attendee.actor_id,
        "displayName": attendee.display_name,
        "participantType": attendee.type,
        "permissions": effective_permissions(server, room, attendee),
        "attendeePermissions": attendee.permissions,
        "inCall": in_call,
        "lastPing": int(max((session.last_ping for session in sessions), default=0)),
        "sessionIds": [session.id for session in sessions],
        "attendeePin": attendee.pin if _shows_pin(server, room, attendee, viewer) else "",
        "phoneNumber": attendee.phone_number if _shows_number(server, attendee, viewer) else "",
        "callId": attendee.call_id if _shows_call(server, attendee, viewer) else "",
    }


def _shows_pin(server: Server, room: Room, attendee: Attendee, viewer: Attendee) -> bool:
    if room.sip is SipState.DISABLED or not server.settings.sip_configured:
        return False
    return viewer.moderates_with_login or viewer is attendee


def _shows_number(server: Server, attendee: Attendee, viewer: Attendee) -> bool:
    phone = attendee.actor_type is AttendeeType.PHONES
    return phone and viewer.moderates_with_login and server.settings.sip_configured


def _shows_call(server: Server, attendee: Attendee, viewer: Attendee) -> bool:
    settings = server.settings
    callers = settings.sip_bridge_groups
    may_dial = settings.sip_dialout and (not callers or server.in_any_group(viewer.actor_id, callers))
    return may_dial and _shows_number(server, attendee, viewer)
