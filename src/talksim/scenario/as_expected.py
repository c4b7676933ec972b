"""What was answered or seen, as a scenario would expect it: in names, words and distances in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from talksim.constants import Vocabulary
from talksim.outcome import Outcome
from talksim.rules.stage import RULES
from talksim.scenario.compare import Eyes, project, shown
from talksim.scenario.script import See
from talksim.scenario.wording import time_words
from talksim.values import FIRST_DATE

__all__ = ["refusal_word", "sight_words"]

_MADE_UP: Final = frozenset(
    ("id", "token", "attendeeId", "sessionId", "avatarVersion", "lastReadMessage", "lastCommonReadMessage")
)
"""Fields with what the server makes up, of which nobody speaks."""


def refusal_word(outcome: Outcome) -> str | int:
    """How a step says it is refused: by the guard if no other bears its name, else by the status."""
    guard = outcome.refusal.guard if outcome.refusal else None
    same = [one for one in RULES.values() if guard is not None and one.name == guard.name]
    return guard.name if guard is not None and len(same) == 1 else outcome.status


def sight_words(see: See, value: Any, eyes: Eyes) -> dict[str, Any]:
    """The key and value a look would be written with to see this: `{"exactly": ["alice", "bob"]}`.

    Of a single thing the fields that say something: no empty ones, none the server made up.
    """
    if isinstance(value, list) and (see.sight.main or not value):
        return {"exactly": project(value, [], eyes, see.sight.main)}
    if isinstance(value, Mapping) and (telling := dict(_telling(value, eyes))):
        return {"including": telling}
    return {"including": shown(value, eyes)}


def _telling(thing: Mapping[str, Any], eyes: Eyes) -> Iterator[tuple[str, Any]]:
    for name, value in thing.items():
        if isinstance(value, Vocabulary):
            yield name, shown(value, eyes)
        elif value and name not in _MADE_UP and isinstance(value, str | int | float):
            yield name, _distance(value, eyes) if _is_moment(value) else shown(value, eyes)


def _is_moment(value: object) -> bool:
    return isinstance(value, int | float) and value >= FIRST_DATE


def _distance(moment: Any, eyes: Eyes) -> str:
    """A moment as seen from now: `in 30 min`, `6 h ago`."""
    seconds = moment - eyes.now
    if not seconds:
        return "now"
    return f"in {time_words(seconds)}" if seconds > 0 else f"{time_words(-seconds)} ago"
