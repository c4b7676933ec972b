"""What the chat says about polls (spec: chat 1.12, 3.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from talksim.model.event import PollClosed, PollCreated, PollVoted
from talksim.model.poll import Poll
from talksim.model.server import Listener, Server
from talksim.procedures.chatting import actor_of, announce, share
from talksim.procedures.posting import post
from talksim.reactions.actors import SYSTEM

__all__ = ["LISTENERS"]


def poll_created(server: Server, event: PollCreated) -> None:
    """Share the poll as a comment of its author, whose read marker moves to it."""
    shared = {"object": _rich(event.poll, event.title)}
    share(server, event.room, event.by, shared)


def poll_voted(server: Server, event: PollVoted) -> None:
    """Say that somebody voted, not who."""
    parameters = {"poll": _rich(event.poll, event.poll.question)}
    post(server, event.room, SYSTEM, system="poll_voted", parameters=parameters)


def poll_closed(server: Server, event: PollClosed) -> None:
    """Say who closed the poll; the read marker of that one moves."""
    parameters = {"poll": _rich(event.poll, event.poll.question)}
    message = post(server, event.room, actor_of(event.by), system="poll_closed", parameters=parameters)
    announce(server, event.room, message, event.by)


def _rich(poll: Poll, name: str) -> dict[str, Any]:
    return {"type": "talk-poll", "id": str(poll.id), "name": name}


LISTENERS: Final[Mapping[Any, Listener]] = {
    PollCreated: poll_created,
    PollVoted: poll_voted,
    PollClosed: poll_closed,
}
"""What is said in the chat when."""
