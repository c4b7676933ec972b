"""Exploring a universe: the search, what it says of every property, and what shows it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final, TypeAlias

import attrs

from talksim.by_fields import EqualByFields
from talksim.called import called
from talksim.displayed import Displayed
from talksim.errors import UsageError
from talksim.explore.action import Action
from talksim.explore.direct import DirectModel
from talksim.explore.model import Kind
from talksim.explore.parallel import shared_breadth_first
from talksim.explore.search import INTERRUPT, Bounds, Finding, Progress, Search, breadth_first
from talksim.explore.stage import TalkModel
from talksim.explore.symmetry import symmetric
from talksim.explore.trial import Trial
from talksim.explore.universe.claims import claims_of
from talksim.explore.universe.load import load
from talksim.explore.universe.made import begun, made
from talksim.explore.universe.plays import default_plays, plays
from talksim.explore.universe.universe import Universe
from talksim.explore.walks import Walks
from talksim.explore.witness import Witness, witness
from talksim.explore.world import World
from talksim.scenario.document.mistake import Wrong
from talksim.scenario.script import Given, Guest, Person
from talksim.talk import Talk

__all__ = ["Exploration", "Verdict", "explore"]

Tell: TypeAlias = Callable[[Progress], None]

_PROBE: Final = Bounds(states=500)
"""How much is looked at to learn which fields are read: what nothing reads makes no other state."""


@attrs.frozen(eq=False, repr=False)
class Verdict(EqualByFields):
    """What became of a property; `holds` is None where the search ended before it could be known.

    `witness` shows the breach of what must hold always, or the way to a goal.
    """

    name: str
    kind: Kind
    holds: bool | None
    witness: Witness | None = None

    @property
    def breaches(self) -> tuple[str, ...]:
        """What is wrong where the property is broken, in words."""
        return self.witness.breaches if self.witness else ()


@attrs.frozen(eq=False, repr=False)
class Exploration(Displayed):
    """What a search has found: how much it saw, whether that was all, and a verdict on every property."""

    name: str
    progress: Progress
    complete: bool
    stopped_by: str
    verdicts: tuple[Verdict, ...]
    walks: int = 0

    def __repr__(self) -> str:
        """`<Exploration A class; states: 86, all; broken: no call>`."""
        broken = [verdict.name for verdict in self.verdicts if verdict.holds is False]
        said = f"broken: {', '.join(broken)}" if broken else "none broken"
        seen = f"states: {self.progress.states}, {'all' if self.complete else 'not all'}"
        return f"<{f'Exploration {self.name}'.rstrip()}; {seen}; {said}>"

    @property
    def ok(self) -> bool:
        """Whether no property is known to be broken."""
        return all(verdict.holds is not False for verdict in self.verdicts)

    @property
    def unreached(self) -> bool:
        """Whether a goal was not reached, although it might be."""
        return any(verdict.kind == "sometimes" and verdict.holds is None for verdict in self.verdicts)

    def __getitem__(self, name: str) -> Verdict:
        """The verdict on a property by its name. Raises KeyError."""
        found = next((verdict for verdict in self.verdicts if verdict.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


def explore(
    what: Universe | Talk | str | os.PathLike[str],
    operations: Iterable[Any] | None = None,
    *,
    always: Iterable[Any] = (),
    sometimes: Iterable[Any] = (),
    wait: bool = False,
    depth: int | None = None,
    states: int | None = None,
    seconds: float | None = None,
    walks: int = 0,
    steps: int = 50,
    seed: int = 1,
    workers: int = 1,
    first: bool = False,
    keep: bool = False,
    settings: Mapping[str, Any] | None = None,
    progress: Tell | None = None,
) -> Exploration:
    """Look at all that can be reached in a universe, in a file of one, or from a world as it is.

    From a world, `operations` says what may be done there, as in a file. `always` and `sometimes` add to what
    is claimed: names of invariants, conditions, and functions of a `server`, a `room` or a `step` that say
    whether all is well, or yield what is wrong. `depth`, `states` and `seconds` bound the search, before what
    the file says. With `walks` there are so many random walks of `steps` steps instead. `workers` are the
    processes that share the work. `first` ends the search at the first breach. With `keep` somebody who
    interrupts the search gets what was found by then (`stopped_by` is "interrupt"), not `KeyboardInterrupt`.

    Raises `Faults` for what is wrong in a file, `UsageError` for what is wrong in a call.
    """
    universe = _universe(
        what, operations, wait, (*claims_of("always", always), *claims_of("sometimes", sometimes))
    )
    given = Bounds(depth, states, seconds)
    bounds = Bounds(*(one if one is not None else other for one, other in _pairs(given, universe.bounds)))
    with _rules_of(universe):
        world = made(universe, settings)
        if walks:
            story = Walks(world, begun(universe, settings), walks, steps, seed)
            search = story.search(workers=workers, seconds=bounds.seconds, keep=keep, progress=progress)
        else:
            how = {"first": first, "keep": keep, "progress": progress}
            search = _searched(universe, world, bounds, workers, how)
        return _Teller(universe, world, settings, walks).told(search)


def _rules_of(universe: Universe) -> AbstractContextManager[None]:
    """The policy of the world in which the universe begins is in force for the whole of a search."""
    policy = universe.talk.policy if universe.talk is not None else None
    return nullcontext() if policy is None else policy.in_force()


def _pairs(one: Bounds, other: Bounds) -> list[tuple[Any, Any]]:
    return [(getattr(one, a.name), getattr(other, a.name)) for a in attrs.fields(Bounds)]


def _universe(what: Any, operations: Iterable[Any] | None, wait: bool, claims: tuple[Any, ...]) -> Universe:
    if isinstance(what, Talk):
        return _of_world(what, operations, wait, claims)
    universe = what if isinstance(what, Universe) else load(what)
    if operations is not None:
        try:
            chosen = plays(list(operations), universe.declared)
        except Wrong as wrong:
            raise UsageError(wrong.mistakes[0].sentence) from None
        universe = attrs.evolve(universe, plays=chosen)
    return attrs.evolve(universe, claims=(*universe.claims, *claims), wait=universe.wait or wait)


def _of_world(talk: Talk, operations: Iterable[Any] | None, wait: bool, claims: tuple[Any, ...]) -> Universe:
    """The universe that begins in a world as it is; all invariants are claimed if nothing is."""
    declared = Given(
        users={name: Person() for name in talk.server.users},
        guests={name: Guest() for name in talk.names.guests},
    )
    try:
        chosen = plays(list(operations), declared) if operations is not None else default_plays()
    except Wrong as wrong:
        raise UsageError(wrong.mistakes[0].sentence) from None
    claimed = claims or claims_of("always", None)
    return Universe("", chosen, {}, declared=declared, wait=wait, claims=tuple(claimed), talk=talk)


def _searched(
    universe: Universe, world: World, bounds: Bounds, workers: int, how: dict[str, Any]
) -> Search[Action]:
    """Search; people who are alike are exchanged in frozen worlds, which the quick model knows nothing of."""
    how = {**how, "alarmed": bool(world.step_properties)}
    if universe.symmetry:
        plain = DirectModel(world)
        return breadth_first(symmetric(plain, universe.symmetry), plain.properties, bounds, **how)
    model = TalkModel(world)
    breadth_first(model, model.properties, _PROBE)
    model.narrow()
    search = _run(model, bounds, workers, how)
    while search.stopped_by != INTERRUPT and model.narrow():  # what nothing had read before was read
        search = _run(model, bounds, workers, how)
    return search


def _run(model: TalkModel, bounds: Bounds, workers: int, how: dict[str, Any]) -> Search[Action]:
    if workers == 1:
        return breadth_first(model, model.properties, bounds, **how)
    return shared_breadth_first(model, model.properties, bounds, workers=workers, **how)


@attrs.frozen(eq=False, repr=False)
class _Teller:
    """Says what became of every property, with what shows it."""

    universe: Universe
    world: World
    settings: Mapping[str, Any] | None
    walks: int

    def told(self, search: Search[Action]) -> Exploration:
        """The result of a search."""
        known = search.complete and not self.walks
        verdicts = (
            self._verdict(name, kind, search.findings.get(name), known=known)
            for name, kind in self.world.kinds.items()
        )
        return Exploration(
            self.universe.name,
            search.progress,
            search.complete,
            search.stopped_by,
            tuple(verdicts),
            self.walks,
        )

    def _verdict(self, name: str, kind: Kind, finding: Finding[Action] | None, *, known: bool) -> Verdict:
        if finding is None:
            return Verdict(name, kind, (kind == "always") if known else None)
        shown = witness(self.universe, name, finding.path, self._breaches(finding), self.settings)
        return Verdict(name, kind, kind == "sometimes", shown)

    def _breaches(self, finding: Finding[Action]) -> tuple[str, ...]:
        """What is wrong in the words of an ordinary world, where ids are those of the scenario."""
        others = self.world.kinds.keys() - {finding.name}
        trial = Trial(begun(self.universe, self.settings), self.world, others)
        last = list(trial.look())
        for action in finding.path if not last else ():
            last = last or list(trial.step(action))
        return last[0][2] if last else finding.breaches


called(__name__)
