"""Adding people to a room (spec: participant 1.3; conversation 2.8, 7.6)."""

from __future__ import annotations

import re

from talksim.constants import AttendeeType, ObjectType, ParticipantType, RoomType
from talksim.model.event import InvitationSent
from talksim.procedures.adding import (
    add_collective,
    add_users,
    enter,
    make_permanent,
    new_attendee,
    open_to_guests,
)
from talksim.procedures.bans import is_user_banned
from talksim.procedures.breakout_members import take_out_of_breakout_rooms
from talksim.procedures.circles import circles_of, members_of_circle
from talksim.procedures.gate import gates, logged_in, login_moderator
from talksim.procedures.members_by_command import BRIDGE_BOT
from talksim.procedures.pins import give_pin
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.parameter import PersonId
from talksim.rules.stage import Answer, commit, guard

__all__ = ["add_participant"]

_CLOSED = (RoomType.ONE_TO_ONE, RoomType.FORMER_ONE_TO_ONE, RoomType.NOTE_TO_SELF)
_CLOUD_ID = re.compile(r"[^@/]+@[^@]+\Z")
_NUMBER = re.compile(r"\+?\d[\d ()/.-]{3,}\Z")
_REPEATED = re.compile(r"(.)\1")


@guard(400, because=lambda at: f"{at.room.label} is {at.room.type}")
def takes_people(at: InRoom) -> bool:
    """The room is no one-to-one, no note to self and does not verify a share's password."""
    return at.room.type not in _CLOSED and at.room.object_type is not ObjectType.SHARE_PASSWORD


@guard(400, "source")
def source_fits_breakout_room(at: InRoom, *, source: AttendeeType | str) -> bool:
    """Breakout rooms take accounts alone."""
    return not at.room.is_breakout_room or source == AttendeeType.USERS


_SOURCES = frozenset(AttendeeType) - {AttendeeType.GUESTS}


@guard(400)
def source_known(at: InRoom, *, source: AttendeeType | str) -> bool:
    """The source is users, groups, circles, emails, federated users or phones."""
    return source in _SOURCES


@guard(501, because=lambda _: "federation is off")
def federation_enabled(at: InRoom, *, source: AttendeeType | str) -> bool:
    """Somebody of another server can be added."""
    return source != AttendeeType.FEDERATED_USERS or at.server.settings.federation_enabled


@guard(501, because=lambda _: "SIP dial-out is not set up for this caller and room")
def may_dial_out(at: InRoom, *, source: AttendeeType | str) -> bool:
    """SIP dial-out is set up, the caller is in a SIP group and the room has a token for dialing."""
    settings, room = at.server.settings, at.room
    return source != AttendeeType.PHONES or (
        settings.sip_configured
        and settings.sip_dialout
        and at.server.admits(settings.sip_bridge_groups, at.browser.user)
        and room.token.isdigit()
        and not room.token.startswith("0")
        and not _REPEATED.search(room.token)
        and room.type in (RoomType.GROUP, RoomType.PUBLIC)
    )


@guard(400, because=lambda _: "the circles app is off")
def circles_enabled(at: InRoom, *, source: AttendeeType | str) -> bool:
    """There are circles on this server."""
    return source != AttendeeType.CIRCLES or at.server.settings.circles


def _newcomer_because(at: InRoom) -> str:
    newcomer, source = at.params["participant"], at.params["source"]
    if source == AttendeeType.CIRCLES:
        return f'{at.browser.user} is in no circle "{newcomer}"'
    return f'there is no {"group" if source == AttendeeType.GROUPS else "account"} "{newcomer}"'


@guard(404, because=_newcomer_because)
def newcomer_exists(at: InRoom, *, participant: str, source: AttendeeType | str) -> bool:
    """The account or group exists; the circle does, and the caller is in it."""
    if source == AttendeeType.USERS:
        return participant in at.server.users and participant != BRIDGE_BOT
    if source == AttendeeType.GROUPS:
        return participant in at.server.groups
    return source != AttendeeType.CIRCLES or participant in circles_of(at.server, at.browser.user)


@guard(400, "ban", because=lambda at: f"banned from {at.room.label}")
def newcomer_not_banned(at: InRoom, *, participant: str, source: AttendeeType | str) -> bool:
    """The account is not banned."""
    return source != AttendeeType.USERS or not is_user_banned(at.room, participant)


@guard(400, "cloudId")
def cloud_id_valid(at: InRoom, *, participant: str, source: AttendeeType | str) -> bool:
    """The cloud id names an account and its server."""
    return source != AttendeeType.FEDERATED_USERS or bool(_CLOUD_ID.match(participant))


@guard(400, "outgoing", because=lambda _: "the setting federation_outgoing_enabled is off")
def invitations_go_out(at: InRoom, *, source: AttendeeType | str) -> bool:
    """Invitations go to other servers."""
    return source != AttendeeType.FEDERATED_USERS or at.server.settings.federation_outgoing_enabled


@guard(400, "federation", because=lambda at: f"{at.browser.user} is in none of the groups that may federate")
def may_federate(at: InRoom, *, source: AttendeeType | str) -> bool:
    """The caller is in one of `federation_allowed_groups`, if there are any."""
    groups = at.server.settings.federation_allowed_groups
    return source != AttendeeType.FEDERATED_USERS or at.server.admits(groups, at.browser.user)


@guard(400, "trusted_servers", because=lambda at: f"{_host(at.params['participant'])} is no trusted server")
def server_trusted(at: InRoom, *, participant: str, source: AttendeeType | str) -> bool:
    """The other server is trusted, where only trusted ones may be invited."""
    settings = at.server.settings
    return (
        source != AttendeeType.FEDERATED_USERS
        or not settings.federation_only_trusted_servers
        or _host(participant) in map(_host, settings.trusted_servers)
    )


@guard(400)
def number_valid(at: InRoom, *, participant: str, source: AttendeeType | str) -> bool:
    """The telephone number can be dialed."""
    return source != AttendeeType.PHONES or bool(_NUMBER.match(participant))


@guard(404)
def parent_exists(at: InRoom) -> bool:
    """The parent of a breakout room still exists."""
    return not at.room.is_breakout_room or at.room.object_id in at.server.rooms


@commit
def parent_joined(at: InRoom, *, participant: str) -> None:
    """Add somebody who is new to a breakout room to the parent as well; remember whether they are new."""
    at.found = at.room.find(AttendeeType.USERS, participant)
    if at.room.is_breakout_room and at.found is None:
        add_users(at.server, at.server.rooms[at.room.object_id], [participant])


@commit
def siblings_left(at: InRoom, *, participant: str) -> None:
    """Take somebody who goes into a breakout room out of all of them, this one included."""
    if at.room.is_breakout_room:
        take_out_of_breakout_rooms(at.server, at.server.rooms[at.room.object_id], participant)


@guard(400, "moderator")
def moderates_no_breakout_room(at: InRoom, *, participant: str) -> bool:
    """A moderator of the breakout rooms is in all of them and cannot be moved."""
    if not at.room.is_breakout_room:
        return True
    rooms = at.server.breakout_rooms[at.room.object_id].values()
    rows = (room.find(AttendeeType.USERS, participant) for room in rooms)
    return not any(row is not None and row.moderates for row in rows)


@operation(
    "POST /api/v4/room/{token}/participants",
    stages=[
        *gates(logged_in, login_moderator),
        takes_people,
        source_fits_breakout_room,
        source_known,
        federation_enabled,
        may_dial_out,
        circles_enabled,
        newcomer_exists,
        newcomer_not_banned,
        cloud_id_valid,
        invitations_go_out,
        may_federate,
        server_trusted,
        number_valid,
        parent_exists,
        parent_joined,
        siblings_left,
        moderates_no_breakout_room,
    ],
    wire={"participant": "newParticipant"},
    samples=[{"participant": "bob"}],
)
def add_participant(
    at: InRoom, *, participant: PersonId, source: AttendeeType | str = AttendeeType.USERS
) -> Answer | None:
    """Add an account, a group or circle with its members, an address or a number (spec: participant 1.3)."""
    match source:
        case AttendeeType.USERS:
            _add_user(at, participant)
        case AttendeeType.GROUPS:
            members = list(at.server.groups[participant].members)
            add_collective(at.server, at.room, AttendeeType.GROUPS, participant, members)
        case AttendeeType.CIRCLES:
            members = members_of_circle(at.server, participant)
            add_collective(at.server, at.room, AttendeeType.CIRCLES, participant, members)
        case AttendeeType.EMAILS:
            return _add_address(at, participant)
        case AttendeeType.PHONES:
            _add_number(at, participant)
        case AttendeeType.FEDERATED_USERS:
            _add_cloud_id(at, participant)
    return None


def _add_user(at: InRoom, user: str) -> None:
    if at.found is None:
        add_users(at.server, at.room, [user])
    else:
        make_permanent(at.server, at.room, at.found)


def _add_address(at: InRoom, address: str) -> Answer:
    """Invite an address, after making the room public where that is allowed."""
    public = open_to_guests(at.server, at.room)
    if at.room.find(AttendeeType.EMAILS, address) is None:
        invited = new_attendee(at.server, at.room, AttendeeType.EMAILS, address, ParticipantType.GUEST)
        enter(at.server, at.room, invited)
        give_pin(at.server, at.room, invited)
        at.emit(InvitationSent(at.room, invited))
    return Answer(200, {"type": RoomType.PUBLIC} if public else None)


def _add_number(at: InRoom, number: str) -> None:
    """Every call of the same number is somebody new: the time is part of the id."""
    from hashlib import sha1  # noqa: PLC0415  slow to import

    actor_id = sha1(f"{number}#{int(at.now)}".encode(), usedforsecurity=False).hexdigest()
    if at.room.find(AttendeeType.PHONES, actor_id) is None:
        phone = new_attendee(
            at.server, at.room, AttendeeType.PHONES, actor_id, display_name=f"{number[:-4]}…"
        )
        phone.phone_number = number
        enter(at.server, at.room, phone)


def _host(address: str) -> str:
    """The server of a cloud id, or of the address of a server."""
    return address.rpartition("@")[2].rpartition("://")[2].rstrip("/").lower()


def _add_cloud_id(at: InRoom, cloud_id: str) -> None:
    if at.room.find(AttendeeType.FEDERATED_USERS, cloud_id) is None:
        enter(at.server, at.room, new_attendee(at.server, at.room, AttendeeType.FEDERATED_USERS, cloud_id))
