"""A scenario that is written while it is played: step by step, with undo, kept as a file in the end."""

from __future__ import annotations

import attrs
import yaml

from talksim.by_fields import EqualByFields
from talksim.errors import UsageError
from talksim.outcome import Outcome
from talksim.scenario.compare import shown
from talksim.scenario.dump import dumped
from talksim.scenario.mismatch import text_of
from talksim.scenario.mistake import Wrong
from talksim.scenario.player import Player
from talksim.scenario.script import Act, Given, Include, Person, Scenario, See, Wait
from talksim.scenario.steps import step as step_of
from talksim.scenario.transcribe import transcript

__all__ = ["Done", "Session", "nobody_in_particular"]


@attrs.frozen(eq=False, repr=False)
class Done(EqualByFields):
    """What came of a step: the answer, if something was asked, and what changed, or what was seen."""

    outcome: Outcome | None = None
    changes: tuple[str, ...] = ()
    seen: str = ""


class Session:
    """Plays steps as they are typed, after those of a scenario. Raises `GivenRefused` for its rooms."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._typed: list[tuple[int, Act | Wait]] = []
        self._undone: list[Act | Wait] = []
        self.player = self._replayed()

    def do(self, line: str) -> Done:
        """Play one step, such as `bob: join call standup`; a look changes nothing. Raises `UsageError`."""
        step = _step(line)
        if isinstance(step, See):
            return self._look(step)
        done = self._play(step)
        self._undone.clear()
        return done

    @property
    def typed(self) -> list[tuple[int, str]]:
        """The steps that were typed, and not taken back, with the numbers explanations call them by."""
        return [(number, text_of(step)) for number, step in self._typed]

    def undo(self) -> str:
        """Take the last typed step back, and say which it was. Raises `UsageError` if there is none."""
        if not self._typed:
            raise UsageError("nothing was typed that could be undone")
        _, step = self._typed.pop()
        self._undone.append(step)
        self.player = self._replayed()
        return text_of(step)

    def redo(self) -> tuple[str, Done]:
        """Play the step again that was taken back last. Raises `UsageError` if there is none."""
        if not self._undone:
            raise UsageError("nothing was undone since the last step")
        step = self._undone.pop()
        return text_of(step), self._play(step)

    def text(self) -> str:
        """All that was asked as a scenario file, which expects what was answered. Raises `UsageError`."""
        return transcript(self.player.talk.journal, name=self.scenario.name or "Tried in the terminal")

    def _play(self, step: Act | Wait) -> Done:
        before = self.player.talk.fork()
        outcome = self.player.play(step)
        self._typed.append((len(self.player.talk.journal), step))
        changes = self.player.talk.difference(before)
        return Done(outcome, tuple(self.player.named(str(change)) for change in changes))

    def _look(self, step: See) -> Done:
        seen = self.player.look(step)
        if seen.refused is not None:
            return Done(seen.refused)
        return Done(seen=dumped(shown(seen.value, self.player.eyes())).rstrip())

    def _replayed(self) -> Player:
        player = Player(self.scenario)
        for _, step in (*self.scenario.walk(), *self._typed):
            player.play(step)
        return player


def nobody_in_particular() -> Scenario:
    """A world with a few people and nothing else, for whoever has no file yet."""
    return Scenario("", (), Given(users={name: Person() for name in ("alice", "bob", "carol")}))


def _step(line: str) -> Act | Wait | See:
    """Raises `UsageError` with every mistake."""
    try:
        step = step_of(_read(line))
    except Wrong as wrong:
        raise UsageError("\n".join(mistake.sentence for mistake in wrong.mistakes)) from wrong
    if isinstance(step, Include):
        raise UsageError("nothing can be included here")
    return step


def _read(line: str) -> object:
    try:
        value = yaml.safe_load(line)
    except yaml.YAMLError as error:
        raise UsageError(f'this is no step, such as "alice: create room standup": {line}') from error
    if not isinstance(value, dict):
        raise UsageError(f'this is no step, such as "alice: create room standup": {line}')
    looks = [key for key in value if isinstance(key, str) and key.endswith((" sees", " received"))]
    return {**value, "including": {}} if looks and len(value) == 1 else value
