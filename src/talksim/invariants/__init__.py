"""The invariants of the rule pages, those that hold and those that a fault of the modelled server breaks.

`broken(server)` tells every breach of those that hold; `INVARIANTS` has all of them by their names.
"""

from __future__ import annotations

from talksim.invariants import of_calls, of_indexes, of_known_bugs, of_rooms
from talksim.invariants.invariant import INVARIANTS, Invariant, Step, broken, invariant

__all__ = [
    "INVARIANTS",
    "Invariant",
    "Step",
    "broken",
    "invariant",
    "of_calls",
    "of_indexes",
    "of_known_bugs",
    "of_rooms",
]
