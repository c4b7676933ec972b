"""What is shared in a chat, and its polls (spec: constants, "Chat" and "Poll"; chat-poll-bot 1.10 and 3)."""

from __future__ import annotations

from talksim.constants.vocabulary import UNDOCUMENTED, Constant, TextConstant

__all__ = ["PollMode", "PollStatus", "SharedItemType"]


class SharedItemType(TextConstant, title="shared item type"):
    """The list in which something shared in a chat is found again."""

    AUDIO = "audio", "audio", "A file of sound"
    DECKCARD = "deckcard", "deck card", "A card of the Deck app"
    FILE = "file", "file", "A file for which no other list is meant"
    LOCATION = "location", "location", "A place on the map"
    MEDIA = "media", "media", "A picture or a film"
    OTHER = "other", "other", "An object for which no other list is meant"
    VOICE = "voice", "voice", "A message spoken into the chat"
    RECORDING = "recording", "recording", "A recorded call"
    POLL = "poll", "poll", "A poll", UNDOCUMENTED


class PollStatus(Constant, title="poll status"):
    """Whether a poll still takes votes."""

    OPEN = 0, "open", "People vote"
    CLOSED = 1, "closed", "Voting is over and the result is out"


class PollMode(Constant, title="poll mode"):
    """What people see of the votes."""

    PUBLIC = 0, "public", "Voters see the counts at once, and everybody in the end who chose what"
    HIDDEN = 1, "hidden", "Nothing before the end, then the counts alone"
