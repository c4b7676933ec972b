"""What changed in a world, in words: people by their names, moments by the clock."""

from __future__ import annotations

import attrs

from talksim.model.difference import ABSENT, Change, difference
from talksim.model.server import Server
from talksim.scenario.player import Player
from talksim.values import FIRST_DATE, moment_text

__all__ = ["changes_since"]


def changes_since(before: Server, player: Player) -> tuple[str, ...]:
    """What changed since, one line each: `now: 09:00 → 09:29`.

    That a browser was seen for the first time is no news: it is kept to know it again.
    """
    found = (one for one in difference(before, player.talk.server) if not _is_new_browser(one))
    told = (attrs.evolve(one, before=_clock(one.before), after=_clock(one.after)) for one in found)
    return tuple(player.named(str(one)) for one in told)


def _is_new_browser(change: Change) -> bool:
    return change.before is ABSENT and change.path[0] == "browsers" and len(change.path) == 2


def _clock(value: object) -> object:
    return moment_text(value) if isinstance(value, int | float) and value >= FIRST_DATE else value
