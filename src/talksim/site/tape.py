"""A tape: a scenario played once more, with the rooms after each step and what everybody may do then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import attrs

from talksim.errors import TalksimError
from talksim.model.codec import freeze, key
from talksim.model.difference import difference
from talksim.model.server import START
from talksim.rules.operation import Operation
from talksim.scenario.below import below
from talksim.scenario.judging.mismatch import play_step, text_of
from talksim.scenario.peek import peek
from talksim.scenario.player import GivenRefused, Player
from talksim.scenario.script import Act, Place, Scenario, See, Wait
from talksim.site.next_steps import asked_about, next_steps
from talksim.site.remedies import Remedies
from talksim.site.scene import people, rooms

__all__ = ["Frame", "Tape", "record"]

_MOMENT: Final = re.compile(r"(?<![\w.-])1[0-9]{9}(?:\.[0-9]+)?(?![\w.-])")
_YEAR: Final = 366 * 86_400
"""A number further away is not taken for a moment of the story."""


@attrs.frozen
class Frame:
    """One step that was played: what was said, what came of it, what it changed.

    `where` is its place in words, `line 9` of the scenario's own file; `below` what is written below it.
    `scene` and `nexts` are places in the tape's lists: the rooms, and what everybody may do then. `status` is
    that of the answer, None of a look; `guard` the name of the guard that refused, `room` the token of the
    room that was asked about.
    """

    where: str
    kind: str
    actor: str
    text: str
    now: float
    scene: int
    nexts: int
    status: int | None = None
    guard: str = ""
    rule: str = ""
    because: str = ""
    operation: str = ""
    room: str = ""
    below: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    failed: bool = False

    @property
    def refused(self) -> bool:
        """Whether the server refused."""
        return self.status is not None and self.status >= 400


@attrs.frozen
class Tape:
    """The frames of a scenario, the first for what is given; equal rooms and equal answers are kept once."""

    people: list[str]
    frames: list[Frame]
    scenes: list[list[int]]
    rooms: list[Any]
    nexts: list[Any]


class _Once:
    """Values, each kept once, by its place."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._known: dict[str, int] = {}

    def place(self, value: Any) -> int:
        known = repr(value)
        if known not in self._known:
            self._known[known] = len(self.values)
            self.values.append(value)
        return self._known[known]


class _Recorder:
    """What the frames of one tape share.

    Messages are history, no state: they count where something is asked that names one.
    """

    def __init__(self, player: Player, operations: list[Operation]) -> None:
        self.player, self.operations = player, operations
        self.scenes, self.rooms, self.nexts = _Once(), _Once(), _Once()
        self.remedies = Remedies()
        self.of_messages = any(p.means == "message" for o in operations for p in o.parameters)
        self.known: dict[Any, int] = {}
        self.people: dict[str, None] = {}
        self.seen = player.talk.server

    def moment(self) -> tuple[int, int]:
        """The places of the rooms as people would see them, and of what everybody may do in them."""
        self.people.update(dict.fromkeys(people(self.player)))
        seen = peek(self.player)
        self.seen = seen.talk.server
        scene = self.scenes.place([self.rooms.place(room) for room in rooms(seen)])
        server = self.player.talk.server
        messages = (one for room in server.rooms.values() for one in room.messages)
        state = key(server), tuple(map(freeze, messages)) if self.of_messages else ()
        if state not in self.known:
            self.known[state] = self.nexts.place(next_steps(self.player, self.operations, self.remedies))
        return scene, self.known[state]


def record(scenario: Scenario, settings: Mapping[str, Any] | None = None) -> Tape:
    """Play a scenario up to the first step that is not as expected, and keep what is to be seen."""
    try:
        player = Player(scenario, settings)
    except GivenRefused:
        return Tape([], [], [], [], [])
    recorder = _Recorder(player, asked_about(scenario))
    scene, nexts = recorder.moment()
    frames = [Frame("", "given", "", "what is given", player.talk.server.now, scene, nexts)]
    frames += _played(scenario, recorder)
    made = (recorder.scenes.values, recorder.rooms.values, recorder.nexts.values)
    return Tape(list(recorder.people), frames, *made)


def _played(scenario: Scenario, recorder: _Recorder) -> Iterator[Frame]:
    player = recorder.player
    for place, step in scenario.walk():
        before = recorder.seen
        frame, failed = _frame(recorder, place, step)
        changes = difference(before, recorder.seen)
        told = tuple(_clocked(player.named(str(one))) for one in changes)
        yield attrs.evolve(
            frame, where=place.seen_from(scenario.path), below=below(step), changes=told, failed=failed
        )
        if failed:
            return


def _clocked(text: str) -> str:
    """A change with the moments in it as the clock shows them: `now: 09:00:00 → 09:31:00`."""
    return _MOMENT.sub(_clock, text)


def _clock(found: re.Match[str]) -> str:
    """A moment of the story, with its day unless that is the first; another number stays as it is."""
    moment = float(found[0])
    if not START <= moment < START + _YEAR:
        return found[0]
    time, begin = datetime.fromtimestamp(moment, UTC), datetime.fromtimestamp(START, UTC)
    return f"{time:%H:%M:%S}" if time.date() == begin.date() else f"{time:%Y-%m-%d %H:%M:%S}"


def _frame(recorder: _Recorder, place: Place, step: Act | Wait | See) -> tuple[Frame, bool]:
    player, journal = recorder.player, recorder.player.talk.journal
    before = len(journal)
    try:
        outcome, mismatch = play_step(player, place, step)
    except TalksimError:
        outcome, mismatch = None, None
    scene, nexts = recorder.moment()
    said: dict[str, Any] = {"room": journal[-1].token if len(journal) > before else ""}
    if outcome is not None:
        refusal = outcome.refusal
        said |= {"status": outcome.status, "operation": outcome.operation.id}
        if refusal is not None:
            said |= {"guard": refusal.guard.name, "rule": refusal.rule}
            said |= {"because": player.named(refusal.because)}
    kind = type(step).__name__.lower()
    actor = step.actor if isinstance(step, Act) else step.viewer if isinstance(step, See) else ""
    now = player.talk.server.now
    return Frame("", kind, actor, text_of(step), now, scene, nexts, **said), mismatch is not None
