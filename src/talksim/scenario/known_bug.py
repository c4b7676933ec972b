"""A fault of the modelled server, told as a story: what it breaks, and what would mend it.

The story is played as it is and must break the invariant it names. Then it is played under its fix: up to the
step that broke the invariant everything must go as written, so the fix touches nothing else; from that step
on nothing is compared, but no step may break the invariant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from talksim.by_fields import EqualByFields
from talksim.fixes import FIXES
from talksim.invariants import INVARIANTS, Invariant, Step
from talksim.scenario.document.fault import did_you_mean, one_of
from talksim.scenario.document.mistake import Mistake
from talksim.scenario.judging.mismatch import Mismatch, given_refused, play_step, text_of
from talksim.scenario.player import GivenRefused, Player
from talksim.scenario.report import StepReport
from talksim.scenario.script import Place, Scenario

__all__ = ["Proof", "mistakes_in", "prove"]

Settings: TypeAlias = Mapping[str, Any] | None


@attrs.frozen(eq=False, repr=False)
class Proof(EqualByFields):
    """What the plays showed, for who follows them step by step, and what is amiss, if anything."""

    reports: tuple[StepReport, ...]
    mismatch: Mismatch | None = None


@attrs.frozen(eq=False, repr=False)
class _Played(EqualByFields):
    """A step, where it is, whether it went as written, and what it broke."""

    place: Place
    text: str
    mismatch: Mismatch | None
    breaches: tuple[str, ...]

    def __str__(self) -> str:
        """What was broken where: `class.yaml:14, teacher: delete room class: Room 1 has none`."""
        return f"{self.place.document.path}:{self.place.line}, {self.text}: {'; '.join(self.breaches)}"


def mistakes_in(breaks: str, fix: str) -> Iterator[Mistake]:
    """What is wrong with the names of an invariant and a fix, either of which may be ""."""
    if breaks and breaks not in INVARIANTS:
        yield Mistake(f'there is no invariant "{breaks}"', _nearest(breaks, INVARIANTS), ("breaks",))
    if fix and fix not in FIXES:
        yield Mistake(f'there is no fix "{fix}"', _nearest(fix, FIXES), ("fix",))
    if fix and not breaks:
        yield Mistake("a fix mends what is broken", "breaks: the name of an invariant", ("fix",), "key")


def prove(scenario: Scenario, settings: Settings = None) -> Proof:
    """Play a story that holds as written once more, and under its fix."""
    invariant = INVARIANTS[scenario.breaks]
    steps = list(_played(Player(scenario, settings), scenario, invariant))
    faulty = next((number for number, step in enumerate(steps) if step.breaches), None)
    if faulty is None:
        got = f"no longer breaks it: none in {len(steps)} steps"
        mismatch = _amiss(scenario, "breaks", "a step that breaks the invariant", got)
        return Proof((_shown(scenario, "breaks", got),), mismatch)
    shown = _shown(scenario, "breaks", str(steps[faulty]))
    if not scenario.fix:
        return Proof((shown,))
    amiss = _under_fix(scenario, settings, invariant, faulty)
    result = amiss.got if amiss is not None else f"{invariant.name}: holds"
    return Proof((shown, _shown(scenario, "fix", result)), amiss)


def _under_fix(scenario: Scenario, settings: Settings, invariant: Invariant, faulty: int) -> Mismatch | None:
    """What is amiss under the fix: what went otherwise before the faulty step, or a breach."""
    with FIXES[scenario.fix].apply():
        try:
            player = Player(scenario, settings)
        except GivenRefused as refused:
            mismatch = given_refused(scenario, refused)
            return _amiss(scenario, "fix", "what is given as before", f"{mismatch.text}: {mismatch.got}")
        for number, step in enumerate(_played(player, scenario, invariant)):
            if number < faulty and (other := step.mismatch) is not None:
                expected = f"as before in line {step.place.line}, {step.text}: {other.expected}"
                return _amiss(scenario, "fix", expected, other.got)
            if step.breaches:
                return _amiss(scenario, "fix", f'"{invariant.name}" in every step', f"broken in {step}")
    return None


def _played(player: Player, scenario: Scenario, invariant: Invariant) -> Iterator[_Played]:
    """Every step, to the end; what no request can carry is left out, as rooms may be missing under a fix."""
    for place, step in scenario.walk():
        before, length = player.talk.fork().server, len(player.talk.journal)
        outcome, mismatch = play_step(player, place, step)
        asked = player.talk.journal[length:]
        made = Step(before, asked[0], outcome, player.talk.server) if asked else None
        breaches = tuple(invariant.of_step(made)) if made is not None else ()
        yield _Played(place, text_of(step), mismatch, breaches)


def _amiss(scenario: Scenario, key: str, expected: str, got: str) -> Mismatch:
    return Mismatch(_place(scenario, key), f"{key}: {getattr(scenario, key)}", expected, got)


def _shown(scenario: Scenario, key: str, what: str) -> StepReport:
    return StepReport(_place(scenario, key).line, f"{key}: {getattr(scenario, key)}", None, (what,))


def _place(scenario: Scenario, key: str) -> Place:
    assert scenario.place is not None
    return Place(scenario.place.document, (key,))


def _nearest(name: str, known: Iterable[str]) -> str:
    """The name that was meant, or all there are."""
    return did_you_mean(name, known) or one_of(name, sorted(known))
