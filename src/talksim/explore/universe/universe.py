"""A universe as its file says it: who there is, what may be done, what should hold, how far to look.

Frozen values without behaviour. `load` reads them from files, `made` makes worlds of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from talksim.by_fields import EqualByFields
from talksim.explore.model import Kind
from talksim.explore.search import Bounds
from talksim.explore.universe.condition import Condition
from talksim.invariants import Invariant
from talksim.rules.operation import Operation
from talksim.scenario.document.fault import Path
from talksim.scenario.document.source import Document
from talksim.scenario.script import Given, Scenario
from talksim.talk import Talk

__all__ = ["Claim", "Play", "Universe"]


@attrs.frozen(eq=False, repr=False)
class Play(EqualByFields):
    """An operation in play: `choices` are the values of each parameter that is given, as people write them.

    `by` says who plays it, `rooms` where; without either it is everybody who can, everywhere. `path` is where
    the file says so.
    """

    operation: Operation
    choices: Mapping[str, tuple[Any, ...]] = {}
    by: tuple[str, ...] | None = None
    rooms: tuple[str, ...] | None = None
    path: Path = ()


@attrs.frozen(eq=False, repr=False)
class Claim(EqualByFields):
    """What should hold always, or sometimes: an invariant by its name, or a condition."""

    name: str
    kind: Kind
    says: Invariant | Condition
    path: Path = ()


@attrs.frozen(eq=False, repr=False)
class Universe(EqualByFields):
    """A universe; `given` is plain as in the file, `start` a scenario whose end is the beginning here.

    `refused` names, by operation, the guards that may refuse it; under "all" those of every operation. None
    leaves refusals alone. `symmetry` are sets of people of whom it does not matter who is who. `fix` is the
    named fix under which all that is claimed holds; it is not applied. With a `talk` the universe begins in
    that world, whatever is given.
    """

    name: str
    plays: tuple[Play, ...]
    given: Mapping[str, Any]
    start: Scenario | None = None
    declared: Given = attrs.field(factory=Given)
    wait: bool = False
    bounds: Bounds = attrs.field(factory=Bounds)
    claims: tuple[Claim, ...] = ()
    refused: Mapping[str, tuple[str, ...]] | None = None
    symmetry: tuple[tuple[str, ...], ...] = ()
    fix: str = ""
    talk: Talk | None = attrs.field(default=None, eq=False, repr=False)
    document: Document | None = attrs.field(default=None, eq=False, repr=False)
