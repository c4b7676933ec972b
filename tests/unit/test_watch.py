"""Which fields are read and written while a block runs; every index says what it is derived from."""

from __future__ import annotations

import attrs
import pytest

from talksim import Talk
from talksim.model.codec import freeze, thaw
from talksim.model.fields import kind_of
from talksim.model.server import Server
from talksim.model.spots import changes, follow, put_back, ways
from talksim.model.watch import INDEXES, Use, fields_behind, model_classes, watching


def names(uses: list[Use]) -> list[str]:
    return [f"{type(owner).__name__}.{name}" for owner, name in uses]


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.user("alice").create_room("standup", type="public")
    return talk


def test_reads_and_writes_are_noted_once_and_in_order(talk: Talk) -> None:
    room = next(iter(talk.server.rooms.values()))
    with watching(Server) as watched:
        assert room.name == room.name == "standup"
        room.description = "daily"
        assert room.call.active is False
    assert names(watched.reads) == ["Room.name", "Room.call", "Call.status"]
    assert names(watched.writes) == ["Room.description"]
    assert all(owner in (room, room.call) for owner, _ in watched.reads)


def test_nothing_is_noted_outside_and_slots_come_back(talk: Talk) -> None:
    room, slot = next(iter(talk.server.rooms.values())), type(next(iter(talk.server.rooms.values()))).name
    with watching(Server) as outer:
        with watching(Server) as inner:
            assert room.name
        assert room.token
    assert room.lobby is not None
    assert names(inner.reads) == ["Room.name"]
    assert names(outer.reads) == ["Room.name", "Room.token"]
    assert type(room).name is slot


def test_slots_come_back_after_an_error(talk: Talk) -> None:
    slot = type(talk.server).now
    with pytest.raises(ZeroDivisionError), watching(Server):
        talk.server.now /= 0
    assert type(talk.server).now is slot


def test_every_index_says_what_it_is_derived_from() -> None:
    fields = {
        f"{cls.__name__}.{a.name}": kind_of(a) for cls in model_classes(Server) for a in attrs.fields(cls)
    }
    assert INDEXES.keys() == {name for name, kind in fields.items() if kind == "index"}
    behind = {field for index in INDEXES.values() for field in index}
    assert all(fields[field] != "index" for field in behind)
    assert fields_behind(Server, "rooms_of") == ("Room.attendees", "Server.rooms")
    assert fields_behind(Server, "rooms") == ("Server.rooms",)


def test_changes_are_found_and_can_be_put_back(talk: Talk) -> None:
    before = freeze(talk.server)
    bob, [token] = talk.user("bob"), talk.server.rooms
    assert bob.join_room("standup")
    talk.actor("alice").set_lobby("standup", "non moderators")
    found = list(changes(Server, before, freeze(talk.server)))
    said = {
        spot.field: spot.key
        for spot in found
        if spot.field in ("Room.lobby", "Room.attendees", "Server.users")
    }
    assert said.keys() == {"Room.lobby", "Room.attendees", "Server.users"}
    assert said["Server.users"] == "bob"
    old = thaw(Server, before)
    for spot in found:
        assert put_back(talk.server, old, spot), spot
    room = talk.server.rooms[token]
    assert (len(room.attendees), str(room.lobby), "bob" in talk.server.users) == (1, "no lobby", False)
    assert list(changes(Server, before, before)) == []


def test_a_way_leads_to_the_same_object_in_every_copy(talk: Talk) -> None:
    fork, [room] = talk.fork(), talk.server.rooms.values()
    way = ways(talk.server)[id(room.call)]
    assert way == ("rooms", room.token, "call")
    assert follow(talk.server, way) is room.call
    assert follow(fork.server, way) is fork.server.rooms[room.token].call
    assert follow(talk.server, ("rooms", "nowhere", "call")) is None
