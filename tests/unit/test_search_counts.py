"""A count by which model checkers are judged, two-phase commit, through the search that Talk uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pytest

from talksim.explore.model import Alarm, Property
from talksim.explore.search import breadth_first

WORKING, PREPARED, COMMITTED, ABORTED = range(4)
"""What a resource manager is, in the two low bits of its nibble."""
SENT, RECEIVED = 4, 8
"""Its message "prepared" was sent; the transaction manager has received it. The network loses nothing."""
UNDECIDED, COMMIT, ABORT = range(3)
"""What the transaction manager has decided, and so which message is in the network for good."""


def alone(manager: int, decision: int) -> Iterator[tuple[str, int]]:
    """What may become of one resource manager."""
    status = manager & 3
    if status == WORKING:
        yield "prepare", manager - WORKING + PREPARED | SENT
        yield "choose to abort", manager - WORKING + ABORTED
    if decision == UNDECIDED and manager & SENT:
        yield "is heard", manager | RECEIVED
    if decision == COMMIT:
        yield "hears of the commit", manager - status + COMMITTED
    if decision == ABORT:
        yield "hears of the abort", manager - status + ABORTED


ALONE: Final = [[tuple(alone(manager, decision)) for manager in range(16)] for decision in range(3)]


class TwoPhaseCommit:
    """Lamport's model: the decision in the lowest nibble, then one nibble for each resource manager."""

    def __init__(self, managers: int) -> None:
        self.places = [4 * (number + 1) for number in range(managers)]
        self.all_received = sum(RECEIVED << place for place in self.places)

    def initial(self) -> Iterable[int]:
        return [0]

    def edges(self, state: int) -> Iterator[tuple[str, int]]:
        decision = state & 3
        if decision == UNDECIDED:
            yield "abort", state | ABORT
            if state & self.all_received == self.all_received:
                yield "commit", state | COMMIT
        for number, place in enumerate(self.places):
            manager = state >> place & 15
            for name, after in ALONE[decision][manager]:
                yield f"{number}: {name}", state + (after - manager << place)

    def successors(self, state: int) -> Sequence[int]:
        return [after for _, after in self.edges(state)]

    def alarms(self, _state: int) -> Iterable[Alarm[str]]:
        return ()

    def key(self, state: int) -> int:
        return state

    def consistent(self, state: int) -> list[str]:
        ends = {state >> place & 3 for place in self.places}
        return ["one has committed, another aborted"] if {COMMITTED, ABORTED} <= ends else []


@pytest.mark.parametrize(("managers", "states"), [(3, 288), (5, 8_832), (7, 296_448)])
def test_two_phase_commit_has_as_many_states_as_every_checker_finds(managers: int, states: int) -> None:
    model = TwoPhaseCommit(managers)
    search = breadth_first(model)
    assert search.complete
    assert search.progress.states == states


def test_managers_of_a_two_phase_commit_never_differ_and_can_commit() -> None:
    model = TwoPhaseCommit(3)
    committed = Property[int](
        "all commit", "sometimes", lambda s: [n for n in "012" if s >> 4 * (int(n) + 1) & 3 != COMMITTED]
    )
    search = breadth_first(model, [Property("consistent", "always", model.consistent), committed])
    assert list(search.findings) == ["all commit"]
    assert len(search.findings["all commit"].path) == 3 * 3 + 1


def test_a_manager_that_aborts_after_it_prepared_is_found_out() -> None:
    class Careless(TwoPhaseCommit):
        def edges(self, state: int) -> Iterator[tuple[str, int]]:
            yield from super().edges(state)
            if state >> 4 & 3 == PREPARED:
                yield "0: changes its mind", state + (ABORTED - PREPARED << 4)

    model = Careless(3)
    search = breadth_first(model, [Property("consistent", "always", model.consistent)])
    path = search.findings["consistent"].path
    assert "0: changes its mind" in path
    assert (
        len(path) == 3 + 3 + 1 + 1 + 1
    )  # all prepare, all are heard, the commit, one hears, one does not care
