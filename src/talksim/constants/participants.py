"""Who takes part in a room, and what they may do (spec: constants, "Participants"; participant-call 0)."""

from __future__ import annotations

from typing import Final

from talksim.constants.vocabulary import UNDOCUMENTED, Constant, FlagConstant, TextConstant

__all__ = [
    "GUESTS",
    "LOGIN_MODERATORS",
    "MAX_CUSTOM_PERMISSIONS",
    "MAX_DEFAULT_PERMISSIONS",
    "MODERATORS",
    "SHIPPED_PERMISSIONS",
    "ActorType",
    "AttendeeType",
    "CallNotificationLevel",
    "InCall",
    "NotificationLevel",
    "ParticipantType",
    "Permission",
    "PermissionMethod",
    "ReadPrivacy",
    "SessionState",
    "TypingPrivacy",
]


class ParticipantType(Constant, title="participant type"):
    """The rank somebody holds in a room."""

    OWNER = 1, "owner", "Made the room, or was made its owner"
    MODERATOR = 2, "moderator", "Runs the room with an account"
    USER = 3, "user", "Was added to the room"
    GUEST = 4, "guest", "Came without an account"
    SELF_JOINED = 5, "self-joined", "Has an account and came through the public link"
    GUEST_MODERATOR = 6, "guest moderator", "Came without an account and runs the room"


MODERATORS: Final = frozenset(
    {ParticipantType.OWNER, ParticipantType.MODERATOR, ParticipantType.GUEST_MODERATOR}
)
"""Those with moderator rights (spec: conversation 0.3)."""

LOGIN_MODERATORS: Final = frozenset({ParticipantType.OWNER, ParticipantType.MODERATOR})
"""Those with moderator rights that need an account (spec: conversation 0.3)."""

GUESTS: Final = frozenset({ParticipantType.GUEST, ParticipantType.GUEST_MODERATOR})
"""Those without an account (spec: participant-call 0.1)."""


class InCall(FlagConstant, title="in-call flag"):
    """What a session brings into the call."""

    DISCONNECTED = 0, "disconnected", "Is not in the call"
    IN_CALL = 1, "in call", "Is in the call"
    AUDIO = 2, "audio", "Sends sound"
    VIDEO = 4, "video", "Sends a picture"
    PHONE = 8, "phone", "Takes part by telephone"


class NotificationLevel(Constant, title="notification level"):
    """Which messages of a room somebody is told of."""

    DEFAULT = 0, "default", "Every message of a one-to-one, mentions elsewhere"
    ALWAYS = 1, "always", "Every message"
    MENTION = 2, "mention", "Messages that mention them"
    NEVER = 3, "never", "No message"


class CallNotificationLevel(Constant, title="call notification level"):
    """Whether somebody is told of a call that starts.

    The words are longer than the names because YAML reads a bare on or off as a truth value.
    """

    OFF = 0, "calls off", "A call starts without telling them"
    ON = 1, "calls on", "They are told when a call starts; so it is at the start"


class ReadPrivacy(Constant, title="read status privacy"):
    """Whether others see how far somebody has read."""

    PUBLIC = 0, "public", "Others see it"
    PRIVATE = 1, "private", "Others do not see it"


class TypingPrivacy(Constant, title="typing status privacy"):
    """Whether others see that somebody is writing."""

    PUBLIC = 0, "public", "Others see it"
    PRIVATE = 1, "private", "Others do not see it"


class AttendeeType(TextConstant, title="attendee type"):
    """What an entry in a room's list of attendees stands for."""

    USERS = "users", "users", "An account of this server"
    FEDERATED_USERS = (
        "federated_users",
        "federated users",
        "An account of another server, known by its cloud id",
    )
    GROUPS = "groups", "groups", "A group, which brings its members"
    CIRCLES = "circles", "circles", "A circle, today called team, which brings its members"
    GUESTS = "guests", "guests", "Somebody without an account, known by a session"
    EMAILS = "emails", "emails", "Somebody without an account, known by the address that got the invitation"
    PHONES = "phones", "phones", "A telephone number that is called from the room", UNDOCUMENTED


class Permission(FlagConstant, title="permission"):
    """What somebody may do in a room."""

    DEFAULT = (
        0,
        "default",
        "Whatever the next level grants: the attendee's, then the room's, then the server's",
    )
    CUSTOM = 1, "custom", "Marks a value as set on purpose, so that it may hold no right at all"
    START_CALL = 2, "start call", "May begin a call"
    JOIN_CALL = 4, "join call", "May enter a running call"
    IGNORE_LOBBY = 8, "ignore lobby", "Gets in while others wait in the lobby"
    AUDIO = 16, "audio", "May send sound"
    VIDEO = 32, "video", "May send a picture"
    SCREEN = 64, "screen", "May share the screen"
    CHAT = 128, "chat", "May write, share and react"


MAX_DEFAULT_PERMISSIONS: Final = Permission(254)
"""Every right without the custom bit: what moderators have (spec: participant-call 2.1)."""

MAX_CUSTOM_PERMISSIONS: Final = Permission(255)
"""Every right and the custom bit, the largest value a request may carry (spec: participant-call 2.2)."""

SHIPPED_PERMISSIONS: Final = Permission(246)
"""What others have while nothing is set: all rights but ignoring the lobby (spec: participant-call 0.1)."""


class PermissionMethod(TextConstant, title="permission method"):
    """How given permissions change those that stand."""

    SET = "set", "set", "The given ones take the place of those that stand"
    ADD = "add", "add", "The given ones come on top"
    REMOVE = "remove", "remove", "The given ones are taken away"


class ActorType(TextConstant, title="actor type"):
    """Who wrote a chat message. `system`, `cli` and `changelog` are actor ids, of guests and bots."""

    USERS = "users", "users", "An account of this server"
    GUESTS = "guests", "guests", "Somebody without an account, the command line, or the server itself"
    BOTS = "bots", "bots", "A bot, or the changelog"
    BRIDGED = "bridged", "bridged", "Somebody in another chat system behind the Matterbridge"
    DELETED_USERS = (
        "deleted_users",
        "deleted users",
        "An account that is gone; its id says no more and it has no name",
    )
    FEDERATED_USERS = "federated_users", "federated users", "An account of another server"


class SessionState(Constant, title="session state"):
    """Whether somebody looks at the room they have open."""

    INACTIVE = 0, "inactive", "The room is open and out of sight, so notifications are sent"
    ACTIVE = 1, "active", "The room is in sight, so no notification is needed"
