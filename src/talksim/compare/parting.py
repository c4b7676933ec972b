"""Stories in two worlds at once: where they part, and what of a story they need to part there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias, TypeVar

from talksim.compare.change import Cell, cell, place
from talksim.errors import UsageError
from talksim.explore.action import Action, Request, request
from talksim.explore.shorter import minimal
from talksim.explore.witness import play
from talksim.outcome import Outcome
from talksim.scenario.player import Player
from talksim.scenario.script import Act, Wait

__all__ = ["Deed", "Pair", "answer_of", "played", "shortened", "shows", "without_words"]

Deed: TypeAlias = Act | Wait | Action
D = TypeVar("D", bound=Deed)
Pair: TypeAlias = tuple[Player, Player]

_TRIES: Final = 120
"""So many shorter stories are tried at most: a scenario of twenty steps needs fewer."""


def shortened(pair: Pair, steps: Sequence[D], wanted: Cell) -> Sequence[D]:
    """The steps that are needed for two worlds to part in the same cell, at the last of them."""
    return minimal(steps, _trying(pair, wanted))


def shows(pair: Pair, steps: Sequence[Deed], wanted: Cell) -> bool:
    """Whether two worlds part in the cell at the last of the steps, and not before."""
    return _parted(pair, steps) == wanted


def without_words(pair: Pair, steps: Sequence[Action], wanted: Cell) -> Sequence[Action]:
    """The steps without what need not be said for two worlds to part in the same cell."""
    still_shows, best = _trying(pair, wanted), list(steps)
    for at, step in enumerate(steps):
        for name in step.words if isinstance(step, Request) else ():
            plainer = _without(best[at], name)
            if plainer is not None and still_shows([*best[:at], plainer, *best[at + 1 :]]):
                best[at] = plainer
    return best


def answer_of(outcome: Outcome | None) -> Any:
    """The status and the rule that refused, None where no request can say it."""
    if outcome is None:
        return None
    return outcome.status, outcome.refusal.rule if outcome.refusal else ""


def played(player: Player, step: Deed) -> Outcome | None:
    """Play a step; None where no request is made."""
    if isinstance(step, Action):
        asked = play(player, step)
        return asked[1] if asked is not None else None
    try:
        return player.play(step)
    except UsageError:
        return None


def _trying(pair: Pair, wanted: Cell) -> Callable[[Sequence[Deed]], bool]:
    tries = iter(range(_TRIES))
    return lambda steps: next(tries, None) is not None and shows(pair, steps, wanted)


def _parted(pair: Pair, steps: Sequence[Deed]) -> Cell | None:
    """The cell in which two worlds part at the last step; None where they part before, or do not."""
    one, other = (player.fork() for player in pair)
    for number, step in enumerate(steps, 1):
        asked = _asked(step)
        standing = place(one.talk, asked[0], asked[2]) if asked else ("", "")
        answers = [answer_of(played(player, step)) for player in (one, other)]
        found = cell(asked[1], standing, *answers) if asked else None
        if found is not None or (asked and None in answers):
            return found if number == len(steps) else None
    return None


def _asked(step: Deed) -> tuple[str, Any, str] | None:
    """Who asks for what, and where; None where time passes."""
    if isinstance(step, Request):
        return step.actor, step.operation, step.room
    return (step.actor, step.command.operation, step.command.room) if isinstance(step, Act) else None


def _without(step: Action, name: str) -> Request | None:
    """The request without a parameter, None if it has to be given."""
    assert isinstance(step, Request)
    parameter = step.operation.parameter(name)
    if parameter is None or parameter.required:
        return None
    words = {key: value for key, value in step.words.items() if key != name}
    return request(step.actor, step.operation, step.room, words)
