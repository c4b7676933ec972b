"""What conditions can speak of: rooms, the people in them, and what may be said of either.

Each fact is a name, its type, and how it is read from the state; nothing else can be reached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import attrs

from talksim.by_fields import EqualByFields
from talksim.constants import (
    BreakoutMode,
    BreakoutStatus,
    InCall,
    ListableScope,
    LobbyState,
    MentionPermissions,
    ObjectType,
    ParticipantType,
    ReadOnly,
    RecordingConsent,
    RecordingStatus,
    RoomType,
    SipState,
    Vocabulary,
)
from talksim.model.attendee import Attendee
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.views.names import display_name

__all__ = ["FACTS", "PEOPLE", "ROOMS", "Fact", "Type", "find_person", "find_room"]


@attrs.frozen(eq=False, repr=False)
class Type(EqualByFields):
    """The type of a value: "room", "person", "text", "number", "truth", or "list" of an `item`.

    The words of a `vocabulary` are text; a `mark` is what a value of flags is a list of.
    """

    kind: str
    item: Type | None = None
    vocabulary: type[Vocabulary] | None = attrs.field(default=None, repr=False)


TEXT: Final = Type("text")
NUMBER: Final = Type("number")
TRUTH: Final = Type("truth")
ROOM: Final = Type("room")
PERSON: Final = Type("person")
ROOMS: Final = Type("list", ROOM)
PEOPLE: Final = Type("list", PERSON)
NAMES: Final = Type("list", TEXT)

Read: TypeAlias = Callable[[Server, Any], Any]


@attrs.frozen(eq=False, repr=False)
class Fact(EqualByFields):
    """Something said of a room or person: its type and how it is read."""

    type: Type
    read: Read = attrs.field(eq=False, repr=False)
    doc: str


def _word(vocabulary: type[Vocabulary], read: Callable[[Any], Vocabulary], doc: str) -> Fact:
    return Fact(Type("text", vocabulary=vocabulary), lambda _, one: read(one).word, doc)


def _truth(read: Callable[[Any], Any], doc: str) -> Fact:
    return Fact(TRUTH, lambda _, one: bool(read(one)), doc)


def _number(read: Callable[[Any], int], doc: str) -> Fact:
    return Fact(NUMBER, lambda _, one: read(one), doc)


def _parent(server: Server, room: Room) -> Room | None:
    return server.rooms.get(room.object_id) if room.is_breakout_room else None


def _flags(value: Any) -> list[str]:
    return [flag.word for flag in type(value).members() if flag.value and flag in value]


_ROOM: Final[Mapping[str, Fact]] = {
    "name": Fact(TEXT, lambda _, room: room.name, "what it is called"),
    "type": _word(RoomType, lambda room: room.type, "kind of room"),
    "object": _word(ObjectType, lambda room: room.object_type, "what another app made it for"),
    "parent": Fact(ROOM, _parent, "of a breakout room, else nothing"),
    "lobby": _word(LobbyState, lambda room: room.lobby, "state of the lobby"),
    "lobby_timer": _truth(lambda room: room.lobby_timer, "the lobby has a timer"),
    "read_only": _word(ReadOnly, lambda room: room.read_only, "whether it is read-only"),
    "listable": _word(ListableScope, lambda room: room.listable, "who finds it"),
    "sip": _word(SipState, lambda room: room.sip, "whether one may dial in"),
    "mention_permissions": _word(
        MentionPermissions, lambda room: room.mention_permissions, "who mentions all"
    ),
    "has_password": _truth(lambda room: room.password, "it has a password"),
    "message_expiration": _number(lambda room: room.message_expiration, "seconds"),
    "recording_consent": _word(
        RecordingConsent, lambda room: room.recording_consent, "whether it is asked for"
    ),
    "breakout_mode": _word(BreakoutMode, lambda room: room.breakout_mode, "how breakout rooms are filled"),
    "breakout_status": _word(BreakoutStatus, lambda room: room.breakout_status, "whether they run"),
    "has_call": _truth(lambda room: room.call.active, "it shows a call"),
    "call_flags": Fact(NAMES, lambda _, room: _flags(room.call.flag), "words of the call's flags"),
    "recording": _word(RecordingStatus, lambda room: room.call.recording, "status of the recording"),
    "people": Fact(PEOPLE, lambda _, room: _people(room), "its attendees but groups and teams"),
    "bans": _number(lambda room: len(room.bans), "how many"),
    "polls": _number(lambda room: len(room.polls), "how many"),
}

_PERSON: Final[Mapping[str, Fact]] = {
    "name": Fact(TEXT, display_name, "what they are called"),
    "id": Fact(TEXT, lambda _, one: one.actor_id, "the account, or what stands for one"),
    "type": _word(ParticipantType, lambda one: one.type, "participant type"),
    "is_account": _truth(lambda one: one.is_user, "an account of this server"),
    "is_guest": _truth(lambda one: one.is_guest, "guest or guest moderator"),
    "moderates": _truth(lambda one: one.moderates, "owner, moderator or guest moderator"),
    "joined": _truth(lambda one: one.sessions, "has a session in the room"),
    "sessions": _number(lambda one: len(one.sessions), "how many in the room"),
    "in_call": _truth(lambda one: any(s.in_call for s in one.sessions.values()), "is in the call"),
    "flags": Fact(NAMES, lambda _, one: _own_flags(one), "words of what they send"),
    "favorite": _truth(lambda one: one.favorite, "the room is a favourite"),
}

FACTS: Final[Mapping[str, Mapping[str, Fact]]] = {"room": _ROOM, "person": _PERSON}
"""What may be said, by the kind of what it is said of."""


def find_room(server: Server, name: str) -> Room | None:
    """The room of that name; the one that was made first where several are called so."""
    return next((room for room in server.rooms.values() if name in (room.name, room.token)), None)


def find_person(server: Server, room: Room | None, name: str) -> Attendee | None:
    """The person in a room whose account, name or browser is called so."""
    for one in _people(room) if room is not None else ():
        if name in (one.actor_id, display_name(server, one)) or name in _browsers(server, one):
            return one
    return None


def _people(room: Room) -> list[Attendee]:
    return [one for one in room.attendees.values() if not one.is_collective]


def _browsers(server: Server, one: Attendee) -> Iterator[str]:
    """The guests' browsers whose session the attendee has."""
    for browser in server.browsers.values():
        if not browser.user and any(session in one.sessions for session in browser.sessions.values()):
            yield browser.name


def _own_flags(one: Attendee) -> list[str]:
    flags = InCall.DISCONNECTED
    for session in one.sessions.values():
        flags |= session.in_call
    return _flags(flags)
