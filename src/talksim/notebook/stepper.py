"""A widget that walks a scenario: every room, what somebody may do next, and where not, why not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from talksim.can import permits
from talksim.displayed import Display, display_of
from talksim.errors import UsageError
from talksim.handle import RoomHandle
from talksim.outcome import Outcome
from talksim.scenario.load import load
from talksim.scenario.mismatch import play_step, text_of
from talksim.scenario.player import GivenRefused, Player
from talksim.scenario.script import Scenario

__all__ = ["Stepper", "stepper"]

_SCRIPT: Final = Path(__file__).with_name("stepper.js")


class Stepper(anywidget.AnyWidget):
    """Where a scenario stands after `at` steps, and what `who` may do there.

    `view` is what is shown: the answer to the last step, and tables. It is made when it is looked at.
    """

    _esm = _SCRIPT
    steps = traitlets.List(traitlets.Unicode()).tag(sync=True)
    people = traitlets.List(traitlets.Unicode()).tag(sync=True)
    at = traitlets.Int(0).tag(sync=True)
    who = traitlets.Unicode("").tag(sync=True)
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, scenario: Scenario) -> None:
        self._moments = list(_moments(scenario))
        talk = self._moments[0][0].talk
        people = [*talk.server.users, *talk.names.guests]
        steps = [text for _, text, _ in self._moments[1:]]
        super().__init__(steps=steps, people=people, who=people[0] if people else "")
        self.observe(self._look, ["at", "who"])
        self._look()

    @traitlets.validate("at")
    def _in_reach(self, proposal: Any) -> int:
        return max(0, min(int(proposal["value"]), len(self._moments) - 1))

    def _look(self, _change: Any = None) -> None:
        player, _, answer = self._moments[self.at]
        self.view = {"answer": answer, "tables": [_plain(one) for one in _tables(player, self.who)]}


def stepper(what: Scenario | str | os.PathLike[str], name: str = "") -> Stepper:
    """Walk a scenario, or one of a file: the first, or the one of that name.

    Raises `Faults` for what is wrong in a file, `UsageError` for a name that is not in it and for a scenario
    whose rooms cannot be set up.
    """
    if isinstance(what, Scenario):
        return Stepper(what)
    found = load(what)
    chosen = next((one for one in found if name in ("", one.title)), None)
    if chosen is None:
        titles = ", ".join(f'"{one.title}"' for one in found)
        raise UsageError(f'{os.fspath(what)} has no scenario "{name}"; it has {titles}')
    return Stepper(chosen)


def _moments(scenario: Scenario) -> Iterator[tuple[Player, str, str]]:
    """The world before the first step and after each one, up to the first that is not as expected."""
    try:
        player = Player(scenario)
    except GivenRefused as refused:
        raise UsageError(f"room {refused.room} cannot be set up: {refused.outcome}") from refused
    yield player, "", ""
    for place, step in scenario.walk():
        player = player.fork()
        outcome, mismatch = play_step(player, place, step)
        yield player, text_of(step), _answer(player, outcome)
        if mismatch is not None:
            return


def _answer(player: Player, outcome: Outcome | None) -> str:
    if outcome is None:
        return ""
    because = f": {outcome.refusal.because}" if outcome.refusal and outcome.refusal.because else ""
    return player.named(f"{outcome}{because}")


def _tables(player: Player, who: str) -> Iterator[Display]:
    """Every room; what somebody may do in no room, and in each."""
    talk = player.talk
    rooms = [RoomHandle(talk, token) for token in talk.server.rooms]
    yield from map(display_of, rooms)
    for room in rooms if who else ():
        shown = display_of(permits(talk, who, room))
        yield Display(f"What {who} may do in {room.state.label}", shown.columns, shown.rows)


def _plain(shown: Display) -> dict[str, Any]:
    rows = [[str(cell) for cell in row] for row in shown.rows]
    return {"title": shown.title, "columns": list(shown.columns), "rows": rows}
