"""Why steps of a scenario are answered as they are: the story is played, and explained on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any, Final, TypeAlias

import attrs

from talksim.errors import UsageError
from talksim.model.user import Browser
from talksim.rules.operation import Operation
from talksim.scenario.judging.mismatch import play_step, text_of
from talksim.scenario.judging.silent import silent
from talksim.scenario.player import Player
from talksim.scenario.script import Act, Place, Scenario, See, Wait
from talksim.scenario.since import dated
from talksim.why.candidates import Candidate
from talksim.why.chronicle import Chronicle, Told
from talksim.why.explain import MOST_TRIES, explain, request_of
from talksim.why.probe import Request
from talksim.why.reasons import Why
from talksim.why.wording import step_text, way_text

__all__ = ["Wanted", "asked_after", "asks_nothing", "explained", "reasons"]

_FEW_TRIES: Final = 400
"""So many steps are tried for a step that failed: a tenth of a second."""

Wanted: TypeAlias = Callable[[Place, Act, bool], bool]
"""Whether a step is to be explained: where it is, what it says, and whether it was allowed."""


def explained(
    scenario: Scenario,
    settings: Mapping[str, Any] | None = None,
    *,
    wanted: Wanted,
    looks: Callable[[Place], bool] = lambda _: False,
    steps: int = 2,
    tries: int = MOST_TRIES,
) -> Iterator[tuple[Why, Player]]:
    """Play a scenario, and explain the wanted steps, each with the world before it.

    What no request could carry is left out. `looks` says of which looks the request is
    explained by which they are seen, and what they show. Raises `GivenRefused`.
    """
    player = Player(scenario, settings)
    chronicle = Chronicle(player.talk.server)
    for number, (place, step) in enumerate(scenario.walk(), 1):
        before, told = player.fork(), _told(player, scenario, place, step)
        try:
            outcome = player.play(step)
        except UsageError:
            continue
        if outcome is not None:
            told = _with_request(told, player)
        if isinstance(step, Act) and outcome is not None and wanted(place, step, outcome.ok):
            request = request_of(player.talk.journal[-1])
            yield explain(before.talk, request, told, chronicle, steps=steps, tries=tries), before
        if isinstance(step, See) and step.sight.operation is not None and looks(place):
            why = explain(before.talk, _looking(before, step), told, chronicle, steps=steps, tries=tries)
            yield attrs.evolve(why, seen=_seen(scenario, settings, before, number)), before
        chronicle.note(player.talk.server, told)


def asked_after(scenario: Scenario, number: int, asked: Candidate) -> tuple[Why, Player]:
    """Why a request would be answered as it would, after so many steps, with the world it is asked in.

    Raises `GivenRefused`.
    """
    player = Player(scenario)
    chronicle = Chronicle(player.talk.server)
    for place, step in islice(scenario.walk(), number):
        told = _told(player, scenario, place, step)
        with suppress(UsageError):
            told = told if player.play(step) is None else _with_request(told, player)
        chronicle.note(player.talk.server, told)
    params = {**asked.operation.defaults, **asked.words}
    request = _request(player.talk.names.browser(asked.actor), asked.operation, asked.token, params)
    text = step_text(player.talk, asked).removeprefix(f"{asked.actor}: ")
    told = Told("next", asked.actor, text, player.talk.server.now)
    return explain(player.talk, request, told, chronicle), player


def asks_nothing(step: Act | Wait | See) -> str:
    """Why a step cannot be explained that asks for nothing."""
    if isinstance(step, See):
        return "a record has no guards"
    return "time passes" if isinstance(step, Wait) else ""


def _looking(player: Player, look: See) -> Request:
    """The request by which somebody looks."""
    operation = look.sight.operation
    assert operation is not None
    return _request(player.viewer(look), operation, player.room_of(look), operation.defaults)


def _request(browser: Browser, operation: Operation, token: str, params: Mapping[str, Any]) -> Request:
    asked = (operation, token, params, browser.address, browser.client)
    return Request(browser.name, browser.user, browser.role, *asked)


def _seen(scenario: Scenario, settings: Mapping[str, Any] | None, before: Player, number: int) -> str:
    """What the look at step `number` shows, against what is expected, and who is missing for being silent."""
    place, step = list(scenario.walk())[number - 1]
    _, mismatch = play_step(before.fork(), place, step)
    if mismatch is None:
        return "what is expected"
    missing = silent(scenario, settings, number, mismatch)
    return "\n".join(filter(None, [mismatch.got, f"expected {mismatch.expected}", missing]))


def reasons(
    scenario: Scenario, settings: Mapping[str, Any] | None, number: int, because: str
) -> tuple[str, str, tuple[str, ...]]:
    """Why step `number` (from 1) was refused, what could be asked instead, and commands that would help.

    The reason names the step it dates from. Few steps are tried, so that a run stays quick.
    """
    place, _ = list(scenario.walk())[number - 1]
    found = explained(
        scenario, settings, wanted=lambda at, _, ok: not ok and _same(at, place), tries=_FEW_TRIES
    )
    for why, before in found:
        return dated(because, why.cause, before), why.instead, tuple(map(way_text, why.help))
    return because, "", ()


def _same(place: Place, other: Place) -> bool:
    return (place.path, place.included_from) == (other.path, other.included_from)


def _told(player: Player, scenario: Scenario, place: Place, step: Act | Wait | See) -> Told:
    """The step as it is told; `line 9` stands for a line of the scenario itself."""
    actor = step.actor if isinstance(step, Act) else ""
    text = step.text if isinstance(step, Act) else text_of(step)
    return Told(place.seen_from(scenario.path), actor, text, player.talk.server.now)


def _with_request(told: Told, player: Player) -> Told:
    """The step with what the journal keeps of its request."""
    entry = player.talk.journal[-1]
    return attrs.evolve(told, params=entry.complete, operation=entry.operation)
