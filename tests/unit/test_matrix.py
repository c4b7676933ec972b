"""Who may do what, as a matrix: chosen people, rooms and operations, in every form."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from talksim import Talk, UsageError
from talksim.cli.drawn import drawn


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    alice = talk.user("alice")
    alice.create_room("standup", type="public")
    alice.add_participant("standup", talk.user("bob"))
    talk.guest("gina")
    return talk


def test_everybody_in_every_room(talk: Talk) -> None:
    found = talk.matrix()
    assert [grid.room for grid in found.grids] == ["", "standup"]
    assert found.grids[0].people == ("alice", "bob", "gina")
    assert found.cell("alice", "rename room", "standup").allowed
    refused = found.cell(talk.actor("bob"), "rename_room", "standup")
    assert (str(refused), refused.because) == ("403 moderator", "bob is user in standup")
    assert str(found.cell("gina", "create room")) == "401 logged in"


def test_the_cells_are_what_people_are_answered(talk: Talk) -> None:
    found = talk.matrix(["bob"], ["standup"])
    permits = [p for p in talk.can("bob", "standup") if p.operation.in_room]
    for permit in permits:
        cell = found.cell("bob", permit.operation.name, "standup")
        assert cell.allowed == any(p.ok for p in permits if p.operation is permit.operation)


def test_only_what_was_chosen(talk: Talk) -> None:
    found = talk.matrix(people=["bob"], rooms=["standup"], operations=["lobby", "join call"])
    [grid] = found.grids
    assert [operation.phrase for operation, _ in grid.rows] == ["join call", "set lobby"]
    assert str(found).splitlines()[1].split() == ["operation", "bob"]
    tools = talk.matrix(people=["bob", "cli"], rooms=["standup"], operations=["occ promote", "set lobby"])
    assert str(tools.cell("bob", "occ promote", "standup")) == ""
    assert tools.cell("cli", "occ promote", "standup").allowed


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"people": ["alise"]}, 'Did you mean "alice"'),
        ({"rooms": ["standdup"]}, 'Did you mean "standup"'),
        ({"operations": ["lobbby"]}, 'Did you mean "lobby"'),
    ],
)
def test_a_mistake_is_told(talk: Talk, given: dict[str, list[str]], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        talk.matrix(**given)
    with pytest.raises(UsageError, match="not in the matrix"):
        talk.matrix(["bob"]).cell("alice", "rename room", "standup")


def test_every_form_says_the_same(talk: Talk) -> None:
    found = talk.matrix(["alice", "bob"], ["standup"], ["lobby"])
    assert "| set lobby | yes | 403 moderator |" in found.markdown()
    assert '<td title="bob is user in standup">403 moderator</td>' in found._repr_html_()
    [first, second] = csv.DictReader(StringIO(found.csv()))
    assert (first["who"], first["allowed"], first["guard"]) == ("alice", "yes", "")
    assert (second["who"], second["allowed"], second["guard"]) == ("bob", "no", "gate.moderator")


@pytest.mark.parametrize("width", [20, 40, 100])
def test_tables_fit_the_terminal(talk: Talk, width: int) -> None:
    sheets = [grid.sheet for grid in talk.matrix(["alice", "bob"], ["standup"]).grids]
    text = "".join(drawn(sheets, width, coloured=False))
    assert max(map(len, text.splitlines())) <= width
    assert "\x1b" not in text
    assert "403" in text


def test_a_refused_permit_is_false_like_a_refused_outcome() -> None:
    talk = Talk()
    alice, bob = talk.user("alice"), talk.user("bob")
    room = alice.create_room("standup")
    assert talk.can(alice, room, "send message")[0]
    assert not talk.can(bob, room, "send message")[0]
