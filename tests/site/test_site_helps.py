"""Every step that a page says would help is played in the world of its cell, and the request asked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from webinar import CONSENT, HOLDS, ROOT

from talksim.scenario.load import collect, load, load_text
from talksim.scenario.player import Player
from talksim.scenario.reading.steps import step as step_of
from talksim.scenario.script import Act, Scenario, Wait
from talksim.site.tape import record

FOLDERS = sorted(folder.name for folder in (ROOT / "scenarios").iterdir() if folder.is_dir())
EVERY = 6
"""Of each folder one scenario in so many is played."""


def cells(scenario: Scenario) -> Iterator[tuple[Player, str, str, str, list[Any]]]:
    """The refused cells of a page with what is said to help: the world, the room, who, what, the cell."""
    player, tape = Player(scenario), record(scenario)
    steps = [None, *(step for _, step in scenario.walk())]
    for frame, step in zip(tape.frames, steps, strict=False):
        if step is not None:
            player.play(step)
        for grid in tape.nexts[frame.nexts]:
            for phrase, *row in grid["rows"]:
                for name, cell in zip(grid["people"], row, strict=True):
                    if isinstance(cell, list) and cell[4]:
                        yield player, grid["room"], name, phrase, cell


def answer_after(player: Player, room: str, name: str, phrase: str, cell: list[Any]) -> str:
    """What the request of a cell is answered once the step is played that is said to help."""
    permit = player.talk.can(name, room, [phrase])[0]
    assert [permit.outcome.status, permit.guard and permit.guard.id] == [cell[0], cell[2]]
    world = player.fork()
    who, _, said = cell[4].partition(": ")
    step = step_of({who: said})
    assert isinstance(step, Act | Wait)
    outcome = world.play(step)
    if outcome is not None and not outcome:
        return f"{who} is refused: {outcome}"
    browser = world.talk.names.browser(name)
    after = world.talk.perform(browser, permit.operation, room, **permit.parameters)
    return f"{after.status} {after.refusal.name}" if after.refusal else ""


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_help_that_is_shown_does_what_is_said(folder: str) -> None:
    scenarios = [one for path in collect([str(ROOT / "scenarios" / folder)]) for one in load(path)]
    wrong: Counter[Any] = Counter()
    for scenario in scenarios[::EVERY]:
        for player, room, name, phrase, cell in cells(scenario):
            after = answer_after(player, room, name, phrase, cell)
            if after != cell[5]:
                wrong[scenario.path, scenario.name, name, phrase, *cell, after] += 1
    assert not wrong


def test_both_outcomes_are_shown_often() -> None:
    (holds,), (consent,) = load_text(HOLDS), load_text(CONSENT)
    told = [cell[5] for scenario in (holds, consent) for *_, cell in cells(scenario)]
    assert min(told.count(""), len(told) - told.count("")) > 5


def test_what_the_next_guard_refuses_is_not_said_to_help() -> None:
    (scenario,) = load_text(CONSENT)
    found = [cell for *_, name, phrase, cell in cells(scenario) if (name, phrase) == ("student", "join call")]
    assert found[-1][1] == "lobby passed"
    assert found[-1][4:] == ['prof: set lobby lecture "no lobby"', "400 consent given"]
