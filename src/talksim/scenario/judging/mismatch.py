"""Whether a step goes as expected; the first thing that does not is a mismatch."""

from __future__ import annotations

from typing import Any

import attrs

from talksim.by_fields import EqualByFields
from talksim.errors import UsageError
from talksim.outcome import Outcome
from talksim.scenario.compare import left, matches, project
from talksim.scenario.judging.differing import differing, misspelled
from talksim.scenario.judging.revise import Revision, revised
from talksim.scenario.player import GivenRefused, Player
from talksim.scenario.rooms import room_in
from talksim.scenario.script import Act, Expected, Place, Refusal, Scenario, See, Wait
from talksim.scenario.seeing import answered_field
from talksim.scenario.value import written

__all__ = ["Mismatch", "given_refused", "play_step", "text_of"]


@attrs.frozen(eq=False, repr=False)
class Mismatch(EqualByFields):
    """One expectation that was not met: where it stands, what it says, what is there instead.

    `seen` is what would have to be written at `place` instead of `asked` for it to hold; where nothing would,
    `why_not` says why, if `got` does not. `differs` names the rows or fields that are not as expected.
    """

    place: Place
    text: str
    expected: str
    got: str
    seen: Any = attrs.field(factory=lambda: attrs.NOTHING, repr=False)
    outcome: Outcome | None = None
    asked: Any = attrs.field(factory=lambda: attrs.NOTHING, repr=False)
    why_not: str = ""
    differs: str = ""


def text_of(step: Act | Wait | See) -> str:
    """A step as it is written: `bob: join call webinar`."""
    if isinstance(step, Wait):
        return f"wait: {step.text}"
    if isinstance(step, Act):
        return f"{step.actor}: {step.text}"
    verb = "received" if step.sight.viewer else "sees"
    return f"{step.viewer} {verb}: {step.text}"


def play_step(player: Player, place: Place, step: Act | Wait | See) -> tuple[Outcome | None, Mismatch | None]:
    """Play a step, and look whether it went as expected."""
    try:
        if isinstance(step, See):
            mismatch = _seen(player, place, step)
            player.play(step)
            return None, mismatch
        outcome = player.play(step)
        if not isinstance(step, Act) or outcome is None:
            return outcome, None
        mismatch = _answered(player, place, step, outcome)
        if mismatch is None:
            for number, see in enumerate(step.then):
                mismatch = mismatch or _seen(player, place.below("then", number), see)
        return outcome, mismatch
    except UsageError as error:
        return None, Mismatch(place, text_of(step), "a request the server can be asked", str(error))


def given_refused(scenario: Scenario, refused: GivenRefused) -> Mismatch:
    """The mismatch of a scenario with a room that cannot be set up as it is given."""
    assert scenario.place is not None
    place = Place(scenario.place.document, ("given", "rooms", refused.room))
    return Mismatch(place, refused.text, "allowed", str(refused.outcome), attrs.NOTHING, refused.outcome)


def _answered(player: Player, place: Place, step: Act, outcome: Outcome) -> Mismatch | None:
    text = text_of(step)
    if step.refused is not None and not (step.answers and outcome.ok):
        return _refused(place.below("refused"), text, step.refused, outcome)
    if mismatch := _status_or_headers(player, place, step, outcome):
        return mismatch
    if not outcome.ok and step.status is None:
        return Mismatch(place, text, "allowed", str(outcome), attrs.NOTHING, outcome)
    compared = _compared(player, place, step, step.answers, outcome.data) if step.answers else None
    return compared or _unnamed(place, step, outcome)


def _unnamed(place: Place, step: Act, outcome: Outcome) -> Mismatch | None:
    """The mismatch of a step that names the room in an answer which holds none, or several."""
    if not step.called or not outcome.ok or room_in(outcome):
        return None
    expected, got = f'an answer with the one room to call "{step.called}"', f"{outcome}, without such a room"
    return Mismatch(place.below("as"), text_of(step), expected, got)


def _status_or_headers(player: Player, place: Place, step: Act, outcome: Outcome) -> Mismatch | None:
    if step.status is not None and step.status != outcome.status:
        where = place.below(_key_of_status(place))
        return Mismatch(where, text_of(step), str(step.status), str(outcome), outcome.status, outcome)
    return _headers(player, place, step, outcome) if step.headers else None


def _key_of_status(place: Place) -> str:
    """The key under which a step gives the status it expects."""
    return "status" if place.document.has((*place.path, "status")) else "answers"


def _headers(player: Player, place: Place, step: Act, outcome: Outcome) -> Mismatch | None:
    seen, eyes = dict(outcome.headers), player.eyes()
    if matches(dict(step.headers), seen, "including", eyes):
        return None
    reduced = {name: seen.get(name) for name in step.headers}
    where = place.below("headers")
    asked = f"headers {written(step.headers)}"
    revision = revised(dict(step.headers), seen, "including", eyes)
    return _revisable(Mismatch(where, text_of(step), asked, written(reduced)), revision)


def _refused(place: Place, text: str, refused: Refusal, outcome: Outcome) -> Mismatch | None:
    guard = outcome.refusal.guard.name if outcome.refusal else ""
    right = (
        not outcome.ok
        and refused.status in (None, outcome.status)
        and refused.error in (None, outcome.error)
        and refused.guard in ("", guard)
    )
    if right:
        return None
    seen = attrs.NOTHING if outcome.ok else _refusal_seen(refused, outcome, guard)
    got = f"allowed ({outcome.status})" if outcome.ok else str(outcome)
    return Mismatch(place, text, _refusal_text(refused), got, seen, outcome)


def _refusal_seen(refused: Refusal, outcome: Outcome, guard: str) -> Any:
    """The refusal as it would have to be written, in the form it was."""
    if refused.status is not None and refused.error is None and not refused.guard:
        return outcome.status
    if refused.status is None and refused.error is None:
        return guard or outcome.status
    seen = {"status": outcome.status, "error": outcome.error, "guard": guard}
    asked = {"status": refused.status, "error": refused.error, "guard": refused.guard or None}
    return {key: value for key, value in seen.items() if asked[key] is not None}


def _refusal_text(refused: Refusal) -> str:
    status = "" if refused.status is None else str(refused.status)
    guard = f'guard "{refused.guard}"' if refused.guard else ""
    words = f"{status} {refused.error or ''}".strip()
    return "refused, " + ", ".join(filter(None, (words, guard)))


def _seen(player: Player, place: Place, step: See) -> Mismatch | None:
    seen = player.look(step)
    text = text_of(step)
    if seen.refused is not None:
        if step.refused is not None:
            return _refused(place.below("refused"), text, step.refused, seen.refused)
        return Mismatch(place, text, "to see it", str(seen.refused), attrs.NOTHING, seen.refused)
    if step.expected is None and step.forget:
        return None
    if step.expected is None:
        expected = _refusal_text(step.refused or Refusal())
        return Mismatch(place, text, expected, f"sees {written(project(seen.value, None, player.eyes()))}")
    return _compared(player, place, step, step.expected, seen.value)


def _compared(
    player: Player, place: Place, step: Act | See, expected: Expected, seen: Any
) -> Mismatch | None:
    eyes = player.eyes()
    if isinstance(step, See):
        main = step.sight.field_of(expected.value)
    else:
        main = answered_field(step.command.operation)
    seen = left(seen, expected.without, eyes)
    if differs := misspelled(expected, seen):
        words = f"{expected.mode} {written(expected.value)}"
        return Mismatch(place.below(expected.key), text_of(step), words, differs)
    if matches(expected.value, seen, expected.mode, eyes, main):
        return None
    asked = seen if expected.mode == "exactly" and isinstance(seen, dict) else expected.value
    reduced = project(seen, asked, eyes, main)
    words = f"{expected.mode} {written(expected.value)}"
    got = str(len(seen)) if expected.mode == "number" and isinstance(seen, list) else written(reduced)
    differs = differing(expected.value, seen, expected.mode, eyes, main)
    made = Mismatch(place.below(expected.key), text_of(step), words, got, differs=differs)
    return _revisable(made, revised(expected.value, seen, expected.mode, eyes, main))


def _revisable(mismatch: Mismatch, revision: Revision) -> Mismatch:
    return attrs.evolve(mismatch, seen=revision.seen, asked=revision.asked, why_not=revision.why)
