"""What somebody could do now is tried on forks, with the guard that would refuse."""

from __future__ import annotations

import pytest

from talksim import OPERATIONS, Permit, Talk, UsageError
from talksim.model.codec import freeze


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.user("bob")
    talk.guest("gina")
    talk.user("alice").create_room("standup", type="public")
    return talk


def of(permits: list[Permit], name: str) -> Permit:
    return next(permit for permit in permits if permit.operation.name == name)


def test_moderators_can_what_strangers_cannot(talk: Talk) -> None:
    assert of(talk.can("alice", "standup"), "rename_room").allowed
    refused = of(talk.can(talk.actor("bob"), "standup"), "rename_room")
    assert not refused.allowed
    assert refused.guard is not None
    assert refused.guard.id == "gate.participant_found"
    assert of(talk.can("gina", "standup"), "create_room").outcome.status == 401


@pytest.mark.parametrize(
    "who", ["alice", "bob", "gina", "admin", "recording backend", "signaling server", "cli"]
)
def test_every_sample_of_every_operation_is_tried(talk: Talk, who: str) -> None:
    role = talk.names.role(who)
    before, journal = freeze(talk.server), list(talk.journal)
    tried = [permit.operation.name for permit in talk.can(who, "standup")]
    assert tried == [o.name for o in OPERATIONS.values() if o.by == role for _ in o.samples]
    assert freeze(talk.server) == before
    assert talk.journal == journal


def test_without_a_room_only_what_needs_none(talk: Talk) -> None:
    assert not any(permit.operation.in_room for permit in talk.can("alice"))
    assert of(talk.can("alice"), "create_room").allowed


def test_the_table(talk: Talk) -> None:
    lines = str(talk.can("bob", "standup")).splitlines()
    assert lines[0].split() == ["operation", "with", "answer", "because"]
    row = next(line for line in lines if line.startswith("rename room"))
    assert "name=other" in row
    assert 'guard "participant found" (rule gate.participant_found)' in row
    assert len({line.find(word) for line, word in ((lines[0], "answer"), (row, "404"))}) == 1
    assert str(Talk().can("guest")).startswith("operation")


def test_one_permit_in_a_line(talk: Talk) -> None:
    assert str(of(talk.can("alice", "standup"), "delete_room")) == "delete room  allowed (200)"


def test_nobody(talk: Talk) -> None:
    with pytest.raises(UsageError, match="nobody"):
        talk.can("alcie", "standup")
