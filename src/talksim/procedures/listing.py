"""For whom an open room is listed (spec: conversation 3.2)."""

from __future__ import annotations

from talksim.constants import ListableScope
from talksim.model.room import Room
from talksim.model.server import Server

__all__ = ["GUEST_APP_GROUP", "is_guest_app_user", "is_listed_for"]

GUEST_APP_GROUP = "guest_app"


def is_guest_app_user(server: Server, user: str) -> bool:
    """Whether the account was made with the Guests app."""
    group = server.groups.get(GUEST_APP_GROUP)
    return server.settings.guests and group is not None and user in group.members


def is_listed_for(server: Server, room: Room, user: str) -> bool:
    """Whether the account `user` ("" for nobody) finds the room in the list of open rooms."""
    if not user or room.listable is ListableScope.PARTICIPANTS:
        return False
    return room.listable is ListableScope.EVERYONE or not is_guest_app_user(server, user)
