"""The room, its people and its call, and the moves that each status can make."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from talksim.model.fields import model_class, state
from talksim.rules.lifecycle import Lifecycle, Move

__all__ = [
    "LIFECYCLES",
    "Call",
    "CallStatus",
    "Lobby",
    "ParticipantType",
    "Person",
    "Presence",
    "ReadOnly",
    "Recording",
    "Room",
    "Settings",
    "call_status",
    "lobby",
    "participant_type",
    "presence",
    "read_only",
    "recording",
    "room_of",
]


class ParticipantType(StrEnum):
    """What somebody is in the room."""

    OWNER = "owner"
    MODERATOR = "moderator"
    USER = "user"
    GUEST = "guest"
    GUEST_MODERATOR = "guest moderator"


class Presence(StrEnum):
    """Where somebody is."""

    AWAY = "away"
    IN_ROOM = "in the room"
    IN_CALL = "in the call"


class CallStatus(StrEnum):
    """Whether anybody is in the call."""

    IDLE = "idle"
    ACTIVE = "active"


class Lobby(StrEnum):
    """Who may enter the call."""

    OPEN = "everybody"
    CLOSED = "moderators"


class ReadOnly(StrEnum):
    """Whether a call may be started."""

    OFF = "read-write"
    ON = "read-only"


class Recording(StrEnum):
    """What the recording backend does."""

    NONE = "none"
    STARTING_VIDEO = "starting video"
    VIDEO = "video"
    STARTING_AUDIO = "starting audio"
    AUDIO = "audio"
    FAILED = "failed"


_MODERATORS: Final = (ParticipantType.OWNER, ParticipantType.MODERATOR, ParticipantType.GUEST_MODERATOR)


@model_class
class Person:
    """Somebody who belongs to the room."""

    type: ParticipantType = state()
    presence: Presence = state(default=Presence.AWAY)

    @property
    def is_moderator(self) -> bool:
        """Whether the participant type is one of the moderators'."""
        return self.type in _MODERATORS

    @property
    def in_call(self) -> bool:
        """Whether the person is in the call."""
        return self.presence is Presence.IN_CALL


@model_class
class Call:
    """The call of the room; whether it is active follows from the presences, and is kept as in Talk."""

    status: CallStatus = state(default=CallStatus.IDLE)
    recording: Recording = state(default=Recording.NONE)

    @property
    def active(self) -> bool:
        """Whether anybody is in the call."""
        return self.status is CallStatus.ACTIVE


@model_class
class Settings:
    """What moderators set."""

    lobby: Lobby = state(default=Lobby.OPEN)
    read_only: ReadOnly = state(default=ReadOnly.OFF)


@model_class
class Room:
    """All there is; people are known by a number, from 0."""

    people: dict[int, Person] = state(factory=dict)
    call: Call = state(factory=Call)
    settings: Settings = state(factory=Settings)


_LAYOUT: Final = (
    ParticipantType.OWNER,
    ParticipantType.USER,
    ParticipantType.GUEST,
    ParticipantType.GUEST,
    ParticipantType.USER,
    ParticipantType.GUEST,
    ParticipantType.USER,
)


def room_of(people: int) -> Room:
    """A room of so many people (at most 7), all away: the owner, then users and guests."""
    return Room({number: Person(type) for number, type in enumerate(_LAYOUT[:people])})


presence = Lifecycle(
    "presence",
    attribute="presence",
    states=Presence,
    initial=Presence.AWAY,
    moves=[
        Move("join", Presence.AWAY, Presence.IN_ROOM),
        Move("leave", [Presence.IN_ROOM, Presence.IN_CALL], Presence.AWAY),
        Move("join call", Presence.IN_ROOM, Presence.IN_CALL),
        Move("leave call", Presence.IN_CALL, Presence.IN_ROOM),
    ],
    register=False,
)

participant_type = Lifecycle(
    "participant type",
    attribute="type",
    states=ParticipantType,
    initial=ParticipantType.USER,
    moves=[
        Move("promote", ParticipantType.USER, ParticipantType.MODERATOR),
        Move("promote", ParticipantType.GUEST, ParticipantType.GUEST_MODERATOR),
        Move("demote", ParticipantType.MODERATOR, ParticipantType.USER),
        Move("demote", ParticipantType.GUEST_MODERATOR, ParticipantType.GUEST),
    ],
    register=False,
)

call_status = Lifecycle(
    "call",
    attribute="status",
    states=CallStatus,
    initial=CallStatus.IDLE,
    moves=[
        Move("start", CallStatus.IDLE, CallStatus.ACTIVE),
        Move("end", CallStatus.ACTIVE, CallStatus.IDLE),
    ],
    register=False,
)

lobby = Lifecycle(
    "lobby",
    attribute="lobby",
    states=Lobby,
    initial=Lobby.OPEN,
    moves=[Move("close", Lobby.OPEN, Lobby.CLOSED), Move("open", Lobby.CLOSED, Lobby.OPEN)],
    register=False,
)

read_only = Lifecycle(
    "read-only",
    attribute="read_only",
    states=ReadOnly,
    initial=ReadOnly.OFF,
    moves=[Move("lock", ReadOnly.OFF, ReadOnly.ON), Move("unlock", ReadOnly.ON, ReadOnly.OFF)],
    register=False,
)

_STOPPED = [Recording.NONE, Recording.FAILED]
_STARTING = [Recording.STARTING_VIDEO, Recording.STARTING_AUDIO]

recording = Lifecycle(
    "recording",
    attribute="recording",
    states=Recording,
    initial=Recording.NONE,
    moves=[
        Move("start video", _STOPPED, Recording.STARTING_VIDEO),
        Move("start audio", _STOPPED, Recording.STARTING_AUDIO),
        Move("started", Recording.STARTING_VIDEO, Recording.VIDEO),
        Move("started", Recording.STARTING_AUDIO, Recording.AUDIO),
        Move("failed", _STARTING, Recording.FAILED),
        Move("stop", [*_STARTING, Recording.VIDEO, Recording.AUDIO], Recording.NONE),
        Move("end of call", list(Recording), Recording.NONE),
    ],
    register=False,
)

LIFECYCLES: Final = (presence, participant_type, call_status, lobby, read_only, recording)
