"""Settings that shape access: lock, scope, password, mentions, expiration (spec: conversation 3)."""

from __future__ import annotations

from talksim.constants import ListableScope, MentionPermissions, ReadOnly, RoomType
from talksim.model.event import RoomModified
from talksim.model.lifecycles import listable, mention_permissions, read_only
from talksim.procedures.gate import gates, logged_in, moderator
from talksim.procedures.kicking import kick_from_call
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.parameter import Duration
from talksim.rules.stage import Answer, finish, guard
from talksim.views.room import answered_room

__all__ = [
    "set_listable",
    "set_mention_permissions",
    "set_message_expiration",
    "set_password",
    "set_read_only",
]

_PASSWORD_LENGTH = 10
_MANY = (RoomType.GROUP, RoomType.PUBLIC)


@finish
def lock_unchanged(at: InRoom, *, state: ReadOnly | int) -> Answer | None:
    """An equal state is answered in every type of room; locking again empties the call again."""
    if state != at.room.read_only:
        return None
    if at.room.read_only is ReadOnly.READ_ONLY:
        kick_from_call(at.server, at.room)
    return Answer()


@guard(400, because=lambda at: f"{at.room.label} is a {at.room.type}")
def type_with_lock(at: InRoom, *, state: ReadOnly | int) -> bool:
    """The room is a group or public; a former one-to-one is never unlocked."""
    locked_for_good = at.room.type is RoomType.FORMER_ONE_TO_ONE and state == ReadOnly.READ_ONLY
    return at.room.type in (*_MANY, RoomType.CHANGELOG) or locked_for_good


@guard(400)
def lock_known(at: InRoom, *, state: ReadOnly | int) -> bool:
    """The state is a read-only state."""
    return state in (ReadOnly.READ_WRITE, ReadOnly.READ_ONLY)


@operation(
    "PUT /api/v4/room/{token}/read-only",
    stages=[*gates(logged_in, moderator), lock_unchanged, type_with_lock, lock_known],
    samples=[{"state": ReadOnly.READ_ONLY}, {"state": ReadOnly.READ_WRITE}],
)
def set_read_only(at: InRoom, *, state: ReadOnly | int) -> None:
    """Lock the room, which empties the call, moderators included, or unlock it (spec: conversation 3.1)."""
    old, locks = at.room.read_only, state == ReadOnly.READ_ONLY
    read_only.fire(at.room, "lock" if locks else "unlock", None)
    at.emit(RoomModified(at.room, "read_only", old, at.room.read_only))
    if locks:
        kick_from_call(at.server, at.room)


@finish
def scope_unchanged(at: InRoom, *, scope: ListableScope | int) -> Answer | None:
    """An equal scope is answered in every type of room."""
    return Answer() if scope == at.room.listable else None


@guard(400, because=lambda at: f"{at.room.label} is a {at.room.type}")
def type_listable(at: InRoom) -> bool:
    """The room is a group or public."""
    return at.room.type in _MANY


@guard(400, because=lambda at: f"{at.room.label} is a breakout room")
def listable_outside_breakout_room(at: InRoom) -> bool:
    """The room is no breakout room."""
    return not at.room.is_breakout_room


@guard(400)
def scope_known(at: InRoom, *, scope: ListableScope | int) -> bool:
    """The scope is a listable scope."""
    return scope in ListableScope.__members__.values()


@operation(
    "PUT /api/v4/room/{token}/listable",
    stages=[
        *gates(logged_in, moderator),
        scope_unchanged,
        type_listable,
        listable_outside_breakout_room,
        scope_known,
    ],
    samples=[{"scope": scope} for scope in ListableScope],
)
def set_listable(at: InRoom, *, scope: ListableScope | int) -> None:
    """Say who finds the room without having been added (spec: conversation 3.2)."""
    old = at.room.listable
    listable.fire(at.room, f"open to {ListableScope(scope)}", None)
    at.server.relist(at.room)
    at.emit(RoomModified(at.room, "listable", old, at.room.listable))


@finish
def mentions_unchanged(at: InRoom, *, state: MentionPermissions | int) -> Answer | None:
    """An equal state is answered in every type of room."""
    return Answer(200, answered_room(at)) if state == at.room.mention_permissions else None


@guard(400, because=lambda at: f"{at.room.label} is a {at.room.type}")
def type_with_mentions(at: InRoom) -> bool:
    """The room is a group or public."""
    return at.room.type in _MANY


@guard(400, because=lambda at: f"{at.room.label} is a breakout room")
def mentions_outside_breakout_room(at: InRoom) -> bool:
    """The room is no breakout room."""
    return not at.room.is_breakout_room


@guard(400)
def mentions_known(at: InRoom, *, state: MentionPermissions | int) -> bool:
    """The state is a mention permission."""
    return state in (MentionPermissions.EVERYONE, MentionPermissions.MODERATORS)


@operation(
    "PUT /api/v4/room/{token}/mention-permissions",
    stages=[
        *gates(logged_in, moderator),
        mentions_unchanged,
        type_with_mentions,
        mentions_outside_breakout_room,
        mentions_known,
    ],
    answers=answered_room,
    wire={"state": "mentionPermissions"},
    samples=[{"state": MentionPermissions.MODERATORS}, {"state": MentionPermissions.EVERYONE}],
)
def set_mention_permissions(at: InRoom, *, state: MentionPermissions | int) -> None:
    """Say who may mention all (spec: conversation 3.9)."""
    old, restricts = at.room.mention_permissions, state == MentionPermissions.MODERATORS
    mention_permissions.fire(at.room, "restrict" if restricts else "relax", None)
    at.emit(RoomModified(at.room, "mention_permissions", old, at.room.mention_permissions))


@guard(400, "seconds")
def seconds_positive(at: InRoom, *, seconds: Duration) -> bool:
    """The time is not negative."""
    return seconds >= 0


@guard(400, "room", because=lambda at: f"{at.room.label} is a {at.room.object_type or at.room.type}")
def room_with_expiration(at: InRoom) -> bool:
    """The room is neither a breakout room nor a former one-to-one."""
    return not at.room.is_breakout_room and at.room.type is not RoomType.FORMER_ONE_TO_ONE


@operation(
    "POST /api/v4/room/{token}/message-expiration",
    stages=[*gates(moderator), seconds_positive, room_with_expiration],
    samples=[{"seconds": 3600}, {"seconds": 0}],
)
def set_message_expiration(at: InRoom, *, seconds: Duration) -> None:
    """Let messages posted from now on expire after so many seconds, 0 for never (spec: conversation 3.5)."""
    old, at.room.message_expiration = at.room.message_expiration, seconds
    at.emit(RoomModified(at.room, "message_expiration", old, seconds))


@guard(403, because=lambda at: f"{at.room.label} is a {at.room.type}")
def type_with_password(at: InRoom) -> bool:
    """The room is public."""
    return at.room.type is RoomType.PUBLIC


@guard(400, because=lambda at: f"{at.room.label} is a breakout room")
def password_outside_breakout_room(at: InRoom) -> bool:
    """The room is no breakout room."""
    return not at.room.is_breakout_room


def _hint(_: InRoom) -> dict[str, str]:
    return {"message": f"A password has {_PASSWORD_LENGTH} characters or more"}


@guard(400, answer=_hint, because=lambda _: f"the password has fewer than {_PASSWORD_LENGTH} characters")
def password_strong(at: InRoom, *, password: str) -> bool:
    """The password meets the policy, if there is one; none at all always does."""
    return not password or not at.server.settings.password_policy or len(password) >= _PASSWORD_LENGTH


@operation(
    "PUT /api/v4/room/{token}/password",
    stages=[*gates(moderator), type_with_password, password_outside_breakout_room, password_strong],
    samples=[{"password": "correct horse"}, {"password": ""}],
)
def set_password(at: InRoom, *, password: str) -> None:
    """Ask newcomers for a password, or for none (spec: conversation 3.6)."""
    old, at.room.password = at.room.password, password
    at.emit(RoomModified(at.room, "password", old, password))
