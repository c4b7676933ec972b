"""Who is banned from a room (spec: conversation 5)."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TypeAlias

from talksim.model.ban import Ban
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.user import Browser

__all__ = ["ban_of", "is_address", "is_banned", "is_user_banned", "new_ban"]

Actor: TypeAlias = tuple[str, str, str]
"""Type, id and name."""


def is_user_banned(room: Room, user: str) -> bool:
    """Whether an account is banned from the room."""
    return ban_of(room, "users", user) is not None


def is_banned(server: Server, room: Room, browser: Browser) -> bool:
    """Whether the caller is banned: by account, else by guest id, else by address.

    A banned guest who comes back gets the address banned as well.
    """
    if not room.bans:
        return False
    if browser.user:
        return is_user_banned(room, browser.user)
    ban = ban_of(room, "guests", browser.guest_ids.get(room.token, ""))
    if ban is not None:
        _ban_address(server, room, ban, browser.address)
        return True
    return any(_covers(ban, browser.address) for ban in room.bans.values() if ban.banned_type == "ip")


def ban_of(room: Room, banned_type: str, banned_id: str) -> Ban | None:
    """The ban of exactly this actor, if there is one."""
    matching = (b for b in room.bans.values() if b.banned_type == banned_type and b.banned_id == banned_id)
    return next(matching, None)


def new_ban(server: Server, room: Room, moderator: Actor, banned: Actor, note: str) -> Ban:
    """Store a ban; who set it is kept as it is now."""
    number = server.next_id("ban", of=(room.token, *banned[:2]))
    ban = Ban(number, *moderator, *banned, internal_note=note, time=server.now)
    room.bans[ban.id] = ban
    return ban


def is_address(text: str) -> bool:
    """Whether the text is an IP address, or a range whose prefix fits its address."""
    address, slash, prefix = text.partition("/")
    try:
        version = ip_address(address).version
        ip_network(text, strict=False)
    except ValueError:
        return False
    return not slash or (prefix.isdigit() and int(prefix) <= (32 if version == 4 else 128))


def _ban_address(server: Server, room: Room, of_guest: Ban, address: str) -> None:
    if ban_of(room, "ip", address) is None:
        moderator = (of_guest.moderator_type, of_guest.moderator_id, of_guest.moderator_name)
        new_ban(server, room, moderator, ("ip", address, address), of_guest.internal_note)


def _covers(ban: Ban, address: str) -> bool:
    try:
        return ip_address(address) in ip_network(ban.banned_id, strict=False)
    except ValueError:
        return ban.banned_id == address
