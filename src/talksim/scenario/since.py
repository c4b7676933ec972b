"""Since which step a refusal's reason holds: the step that caused it, behind the fact that is about it.

Of a setting that no step changed, and of what was given, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from talksim.model.settings import Settings
from talksim.model.spots import Spot, follow
from talksim.scenario.player import Player
from talksim.scenario.reading.given import setting_types
from talksim.why.cause import Cause

__all__ = ["dated"]

_QUOTED = re.compile(r'"([^"]*)"')


def dated(because: str, cause: Cause | None, player: Player) -> str:
    """The reason with `since line 6 (alice)` behind the fact that dates from there."""
    if cause is None or cause.kind != "steps":
        return because
    step, facts = cause.steps[0], because.split("; ")
    text = f"since {step.place} ({step.by})" if step.by else f"since {step.place}"
    for number, fact in enumerate(facts):
        if any(_is_about(fact, spot, player) for spot in cause.spots):
            return "; ".join([*facts[:number], f"{fact} {text}", *facts[number + 1 :]])
    return because


def _is_about(fact: str, spot: Spot, player: Player) -> bool:
    """Whether a fact is about a value; one that names a setting only about that setting."""
    named = [name for name in setting_types() if re.search(rf"\b{name}\b", fact)]
    if named or "the setting" in fact:
        return spot.owner is Settings and spot.name in named
    return any(_speaks_of(fact, phrase) for phrase in _phrases(spot, player))


def _speaks_of(fact: str, phrase: str) -> bool:
    """Whether a fact quotes a value, or has a word that begins so outside of quotes."""
    if phrase in _QUOTED.findall(fact):
        return True
    return re.search(rf"\b{re.escape(phrase)}", _QUOTED.sub("", fact)) is not None


def _phrases(spot: Spot, player: Player) -> Iterator[str]:
    """What a fact about a value may say: the name of the field, and the value."""
    yield spot.name.replace("_", " ").removesuffix("s")
    owner = follow(player.talk.server, spot.way)
    if owner is not None and spot.key is spot.whole.key:
        yield from filter(None, [str(getattr(owner, spot.name))])
