"""Read markers: how far an attendee has read (spec: chat 1.8)."""

from __future__ import annotations

from talksim.model.event import ChatRead
from talksim.operations.chat import common_read
from talksim.procedures.gate import authenticated, gates
from talksim.procedures.scene import InRoom
from talksim.rules.operation import operation
from talksim.rules.parameter import MessageId
from talksim.rules.stage import Answer
from talksim.views.room import answered_room

__all__ = ["mark_read", "mark_unread"]


@operation(
    "POST /api/v1/chat/{token}/read", stages=gates(authenticated), wire={"message_id": "lastReadMessage"}
)
def mark_read(at: InRoom, *, message_id: MessageId | None = None) -> Answer:
    """Have read up to a message, the last one if none is named; any number will do (spec: chat 1.2)."""
    return _move(at, at.room.last_message if message_id is None else message_id)


@operation("DELETE /api/v1/chat/{token}/read", stages=gates(authenticated))
def mark_unread(at: InRoom) -> Answer:
    """Have the last text unread again.

    When the room's last message is no text, the marker goes back to the second-newest text, and to the only
    one if there is just one, which stays read then (spec: chat 1.8).
    """
    return _move(at, _marker_before_last(at))


def _move(at: InRoom, marker: int) -> Answer:
    at.room.mark_read(at.attendee, marker)
    at.attendee.last_activity = at.now
    if marker == at.room.last_message and at.attendee.is_user:
        at.emit(ChatRead(at.room, at.attendee))
    return Answer(200, answered_room(at), common_read(at))


def _marker_before_last(at: InRoom) -> int:
    last = at.room.message(at.room.last_message)
    if last is None:
        return 0
    wanted = 1 if last.is_text else 2
    found: list[int] = []
    for message_id in reversed(at.room.comments):
        message = at.room.message(message_id)
        if message is not None and message.is_text and message_id < last.id:
            found.append(message_id)
            if len(found) == wanted:
                break
    return found[-1] if found else 0
