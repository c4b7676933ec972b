"""The requests a mistake needs, out of all that were made before it showed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from talksim.chance.worlds import World, begin
from talksim.errors import UsageError
from talksim.invariants import Invariant, Step
from talksim.outcome import Outcome
from talksim.talk import Entry, Talk

__all__ = ["again", "breaks", "minimal"]

T = TypeVar("T")


def minimal(asked: Sequence[T], wrong: Callable[[Sequence[T]], bool]) -> Sequence[T]:
    """The requests without those that need not be there: ever smaller pieces are left out, down to one.

    Requests that are not `wrong` to begin with come back as they are.
    """
    size = len(asked) if wrong(asked) else 0
    while size:
        at, length = 0, len(asked)
        while at < len(asked):
            without = [*asked[:at], *asked[at + size :]]
            at, asked = (at, without) if wrong(without) else (at + size, asked)
        again = size == 1 and len(asked) < length
        size = size if again else size // 2
    return asked


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
