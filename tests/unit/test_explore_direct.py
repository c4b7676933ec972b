"""The model that searches are judged by: ids, time and history in it."""

from __future__ import annotations

import pytest

from talksim.explore.action import WAIT, Action, Request, request
from talksim.explore.clock import age, next_deadline
from talksim.explore.direct import DirectModel
from talksim.explore.search import breadth_first
from talksim.explore.world import World
from talksim.model.codec import Frozen, thaw
from talksim.model.server import Server
from talksim.scenario.reading.command import phrases
from talksim.talk import Talk


def act(actor: str, phrase: str, **words: object) -> Request:
    return request(actor, phrases()[phrase], "standup", words)


def standup(kind: str = "public") -> Talk:
    talk = Talk()
    talk.user("alice")
    talk.user("bob")
    talk.guest("gina")
    talk.actor("alice").create_room("standup", type=kind)
    return talk


def reached(world: World, *path: Action) -> Frozen:
    """The state after these steps."""
    model = DirectModel(world)
    (state,) = model.initial()
    for action in path:
        state = next(after for made, after in model.edges(state) if made == action)
    return state


def joins(*who: str) -> list[Action]:
    return [act(name, phrase) for name in who for phrase in ("join room", "leave room")]


def test_the_order_in_which_people_came_makes_no_other_state() -> None:
    alice, _, bob, _, gina, _ = actions = joins("alice", "bob", "gina")
    world = World(standup(), tuple(actions))
    assert reached(world, alice, bob, gina) == reached(world, gina, bob, alice)


def test_who_goes_and_comes_back_is_the_same_state() -> None:
    come, go = joins("bob")
    world = World(standup(), (come, go))
    (start,) = DirectModel(world).initial()
    assert reached(world, come) == reached(world, come, go, come)
    assert reached(world, come, go) == start


def test_a_guest_who_comes_back_is_the_same_guest() -> None:
    come, go = joins("gina")
    world = World(standup(), (come, go))
    assert reached(world, come) == reached(world, come, go, come)
    assert len(thaw(Server, reached(world, come, go)).rooms) == 1


def test_a_guest_with_a_name_stays_behind() -> None:
    come, go = joins("gina")
    named = act("gina", "set guest name", name="Gina")
    world = World(standup(), (come, go, named))
    (room,) = thaw(Server, reached(world, come, named, go, come)).rooms.values()
    assert [one.display_name for one in room.attendees.values()].count("Gina") == 1
    assert len(room.attendees) == 3


def test_history_is_as_in_the_beginning() -> None:
    say = act("alice", "send message", message="hello")
    talk = standup()
    world = World(talk, (say,))
    (start,) = DirectModel(world).initial()
    assert reached(world, say) == start
    assert len(thaw(Server, start).rooms[next(iter(talk.server.rooms))].messages) == len(
        next(iter(talk.server.rooms.values())).messages
    )


def test_a_refused_step_is_an_edge_only_if_it_changes_something() -> None:
    actions = (act("bob", "set lobby", state="non moderators"),)
    (start,) = DirectModel(World(standup(), actions)).initial()
    assert list(DirectModel(World(standup(), actions)).edges(start)) == []


@pytest.mark.parametrize("wait", [False, True])
def test_transitions_itself_gives_the_same_edges(wait: bool) -> None:
    calls = [act(name, phrase) for name in ("alice", "bob") for phrase in ("join call", "leave call")]
    lobby = act("alice", "set lobby", state="non moderators", timer="6 h")
    world = World(standup(), (*joins("alice", "bob"), *calls, lobby, *([WAIT] if wait else [])))
    compiled, raw = DirectModel(world), DirectModel(world, raw=True)
    seen = set()
    frontier = compiled.initial()
    for _ in range(4):
        edges = [(state, list(compiled.edges(state))) for state in frontier]
        assert all(list(raw.edges(state)) == known for state, known in edges)
        seen |= set(frontier)
        frontier = list({after for _, known in edges for _, after in known} - seen)


def test_time_goes_to_the_next_deadline_and_no_further() -> None:
    talk = standup()
    talk.actor("alice").join_room("standup")
    waits = []
    while seconds := next_deadline(talk.server):
        waits.append(seconds)
        age(talk.server, seconds)
    assert waits == [31, 69]
    before = talk.server.now
    age(talk.server, 10_000)
    ((session, *_),) = [list(one.sessions.values()) for one in _people(talk.server) if one.sessions]
    assert (talk.server.now, session.last_ping) == (before, before - 100)


def test_a_far_timer_waits_until_all_else_is_over() -> None:
    talk = standup()
    alice = talk.actor("alice")
    alice.join_room("standup")
    alice.set_lobby("standup", state="non moderators", timer="6 h")
    waits = []
    while seconds := next_deadline(talk.server):
        waits.append(seconds)
        age(talk.server, seconds)
    assert waits == [31, 69, 6 * 3600 + 1]
    alice.join_call("standup")
    assert next(iter(talk.server.rooms.values())).lobby.word == "no lobby"


def test_waiting_ends() -> None:
    world = World(standup(), (*joins("alice", "bob"), WAIT))
    assert breadth_first(DirectModel(world)).complete


def _people(server: Server) -> list:  # type: ignore[type-arg]
    return [one for room in server.rooms.values() for one in room.attendees.values()]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ({}, "bob: join call standup"),
        ({"flags": ["audio", "video"]}, "bob: join call standup flags=audio,video"),
        (
            {"flags": "in call + audio", "silent": True},
            'bob: join call standup flags="in call + audio" silent=true',
        ),
    ],
)
def test_an_action_is_said_in_a_line(words: dict[str, object], text: str) -> None:
    assert act("bob", "join call", **words).text == text
