"""A widget that walks a scenario: every room, what somebody may do next, and where not, why not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import anywidget
import attrs
import traitlets

from talksim.can import Permit, Permits, permits
from talksim.displayed import Display, display_of
from talksim.draw.playing import timeline_of
from talksim.draw.timeline_svg import svg
from talksim.errors import UsageError
from talksim.handle import RoomHandle
from talksim.outcome import Outcome
from talksim.scenario.judging.mismatch import play_step, text_of
from talksim.scenario.load import load
from talksim.scenario.player import GivenRefused, Player
from talksim.scenario.script import Scenario
from talksim.scenario.why import asked_after
from talksim.why.candidates import Candidate

__all__ = ["Stepper", "stepper"]

_SCRIPT: Final = Path(__file__).with_name("stepper.js")


@attrs.frozen
class _Moment:
    """The world after a step, what the step was, and what was answered."""

    player: Player
    text: str = ""
    answer: str = ""
    refused: bool = False


class Stepper(anywidget.AnyWidget):
    """Where a scenario stands after `at` steps, and what `who` may do there.

    `view` is what is shown: the answer to the last step, the rooms, and a grid for each of what `who` may do.
    To put a place in there into `asked`, as (grid, row), is to ask `why` that is answered.
    """

    _esm = _SCRIPT
    _css = _SCRIPT.with_suffix(".css")
    steps = traitlets.List(traitlets.Unicode()).tag(sync=True)
    people = traitlets.List(traitlets.Unicode()).tag(sync=True)
    picture = traitlets.Unicode("").tag(sync=True)
    at = traitlets.Int(0).tag(sync=True)
    who = traitlets.Unicode("").tag(sync=True)
    view = traitlets.Dict().tag(sync=True)
    asked = traitlets.List(traitlets.Int()).tag(sync=True)
    why = traitlets.Unicode("").tag(sync=True)

    def __init__(self, scenario: Scenario) -> None:
        self._scenario, self._moments = scenario, list(_moments(scenario))
        self._grids: list[Permits] = []
        talk = self._moments[0].player.talk
        people = [*talk.server.users, *talk.names.guests]
        steps = [moment.text for moment in self._moments[1:]]
        first = people[0] if people else ""
        super().__init__(steps=steps, people=people, who=first, picture=svg([timeline_of(scenario)]))
        self.observe(self._look, ["at", "who"])
        self.observe(self._explain, ["asked"])
        self._look()

    @traitlets.validate("at")
    def _in_reach(self, proposal: Any) -> int:
        return max(0, min(int(proposal["value"]), len(self._moments) - 1))

    def _look(self, _change: Any = None) -> None:
        moment = self._moments[self.at]
        talk = moment.player.talk
        rooms = [RoomHandle(talk, token) for token in talk.server.rooms]
        self._grids = [permits(talk, self.who, room) for room in rooms if self.who]
        self.asked, self.why = [], ""
        self.view = {
            "answer": moment.answer,
            "refused": moment.refused,
            "rooms": [_plain(display_of(room)) for room in rooms],
            "grids": [
                {"title": f"What {self.who} may do in {room.state.label}", "rows": list(map(_row, grid))}
                for room, grid in zip(rooms, self._grids, strict=False)
            ],
        }

    def _explain(self, _change: Any) -> None:
        if self.asked:
            grid, row = self.asked
            permit, talk = self._grids[grid][row], self._moments[self.at].player.talk
            token = list(talk.server.rooms)[grid] if permit.operation.in_room else ""
            asked = Candidate(self.who, permit.operation, token, permit.parameters)
            why, player = asked_after(self._scenario, self.at, asked)
            self.why = player.named(str(why))


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


def _moments(scenario: Scenario) -> Iterator[_Moment]:
    """The world before the first step and after each one, up to the first that is not as expected."""
    try:
        player = Player(scenario)
    except GivenRefused as refused:
        raise UsageError(f"room {refused.room} cannot be set up: {refused.outcome}") from refused
    yield _Moment(player)
    for place, step in scenario.walk():
        player = player.fork()
        outcome, mismatch = play_step(player, place, step)
        is_refused = outcome is not None and not outcome.ok
        yield _Moment(player, text_of(step), _answer(player, outcome), is_refused)
        if mismatch is not None:
            return


def _answer(player: Player, outcome: Outcome | None) -> str:
    if outcome is None:
        return ""
    because = f": {outcome.refusal.because}" if outcome.refusal and outcome.refusal.because else ""
    return player.named(f"{outcome}{because}")


def _plain(shown: Display) -> dict[str, Any]:
    rows = [[str(cell) for cell in row] for row in shown.rows]
    return {"title": shown.title, "columns": list(shown.columns), "rows": rows}


def _row(permit: Permit) -> list[Any]:
    """The operation, what it is asked with, the answer, whether it is allowed, and why not."""
    operation, given, answer, because = permit.cells()
    return [operation, given, answer, permit.allowed, because]
