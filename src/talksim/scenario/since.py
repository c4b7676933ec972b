"""Since which step a refusal's reason holds, found out by leaving steps out.

A step is named behind a fact only if without it the refused step is allowed, and if what it changed is what
the fact speaks of; of a setting, and of what was given, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from talksim.model.difference import difference
from talksim.scenario.diagnose import MOST_STEPS, allowed, world
from talksim.scenario.given import setting_types
from talksim.scenario.script import Act, Place, Scenario

__all__ = ["dated"]

Settings: TypeAlias = Mapping[str, Any] | None
_QUOTED = re.compile(r'"([^"]*)"')


def dated(scenario: Scenario, settings: Settings, number: int, because: str) -> str:
    """The reason with `since line 6 (alice)` behind the fact that dates from there.

    The step is the last one without which step `number` (from 1), the refused one, would have been allowed.
    """
    steps = list(scenario.walk())[:number]
    last = steps[-1][1]
    if not because or not isinstance(last, Act) or number > MOST_STEPS:
        return because
    for skipped in range(number - 2, -1, -1):
        place, step = steps[skipped]
        if isinstance(step, Act) and allowed(world(scenario, settings, number - 1, skipped), last):
            text = f"since {_where(place, steps[-1][0])} ({step.actor})"
            return _with(because, text, _changes(scenario, settings, skipped))
    return because


def _changes(scenario: Scenario, settings: Settings, number: int) -> list[str]:
    """What a step changed, with people by their names."""
    before, after = world(scenario, settings, number), world(scenario, settings, number + 1)
    return [after.named(str(line)) for line in difference(before.talk.server, after.talk.server)]


def _with(because: str, text: str, changes: list[str]) -> str:
    facts = because.split("; ")
    for number, fact in enumerate(facts):
        if any(_is_about(fact, change) for change in changes):
            return "; ".join([*facts[:number], f"{fact} {text}", *facts[number + 1 :]])
    return because


def _is_about(fact: str, change: str) -> bool:
    """Whether a fact is about a change; one that names a setting only about the change of that setting."""
    named = [name for name in setting_types() if re.search(rf"\b{name}\b", fact)]
    if named or "the setting" in fact:
        return change.partition(": ")[0].rpartition(".")[2] in named
    return any(_speaks_of(fact, phrase) for phrase in _phrases(change))


def _speaks_of(fact: str, phrase: str) -> bool:
    """Whether a fact quotes a value, or has a word that begins so outside of quotes."""
    if phrase in _QUOTED.findall(fact):
        return True
    return re.search(rf"\b{re.escape(phrase)}", _QUOTED.sub("", fact)) is not None


def _phrases(change: str) -> Iterator[str]:
    """What a line of a difference is about: the name of what changed, and the values that came or went."""
    path, _, values = change.partition(": ")
    name = path.rpartition(".")[2]
    before, _, after = values.partition(" → ")
    if values.startswith(("+ ", "- ")):
        before, after = "", values[2:].casefold()
        name = path.rpartition(".")[0].rpartition(".")[2].removesuffix("s")
    yield name.replace("_", " ").removesuffix("s")
    yield from filter(None, set(before.split(" + ")) ^ set(after.split(" + ")))


def _where(place: Place, refused: Place) -> str:
    """`line 6`, or `fragments/call.yaml:6` where that is another file than that of the refused step."""
    same = place.document.path == refused.document.path
    return f"line {place.line}" if same else f"{place.document.path}:{place.line}"
