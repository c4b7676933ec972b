"""What the rule pages say of every room and its attendees.

The numbers are those of the pages: `conversation` section 9 and `participant` sections 1.9 to 2.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from talksim.constants import (
    AttendeeType,
    BreakoutMode,
    ListableScope,
    LobbyState,
    ParticipantType,
    Permission,
    ReadOnly,
    RoomType,
    SipState,
)
from talksim.invariants.invariant import invariant
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.one_to_one import members_of

__all__: list[str] = []

_SETTLED = (RoomType.ONE_TO_ONE, RoomType.CHANGELOG, RoomType.FORMER_ONE_TO_ONE, RoomType.NOTE_TO_SELF)
_GUEST_TYPES = (ParticipantType.GUEST, ParticipantType.GUEST_MODERATOR)


@invariant("I9")
def a_one_to_one_belongs_to_its_two(room: Room) -> Iterator[str]:
    """A one-to-one holds nobody but the two of its pair, as owners (spec: conversation 9)."""
    if room.type is not RoomType.ONE_TO_ONE:
        return
    yield from _named({a.actor_id for a in room.attendees.values()} - set(members_of(room)), "is a stranger")
    yield from (f"{a.label} is no owner" for a in room.attendees.values() if a.type != ParticipantType.OWNER)


@invariant("I9")
def a_pair_has_one_room(server: Server) -> Iterator[str]:
    """No two one-to-ones are of one pair (spec: conversation 9)."""
    names = [room.name for room in server.rooms.values() if room.type is RoomType.ONE_TO_ONE]
    yield from _named({name for name in names if names.count(name) > 1}, "has several")


@invariant("I10")
def a_former_one_to_one_is_closed(room: Room) -> Iterator[str]:
    """A former one-to-one is read-only and holds one account at most (spec: conversation 9)."""
    if room.type is RoomType.FORMER_ONE_TO_ONE:
        yield from _closed(room)


@invariant("I11")
def the_changelog_is_closed(room: Room) -> Iterator[str]:
    """The changelog is read-only, unshared and moderated by nobody (spec: conversation 9)."""
    if room.type is RoomType.CHANGELOG:
        yield from _closed(room)
        if room.moderator_count:
            yield "somebody moderates"


@invariant("I11")
def a_note_to_self_is_its_owners(room: Room) -> Iterator[str]:
    """A note to self holds its owner alone (spec: conversation 9)."""
    people = [a.actor_id for a in room.attendees.values()]
    if room.type is RoomType.NOTE_TO_SELF and people != [room.object_id]:
        yield f"it holds {', '.join(people) or 'nobody'}"


@invariant("I12")
def settled_rooms_stay_plain(room: Room) -> Iterator[str]:
    """Rooms of one or two have no scope, lobby, SIP, default permissions or breakout rooms.

    spec: conversation 9.
    """
    if room.type in _SETTLED and _opened(room):
        yield f"a {room.type} is set up as only group rooms are"


@invariant("I3")
def breakout_rooms_are_of_groups(room: Room) -> Iterator[str]:
    """Only a group room has a breakout mode (spec: conversation 9)."""
    if room.breakout_mode is not BreakoutMode.NOT_CONFIGURED and room.type is not RoomType.GROUP:
        yield f"mode {room.breakout_mode} in a {room.type} room"


@invariant("I22")
def a_token_for_SIP_can_be_dialed(room: Room) -> Iterator[str]:  # noqa: N802  as it is read
    """Where SIP is on, the token has digits alone, none of them doubled (spec: conversation 9)."""
    doubled = any(one == other for one, other in zip(room.token, room.token[1:], strict=False))
    usable = room.token.isdigit() and room.token[0] != "0" and not doubled
    if room.sip is not SipState.DISABLED and not usable:
        yield f"nobody can dial {room.token}"


@invariant("P4")
def default_permissions_are_marked_custom(room: Room) -> Iterator[str]:
    """Default permissions are 0, or have the bit for custom ones (spec: participant 2.5)."""
    if room.default_permissions and Permission.CUSTOM not in room.default_permissions:
        yield f"they are {int(room.default_permissions)}"


@invariant("I2")
def guests_have_no_account(room: Room) -> Iterator[str]:
    """Guests are guests or come by an e-mail (spec: participant 1.9)."""
    known = (AttendeeType.GUESTS, AttendeeType.EMAILS)
    yield from (
        f"{a.label} is one of {a.actor_type}"
        for a in room.attendees.values()
        if a.is_guest and a.actor_type not in known
    )


@invariant("I3")
def self_joined_users_are_there(room: Room) -> Iterator[str]:
    """A self-joined user has an account and a session (spec: participant 1.9)."""
    for attendee in room.attendees.values():
        if attendee.type is ParticipantType.SELF_JOINED and not (attendee.is_user and attendee.sessions):
            yield f"{attendee.label} has not"


@invariant("I13")
def strangers_are_in_public_rooms(server: Server) -> Iterator[str]:
    """Guests and self-joined users are in public rooms only (spec: participant 1.9).

    Into group rooms come e-mail guests, where the switch was refused (conversation 2.8), and callers without
    PIN, for whom no browser stands (conversation 3.4): the listed breaches.
    """
    for room in server.rooms.values():
        people = room.attendees.values() if room.type is not RoomType.PUBLIC else ()
        strangers = [one for one in people if _needs_public(one) and not _has_called(server, room, one)]
        yield from (f"{room.label}: {one.type} {one.label} in a {room.type} room" for one in strangers)


@invariant("I5")
def groups_only_stand_for_their_members(room: Room) -> Iterator[str]:
    """Groups and circles have no session, PIN or permissions (spec: participant 1.9)."""
    for attendee in room.attendees.values():
        if attendee.is_collective and (attendee.sessions or attendee.pin or attendee.permissions):
            yield f"{attendee.label} has one of these"


@invariant("P1")
def moderators_need_no_permissions(room: Room) -> Iterator[str]:
    """Owners and moderators have no permissions of their own (spec: participant 2.5)."""
    for attendee in room.attendees.values():
        if attendee.type in (ParticipantType.OWNER, ParticipantType.MODERATOR) and attendee.permissions:
            yield f"{attendee.label} keeps {attendee.permissions}"


@invariant("I16")
def nobody_banned_is_in(room: Room) -> Iterator[str]:
    """Accounts and guests who are banned are not in the room (spec: participant 1.9)."""
    for ban in room.bans.values():
        if ban.banned_type in ("users", "guests") and room.find(ban.banned_type, ban.banned_id):
            yield f"{ban.banned_id} is"


def _named(names: set[str], what: str) -> Iterator[str]:
    yield from (f"{name} {what}" for name in sorted(names))


def _closed(room: Room) -> Iterator[str]:
    if room.read_only is not ReadOnly.READ_ONLY:
        yield "it is writable"
    if len(room.attendees) > 1:
        yield "it is shared"


def _opened(room: Room) -> bool:
    return (
        room.listable is not ListableScope.PARTICIPANTS
        or room.lobby is not LobbyState.NO_LOBBY
        or room.sip is not SipState.DISABLED
        or bool(room.default_permissions)
        or room.breakout_mode is not BreakoutMode.NOT_CONFIGURED
    )


def _needs_public(attendee: Attendee) -> bool:
    guest = attendee.type in (*_GUEST_TYPES, ParticipantType.SELF_JOINED)
    return guest and attendee.actor_type is not AttendeeType.EMAILS


def _has_called(server: Server, room: Room, guest: Attendee) -> bool:
    """Whether a guest came by telephone: it is the guest of no browser."""
    browsers = server.browsers.values()
    return guest.actor_type is AttendeeType.GUESTS and not any(
        browser.guest_ids.get(room.token) == guest.actor_id
        or browser.sessions.get(room.token) in guest.sessions
        for browser in browsers
    )
