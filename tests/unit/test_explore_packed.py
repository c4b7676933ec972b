"""The quick model takes the steps of the one that is obviously right."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from same_graph import same_graph

from talksim import Talk
from talksim.explore.action import WAIT, Action, Request, request
from talksim.explore.direct import DirectModel
from talksim.explore.model import Property
from talksim.explore.search import breadth_first
from talksim.explore.stage import TalkModel
from talksim.explore.universe.load import load
from talksim.explore.universe.made import made
from talksim.explore.world import World
from talksim.model.server import Server
from talksim.scenario.reading.command import phrases


def act(actor: str, phrase: str, **words: object) -> Request:
    return request(actor, phrases()[phrase], "standup", words)


def standup(**settings: object) -> Talk:
    talk = Talk()
    talk.set(signaling_servers=["one"], recording_servers=["one"], signaling_mode="external", **settings)
    talk.user("alice")
    talk.user("bob")
    talk.guest("gina")
    talk.actor("alice").create_room("standup", type="public")
    talk.actor("alice").add_participant("standup", "bob")
    return talk


def all_of(phrases: tuple[str, ...], *who: str, **words: object) -> list[Action]:
    return [act(name, phrase, **words) for name in who for phrase in phrases]


FILES = sorted((Path(__file__).parents[2] / "universes").rglob("*.yaml"))
JOINING = ("join room", "leave room", "join call", "leave call")
UNIVERSES: dict[str, list[Action]] = {
    "a call and its lobby": [
        *all_of(JOINING, "alice", "bob", "gina"),
        act("alice", "set lobby", state="non moderators"),
        act("alice", "set lobby", state="no lobby"),
    ],
    "recording": [
        *all_of(JOINING, "alice", "bob"),
        *all_of(("start recording",), "alice", "bob", status="video"),
        act("alice", "stop recording"),
        *(
            act("recording backend", "report recording", type=type)
            for type in ("started", "stopped", "failed")
        ),
        act("alice", "promote", attendee="bob"),
        act("alice", "demote", attendee="bob"),
    ],
    "coming and going": [
        *all_of(("join room", "leave room"), "alice", "bob", "gina"),
        act("alice", "add participant", participant="bob"),
        act("alice", "remove attendee", attendee="bob"),
        act("alice", "ban", actor_type="users", actor_id="bob"),
        act("alice", "unban", ban="bob"),
        act("bob", "leave room for good")
        if "leave room for good" in phrases()
        else act("bob", "remove self"),
    ],
    "flags and time": [
        *all_of(JOINING, "bob", "gina"),
        act("gina", "join call", flags=0),
        act("bob", "update call flags", flags=["in call"]),
        act("alice", "set lobby", state="non moderators", timer="1 h"),
        act("alice", "list participants"),
        WAIT,
    ],
    "breakout rooms": [
        act("alice", "configure breakout rooms", mode="automatic", amount=1),
        act("alice", "remove breakout rooms"),
        act("alice", "start breakout rooms"),
        act("alice", "stop breakout rooms"),
        *all_of(("join room", "leave room"), "alice", "bob"),
        act("alice", "disallow guests"),
    ],
}


@pytest.mark.parametrize("name", UNIVERSES)
@pytest.mark.parametrize("raw", [False, True])
def test_the_labelled_edges_are_the_same(name: str, raw: bool) -> None:
    actions = tuple(UNIVERSES[name])
    most = 40 if raw else 150
    assert (
        same_graph(
            TalkModel(World(standup(), actions)), DirectModel(World(standup(), actions), raw=raw), most=most
        )
        > 10
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_labelled_edges_of_every_universe_are_the_same(path: Path) -> None:
    """As `transitions` itself makes them."""
    world = attrs.evolve(made(load(path)), step_properties=())
    assert same_graph(TalkModel(world), DirectModel(world, raw=True), most=60) > 3


def test_what_nothing_reads_makes_no_other_state() -> None:
    model = TalkModel(World(standup(), tuple(UNIVERSES["a call and its lobby"])))
    whole = breadth_first(model).progress.states
    assert model.narrow()
    narrow = breadth_first(model).progress.states
    assert not model.narrow()
    assert narrow < whole


def test_a_property_is_looked_at_in_every_state() -> None:
    def nobody_calls(server: Server) -> list[str]:
        return [f"{room.label} has a call" for room in server.rooms.values() if room.call.active]

    world = World(
        standup(), tuple(UNIVERSES["a call and its lobby"]), (Property("no calls", "always", nobody_calls),)
    )
    model = TalkModel(world)
    found = breadth_first(model, model.properties).findings["no calls"]
    assert [str(action) for action in found.path] == ["alice: join room standup", "alice: join call standup"]
    assert found.breaches == ("standup has a call",)
