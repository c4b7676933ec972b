"""The world as people would see it now: on a fork, with the moves made that are due at the next request."""

from __future__ import annotations

from contextlib import nullcontext

from talksim.procedures.due import make_due_moves
from talksim.procedures.leaving import clean_up_guests, reap_sessions
from talksim.scenario.player import Player

__all__ = ["peek"]


def peek(player: Player) -> Player:
    """The play in a world of its own, where lobbies whose timer is over are open and dead sessions gone.

    The server stores that only when somebody asks (spec: conversation 3.3, participant 3.1 and 3.4).
    """
    fork = player.fork()
    server, policy = fork.talk.server, fork.talk.policy
    if player.talk.server.caller is not None:
        server.caller = server.browsers.get(player.talk.server.caller.name)
    with nullcontext() if policy is None else policy.in_force():
        for room in list(server.rooms.values()):
            make_due_moves(server, room)
            reap_sessions(server, room)
            clean_up_guests(server, room)
    return fork
