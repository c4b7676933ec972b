"""Who is banned from a room (spec: conversation 5)."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from talksim.model.ban import Ban
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.user import Browser

__all__ = ["is_banned", "is_user_banned"]


def is_user_banned(room: Room, user: str) -> bool:
    """Whether an account is banned from the room."""
    return _ban_of(room, "users", user) is not None


def is_banned(server: Server, room: Room, browser: Browser) -> bool:
    """Whether the caller is banned: by account, else by guest id, else by address.

    A banned guest who comes back gets the address banned as well.
    """
    if not room.bans:
        return False
    if browser.user:
        return is_user_banned(room, browser.user)
    ban = _ban_of(room, "guests", browser.guest_ids.get(room.token, ""))
    if ban is not None:
        _ban_address(server, room, ban, browser.address)
        return True
    return any(_covers(ban, browser.address) for ban in room.bans.values() if ban.banned_type == "ip")


def _ban_of(room: Room, banned_type: str, banned_id: str) -> Ban | None:
    matching = (b for b in room.bans.values() if b.banned_type == banned_type and b.banned_id == banned_id)
    return next(matching, None)


def _ban_address(server: Server, room: Room, of_guest: Ban, address: str) -> None:
    if _ban_of(room, "ip", address) is not None:
        return
    ban = Ban(
        id=server.next_id("ban"),
        moderator_type=of_guest.moderator_type,
        moderator_id=of_guest.moderator_id,
        moderator_name=of_guest.moderator_name,
        banned_type="ip",
        banned_id=address,
        banned_name=address,
        internal_note=of_guest.internal_note,
        time=server.now,
    )
    room.bans[ban.id] = ban


def _covers(ban: Ban, address: str) -> bool:
    try:
        return ip_address(address) in ip_network(ban.banned_id, strict=False)
    except ValueError:
        return ban.banned_id == address
