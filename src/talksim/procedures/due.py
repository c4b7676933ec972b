"""Due moves: what time alone has changed, made when somebody reads (spec: conversation 3.3)."""

from __future__ import annotations

from talksim.model.event import LobbyChanged
from talksim.model.lifecycles import lobby
from talksim.model.room import Room
from talksim.model.server import Server

__all__ = ["make_due_moves"]


def make_due_moves(server: Server, room: Room) -> None:
    """Open a lobby whose timer has passed; under a policy without that move it stays, like any other."""
    if 0 < room.lobby_timer < server.now and lobby.may(room, "timer over"):
        before = room.lobby
        lobby.fire(room, "timer over", None)
        room.lobby_timer = 0
        server.emit(LobbyChanged(room, before, room.lobby, by_timer=True))
