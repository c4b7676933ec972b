"""The shortest story that shows a change: of a scenario only what is needed, rooms and people included."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

import attrs

from talksim.compare.change import Cell, Change
from talksim.compare.parting import Deed, Pair, played, shortened, shows
from talksim.compare.worlds import Policies, begun, under
from talksim.errors import TalksimError, UsageError
from talksim.explore.shorter import minimal
from talksim.rules.policy import Policy
from talksim.scenario.judging.mismatch import text_of
from talksim.scenario.load import load_text
from talksim.scenario.player import Player
from talksim.scenario.script import Act, Scenario, Wait
from talksim.scenario.transcribe import transcript
from talksim.talk import Entry

__all__ = ["Story", "shortest", "told", "written"]

_FIELDS: Final = ("settings", "guests", "users", "groups")

Story: TypeAlias = Sequence[Act | Wait]
Piece: TypeAlias = tuple[str, str]
"""A field of what is given, and the name of something in it."""


def shortest(change: Change, scenario: Scenario, steps: Story, policies: Policies) -> Change:
    """The same change with what it needs alone.

    The rooms of a scenario stand before its first step; for them to be cut as well it is told as requests.
    Where no file can say these, the steps alone are cut.
    """
    if change.scenario:
        asked = load_text(change.scenario)[0]
        requests = [step for _, step in asked.walk() if isinstance(step, Act | Wait)]
        if _shown(asked, policies, requests, change.cell):
            return _cut(change, asked, requests, policies)
    return _cut(change, scenario, steps, policies)


def _cut(change: Change, scenario: Scenario, steps: Story, policies: Policies) -> Change:
    needed = shortened(_pair(scenario, policies), steps, change.cell)
    smaller = _with(scenario, _needed(scenario, policies, needed, change.cell))
    one, _ = _pair(smaller, policies)
    for step in needed:
        played(one, step)
    return told(change.cell, one, needed, scenario.title, policies[0])


def told(cell: Cell, player: Player, steps: Story, title: str, policy: Policy | None) -> Change:
    """A change and the steps that show it, which a player has played under the first policy."""
    return Change(cell, tuple(map(text_of, steps)), written(player.talk.journal, title, policy))


def written(asked: Sequence[Entry], title: str, policy: Policy | None) -> str:
    """What was asked as a file of its own, as it is answered under a policy; "" where none can say it."""
    with under(policy):
        try:
            return transcript(asked, name=title)
        except TalksimError:
            return ""


def _needed(scenario: Scenario, policies: Policies, steps: Story, wanted: Cell) -> Sequence[Piece]:
    """What of the people, groups and settings that are given has to be there."""
    pieces = [(field, name) for field in _FIELDS for name in getattr(scenario.given, field)]
    return minimal(pieces, lambda kept: _shown(_with(scenario, kept), policies, steps, wanted))


def _with(scenario: Scenario, kept: Iterable[Piece]) -> Scenario:
    """The scenario in which nothing else is given."""
    names = set(kept)
    given = {
        field: {name: it for name, it in getattr(scenario.given, field).items() if (field, name) in names}
        for field in _FIELDS
    }
    return attrs.evolve(scenario, given=attrs.evolve(scenario.given, **given))


def _shown(scenario: Scenario, policies: Policies, steps: Sequence[Deed], wanted: Cell) -> bool:
    try:
        return shows(_pair(scenario, policies), steps, wanted)
    except UsageError:
        return False


def _pair(scenario: Scenario, policies: Policies) -> Pair:
    """Both worlds. Raises `UsageError` where they cannot be set up."""
    one, other = (begun(scenario, policy) for policy in policies)
    if isinstance(one, Player) and isinstance(other, Player):
        return one, other
    raise UsageError(f"{scenario.title} cannot be set up under both policies")
