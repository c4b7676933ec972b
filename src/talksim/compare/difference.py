"""The difference of two policies: over scenarios, and over all that can be reached in universes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from typing import Final

import attrs

from talksim.by_fields import ShownByFields
from talksim.compare.change import Cell, Change
from talksim.compare.product import cell_of, product
from talksim.compare.replayed import replayed, under
from talksim.displayed import Displayed
from talksim.explore.action import Action
from talksim.explore.search import Bounds, Finding, Progress, Search, breadth_first
from talksim.explore.universe.load import load_text
from talksim.explore.universe.universe import Universe
from talksim.explore.witness import witness
from talksim.rules.policy import Policy
from talksim.scenario.script import Scenario

__all__ = ["Difference", "diff", "usual_universe"]

TALK: Final = "Talk as it is"


@attrs.frozen(eq=False, repr=False)
class Difference(ShownByFields, Displayed):
    """What differs, by cells; `complete` says that no search of a universe was stopped by a bound."""

    before: str
    after: str
    changes: tuple[Change, ...]
    complete: bool = True
    states: int = 0

    @property
    def equivalent(self) -> bool:
        """Whether nothing differs."""
        return not self.changes

    @property
    def implies(self) -> bool:
        """Whether the second policy allows nothing that the first refuses."""
        return all(change.cell.kind != "newly allowed" for change in self.changes)

    def by_cause(self) -> dict[str, list[Change]]:
        """The changes, by the rule that causes them."""
        grouped: dict[str, list[Change]] = {}
        for change in self.changes:
            grouped.setdefault(change.cell.cause, []).append(change)
        return grouped


def usual_universe() -> Universe:
    """A room with a call: what policies are compared in where nothing is named."""
    return load_text(files("talksim.compare").joinpath("room-with-a-call.yaml").read_text(encoding="utf-8"))


def diff(
    before: Policy | None,
    after: Policy | None,
    stories: Iterable[Scenario | Universe] | None = None,
    *,
    bounds: Bounds | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Difference:
    """What is answered otherwise under the second policy than under the first; None is Talk as it is.

    Scenarios are replayed until an answer differs; of universes all pairs of states are looked at that the
    same steps lead to, as long as both sides agree. Each cell has the shortest story that shows it. `bounds`
    count before those of a universe. Without stories it is `usual_universe` that is looked at. Raises
    `UsageError` for a story that cannot be told.
    """
    found: dict[Cell, Change] = {}
    complete, states = True, 0
    for story in [usual_universe()] if stories is None else stories:
        if isinstance(story, Scenario):
            changes = replayed(story, before, after)
        else:
            search = _searched(story, before, after, bounds or story.bounds, progress)
            complete, states = complete and search.complete, states + search.progress.states
            changes = _shown(story, before, search.findings.values())
        for change in changes:
            known = found.get(change.cell)
            if known is None or len(change.steps) < len(known.steps):
                found[change.cell] = change
    one, other = (policy.name if policy else TALK for policy in (before, after))
    return Difference(one, other, tuple(sorted(found.values(), key=_order)), complete, states)


def _searched(
    universe: Universe,
    before: Policy | None,
    after: Policy | None,
    bounds: Bounds,
    progress: Callable[[Progress], None] | None,
) -> Search[Action]:
    model = product(universe, before, after)
    breadth_first(model, (), Bounds(states=300), alarmed=True)
    model.narrow()
    while True:
        search = breadth_first(model, (), bounds, alarmed=True, progress=progress)
        if not model.narrow():
            return search


def _shown(universe: Universe, before: Policy | None, found: Iterable[Finding[Action]]) -> Iterator[Change]:
    for one in found:
        cell = cell_of(one.name)
        with under(before):
            shown = witness(universe, f"{cell.operation}, {cell.kind}", one.path)
        yield Change(cell, tuple(step.text for step in shown.steps), shown.scenario)


def _order(change: Change) -> tuple[str, str, str, str, str]:
    cell = change.cell
    return cell.cause, cell.operation, cell.room, cell.role, cell.after
