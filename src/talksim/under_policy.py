"""A request under a policy: what the rules cannot do any more is an answer, what they rely on is told.

A move that a policy took away, or from a state it leads to where there is no such move, refuses the request,
which then changes nothing. An effect that breaks because a guard before it was dropped is the policy's fault.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from talksim.errors import TalksimError, UsageError
from talksim.model.codec import freeze, thaw
from talksim.model.server import Server
from talksim.model.user import Browser
from talksim.outcome import Outcome, Refusal
from talksim.rules.lifecycle import NoMove
from talksim.rules.operation import Operation
from talksim.rules.policy import Policy
from talksim.rules.stage import Guard

__all__ = ["World", "move_exists", "perform_under"]


class World(Protocol):
    """What goes on with a server as it was, if need be."""

    server: Server

    def begin(self, server: Server) -> None:
        """Go on with this server."""


def _never(_: object) -> bool:
    """The status can make the move which the effect makes."""
    return False


move_exists: Final = Guard(id="policy.move_exists", run=_never, status=400)
"""Refuses a request whose effect needs a move there is not; without a policy there always is."""


def perform_under(
    policy: Policy, world: World, browser: Browser, operation: Operation, ask: Callable[[], Outcome]
) -> Outcome:
    """The answer to a request while the policy is in force.

    Raises `UsageError` as `ask` does, and when the effect breaks without a guard which the policy drops.
    """
    with policy.in_force():
        before = freeze(world.server) if policy.changes_moves else None
        try:
            return ask()
        except NoMove as missing:
            if before is None:
                raise _broken(policy, operation, missing) from missing
            world.begin(thaw(Server, before))
            return Outcome(operation, browser.name, 400, refusal=Refusal(move_exists, str(missing)))
        except TalksimError:
            raise
        except Exception as error:
            raise _broken(policy, operation, error) from error


def _broken(policy: Policy, operation: Operation, error: Exception) -> UsageError:
    said = " ".join(f"{type(error).__name__}: {error}".split())
    relies = f"{operation.phrase}, which relies on what it drops or changes"
    return UsageError(f'the policy "{policy.name}" breaks {relies} ({said})')
