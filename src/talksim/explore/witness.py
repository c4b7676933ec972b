"""What shows that something can happen: steps played in an ordinary world, as a scenario and as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from talksim.by_fields import EqualByFields
from talksim.errors import UsageError
from talksim.explore.action import Action, Request, Wait
from talksim.explore.clock import next_deadline
from talksim.explore.universe.made import begun
from talksim.explore.universe.universe import Universe
from talksim.invariants import INVARIANTS, Step
from talksim.model.codec import freeze, thaw
from talksim.model.server import Server
from talksim.outcome import Outcome
from talksim.scenario.player import Player
from talksim.scenario.script import Command
from talksim.scenario.transcribe import transcript
from talksim.scenario.wording import plain, time_words
from talksim.talk import Entry

__all__ = ["Asked", "Played", "Witness", "play", "stepped", "witness"]


@attrs.frozen(eq=False, repr=False)
class Played(EqualByFields):
    """A step that was played: its text, the answer in words, and whether it was refused."""

    actor: str
    text: str
    answer: str
    refused: bool


@attrs.frozen(eq=False, repr=False)
class Witness(EqualByFields):
    """The steps that show something. `scenario` is the text of a file that `talksim run` replays.

    `scenario` is "" where no file can say it; `why` then says why not.
    """

    steps: tuple[Played, ...]
    breaches: tuple[str, ...]
    scenario: str
    why: str = ""

    @property
    def lines(self) -> list[str]:
        """Each step on a line, with its refusal."""
        return [f"{step.text}  → {step.answer}" if step.refused else step.text for step in self.steps]

    def mermaid(self) -> str:
        """The steps as a Mermaid sequence diagram."""
        from talksim.draw.sequence import mermaid_sequence  # noqa: PLC0415  most searches show none
        from talksim.draw.timeline import Step as Drawn  # noqa: PLC0415

        drawn = (
            Drawn(step.actor, step.text, step.answer, step.refused, "request" if step.actor else "time")
            for step in self.steps
        )
        return mermaid_sequence(drawn, self.breaches)


Asked: TypeAlias = tuple[Entry, Outcome | None]
"""A line of the journal, and the answer; there is none to time that passes."""


def play(player: Player, action: Action) -> Asked | None:
    """Play an action in an ordinary world, whose clock goes on; None where nothing can be asked."""
    talk, outcome = player.talk, None
    talk.names.forget_rooms()
    if isinstance(action, Wait):
        if not (seconds := next_deadline(talk.server)):
            return None
        talk.wait(seconds)
    elif isinstance(action, Request):
        try:
            outcome = player.ask(action.actor, Command(action.operation, action.room, action.words))
        except UsageError:
            return None
    return talk.journal[-1], outcome


def witness(
    universe: Universe,
    name: str,
    path: Sequence[Action],
    breaches: Iterable[str] = (),
    settings: Mapping[str, Any] | None = None,
) -> Witness:
    """The steps of a path, played from where the universe begins. `name` is that of the property."""
    player = begun(universe, settings)
    length, wrong = len(player.talk.journal), tuple(breaches)
    steps = tuple(_played(player, action) for action in path)
    scribe = _Scribe(universe, settings or {}, name, wrong)
    try:
        return Witness(steps, wrong, scribe.scenario(player.talk.journal, length))
    except UsageError as error:
        return Witness(steps, wrong, "", str(error))


def stepped(player: Player, action: Action) -> Step | None:
    """Play an action and tell it with the worlds before and after."""
    before = thaw(Server, freeze(player.talk.server))
    asked = play(player, action)
    return None if asked is None else Step(before, *asked, player.talk.server)


def _played(player: Player, action: Action) -> Played:
    seconds = next_deadline(player.talk.server)
    asked = play(player, action)
    if not isinstance(action, Request):
        return Played("", f"wait: {time_words(seconds)}", "", False)
    outcome = asked[1] if asked else None
    if outcome is None:
        return Played(action.actor, action.text, "no request can say that", True)
    return Played(action.actor, action.text, str(outcome), not outcome.ok)


@attrs.frozen(eq=False, repr=False)
class _Scribe:
    """Writes what was played as a scenario: of a universe, under settings, about a property."""

    universe: Universe
    settings: Mapping[str, Any]
    name: str
    breaches: tuple[str, ...]

    def scenario(self, journal: Sequence[Entry], length: int) -> str:
        """The text of the file; the journal's first lines made the beginning. Raises `UsageError`."""
        universe, entries, given = self.universe, journal, None
        if universe.talk is not None:
            entries = [*universe.talk.journal, *journal]
        elif universe.start is None:
            entries, given = journal[length:], self._given()
        title = f"{universe.name}: {self.name}" if universe.name else self.name
        breaks = self.name if self.name in INVARIANTS else ""
        return transcript(entries, given=given, name=title, breaks=breaks, remarks=self.breaches)

    def _given(self) -> dict[str, Any]:
        given = dict(self.universe.given)
        changed = {key: plain(value) for key, value in self.settings.items()}
        if changed:
            given["settings"] = {**given.get("settings", {}), **changed}
        return given
