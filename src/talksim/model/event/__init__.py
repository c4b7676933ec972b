"""Events: what happened, for those who react (system messages, notifications, other servers).

The server emits them where the real one does, so reactions see the state of that moment.
"""

from __future__ import annotations

from talksim.model.event.base import Event
from talksim.model.event.calling import (
    CallEnded,
    CallRung,
    CallStarted,
    DialOutRequested,
    InCallChanged,
    RecordingChanged,
    RecordingRequested,
    RecordingStored,
    RecordingTranscribed,
)
from talksim.model.event.chatting import (
    ChatRead,
    CommentEdited,
    CommentPosted,
    HistoryCleared,
    MessagePosted,
    PollClosed,
    PollCreated,
    PollVoted,
    ReactionAdded,
    ReminderDropped,
    ReminderDue,
)
from talksim.model.event.conversation import (
    BotDisabled,
    BotEnabled,
    LobbyChanged,
    RoomCreated,
    RoomDeleted,
    RoomModified,
    SessionsSwitched,
)
from talksim.model.event.participant import (
    AttendeeRemoved,
    AttendeesAdded,
    AttendeeTypeChanged,
    GuestsCleanedUp,
    InvitationSent,
    NameChanged,
    ParticipantsChanged,
    RoomJoined,
    SessionLeft,
)

__all__ = [
    "AttendeeRemoved",
    "AttendeeTypeChanged",
    "AttendeesAdded",
    "BotDisabled",
    "BotEnabled",
    "CallEnded",
    "CallRung",
    "CallStarted",
    "ChatRead",
    "CommentEdited",
    "CommentPosted",
    "DialOutRequested",
    "Event",
    "GuestsCleanedUp",
    "HistoryCleared",
    "InCallChanged",
    "InvitationSent",
    "LobbyChanged",
    "MessagePosted",
    "NameChanged",
    "ParticipantsChanged",
    "PollClosed",
    "PollCreated",
    "PollVoted",
    "ReactionAdded",
    "RecordingChanged",
    "RecordingRequested",
    "RecordingStored",
    "RecordingTranscribed",
    "ReminderDropped",
    "ReminderDue",
    "RoomCreated",
    "RoomDeleted",
    "RoomJoined",
    "RoomModified",
    "SessionLeft",
    "SessionsSwitched",
]
