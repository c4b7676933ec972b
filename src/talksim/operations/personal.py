"""What people set for themselves: favorites, notifications, names, privacy.

spec: participant 3.2, 6.1; conversation 3.11.
"""

from __future__ import annotations

from talksim.constants import (
    AttendeeType,
    CallNotificationLevel,
    NotificationLevel,
    ReadPrivacy,
    TypingPrivacy,
)
from talksim.model.user import User
from talksim.procedures.chatting import rename_guest
from talksim.procedures.gate import account_exists, client_current, gates, logged_in, talk_allowed
from talksim.procedures.scene import InRoom, OnServer
from talksim.rules.operation import operation
from talksim.rules.stage import guard
from talksim.rules.wire import leading_number

__all__ = [
    "add_favorite",
    "remove_favorite",
    "set_call_notification_level",
    "set_guest_name",
    "set_notification_level",
    "set_user_setting",
]


@operation("POST /api/v4/room/{token}/favorite", stages=gates(logged_in))
def add_favorite(at: InRoom) -> None:
    """Mark the room as a favorite (spec: conversation 3.11)."""
    _set_favorite(at, True)


@operation("DELETE /api/v4/room/{token}/favorite", stages=gates(logged_in))
def remove_favorite(at: InRoom) -> None:
    """Make the room no favorite any more (spec: conversation 3.11)."""
    _set_favorite(at, False)


@guard(400)
def level_selectable(at: InRoom, *, level: NotificationLevel | int) -> bool:
    """The level is always, mention or never; the default cannot be chosen again."""
    return level != NotificationLevel.DEFAULT and level in set(NotificationLevel)


@operation(
    "POST /api/v4/room/{token}/notify",
    stages=[*gates(logged_in), level_selectable],
    samples=[{"level": NotificationLevel.ALWAYS}],
)
def set_notification_level(at: InRoom, *, level: NotificationLevel | int) -> None:
    """Choose which messages of the room to be told of (spec: conversation 3.11)."""
    at.room.set_notification_level(at.attendee, NotificationLevel(level))
    at.attendee.last_activity = at.now


@guard(400)
def call_level_known(at: InRoom, *, level: CallNotificationLevel | int) -> bool:
    """The level is on or off."""
    return level in set(CallNotificationLevel)


@operation("POST /api/v4/room/{token}/notify-calls", stages=[*gates(logged_in), call_level_known])
def set_call_notification_level(at: InRoom, *, level: CallNotificationLevel | int) -> None:
    """Choose whether to be told when a call starts (spec: conversation 3.11)."""
    at.attendee.notification_calls = CallNotificationLevel(level)
    at.attendee.last_activity = at.now


@guard(403, because=lambda at: f"{at.attendee.label} is {at.attendee.type}")
def is_guest(at: InRoom) -> bool:
    """Only guests name themselves."""
    return at.attendee.is_guest


@operation("POST /api/v1/guest/{token}/name", stages=[*gates(), is_guest], wire={"name": "displayName"})
def set_guest_name(at: InRoom, *, name: str) -> None:
    """Choose a name as a guest, in the lobby as well (spec: participant 3.2)."""
    rename_guest(at.server, at.room, at.attendee, name)


@guard(400)
def setting_valid(at: OnServer, *, key: str, value: ReadPrivacy | int | str | None) -> bool:
    """The key is known and the value one of its two, as a text begins; any folder will do."""
    if key in ("read_status_privacy", "typing_privacy"):
        return _number(value) in (0, 1)
    return key == "attachment_folder" or (key == "play_sounds" and value in ("yes", "no"))


@operation(
    "POST /api/v1/settings/user",
    stages=[account_exists, logged_in, client_current, talk_allowed, setting_valid],
    samples=[{"key": "read_status_privacy", "value": ReadPrivacy.PRIVATE}],
)
def set_user_setting(at: OnServer, *, key: str, value: ReadPrivacy | int | str | None) -> None:
    """Set a preference; hiding the read status reaches every room of the account (spec: participant 6.1)."""
    user = at.server.users[at.browser.user]
    if key == "read_status_privacy":
        _set_read_privacy(at, user, ReadPrivacy(_number(value)))
    elif key == "typing_privacy":
        user.typing_privacy = TypingPrivacy(_number(value))
    else:
        user.preferences[key] = "" if value is None else str(value)


def _set_favorite(at: InRoom, favorite: bool) -> None:
    at.attendee.favorite = favorite
    at.attendee.last_activity = at.now


def _set_read_privacy(at: OnServer, user: User, privacy: ReadPrivacy) -> None:
    user.read_privacy = privacy
    for room in at.server.rooms_with(AttendeeType.USERS, user.id):
        room.set_read_privacy(room.by_actor[AttendeeType.USERS, user.id], privacy)


def _number(value: int | str | None) -> int:
    return leading_number(value) if isinstance(value, str) else int(value or 0)
