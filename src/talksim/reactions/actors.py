"""Who a system message is by when nobody in particular is (spec: chat 1.12)."""

from __future__ import annotations

from typing import Final

from talksim.constants import ActorType
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.user import Browser
from talksim.procedures.chatting import actor_of
from talksim.procedures.posting import Actor

__all__ = ["NOBODY", "SYSTEM", "acting", "actor_of"]

SYSTEM: Final[Actor] = (ActorType.GUESTS, "system")
NOBODY: Final[Actor] = (ActorType.GUESTS, "failed-to-get-session")
_COMMAND_LINE: Final[Actor] = (ActorType.GUESTS, "cli")


def acting(server: Server, room: Room) -> Actor:
    """The caller as author: the account, the command line, or the guest of the browser's session."""
    caller = server.caller
    if caller is None or caller.role == "cli":
        return _COMMAND_LINE
    if caller.user and caller.role in ("browser", "admin"):
        return (ActorType.USERS, caller.user)
    return _guest(server, room, caller)


def _guest(server: Server, room: Room, caller: Browser) -> Actor:
    entry = server.sessions.get(caller.sessions.get(room.token, ""))
    if entry is not None and entry[0] is room:
        return actor_of(entry[1])
    guest_id = caller.guest_ids.get(room.token, "")
    return (ActorType.GUESTS, guest_id) if guest_id else NOBODY
