"""Whatever is asked, in whatever order: an answer, and a world that the rule pages allow."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from walk import BYTES_PER_STEP, Step, new_world, walk

from talksim.invariants import broken

FAULTS = {
    ("leave_call", "confirmed A42: the one-to-one became a former one during the call"),
    ("leave_room", "confirmed A42: the same when leaving the room"),
    ("join_room", "confirmed A42: joining again ends the old session first"),
    ("ban", "confirmed A50: the same ban twice"),
}
"""Where the server itself answers 500."""

WALKS = st.binary(min_size=BYTES_PER_STEP * 1000, max_size=BYTES_PER_STEP * 1000)
SHORT_WALKS = st.binary(max_size=BYTES_PER_STEP * 60)
SLOW = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def follow(choices: bytes) -> list[Step]:
    talk = new_world()
    steps: list[Step] = []
    for step in walk(talk, choices):
        steps.append(step)
        story = "\n".join(
            f"{s.caller}: {s.operation} {s.token} {s.params} -> {s.outcome}" for s in steps[-8:]
        )
        assert not broken(talk.server), f"{broken(talk.server)}\nafter\n{story}"
        if step.outcome is not None and step.outcome.status == 500:
            assert step.operation in {name for name, _ in FAULTS}, f"unexpected fault\n{story}"
    return steps


@SLOW
@given(WALKS)
def test_a_thousand_random_operations_keep_every_invariant(choices: bytes) -> None:
    assert len(follow(choices)) == 1000


@MANY
@given(SHORT_WALKS)
def test_short_walks_keep_every_invariant(choices: bytes) -> None:
    follow(choices)


@MANY
@given(SHORT_WALKS)
def test_the_same_walk_gives_the_same_answers(choices: bytes) -> None:
    assert [s.outcome for s in walk(new_world(), choices)] == [s.outcome for s in walk(new_world(), choices)]
