"""What the server does by itself from time to time, here only when it is told to (spec: chat 1.9, 2.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from talksim.model.event import ReminderDue
from talksim.model.server import Server
from talksim.procedures.posting import is_expired
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.stage import guard

__all__ = ["run_background_job"]


@guard(400, because=lambda _: f"the jobs are {', '.join(_JOBS)}")
def job_known(at: OnServer, *, job: str) -> bool:
    """The job is one of the server's."""
    return job in _JOBS


@operation("occ background-job:execute", stages=[job_known], by="cli", samples=[{"job": "Reminder"}])
def run_background_job(at: OnServer, *, job: str) -> None:
    """Deliver the reminders that are due (Reminder), or remove expired messages (ExpireChatMessages)."""
    _JOBS[job](at.server)


def _remind(server: Server) -> None:
    """Reminders of messages that are gone are forgotten without a word."""
    due = [
        (time, user.id, token, message)
        for user in server.users.values()
        for (token, message), time in user.reminders.items()
        if time <= server.now
    ]
    for _, user_id, token, message_id in sorted(due):
        del server.users[user_id].reminders[token, message_id]
        room = server.rooms.get(token)
        found = room.message(message_id) if room else None
        if room is not None and found is not None:
            server.emit(ReminderDue(room, found, user_id))


def _expire(server: Server) -> None:
    for room in server.rooms.values():
        if any(is_expired(server, message) for message in room.messages):
            room.keep_messages([m for m in room.messages if not is_expired(server, m)])


_JOBS: Final[Mapping[str, Callable[[Server], None]]] = {"Reminder": _remind, "ExpireChatMessages": _expire}
