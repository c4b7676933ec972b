"""The invariants of the rule pages, for the chapters built so far; each yields what breaks it.

The numbers are those of the pages: `conversation` section 9 and `participant` sections 1.9 to 5.4.
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
from talksim.model.attendee import Attendee
from talksim.model.codec import freeze, thaw
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.session import Presence
from talksim.procedures.one_to_one import members_of

_SETTLED = (RoomType.ONE_TO_ONE, RoomType.CHANGELOG, RoomType.FORMER_ONE_TO_ONE, RoomType.NOTE_TO_SELF)
_GUEST_TYPES = (ParticipantType.GUEST, ParticipantType.GUEST_MODERATOR)


def broken(server: Server) -> list[str]:
    """Every breach in this world, in words."""
    breaches = [f"{room.token}: {breach}" for room in server.rooms.values() for breach in _of_room(room)]
    return [*breaches, *_pairs(server), *_indexes(server)]


def _of_room(room: Room) -> Iterator[str]:
    yield from _types(room)
    yield from _attendees(room)
    yield from _bans(room)
    yield from _call(room)


def _types(room: Room) -> Iterator[str]:
    if room.type is RoomType.ONE_TO_ONE:
        strangers = {a.actor_id for a in room.attendees.values()} - set(members_of(room))
        if strangers or any(a.type is not ParticipantType.OWNER for a in room.attendees.values()):
            yield "I9 a one-to-one holds somebody else, or somebody who is not owner"
    if room.type is RoomType.FORMER_ONE_TO_ONE and (
        room.read_only is not ReadOnly.READ_ONLY or len(room.attendees) > 1
    ):
        yield "I10 a former one-to-one is writable, or has two members"
    if room.type is RoomType.CHANGELOG and (
        room.read_only is not ReadOnly.READ_ONLY or len(room.attendees) > 1 or room.moderator_count
    ):
        yield "I11 the changelog is writable, shared or moderated"
    if room.type is RoomType.NOTE_TO_SELF and [a.actor_id for a in room.attendees.values()] != [
        room.object_id
    ]:
        yield "I11 a note to self is not its owner's alone"
    if room.type in _SETTLED and _opened(room):
        yield f"I12 a {room.type} is listed, has a lobby, SIP, default permissions or breakout rooms"
    if room.breakout_mode is not BreakoutMode.NOT_CONFIGURED and room.type is not RoomType.GROUP:
        yield "I3 a breakout mode outside a group room"
    if room.sip is not SipState.DISABLED and not _usable_for_sip(room.token):
        yield "I22 SIP with a token nobody can dial"
    if room.default_permissions and Permission.CUSTOM not in room.default_permissions:
        yield "P4 default permissions are neither 0 nor odd"


def _opened(room: Room) -> bool:
    return (
        room.listable is not ListableScope.PARTICIPANTS
        or room.lobby is not LobbyState.NO_LOBBY
        or room.sip is not SipState.DISABLED
        or bool(room.default_permissions)
        or room.breakout_mode is not BreakoutMode.NOT_CONFIGURED
    )


def _usable_for_sip(token: str) -> bool:
    doubled = any(one == other for one, other in zip(token, token[1:], strict=False))
    return token.isdigit() and token[0] != "0" and not doubled


def _attendees(room: Room) -> Iterator[str]:
    for attendee in room.attendees.values():
        if attendee.is_guest and attendee.actor_type not in (AttendeeType.GUESTS, AttendeeType.EMAILS):
            yield f"I2 {attendee.label} is a guest with an account"
        if attendee.type is ParticipantType.SELF_JOINED and not (attendee.is_user and attendee.sessions):
            yield f"I3 {attendee.label} is self-joined without account or session"
        if room.type is not RoomType.PUBLIC and _needs_public(attendee):
            yield f"I13 {attendee.type} {attendee.label} in a {room.type} room"
        if attendee.is_collective and (attendee.sessions or attendee.pin or attendee.permissions):
            yield f"I5 {attendee.label} is a group with a session, PIN or permission"
        if attendee.type in (ParticipantType.OWNER, ParticipantType.MODERATOR) and attendee.permissions:
            yield f"P1 moderator {attendee.label} keeps permissions of their own"


def _needs_public(attendee: Attendee) -> bool:
    """E-mail guests are let into a group room whose switch was refused (2.8): the listed breach."""
    guest = attendee.type in (*_GUEST_TYPES, ParticipantType.SELF_JOINED)
    return guest and attendee.actor_type is not AttendeeType.EMAILS


def _bans(room: Room) -> Iterator[str]:
    for ban in room.bans.values():
        if ban.banned_type in ("users", "guests") and room.find(ban.banned_type, ban.banned_id):
            yield f"I16 {ban.banned_id} is banned and in the room"


def _call(room: Room) -> Iterator[str]:
    call = room.call
    if call.flag and not call.active:
        yield "C1 call flags without a call"
    if bool(call.since) != call.active:
        yield "C1 a start time without a call, or the reverse"
    if call.present and room.type in (RoomType.CHANGELOG, RoomType.NOTE_TO_SELF):
        yield f"C5 somebody is in the call of a {room.type}"
    for attendee in room.attendees.values():
        for session in attendee.sessions.values():
            if bool(session.in_call) != (session.presence is Presence.IN):
                yield "presence and flags disagree"
            if bool(session.in_call) != (session.id in call.present):
                yield "S1 the call's index and the session disagree"


def _pairs(server: Server) -> Iterator[str]:
    names = [room.name for room in server.rooms.values() if room.type is RoomType.ONE_TO_ONE]
    if len(names) != len(set(names)):
        yield "I9 two one-to-ones of one pair"


def _indexes(server: Server) -> Iterator[str]:
    fresh = thaw(Server, freeze(server))
    if _tokens(server.rooms_of) != _tokens(fresh.rooms_of):
        yield "index rooms_of is out of step"
    if server.sessions.keys() != fresh.sessions.keys():
        yield "index sessions is out of step"
    if server.pairs.keys() != fresh.pairs.keys():
        yield "index pairs is out of step"
    if server.open_rooms.keys() != fresh.open_rooms.keys():
        yield "index open_rooms is out of step"
    for token, room in server.rooms.items():
        other = fresh.rooms[token]
        if +room.counts != +other.counts or room.by_actor.keys() != other.by_actor.keys():
            yield f"{token}: index of attendees is out of step"
        if room.common_read.lowest() != other.common_read.lowest():
            yield f"{token}: index of read markers is out of step"
        if room.call.present.keys() != other.call.present.keys():
            yield f"{token}: index of sessions in the call is out of step"


def _tokens(rooms_of: dict[tuple[str, str], dict[str, Room]]) -> dict[tuple[str, str], set[str]]:
    return {actor: set(rooms) for actor, rooms in rooms_of.items() if rooms}
