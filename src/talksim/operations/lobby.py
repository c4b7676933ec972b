"""The lobby, where people wait (spec: conversation 3.3)."""

from __future__ import annotations

from talksim.constants import LobbyState, ObjectType, RoomType
from talksim.model.event import LobbyChanged
from talksim.model.lifecycles import lobby
from talksim.procedures.gate import gates, logged_in, moderator
from talksim.procedures.kicking import kick_from_call
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.parameter import Moment
from talksim.rules.stage import guard
from talksim.views.room import answered_room

__all__ = ["set_lobby"]

_LARGEST_TIME = (1 << 63) - 1


@guard(400)
def timer_usable(at: InRoom, *, timer: Moment | None) -> bool:
    """The timer is a time; a past one is, too."""
    return timer is None or timer <= _LARGEST_TIME


@guard(400, because=lambda at: f"{at.room.label} is a breakout room, its lobby follows the parent")
def lobby_of_its_own(at: InRoom) -> bool:
    """The room is no breakout room."""
    return not at.room.is_breakout_room


@guard(400, because=lambda at: f"{at.room.label} is a {at.room.type}")
def type_with_lobby(at: InRoom) -> bool:
    """The room is a group or public."""
    return at.room.type in (RoomType.GROUP, RoomType.PUBLIC)


@guard(400, because=lambda at: f"{at.room.label} was made for a {at.room.object_type}")
def object_with_lobby(at: InRoom) -> bool:
    """The room was made for itself, not for a file, a share or a telephone call."""
    return at.room.object_type in (ObjectType.NONE, ObjectType.ROOM)


@guard(400)
def lobby_state_known(at: InRoom, *, state: LobbyState | int) -> bool:
    """The state is a lobby state."""
    return state in (LobbyState.NO_LOBBY, LobbyState.NON_MODERATORS)


@operation(
    "PUT /api/v4/room/{token}/webinar/lobby",
    stages=[
        *gates(logged_in, moderator),
        timer_usable,
        lobby_of_its_own,
        type_with_lobby,
        object_with_lobby,
        lobby_state_known,
    ],
    answers=answered_room,
    samples=[{"state": LobbyState.NON_MODERATORS}, {"state": LobbyState.NO_LOBBY}],
)
def set_lobby(at: InRoom, *, state: LobbyState | int, timer: Moment | None = None) -> None:
    """Set state and timer, in Unix seconds (spec: conversation 3.3).

    Closing it takes everybody without moderator rights out of the call, those who may ignore it as well.
    """
    room, old = at.room, at.room.lobby
    closes = state == LobbyState.NON_MODERATORS
    lobby.fire(room, "close" if closes else "open", None)
    room.lobby_timer = max(timer or 0, 0)
    at.emit(LobbyChanged(room, old, room.lobby))
    if closes:
        kick_from_call(at.server, room, spare_moderators=True)
