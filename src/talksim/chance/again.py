"""Requests made again in another world, and whether they break there what must hold."""

from __future__ import annotations

from collections.abc import Sequence

from talksim.chance.worlds import World, begin
from talksim.errors import UsageError
from talksim.invariants import Invariant, Step
from talksim.outcome import Outcome
from talksim.talk import Entry, Talk

__all__ = ["again", "breaks"]


def breaks(world: World, asked: Sequence[Entry], invariant: Invariant) -> bool:
    """Whether the requests, made in a world, break an invariant; the last of them, if it is about steps.

    Requests that cannot be made there, by somebody who was never made, break nothing.
    """
    talk = begin(world).talk
    try:
        for entry in asked[:-1]:
            again(talk, entry)
        before = talk.fork().server if asked and invariant.subject == "step" else talk.server
        outcome = again(talk, asked[-1]) if asked else None
    except UsageError:
        return False
    if not asked:
        return any(invariant.of_server(talk.server))
    return bool(invariant.of_step(Step(before, asked[-1], outcome, talk.server)))


def again(talk: Talk, entry: Entry) -> Outcome | None:
    """Ask again for what a line of the journal says. Raises `UsageError` for somebody nobody declared."""
    if entry.role == "browser":
        talk.names.browser(entry.caller)
    return talk.replay(entry)
