"""Who is missing in what is seen because their session has been silent, and since which step.

A session is heard of when its browser joins the room, and when the signaling server pings it; no other step
does that (spec: participant 3.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from talksim.model.session import KILL_AFTER, STALE_AFTER
from talksim.scenario.judging.mismatch import Mismatch, text_of
from talksim.scenario.player import Player
from talksim.scenario.script import Act, Scenario, See, Wait
from talksim.values import duration_text

__all__ = ["silent"]

_COUNTED: Final = {"call": STALE_AFTER, "attendees": KILL_AFTER}
"""For how many seconds a session counts that is silent, by what is seen."""


def silent(scenario: Scenario, settings: Mapping[str, Any] | None, number: int, mismatch: Mismatch) -> str:
    """Whose session is silent among those missing in the look that failed at step `number` (from 1)."""
    steps = list(scenario.walk())[:number]
    look = next((see for see in _looks(steps[-1][1]) if text_of(see) == mismatch.text), None)
    if look is None or look.sight.name not in _COUNTED:
        return ""
    player = Player(scenario, settings)
    heard = dict.fromkeys(_pings(player), "the beginning")
    for place, step in steps:
        player.play(step)
        for ping in _pings(player):
            heard.setdefault(ping, place.seen_from(scenario.path))
    return "; ".join(_facts(player, look, mismatch, heard))


def _looks(step: Act | Wait | See) -> tuple[See, ...]:
    if isinstance(step, Act):
        return step.then
    return (step,) if isinstance(step, See) else ()


def _pings(player: Player) -> Iterator[tuple[str, float]]:
    """Every session with the time it was last heard of."""
    for id, (_, attendee) in player.talk.server.sessions.items():
        yield id, attendee.sessions[id].last_ping


def _facts(
    player: Player, look: See, mismatch: Mismatch, heard: Mapping[tuple[str, float], str]
) -> Iterator[str]:
    server, room = player.talk.server, player.room_of(look)
    last, counted = dict(_pings(player)), _COUNTED[look.sight.name]
    for browser in server.browsers.values():
        id, name = browser.sessions.get(room, ""), browser.user or browser.name
        quiet = server.now - last.get(id, server.now)
        if quiet > counted and _names(mismatch.expected, name) and not _names(mismatch.got, name):
            since = heard[id, last[id]]
            yield (
                f"{browser.name}'s session has been silent for {duration_text(quiet)}, since {since}; "
                f'in "{look.sight.name}" it counts for {duration_text(counted)}'
            )


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
