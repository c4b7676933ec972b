"""The difference of two policies: over scenarios, and over all that can be reached in universes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from importlib.resources import files
from typing import Final, TypeAlias

import attrs

from talksim.compare.change import Cell, Change
from talksim.compare.parting import without_words
from talksim.compare.product import cell_of, product
from talksim.compare.replayed import Tally, replayed
from talksim.compare.worlds import Policies, under
from talksim.displayed import Displayed
from talksim.errors import UsageError
from talksim.explore.action import Action
from talksim.explore.search import INTERRUPT, Bounds, Finding, Progress, Search, breadth_first
from talksim.explore.universe.load import load_text
from talksim.explore.universe.made import begun
from talksim.explore.universe.universe import Universe
from talksim.explore.witness import witness
from talksim.rules.policy import Policy
from talksim.scenario.player import Player
from talksim.scenario.script import Act, Scenario

__all__ = ["Difference", "diff", "usual_universe"]

TALK: Final = "Talk as it is"

Tell: TypeAlias = Callable[[Progress], None]


@attrs.frozen(eq=False, repr=False)
class Difference(Displayed):
    """What differs, by cells; `complete` says that no search of a universe was stopped by a bound.

    What was looked at: `universes`, in `states` pairs of states, and `scenarios`, with `requests` that were
    compared; `not_compared` are those that come after the worlds have parted. `asked` are the operations that
    were asked for, each with a role of those who did; `changed` those of which a policy has other rules.
    """

    before: str
    after: str
    changes: tuple[Change, ...]
    complete: bool = True
    states: int = 0
    interrupted: bool = False
    universes: tuple[Universe, ...] = attrs.field(default=(), repr=False)
    scenarios: tuple[Scenario, ...] = attrs.field(default=(), repr=False)
    requests: int = 0
    not_compared: int = 0
    asked: frozenset[tuple[str, str]] = attrs.field(default=frozenset(), repr=False)
    changed: frozenset[str] = attrs.field(default=frozenset(), repr=False)

    @property
    def not_asked(self) -> list[str]:
        """The operations of which a policy has other rules, and for which nobody has asked."""
        return sorted(self.changed - {operation for operation, _ in self.asked})

    def unaffected(self, changes: Iterable[Change]) -> list[str]:
        """The roles of those who asked for the same operations and were always answered as before."""
        operations = {change.cell.operation for change in changes}
        affected = {one.cell.role for one in self.changes if one.cell.operation in operations}
        return sorted({role for operation, role in self.asked if operation in operations} - affected)

    def __repr__(self) -> str:
        """`<Difference Talk as it is → Quiet; changes: 2; states: 120, all>`."""
        seen = f"; states: {self.states}, {'all' if self.complete else 'not all'}" if self.states else ""
        return f"<Difference {self.before} → {self.after}; changes: {len(self.changes)}{seen}>"

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
    keep: bool = False,
    progress: Tell | None = None,
) -> Difference:
    """What is answered otherwise under the second policy than under the first; None is Talk as it is.

    Scenarios are replayed until an answer differs; of universes all pairs of states are looked at that the
    same steps lead to, as long as both sides agree. Each cell has the shortest story that shows it. `bounds`
    count before those of a universe. With `keep` somebody who interrupts gets what was found by then, instead
    of `KeyboardInterrupt`. Without stories it is `usual_universe` that is looked at. Raises
    `UsageError` for a story that cannot be told, and for what is no policy.
    """
    for policy in (before, after):
        if not isinstance(policy, Policy | None):
            raise UsageError(f"{policy!r} is no policy; talksim.load_policy reads one from a file")
    comparison = _Comparison(before, after, bounds, keep, progress)
    try:
        for story in _stories(stories):
            comparison.add(story)
    except KeyboardInterrupt:
        if not keep:
            raise
        comparison.complete, comparison.interrupted = False, True
    return comparison.result()


def _stories(given: Iterable[Scenario | Universe] | None) -> Iterable[Scenario | Universe]:
    """The stories, if that is what they are. Raises `UsageError`."""
    stories = [usual_universe()] if given is None else [given] if isinstance(given, str) else list(given)
    for story in stories:
        if not isinstance(story, Scenario | Universe):
            what = f'"{story}"' if isinstance(story, str) else f"a {type(story).__name__}"
            raise UsageError(
                f"{what} is no scenario and no universe; talksim.scenario.load.load reads a file"
            )
    return stories


@attrs.define(eq=False)
class _Comparison:
    """What was found so far."""

    before: Policy | None
    after: Policy | None
    bounds: Bounds | None
    keep: bool
    progress: Tell | None
    found: dict[Cell, Change] = attrs.field(factory=dict)
    universes: list[Universe] = attrs.field(factory=list)
    scenarios: list[Scenario] = attrs.field(factory=list)
    asked: Tally = attrs.field(factory=Counter)
    requests: int = 0
    not_compared: int = 0
    states: int = 0
    complete: bool = True
    interrupted: bool = False

    def add(self, story: Scenario | Universe) -> None:
        """Look at one more story, or at all that there are in a universe."""
        if isinstance(story, Scenario):
            self.scenarios.append(story)
            known = self.asked.total()
            self._keep_shortest(replayed(story, self.before, self.after, self.asked))
            compared = self.asked.total() - known
            self.requests += compared
            self.not_compared += sum(isinstance(step, Act) for _, step in story.walk()) - compared
            return
        self.universes.append(story)
        search = self._searched(story)
        self.states += search.progress.states
        self.complete = self.complete and search.complete
        policies = self.before, self.after
        self._keep_shortest(_change(story, policies, one) for one in search.findings.values())
        if search.stopped_by == INTERRUPT:
            raise KeyboardInterrupt

    def result(self) -> Difference:
        """All of it."""
        policies = self.before, self.after
        changed = (policy.operations for policy in policies if policy is not None)
        before, after = (policy.name if policy else TALK for policy in policies)
        return Difference(
            before,
            after,
            changes=tuple(sorted(map(_shortened, self.found.values()), key=_order)),
            complete=self.complete,
            states=self.states,
            interrupted=self.interrupted,
            universes=tuple(self.universes),
            scenarios=tuple(self.scenarios),
            requests=self.requests,
            not_compared=self.not_compared,
            asked=frozenset(self.asked),
            changed=frozenset[str]().union(*changed) if self.before is not self.after else frozenset(),
        )

    def _keep_shortest(self, changes: Iterable[Change]) -> None:
        for change in changes:
            known = self.found.get(change.cell)
            if known is None or len(change.steps) < len(known.steps):
                self.found[change.cell] = change

    def _searched(self, universe: Universe) -> Search[Action]:
        model = product(universe, self.before, self.after)
        breadth_first(model, (), Bounds(states=300), alarmed=True)
        model.narrow()
        bounds = self.bounds or universe.bounds
        while True:
            search = breadth_first(model, (), bounds, alarmed=True, keep=self.keep, progress=self.progress)
            if search.stopped_by == INTERRUPT or not model.narrow():
                self.asked.update(model.asked)
                return search


def _shortened(change: Change) -> Change:
    if change.shorter is None:
        return change
    return attrs.evolve(change.shorter(), source=change.source)


def _change(universe: Universe, policies: Policies, found: Finding[Action]) -> Change:
    """What a search has found, told as shortly as can be only if it is wanted."""
    told = tuple(action.text for action in found.path)
    return Change(cell_of(found.name), told, shorter=partial(_told, universe, policies, found))


def _told(universe: Universe, policies: Policies, found: Finding[Action]) -> Change:
    one, other = (_begun(universe, policy) for policy in policies)
    wanted = cell_of(found.name)
    path = without_words((one, other), found.path, wanted)
    with under(policies[0]):
        shown = witness(universe, f"{wanted.operation}, {wanted.kind}", path)
    return Change(wanted, tuple(step.text for step in shown.steps), shown.scenario)


def _begun(universe: Universe, policy: Policy | None) -> Player:
    with under(policy):
        return begun(universe)


def _order(change: Change) -> tuple[str, str, str, str, str]:
    cell = change.cell
    return cell.cause, cell.operation, cell.room, cell.role, cell.after
