"""What a room is and how it is set (spec: constants, "Conversation"; conversation 0.3)."""

from __future__ import annotations

from talksim.constants.vocabulary import UNDOCUMENTED, Constant, TextConstant

__all__ = [
    "BreakoutMode",
    "BreakoutStatus",
    "ListableScope",
    "LobbyState",
    "MentionPermissions",
    "ObjectType",
    "ReadOnly",
    "RoomType",
    "SipState",
]


class RoomType(Constant, title="conversation type"):
    """What kind of conversation a room is."""

    ONE_TO_ONE = 1, "one-to-one", "Two accounts talk in private"
    GROUP = 2, "group", "Only people who were added get in"
    PUBLIC = 3, "public", "Whoever has the link gets in, with an account or without"
    CHANGELOG = 4, "changelog", "The server tells one account what is new in Talk"
    FORMER_ONE_TO_ONE = 5, "former one-to-one", "A one-to-one that is locked because one of the two is gone"
    NOTE_TO_SELF = 6, "note to self", "One account keeps notes for itself"


class ObjectType(TextConstant, title="object type"):
    """What a room was made for; the object id next to it tells which one."""

    NONE = "", "none", "The room stands for itself", UNDOCUMENTED
    FILE = "file", "file", "The talk beside a file; the id is the file's"
    SHARE_PASSWORD = (
        "share:password",
        "share password",
        "Someone proves by video who they are; the id is a share",
    )
    ROOM = "room", "room", "A breakout room; the id is the token of the room it belongs to"
    PHONE = "phone", "phone", "A room made by dialing a number; the id says no more than phone"
    NOTE_TO_SELF = "note_to_self", "note to self", "The notes of the account in the id", UNDOCUMENTED
    EMAILS = "emails", "emails", "Declared by the server, which only picks an icon by it", UNDOCUMENTED

    @property
    def can_be_created(self) -> bool:
        """Whether a request to create a room may name this object (spec: constants; conversation 1.4)."""
        return self in (ObjectType.NONE, ObjectType.ROOM, ObjectType.PHONE)


class ReadOnly(Constant, title="read-only state"):
    """Whether a room is locked."""

    READ_WRITE = 0, "read-write", "People may write and call"
    READ_ONLY = 1, "read-only", "Nobody may write or call"


class ListableScope(Constant, title="listable scope"):
    """Who finds a room, and may enter it, without having been added."""

    PARTICIPANTS = 0, "participants", "Only those who are in it find the room"
    USERS = 1, "users", "Accounts find the room, except those made for guests by the Guests app"
    EVERYONE = 2, "everyone", "All accounts find the room, those made by the Guests app too"


class LobbyState(Constant, title="lobby state"):
    """Whether people wait before they get into a room."""

    NO_LOBBY = 0, "no lobby", "Nobody waits"
    NON_MODERATORS = 1, "non moderators", "Only moderators and people who may ignore the lobby get in"


class SipState(Constant, title="SIP state"):
    """Whether a room can be reached by telephone."""

    DISABLED = 0, "disabled", "Nobody dials in"
    ENABLED = 1, "enabled", "People dial in with the room's token and a PIN of their own"
    NO_PIN = 2, "no pin", "People dial in with the room's token alone"


class BreakoutMode(Constant, title="breakout room mode"):
    """How people are spread over the breakout rooms of a room."""

    NOT_CONFIGURED = 0, "not configured", "The room has no breakout rooms"
    AUTOMATIC = 1, "automatic", "The server spreads people, so that the sizes differ by one at most"
    MANUAL = 2, "manual", "A moderator says who goes where"
    FREE = 3, "free", "People choose their room themselves"


class BreakoutStatus(Constant, title="breakout room status"):
    """Whether the breakout rooms run; on a breakout room itself, whether it has asked for help."""

    STOPPED = 0, "stopped", "Lobbies keep people out of the breakout rooms; no help is asked for"
    STARTED = 1, "started", "The breakout rooms are open"
    ASSISTANCE_REQUESTED = (
        2,
        "assistance requested",
        "A breakout room wants a moderator to come",
        UNDOCUMENTED,
    )


class MentionPermissions(Constant, title="mention permission"):
    """Who may call the attention of everybody in a room with `@all`."""

    EVERYONE = 0, "everyone", "Anybody in the room may mention all; so it is at the start"
    MODERATORS = 1, "moderators", "Moderators alone may mention all"
