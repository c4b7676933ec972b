"""Banning people and addresses from a room (spec: conversation 5)."""

from __future__ import annotations

from talksim.constants import RoomType
from talksim.procedures.bans import ban_of, is_address, new_ban
from talksim.procedures.gate import gates, moderator
from talksim.procedures.leaving import remove_attendee
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.parameter import BanId, PersonId
from talksim.rules.stage import Answer, commit, finish, guard
from talksim.rules.view import Shown
from talksim.views.ban import shown_ban

__all__ = ["ban", "list_bans", "unban"]

NOTE_BYTES = 4000
"""The longest note, in bytes (spec: confirmed F1)."""

_KINDS = ("users", "guests", "ip")


@guard(400, "room", because=lambda at: f"{at.room.label} is {at.room.type}")
def room_takes_bans(at: InRoom) -> bool:
    """Bans exist in group and public rooms."""
    return at.room.type in (RoomType.GROUP, RoomType.PUBLIC)


@guard(400, "bannedActor")
def actor_bannable(at: InRoom, *, actor_type: str, actor_id: str) -> bool:
    """Accounts, guests and addresses can be banned; an address must be one, or a range."""
    return actor_type in _KINDS and bool(actor_id) and (actor_type != "ip" or is_address(actor_id))


@guard(400, "internalNote")
def note_short_enough(at: InRoom, *, note: str) -> bool:
    """The note has at most 4000 bytes."""
    return len(note.encode()) <= NOTE_BYTES


@guard(400, "self")
def ban_of_another(at: InRoom, *, actor_type: str, actor_id: str) -> bool:
    """Nobody bans themselves."""
    return at.attendee.actor != (actor_type, actor_id)


@guard(400, "moderator")
def banned_is_no_moderator(at: InRoom, *, actor_type: str, actor_id: str) -> bool:
    """Somebody who moderates the room right now cannot be banned."""
    banned = at.room.find(actor_type, actor_id)
    return banned is None or not banned.moderates


@commit
def banned_removed(at: InRoom, *, actor_type: str, actor_id: str) -> None:
    """Take the banned person out of the room; it stays so although the ban may exist already."""
    banned = at.room.find(actor_type, actor_id)
    at.found = ""
    if banned is not None:
        at.found = banned.display_name
        remove_attendee(at.server, at.room, banned)


@finish
def banned_already(at: InRoom, *, actor_type: str, actor_id: str) -> Answer | None:
    """A second ban of the same actor is a fault of the server."""
    return Answer(500) if ban_of(at.room, actor_type, actor_id) else None


@operation(
    "POST /api/v1/ban/{token}",
    stages=[
        *gates(moderator),
        room_takes_bans,
        actor_bannable,
        note_short_enough,
        ban_of_another,
        banned_is_no_moderator,
        banned_removed,
        banned_already,
    ],
    wire={"note": "internalNote"},
    samples=[{"actor_type": "users", "actor_id": "bob"}],
)
def ban(at: InRoom, *, actor_type: str, actor_id: PersonId, note: str = "") -> Answer:
    """Ban an account, a guest or an address from the room, and remove it (spec: conversation 5).

    The actor need not be in the room, nor exist.
    """
    by = at.attendee
    moderated = (by.actor_type.value, by.actor_id, by.display_name)
    made = new_ban(
        at.server, at.room, moderated, (actor_type, actor_id, _name(at, actor_type, actor_id)), note
    )
    return Answer(200, shown_ban(made))


def _all_bans(at: InRoom) -> list[Shown]:
    return [shown_ban(each) for each in at.room.bans.values()]


@operation("GET /api/v1/ban/{token}", stages=gates(moderator), answers=_all_bans)
def list_bans(at: InRoom) -> None:
    """List the bans of the room (spec: conversation 5)."""


@operation("DELETE /api/v1/ban/{token}/{banId}", stages=gates(moderator), wire={"ban": "banId"})
def unban(at: InRoom, *, ban: BanId) -> None:
    """Lift a ban; an unknown one is lifted as well (spec: conversation 5)."""
    at.room.bans.pop(ban, None)


def _name(at: InRoom, actor_type: str, actor_id: str) -> str:
    user = at.server.users.get(actor_id) if actor_type == "users" else None
    return str(at.found) or (user.display_name if user else actor_id)
