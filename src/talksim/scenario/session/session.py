"""A scenario that is written while it is played: step by step, with undo, kept as a file in the end."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

import attrs

from talksim.by_fields import EqualByFields
from talksim.errors import UsageError
from talksim.outcome import Outcome
from talksim.scenario.as_expected import refusal_word, sight_words
from talksim.scenario.compare import shown
from talksim.scenario.document.dump import dumped
from talksim.scenario.document.mistake import Wrong
from talksim.scenario.judging.changes import changes_since
from talksim.scenario.judging.mismatch import Mismatch, play_step
from talksim.scenario.player import Player
from talksim.scenario.reading.steps import step as step_of
from talksim.scenario.script import Given, Person, Place, Scenario, See
from talksim.scenario.session.kept import kept
from talksim.scenario.session.typed import GoneOn, Typed, check_names, number_of, speaks_of_known, typed_step
from talksim.scenario.value import written
from talksim.scenario.why import asks_nothing, explained
from talksim.why.reasons import Why

__all__ = ["Done", "Session", "nobody_in_particular"]


_EXPECTED: Final = "as expected"


@attrs.frozen(eq=False, repr=False)
class Done(EqualByFields):
    """What came of step `number`: the answer, if something was asked, and what changed, or what was seen.

    `judged` says whether the answer is as the step expects, "" where it expects nothing.
    """

    number: int = 0
    outcome: Outcome | None = None
    changes: tuple[str, ...] = ()
    seen: str = ""
    judged: str = ""

    @property
    def holds(self) -> bool:
        """Whether what was expected came, or nothing was expected."""
        return self.judged in ("", _EXPECTED)

    @property
    def surprises(self) -> bool:
        """Whether it was refused, and nobody said it would be: `Session.why` explains it."""
        return self.outcome is not None and not self.outcome.ok and not self.judged


class Session:
    """Plays steps as they are typed, after those of a scenario, with these settings over its own.

    Raises `GivenRefused` for its rooms.
    """

    def __init__(self, scenario: Scenario, settings: Mapping[str, Any] | None = None) -> None:
        self.scenario, self.settings = scenario, settings
        self._typed: list[Typed] = []
        self._undone: list[Typed] = []
        self._remarks: list[str] = []
        self.player = self._replayed()

    def do(self, line: str) -> Done:
        """Play one step, such as `bob: join call standup`; a look changes nothing. Raises `UsageError`."""
        typed = typed_step(line, tuple(self._remarks))
        check_names(self.scenario, self._typed, typed)
        done = self._play(typed)
        self._remarks.clear()
        if not typed.looks:
            self._undone.clear()
        return done

    def remark(self, line: str) -> None:
        """Keep a comment, such as `# now the guests come`, before the next step."""
        self._remarks.append(line)

    @property
    def typed(self) -> list[tuple[int, str]]:
        """The steps that were typed, and not taken back, with the numbers explanations call them by."""
        return [(number, one.text) for number, one in enumerate(self._typed, 1)]

    @property
    def undone(self) -> int:
        """How many steps can be played again."""
        return len(self._undone)

    @property
    def unkept(self) -> list[str]:
        """The looks of which a file keeps but a comment, since it cannot say what they show."""
        looks = ((number, one) for number, one in enumerate(self._typed, 1) if one.looks)
        return [f"step {number} is kept as a comment: {one.text}" for number, one in looks if not one.is_step]

    def undo(self, steps: int = 1) -> list[str]:
        """Take the last typed steps back, and say which they were, the latest first. Raises `UsageError`."""
        _check_number(steps, len(self._typed), "nothing was typed that could be undone", "typed")
        taken = [self._typed.pop() for _ in range(steps)]
        self._undone += taken
        self.player = self._replayed()
        return [one.text for one in taken]

    def redo(self, steps: int = 1) -> list[tuple[str, Done]]:
        """Play the steps again that were taken back last. Raises `UsageError` if there are not so many."""
        _check_number(steps, len(self._undone), "nothing was undone since the last step", "undone")
        taken = [self._undone.pop() for _ in range(steps)]
        return [(one.text, self._play(one)) for one in taken]

    def why(self, number: int = 0) -> Why:
        """Why a typed step was answered as it was: step `number`, or the last. Raises `UsageError`."""
        number = self._number(number)
        typed = self._typed[number - 1]

        def is_meant(place: Place, *_: object) -> bool:
            return number_of(place) == number

        found = next(explained(self._gone_on(), self.settings, wanted=is_meant, looks=is_meant), None)
        if found is None:
            raise UsageError(f"step {number}: no request is made there; {asks_nothing(typed.step)}")
        return attrs.evolve(found[0], seen=_seen(typed.answered)) if typed.looks and typed.bare else found[0]

    def answer(self, number: int = 0) -> str:
        """The whole answer to a typed step, field by field: to step `number`, or to the last.

        Raises `UsageError`.
        """
        number = self._number(number)
        player, step = self._replayed(number - 1), self._typed[number - 1].step
        if isinstance(step, See):
            seen = player.look(step)
            value, outcome = seen.value, seen.refused
        else:
            outcome = player.play(step)
            value = outcome.data if outcome is not None else None
        if value is None:
            return str(outcome) if outcome is not None else "time passes"
        return dumped(shown(value, player.eyes())).removesuffix("...\n").rstrip()

    def text(self, path: str = "") -> str:
        """All that was played as the file `path`, which expects what was answered. Raises `UsageError`."""
        return kept(self.scenario, self._typed, self._remarks, path)

    def _number(self, number: int) -> int:
        """The number of a typed step, of the last for 0. Raises `UsageError`."""
        if not self._typed:
            raise UsageError("no step was typed")
        if not 0 <= number <= len(self._typed):
            raise UsageError(f"there is no step {number}; the last is step {len(self._typed)}")
        return number or len(self._typed)

    def _gone_on(self) -> GoneOn:
        return GoneOn(**attrs.asdict(self.scenario, recurse=False), typed=tuple(self._typed))

    def _play(self, typed: Typed) -> Done:
        done, answered = self._look(typed) if typed.looks else self._ask(typed)
        step = typed.step
        if answered and isinstance(step, See):
            step = _seeing(typed, answered) or step
        self._typed.append(attrs.evolve(typed, answered=answered, step=step))
        return attrs.evolve(done, number=len(self._typed))

    def _ask(self, typed: Typed) -> tuple[Done, dict[str, Any]]:
        before = self.player.talk.fork().server
        outcome, mismatch = play_step(self.player, Place(typed.document, ()), typed.step)
        if outcome is None and mismatch is not None:
            raise UsageError(mismatch.got)
        judged = "" if typed.bare else _judged(mismatch)
        answered = self._answered(typed, outcome) if typed.bare and outcome is not None else {}
        return Done(outcome=outcome, changes=changes_since(before, self.player), judged=judged), answered

    def _answered(self, typed: Typed, outcome: Outcome) -> dict[str, Any]:
        """What a file says of the answer: that it is refused, or allowed in a room that nobody made."""
        if not outcome.ok:
            return {"refused": refusal_word(outcome)}
        return {} if speaks_of_known(self.scenario, self._typed, typed) else {"answers": outcome.status}

    def _look(self, typed: Typed) -> tuple[Done, dict[str, Any]]:
        assert isinstance(typed.step, See)
        seen, place = self.player.look(typed.step), Place(typed.document, ())
        if not typed.bare:
            _, mismatch = play_step(self.player, place, typed.step)
            return Done(outcome=seen.refused, judged=_judged(mismatch)), {}
        if seen.refused is not None:
            return Done(outcome=seen.refused), {"refused": refusal_word(seen.refused)}
        words = sight_words(typed.step, seen.value, self.player.eyes())
        step = _seeing(typed, words)
        holds = step is not None and play_step(self.player, place, step)[1] is None
        return Done(seen=_seen(words)), words if holds else {}

    def _replayed(self, typed: int | None = None) -> Player:
        """A play of the scenario and of so many typed steps, or of all; what cannot be asked is left out."""
        player = Player(self.scenario, self.settings)
        steps = [step for _, step in self.scenario.walk()] + [one.step for one in self._typed[:typed]]
        for step in steps:
            with suppress(UsageError):
                player.play(step)
        return player


def nobody_in_particular() -> Scenario:
    """A world with a few people and nothing else, for whoever has no file yet."""
    return Scenario("", (), Given(users={name: Person() for name in ("alice", "bob", "carol")}))


def _seen(words: Mapping[str, Any]) -> str:
    """What is seen in a line, or in many where it is no plain row of names or fields; "" if it is refused."""
    ((key, value),) = words.items() or [("refused", "")]
    if key == "refused":
        return ""
    items = value.values() if isinstance(value, dict) else value
    flat = isinstance(value, dict | list) and not any(isinstance(item, dict | list) for item in items)
    return f"{key}: {written(value)}" if flat else dumped(value).removesuffix("...\n").rstrip()


def _seeing(typed: Typed, words: dict[str, Any]) -> See | None:
    """The look with what it shows as what it expects; None where a file could not say that."""
    try:
        step = step_of({**typed.raw, **words})
    except Wrong:
        return None
    return step if isinstance(step, See) else None


def _judged(mismatch: Mismatch | None) -> str:
    if mismatch is None:
        return _EXPECTED
    return f"not as expected: {mismatch.expected}, but {mismatch.got}"


def _check_number(steps: int, there: int, nothing: str, what: str) -> None:
    """Raise `UsageError` where there are not so many steps."""
    if not there:
        raise UsageError(nothing)
    if not 0 < steps <= there:
        raise UsageError(f"only {there} {'step was' if there == 1 else 'steps were'} {what}")
