"""Every refused step of the scenarios is explained, and what is said to help does help."""

from __future__ import annotations

from pathlib import Path

import pytest

from talksim.outcome import Outcome
from talksim.scenario.load import collect, load
from talksim.scenario.player import Player
from talksim.scenario.reading.command import parse
from talksim.scenario.script import Act, Place, Scenario
from talksim.scenario.value import seconds
from talksim.scenario.why import Wanted, explained
from talksim.why.chronicle import Told
from talksim.why.reasons import Why

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path for path in (ROOT / "scenarios").iterdir() if path.is_dir())
TRIES = 120
"""So many steps are tried for each, which leaves help unfound that `talksim why` finds."""

FOUND = {
    "accounts": (223, 201, 111),
    "administration": (76, 20, 8),
    "avatars": (30, 2, 7),
    "bans": (103, 91, 78),
    "bots": (89, 42, 25),
    "breakout-adding": (23, 16, 3),
    "breakout-rooms": (77, 21, 32),
    "calls": (54, 31, 33),
    "chat": (97, 49, 48),
    "chat-notifications": (8, 0, 1),
    "circles": (15, 5, 9),
    "consent": (14, 7, 10),
    "conversations": (49, 17, 7),
    "files": (110, 99, 57),
    "joining": (349, 5, 131),
    "known-bugs": (18, 9, 8),
    "lobby": (31, 16, 26),
    "mentions": (3, 1, 3),
    "messages": (32, 9, 3),
    "note-to-self": (11, 11, 0),
    "one-to-one": (29, 5, 4),
    "participants": (117, 50, 82),
    "permissions": (13, 4, 6),
    "polls": (52, 24, 10),
    "reactions": (25, 14, 0),
    "read-markers": (2, 0, 0),
    "recording": (36, 5, 13),
    "reminders": (10, 6, 1),
    "sessions": (8, 5, 3),
    "settings": (35, 16, 22),
    "shared-items": (12, 0, 0),
    "signaling": (4, 2, 2),
    "sip": (39, 20, 4),
}
"""Of each folder how many steps are refused, date from earlier steps, and are helped: no fewer."""


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_refused_step_is_explained(folder: Path) -> None:
    found = [0, 0, 0]
    for path in collect([str(folder)]):
        for scenario in load(path):
            asked: list[Act] = []
            for why, before in explained(scenario, wanted=refused(asked), tries=TRIES):
                where = f"{path} {why.told.place}"
                assert str(why).startswith(f"{why.told.place}  {asked[-1].actor}: "), where
                assert not why.outcome.ok, where
                found = [n + one for n, one in zip(found, figures(why), strict=True)]
                assert_caused(scenario, why, where)
                for way in why.help:
                    assert replayed(before.fork(), way, asked[-1]).ok, f"{where}: {way}"
                if why.past is not None:
                    past = replayed(before.fork(), why.past.steps, asked[-1])
                    assert str(past) == str(why.past.then), where
    assert all(n >= floor for n, floor in zip(found, FOUND.get(folder.name, (0, 0, 0)), strict=True)), found


def figures(why: Why) -> tuple[bool, bool, bool]:
    return True, bool(why.cause and why.cause.steps), bool(why.help)


def refused(asked: list[Act]) -> Wanted:
    def wanted(_place: Place, step: Act, ok: bool) -> bool:
        asked.append(step)
        return not ok

    return wanted


def assert_caused(scenario: Scenario, why: Why, where: str) -> None:
    if why.refused_by is None:
        return
    assert why.cause is not None, where
    assert bool(why.cause.steps) == (why.cause.kind in ("steps", "made")), where
    known = {place.line for place, _ in scenario.walk() if not place.included_from}
    for step in why.cause.steps:
        assert line_of(step) in {*known, None}, where


def line_of(step: Told) -> int | None:
    word, _, number = step.place.partition(" ")
    return int(number) if word == "line" else None


def replayed(player: Player, way: tuple[str, ...], step: Act) -> Outcome:
    """What the step is answered after these steps, each of which is allowed, as a scenario plays them."""
    for text in way:
        actor, _, command = text.partition(": ")
        if actor == "wait":
            player.talk.wait(seconds(command) or 0)
        else:
            assert player.ask(actor, parse(command)).ok, text
    return player.ask(step.actor, step.command, step.given)
