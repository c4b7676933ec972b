"""A scenario played to its end, or to where it fails, and what its timeline is then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from talksim.draw.place import OUTSIDE, where
from talksim.draw.timeline import Lane, Mark, Span, Step, Timeline
from talksim.model.room import Room
from talksim.model.server import START
from talksim.outcome import Outcome
from talksim.rules.compile import word_of
from talksim.rules.lifecycle import LIFECYCLES, Lifecycle
from talksim.scenario.below import below
from talksim.scenario.judging.mismatch import Mismatch, play_step, text_of
from talksim.scenario.peek import peek
from talksim.scenario.player import Player
from talksim.scenario.script import Act, Place, Scenario, See, Wait

__all__ = ["timeline_of"]

_SHOWN: Final = frozenset(["lobby", "recording", "breakout status"])
"""Statuses that have a lane although they never change, unless they are what every room begins with."""

_Key = tuple[str, str]
"""Whom or which status a lane is about, and the token of the room."""


def timeline_of(scenario: Scenario, settings: Mapping[str, Any] | None = None) -> Timeline:
    """Play a scenario and watch. Raises `GivenRefused` when what is given cannot be set up."""
    stage = _Watched(Player(scenario, settings))
    stage.look()
    for place, step in scenario.walk():
        if stage.play(place, step):
            break
    return Timeline(scenario.title, tuple(stage.steps), tuple(stage.lanes()))


class _Watched:
    """A play whose world is looked at after each step."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.steps: list[Step] = []
        self.people: dict[_Key, dict[int, str]] = {}
        self.statuses: dict[_Key, dict[int, str]] = {}
        self.marks: dict[_Key, list[Mark]] = {}
        self.rooms: dict[str, str] = {}

    def play(self, place: Place, step: Act | Wait | See) -> bool:
        """Play a step; whether it is the last, since it is not as expected."""
        journal = self.player.talk.journal
        before = len(journal)
        outcome, mismatch = play_step(self.player, place, step)
        self.steps.append(self._step(place, step, outcome, mismatch))
        if outcome is not None and isinstance(step, Act):
            token = journal[-1].token if len(journal) > before else ""
            self.marks.setdefault((step.actor, token), []).append(Mark(len(self.steps), not outcome.ok))
        self.look()
        return mismatch is not None

    def look(self) -> None:
        """Note where everybody is and what every status is, as people would see it."""
        server, column = peek(self.player).talk.server, len(self.steps)
        for token, room in server.rooms.items():
            if token not in self.rooms or not room.name:
                self.rooms[token] = self.player.named(token)
            for browser in server.browsers.values():
                if browser.role == "browser":
                    self.people.setdefault((browser.name, token), {})[column] = where(server, browser, room)
            for lifecycle in LIFECYCLES.values():
                value = _status(lifecycle, room)
                if value:
                    self.statuses.setdefault((lifecycle.name, token), {})[column] = value

    def lanes(self) -> Iterator[Lane]:
        """People who were somewhere or asked for something, and statuses that changed."""
        seen = {key for key, values in self.people.items() if set(values.values()) != {OUTSIDE}}
        for key in [*self.people, *(key for key in self.marks if key not in self.people)]:
            if key in seen or key in self.marks:
                spans = tuple(_spans(self.people.get(key, {})))
                yield Lane(
                    key[0], self.rooms.get(key[1], ""), "person", spans, tuple(self.marks.get(key, ()))
                )
        for (name, token), values in self.statuses.items():
            begins = word_of(LIFECYCLES[name].initial)
            if len(set(values.values())) > 1 or (name in _SHOWN and begins not in values.values()):
                yield Lane(name, self.rooms[token], "status", tuple(_spans(values)))

    def _step(
        self, place: Place, step: Act | Wait | See, outcome: Outcome | None, mismatch: Mismatch | None
    ) -> Step:
        at = self.player.talk.server.now - START
        failed = f"expected {mismatch.expected}, got {mismatch.got}" if mismatch else ""
        made = Step("", text_of(step), at=at, failed=failed, line=place.line, kind="time", below=below(step))
        if isinstance(step, See):
            return attrs.evolve(made, actor=step.viewer, kind="look")
        if isinstance(step, Wait):
            return made
        refused = outcome is None or not outcome.ok
        answer = "no request can say that" if outcome is None else str(outcome)
        return attrs.evolve(made, actor=step.actor, kind="request", answer=answer, refused=refused)


def _status(lifecycle: Lifecycle, room: Room) -> str:
    """The word of a room's or its call's status; "" for what a room does not have."""
    for owner in (room, room.call):
        value = getattr(owner, lifecycle.attribute, None)
        if any(value is state for state in lifecycle.states):
            return word_of(value)
    return ""


def _spans(values: Mapping[int, str]) -> Iterator[Span]:
    """What was the same from column to column, together."""
    span: Span | None = None
    for column, value in values.items():
        if span is not None and (span.value, span.last) == (value, column - 1):
            span = attrs.evolve(span, last=column)
            continue
        if span is not None:
            yield span
        span = Span(value, column, column)
    if span is not None:
        yield span
