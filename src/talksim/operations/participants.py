"""Listing, inviting again and removing attendees (spec: participant 1.6, 3.2; conversation 2.5, 2.6)."""

from __future__ import annotations

from talksim.constants import AttendeeType, ObjectType, ParticipantType, RoomType
from talksim.model.event import InvitationSent
from talksim.procedures import leaving
from talksim.procedures.gate import gates, lobby_passed, logged_in, moderator
from talksim.procedures.pins import give_pin
from talksim.procedures.scene import InRoom
from talksim.procedures.target import target_found
from talksim.rules.operation import operation
from talksim.rules.parameter import AttendeeId
from talksim.rules.stage import Answer, guard
from talksim.views.attendee import attendees_for

__all__ = ["list_participants", "remove_attendee", "remove_self", "resend_invitations"]

_USERS = (ParticipantType.OWNER, ParticipantType.MODERATOR, ParticipantType.USER)


@guard(403, because=lambda at: f"{at.attendee.label} is {at.attendee.type}")
def not_a_guest(at: InRoom) -> bool:
    """Guests do not see the list; guest moderators do."""
    return at.attendee.type is not ParticipantType.GUEST


@operation("GET /api/v4/room/{token}/participants", stages=[*gates(lobby_passed), not_a_guest])
def list_participants(at: InRoom, *, include_status: bool = False) -> Answer:
    """List the attendees, and remove what has died (spec: participant 3.2).

    A session that is removed by this very reading is still shown once.
    """
    server, room = at.server, at.room
    for attendee in room.attendees.values():
        if at.attendee.moderates_with_login or attendee is at.attendee:
            give_pin(server, room, attendee)
    shown = attendees_for(server, room, at.attendee, include_status=include_status)
    leaving.reap_sessions(server, room)
    leaving.clean_up_guests(server, room)
    return Answer(200, shown)


@guard(404)
def invited_found(at: InRoom, *, attendee: AttendeeId | None) -> bool:
    """The attendee is in the room, if one is named."""
    return attendee is None or attendee in at.room.attendees


@operation(
    "POST /api/v4/room/{token}/participants/resend-invitations",
    stages=[*gates(logged_in, moderator), invited_found],
    wire={"attendee": "attendeeId"},
)
def resend_invitations(at: InRoom, *, attendee: AttendeeId | None = None) -> None:
    """Send the e-mail invitations again, to one address or to all, with a PIN if there is none yet.

    spec: participant 4.8, 10 no. 26; conversation 3.4.
    """
    for invited in list(at.room.attendees.values()):
        if invited.actor_type is AttendeeType.EMAILS and attendee in (None, invited.id):
            give_pin(at.server, at.room, invited)
            at.emit(InvitationSent(at.room, invited))


def _last_moderator_because(at: InRoom) -> str:
    return (
        f"{at.attendee.label} is the last moderator of {at.room.label}, which has {at.room.user_count} users"
    )


@guard(400, because=_last_moderator_because)
def not_the_last_moderator(at: InRoom) -> bool:
    """The only owner or moderator cannot leave other users behind, except in a one-to-one."""
    room = at.room
    if room.is_one_to_one or not at.attendee.moderates_with_login:
        return True
    return room.user_count <= 1 or room.moderator_count != 1


@operation(
    "DELETE /api/v4/room/{token}/participants/self",
    stages=[*gates(logged_in), not_the_last_moderator],
)
def remove_self(at: InRoom) -> None:
    """Leave for good; the only user takes the whole room along (spec: conversation 2.5)."""
    if _is_only_user(at):
        leaving.delete_room(at.server, at.room)
    else:
        leaving.remove_attendee(at.server, at.room, at.attendee, left=True)


@guard(400, because=lambda at: f"{at.room.label} is {at.room.type}")
def removal_possible(at: InRoom) -> bool:
    """Nobody is removed from a one-to-one."""
    return not at.room.is_one_to_one


@guard(400, because=_last_moderator_because)
def not_oneself_as_last_moderator(at: InRoom) -> bool:
    """Removing oneself follows the rules of leaving."""
    room = at.room
    if at.target is not at.attendee or not at.attendee.moderates_with_login:
        return True
    return room.user_count <= 1 or room.moderator_count != 1


@guard(404)
def not_oneself_as_guest(at: InRoom) -> bool:
    """Leaving needs an account, also for a guest moderator."""
    return at.target is not at.attendee or at.browser.user in at.server.users


@guard(403, because=lambda at: f"{at.target.label} is {at.target.type}")
def target_is_no_owner(at: InRoom) -> bool:
    """Nobody else removes an owner."""
    return at.target is at.attendee or at.target.type is not ParticipantType.OWNER


@operation(
    "DELETE /api/v4/room/{token}/attendees",
    stages=[
        *gates(moderator),
        target_found,
        removal_possible,
        not_oneself_as_last_moderator,
        not_oneself_as_guest,
        target_is_no_owner,
    ],
    wire={"attendee": "attendeeId"},
)
def remove_attendee(at: InRoom, *, attendee: AttendeeId) -> None:
    """Remove somebody, moderators included; naming oneself is leaving (spec: participant 1.6)."""
    if at.target is at.attendee:
        remove_self(at)
    else:
        leaving.remove_attendee(at.server, at.room, at.target)


def _is_only_user(at: InRoom) -> bool:
    room = at.room
    if room.type is RoomType.CHANGELOG or room.object_type is ObjectType.FILE:
        return False
    return room.user_count == 1 and at.attendee.type in _USERS
