"""An attendee: one actor's membership in one room, with its sessions."""

from __future__ import annotations

from talksim.constants import (
    GUESTS,
    LOGIN_MODERATORS,
    MODERATORS,
    AttendeeType,
    CallNotificationLevel,
    NotificationLevel,
    ParticipantType,
    Permission,
    ReadPrivacy,
)
from talksim.model.fields import history, model_class, state
from talksim.model.session import Session

__all__ = ["Attendee"]


@model_class
class Attendee:
    """Owned by a room; unique in it by (`actor_type`, `actor_id`) (spec: participant 1.1)."""

    id: int = state()
    actor_type: AttendeeType = state()
    actor_id: str = state()
    type: ParticipantType = state()
    display_name: str = state(default="")
    permissions: Permission = state(default=Permission.DEFAULT)
    favorite: bool = state(default=False)
    notification_level: NotificationLevel = state(default=NotificationLevel.DEFAULT)
    notification_calls: CallNotificationLevel = state(default=CallNotificationLevel.ON)
    read_privacy: ReadPrivacy = state(default=ReadPrivacy.PUBLIC)
    last_joined_call: int = state(default=0)
    pin: str = state(default="")
    phone_number: str = state(default="")
    call_id: str = state(default="")
    last_read: int = history(default=0)
    last_mention: int = history(default=0)
    last_mention_direct: int = history(default=0)
    last_activity: float = history(default=0)
    sessions: dict[str, Session] = state(factory=dict)

    @property
    def actor(self) -> tuple[str, str]:
        """What identifies the attendee in its room."""
        return (self.actor_type, self.actor_id)

    @property
    def moderates(self) -> bool:
        """Owner, moderator or guest moderator."""
        return self.type in MODERATORS

    @property
    def moderates_with_login(self) -> bool:
        """Owner or moderator."""
        return self.type in LOGIN_MODERATORS

    @property
    def is_guest(self) -> bool:
        """Guest or guest moderator, e-mail guests included."""
        return self.type in GUESTS

    @property
    def is_user(self) -> bool:
        """Whether the attendee is an account of this server."""
        return self.actor_type is AttendeeType.USERS

    @property
    def is_collective(self) -> bool:
        """Whether the attendee is a group or circle, which never has sessions or permissions."""
        return self.actor_type in (AttendeeType.GROUPS, AttendeeType.CIRCLES)

    @property
    def first_session(self) -> Session | None:
        """The oldest of the sessions, whichever browser it is from."""
        return next(iter(self.sessions.values()), None)

    @property
    def label(self) -> str:
        """The short name in state differences."""
        return self.display_name or self.actor_id

    def summary(self) -> str:
        """What a state difference says when the attendee comes or goes."""
        return str(self.type)
