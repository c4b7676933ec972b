"""A long story made short: steps left out, several people made one, as long as it still shows the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from talksim.explore.action import Action, Request, request
from talksim.explore.shorter import minimal
from talksim.explore.trial import Trial
from talksim.explore.world import World
from talksim.scenario.player import Player

__all__ = ["minimised", "shown_at"]

Path = tuple[Action, ...]


def minimised(path: Path, world: World, start: Callable[[], Player], name: str) -> Path:
    """The path cut down to what still shows the property of that name, from the worlds that `start` gives.

    No single step of what is left can go, and nobody's steps can all be somebody else's.
    """

    def cut(tried: Sequence[Action]) -> Path:
        """The steps up to where the property is found; none if it is not found."""
        return tuple(tried[: shown_at(tried, world, start(), name) or 0])

    best = cut(path)
    while True:
        best = cut(minimal(best, lambda tried: bool(cut(tried))))
        simpler = next(filter(None, map(cut, _merged(best))), None)
        if simpler is None:
            return best
        best = simpler


def shown_at(path: Sequence[Action], world: World, player: Player, name: str) -> int | None:
    """After how many steps the property is found; None if it is not."""
    trial = Trial(player, world, world.kinds.keys() - {name})
    if any(trial.look()):
        return 0
    return next((number for number, action in enumerate(path, 1) if any(trial.step(action))), None)


def _merged(path: Path) -> Iterator[Path]:
    """The story with what one does done by another who is in it already."""
    actors = list(dict.fromkeys(step.actor for step in path if isinstance(step, Request)))
    for gone in reversed(actors):
        for other in actors:
            if gone != other and _role(path, gone) == _role(path, other):
                yield tuple(_given_to(step, gone, other) for step in path)


def _role(path: Path, actor: str) -> str:
    return next(step.operation.by for step in path if isinstance(step, Request) and step.actor == actor)


def _given_to(step: Action, gone: str, other: str) -> Action:
    if not isinstance(step, Request) or step.actor != gone:
        return step
    return request(other, step.operation, step.room, step.words)
