"""What a command of the administrator prints, and the exit code it ends with (spec: chat 7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from talksim.constants import RoomType
from talksim.procedures.scene import OnServer
from talksim.rules.stage import Answer, bind, guard

__all__ = ["command_room_found", "exits", "is_group_call", "printed"]


def exits(code: int, text: str | Callable[[Any], str]) -> Callable[[Any], dict[str, Any]]:
    """The answer of a guard that ends the command: its exit code and the line it prints."""

    def answer(at: Any) -> dict[str, Any]:
        return {"exit": code, "output": [text if isinstance(text, str) else text(at)]}

    return answer


def printed(*lines: str, status: int = 200, code: int = 0, **more: Any) -> Answer:
    """The answer of a command that did its work; `more` are facts beside the printed lines."""
    return Answer(status, {"exit": code, "output": list(lines), **more})


@bind(400, answer=exits(1, "Room not found."))
def command_room_found(at: OnServer) -> bool:
    """The token is that of a room."""
    at.found = at.server.rooms.get(at.token)
    return at.found is not None


@guard(
    400, answer=exits(1, "Room is no group call."), because=lambda at: f"{at.found.label} is {at.found.type}"
)
def is_group_call(at: OnServer) -> bool:
    """The room is a group or public."""
    return at.found.type in (RoomType.GROUP, RoomType.PUBLIC)
