"""The lifecycles of a room's settings and of an attendee's participant type.

Who may ask for a move, and what else happens, is said by the operations; a lifecycle says which moves
exist. The one of a call's recording stands beside `Call`, the one of presence beside its guard.
"""

from __future__ import annotations

from talksim.constants import (
    BreakoutMode,
    BreakoutStatus,
    ListableScope,
    LobbyState,
    MentionPermissions,
    ParticipantType,
    ReadOnly,
    RecordingConsent,
    RoomType,
    SessionState,
    SipState,
)
from talksim.rules.lifecycle import Lifecycle, Move

__all__ = [
    "assistance",
    "breakout_mode",
    "breakout_status",
    "consent",
    "listable",
    "lobby",
    "mention_permissions",
    "participant_type",
    "read_only",
    "room_type",
    "session_state",
    "sip",
]

room_type = Lifecycle(
    "room type",
    attribute="type",
    states=RoomType,
    initial=RoomType.GROUP,
    moves=[
        Move("allow guests", RoomType.GROUP, RoomType.PUBLIC),
        Move("disallow guests", RoomType.PUBLIC, RoomType.GROUP),
        Move("lose partner", RoomType.ONE_TO_ONE, RoomType.FORMER_ONE_TO_ONE),
    ],
)
"""spec: conversation 8.1."""

read_only = Lifecycle(
    "read-only",
    attribute="read_only",
    states=ReadOnly,
    initial=ReadOnly.READ_WRITE,
    moves=[
        Move("lock", ReadOnly.READ_WRITE, ReadOnly.READ_ONLY),
        Move("unlock", ReadOnly.READ_ONLY, ReadOnly.READ_WRITE),
    ],
)
"""spec: conversation 8.2."""

lobby = Lifecycle(
    "lobby",
    attribute="lobby",
    states=LobbyState,
    initial=LobbyState.NO_LOBBY,
    moves=[
        Move("close", list(LobbyState), LobbyState.NON_MODERATORS),
        Move("open", list(LobbyState), LobbyState.NO_LOBBY),
        Move("timer over", list(LobbyState), LobbyState.NO_LOBBY),
    ],
)
"""spec: conversation 8.3."""

listable = Lifecycle(
    "listable",
    attribute="listable",
    states=ListableScope,
    initial=ListableScope.PARTICIPANTS,
    moves=[
        Move(f"open to {scope}", [s for s in ListableScope if s is not scope], scope)
        for scope in ListableScope
    ],
)
"""spec: conversation 8.4."""

sip = Lifecycle(
    "SIP",
    attribute="sip",
    states=SipState,
    initial=SipState.DISABLED,
    moves=[Move(f"set {target}", [s for s in SipState if s is not target], target) for target in SipState],
)
"""spec: conversation 8.5."""

consent = Lifecycle(
    "recording consent",
    attribute="recording_consent",
    states=RecordingConsent,
    initial=RecordingConsent.NOT_REQUIRED,
    moves=[
        Move("require", RecordingConsent.NOT_REQUIRED, RecordingConsent.REQUIRED),
        Move("waive", RecordingConsent.REQUIRED, RecordingConsent.NOT_REQUIRED),
    ],
)
"""spec: conversation 8.7."""

mention_permissions = Lifecycle(
    "mention permissions",
    attribute="mention_permissions",
    states=MentionPermissions,
    initial=MentionPermissions.EVERYONE,
    moves=[
        Move("restrict", MentionPermissions.EVERYONE, MentionPermissions.MODERATORS),
        Move("relax", MentionPermissions.MODERATORS, MentionPermissions.EVERYONE),
    ],
)
"""spec: conversation 8.7."""

breakout_mode = Lifecycle(
    "breakout mode",
    attribute="breakout_mode",
    states=BreakoutMode,
    initial=BreakoutMode.NOT_CONFIGURED,
    moves=[
        *(Move(f"configure {mode}", BreakoutMode.NOT_CONFIGURED, mode) for mode in BreakoutMode),
        Move("remove", list(BreakoutMode), BreakoutMode.NOT_CONFIGURED),
    ],
)
"""How a parent spreads its people; configuring "not configured" is accepted (spec: conversation 8.6)."""

_STOPPED, _STARTED = BreakoutStatus.STOPPED, BreakoutStatus.STARTED
_ASKING = BreakoutStatus.ASSISTANCE_REQUESTED

breakout_status = Lifecycle(
    "breakout status",
    attribute="breakout_status",
    states=(_STOPPED, _STARTED, _ASKING),
    initial=_STOPPED,
    moves=[
        Move("start", [_STOPPED, _STARTED], _STARTED),
        Move("stop", [_STOPPED, _STARTED, _ASKING], _STOPPED),
    ],
)
"""Whether the breakout rooms of a parent run (spec: conversation 8.6).

Removing asks for no parent: in a breakout room that asks for help it ends the asking (conversation 7.1).
"""

assistance = Lifecycle(
    "assistance",
    attribute="breakout_status",
    states=(_STOPPED, _ASKING),
    initial=_STOPPED,
    moves=[
        Move("request", [_STOPPED, _ASKING], _ASKING),
        Move("withdraw", [_STOPPED, _ASKING], _STOPPED),
    ],
)
"""Whether a breakout room asks for help, kept where a parent keeps its status (spec: conversation 8.6)."""

_JOINED = (ParticipantType.USER, ParticipantType.SELF_JOINED)

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
        Move("make permanent", ParticipantType.SELF_JOINED, ParticipantType.USER),
        Move("make moderator", _JOINED, ParticipantType.MODERATOR),
        Move("make owner", [ParticipantType.MODERATOR, *_JOINED], ParticipantType.OWNER),
        Move("step down", ParticipantType.OWNER, ParticipantType.USER),
    ],
)
"""The last three are for the command line alone (spec: participant 1.2)."""

session_state = Lifecycle(
    "session state",
    attribute="status",
    states=SessionState,
    initial=SessionState.ACTIVE,
    moves=[
        Move("activate", list(SessionState), SessionState.ACTIVE),
        Move("deactivate", list(SessionState), SessionState.INACTIVE),
    ],
)
"""spec: participant 3.1."""
