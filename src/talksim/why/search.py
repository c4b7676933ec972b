"""What would help: breadth-first, the shortest steps after which the same request is allowed.

From each world the steps are tried that may write what the refusing guard read. Worlds in which the request
gets past that guard, to be refused by a later one, are followed first; then those in which it does not, and
the steps that may write what refused others. Worlds that were met before are left. A search that reaches its
number of tries says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias

import attrs

from talksim.by_fields import ShownByFields
from talksim.model.codec import Frozen, freeze, key
from talksim.model.server import Server
from talksim.model.spots import Spot, changes
from talksim.outcome import Outcome
from talksim.why.candidates import Candidate, Waiting, candidates
from talksim.why.chronicle import Told
from talksim.why.knowledge import knowledge
from talksim.why.probe import Asked, Request, World, probe

__all__ = ["MOST_HINTS", "Found", "Helps", "would_help"]

MOST_HINTS: Final = 3

_OPENING: Final = ("Room.listable", "Room.password", "Room.type")
"""Fields that say who gets into a room at all: one adds a colleague before one lets in the world."""

Step: TypeAlias = Candidate | Waiting


@attrs.frozen(eq=False, repr=False)
class Found(ShownByFields):
    """Steps, and their rank: how much less than others they are what one would do.

    `then` is what the request is answered after them.
    """

    steps: tuple[Step, ...]
    rank: tuple[int, ...]
    then: Outcome


@attrs.frozen(eq=False, repr=False)
class Helps(ShownByFields):
    """What a search found: the shortest ways, those first that undo the cause, that are short and change
    little.

    `past` is a way past the guard that refused, only to be refused by a later one. `tries` is how many steps
    were tried, `bounded` whether the search ended because it may try no more.
    """

    found: tuple[Found, ...]
    past: Found | None
    tries: int
    bounded: bool


@attrs.frozen(eq=False, repr=False)
class _Node(ShownByFields):
    """A world on the way, by what it took; `asked` is the guard that refuses there, and what it reads."""

    world: World
    steps: tuple[Step, ...]
    asked: Asked


class _Search:
    def __init__(self, world: World, request: Request, told: Sequence[Told], most: int) -> None:
        self.world, self.request, self.told, self.most = world, request, told, most
        self.start = freeze(world.server)
        self.met: set[Frozen] = {key(world.server)}
        self.tries = 0
        self.caused: frozenset[Spot] = frozenset()
        self.found: list[Found] = []
        self.past: list[Found] = []
        self.near: list[_Node] = []
        self.rest: list[_Node] = []

    def run(self, world: World, first: Asked, length: int) -> Helps:
        """Search level by level; the first on which something helps is the last."""
        level, levels, aside = [_Node(world, (), first)], list[list[_Node]](), list[list[_Node]]()
        for steps in range(1, length + 1):
            self._expand(level, self._direct, steps < length)
            if self.found:
                return self._helps()
            levels.append(level)
            aside.append(self.rest)
            level, self.near, self.rest = self.near, [], []
        for steps in range(1, length):
            self._expand(levels[steps - 1], self._enabling, True)
            level = [*self.near, *self.rest, *aside[steps - 1]]
            self.near, self.rest = [], []
            levels[steps] = [*levels[steps], *level]
            self._expand(level, self._direct, steps + 1 < length)
            if self.found:
                break
        return self._helps()

    def _helps(self) -> Helps:
        """The best way by each combination of operations; those of tools only where people have none."""
        best: dict[Any, Found] = {}
        people = [one for one in self.found if _by_people(one)]
        for one in sorted(people or self.found, key=lambda one: one.rank):
            best.setdefault(_kind(one.steps), one)
        past = min(self.past, key=lambda one: one.rank, default=None)
        found = tuple(map(self._plainer, [*best.values()][:MOST_HINTS]))
        return Helps(found, None if found else past, self.tries, self.tries >= self.most)

    def _plainer(self, found: Found) -> Found:
        """The same way without the parameters that need not be said."""
        steps = list(found.steps)
        for at, step in enumerate(steps):
            for name in step.words if isinstance(step, Candidate) else ():
                before = steps[at]
                assert isinstance(before, Candidate)
                steps[at] = before.without(name) or before
                if steps[at] is not before and not self._allows(steps):
                    steps[at] = before
        return attrs.evolve(found, steps=tuple(steps))

    def _allows(self, steps: Sequence[Step]) -> bool:
        world = self.world.fork()
        return all(step.take(world) for step in steps) and self.request.ask(world).ok

    def _expand(self, level: Iterable[_Node], steps_of: Any, more: bool) -> None:
        """Try the steps from every world of a level; with `more`, those reached are kept."""
        for node in level:
            spare, frozen = None, freeze(node.world.server)
            for step in steps_of(node):
                if self.tries >= self.most:
                    return
                self.tries += 1
                world = spare or node.world.fork()
                taken = step.take(world)
                spare = None if taken or freeze(world.server) != frozen else world
                if taken and self._is_new(world):
                    self._judge(node, step, world, more)

    def _is_new(self, world: World) -> bool:
        reached = key(world.server)
        known = reached in self.met
        self.met.add(reached)
        return not known

    def _judge(self, node: _Node, step: Step, world: World, more: bool) -> None:
        steps, rank = (*node.steps, step), self._rank((*node.steps, step), world)
        outcome = self.request.ask(world.fork() if more else world)
        if outcome.ok:
            self.found.append(Found(steps, rank, outcome))
            return
        nearer = self._nearer(node, outcome)
        if nearer and not node.steps:
            self.past.append(Found(steps, rank, outcome))
        asked = probe(world.fork(), self.request).refusing if more else None
        if asked is not None:
            (self.near if nearer else self.rest).append(_Node(world, steps, asked))

    def _nearer(self, node: _Node, outcome: Outcome) -> bool:
        """Whether a later guard refuses now."""
        refusal = outcome.refusal
        return refusal is not None and self.request.place_of(refusal.guard) > self.request.place_of(
            node.asked.stage
        )

    def _rank(self, steps: Sequence[Step], world: World) -> tuple[int, ...]:
        changed = [spot for spot in changes(Server, self.start, freeze(world.server)) if spot.is_state]
        asked = [step for step in steps if isinstance(step, Candidate)]
        by_tools = sum(step.operation.by != "browser" for step in asked)
        undone = not self.caused.isdisjoint(changed) or any(map(_is_due, steps))
        raised = sum(_raises_a_guest(step, world) for step in asked)
        first = not any(map(_is_due, steps))
        opened = any(spot.field in _OPENING for spot in changed)
        said = sum(step.said for step in asked)
        return not undone, first, by_tools, raised, opened, said, len(changed)

    def _direct(self, node: _Node) -> Iterator[Step]:
        """The steps that may write what was read."""
        asked = node.asked
        return candidates(node.world, self.request, asked.fields, asked.reads, self.told, due=asked.due)

    def _enabling(self, node: _Node) -> Iterator[Step]:
        """What may write the fields that the guards read by which these steps are refused."""
        wanted: set[str] = set()
        for step in _first_of_each(self._direct(node)):
            outcome = step.ask(node.world.fork())
            if outcome is not None and outcome.refusal is not None:
                wanted |= knowledge().read_by(outcome.refusal.guard)
        fields = frozenset(wanted - node.asked.fields)
        return candidates(node.world, self.request, fields, node.asked.reads, self.told)


def _first_of_each(steps: Iterable[Step]) -> list[Candidate]:
    """The first step by each operation and person."""
    found: dict[tuple[str, str], Candidate] = {}
    for step in steps:
        if isinstance(step, Candidate):
            found.setdefault((step.operation.name, step.actor), step)
    return list(found.values())


def _is_due(step: Step) -> bool:
    return isinstance(step, Waiting) and step.due


def _raises_a_guest(step: Candidate, world: World) -> bool:
    """Whether it makes a moderator of a guest, which one does when nothing else helps."""
    return step.operation.name == "promote" and step.words["attendee"] not in world.server.users


def _by_people(found: Found) -> bool:
    asked = [step for step in found.steps if isinstance(step, Candidate)]
    return all(step.operation.by == "browser" for step in asked)


def _kind(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Ways by the same operations are told once."""
    return tuple(step.operation.name if isinstance(step, Candidate) else "wait" for step in steps)


def would_help(
    world: World,
    request: Request,
    first: Asked,
    told: Sequence[Told],
    *,
    steps: int,
    tries: int,
    caused: frozenset[Spot] = frozenset(),
) -> Helps:
    """The shortest ways, of so many steps at most, after which the request is allowed in the world.

    `first` is the guard that refuses it there, `tries` how many steps are tried in all, `caused` what the
    cause of the refusal wrote.
    """
    search = _Search(world, request, told, tries)
    search.caused = caused
    return search.run(world, first, steps)
