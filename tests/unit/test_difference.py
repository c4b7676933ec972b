"""The difference of two worlds names every change of state, and nothing else."""

from __future__ import annotations

from enum import IntEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talksim.model.codec import freeze, key, thaw
from talksim.model.difference import ABSENT, Change, difference, difference_text
from talksim.model.fields import history, index, model_class, state


class Lobby(IntEnum):
    OPEN = 0
    CLOSED = 1

    def __str__(self) -> str:
        return ["no lobby", "non moderators"][self]


@model_class
class Attendee:
    kind: str = state()
    muted: bool = state(default=False)
    seen: list[str] = history(factory=list)

    def summary(self) -> str:
        return self.kind


@model_class
class Call:
    since: int = state()


@model_class
class Room:
    title: str = state()
    lobby_state: Lobby = state(default=Lobby.OPEN)
    until: int | None = state(default=None)
    call: Call | None = state(default=None)
    attendees: dict[str, Attendee] = state(factory=dict)
    queue: list[Attendee] = state(factory=list)
    allowed: set[str] = state(factory=set)
    marks: list[int] = state(factory=list)
    log: list[str] = history(factory=list)
    size: int = index(default=0)

    @property
    def label(self) -> str:
        return self.title


@model_class
class Server:
    rooms: dict[int, Room] = state(factory=dict)
    archive: dict[str, Room] = history(factory=dict)


names = st.text("ab", max_size=1)
attendees = st.builds(Attendee, names, st.booleans(), st.lists(names, max_size=1))
rooms = st.builds(
    Room,
    names,
    st.sampled_from(Lobby),
    st.none() | st.integers(0, 1),
    st.none() | st.builds(Call, st.integers(0, 1)),
    st.dictionaries(names, attendees, max_size=2),
    st.lists(attendees, max_size=3),
    st.sets(names, max_size=2),
    st.lists(st.integers(0, 1), max_size=3),
    st.lists(names, max_size=1),
)
servers = st.builds(
    Server, st.dictionaries(st.integers(0, 1), rooms, max_size=2), st.dictionaries(names, rooms, max_size=1)
)


def world() -> Server:
    return Server({7: Room("standup", attendees={"alice": Attendee("owner")}, marks=[1, 2, 3])})


@given(servers, servers)
def test_the_difference_is_empty_exactly_when_the_keys_are_equal(before: Server, after: Server) -> None:
    assert (difference(before, after) == []) == (key(before) == key(after))


@given(servers, servers)
def test_with_history_it_is_empty_exactly_when_the_frozen_are_equal(before: Server, after: Server) -> None:
    assert (difference(before, after, ("state", "history")) == []) == (freeze(before) == freeze(after))


@given(rooms, rooms)
def test_two_near_rooms_differ_exactly_when_their_keys_do(before: Room, other: Room) -> None:
    for name in ("title", "until", "call", "attendees", "queue", "allowed", "marks"):
        after = thaw(Room, freeze(before))
        setattr(after, name, getattr(other, name))
        changes = difference(before, after)
        assert bool(changes) == (key(before) != key(after))
        assert all(change.path[0] == name for change in changes)


def changed(*, room: Room | None = None) -> tuple[Server, Room]:
    after = world()
    return after, room or after.rooms[7]


def test_a_changed_value_reads_as_before_and_after() -> None:
    after, room = changed()
    room.lobby_state, room.until = Lobby.CLOSED, 5
    assert difference_text(difference(world(), after)) == (
        "rooms.standup.lobby_state: no lobby → non moderators\nrooms.standup.until: none → 5"
    )


def test_additions_and_removals_show_their_summary() -> None:
    after, room = changed()
    room.attendees = {"bob": Attendee("user")}
    room.call = Call(5)
    assert list(map(str, difference(world(), after))) == [
        "rooms.standup.call: + Call",
        "rooms.standup.attendees.alice: - owner",
        "rooms.standup.attendees.bob: + user",
    ]
    assert str(difference(after, world())[0]) == "rooms.standup.call: - Call"


def test_a_room_added_is_named_by_its_label() -> None:
    assert difference(Server(), world()) == [Change(("rooms", "standup"), ABSENT, "Room")]


def test_an_element_gone_from_a_list_is_one_change() -> None:
    after, room = changed()
    room.marks = [1, 3]
    room.queue = [Attendee("user")]
    assert list(map(str, difference(world(), after))) == [
        "rooms.standup.queue.0: + user",
        "rooms.standup.marks.1: - 2",
    ]


def test_members_of_a_set_come_one_by_one_in_order() -> None:
    after, room = changed()
    room.allowed = {"c", "b"}
    assert list(map(str, difference(world(), after))) == [
        "rooms.standup.allowed: + b",
        "rooms.standup.allowed: + c",
    ]


def test_another_order_of_the_same_rooms_is_a_change() -> None:
    one, two = Room("one"), Room("two")
    changes = difference(Server({1: one, 2: two}), Server({2: two, 1: one}))
    assert list(map(str, changes)) == ["rooms.order: 1, 2 → 2, 1"]


def test_history_is_compared_only_when_asked_for_and_an_index_never() -> None:
    after, room = changed()
    room.log, room.size = ["hello"], 3
    room.attendees["alice"].seen, room.title = ["hello"], "daily"
    assert [change.path[-1] for change in difference(world(), after)] == ["title"]
    assert [change.path[-2:] for change in difference(world(), after, ("history",))] == [
        ("seen", "0"),
        ("log", "0"),
    ]
    with pytest.raises(ValueError, match="state and history"):
        difference(world(), after, ("index",))


def test_a_change_stays_what_it_was_when_the_world_moves_on() -> None:
    after, room = changed()
    room.attendees["bob"] = Attendee("user")
    (change,) = difference(world(), after)
    room.attendees["bob"].kind = "guest"
    assert str(change) == "rooms.standup.attendees.bob: + user"


def test_no_change_says_so() -> None:
    assert difference_text(difference(world(), world())) == "no difference"


def test_two_classes_have_no_difference() -> None:
    with pytest.raises(TypeError, match="between a Server and a Room"):
        difference(world(), Room("r"))


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (True, False, "yes → no"),
        ("", "x", '"" → x'),
        ((), (1, 2), "nothing → 1, 2"),
        (None, {}, "none → nothing"),
    ],
)
def test_plain_values_read_as_words(before: object, after: object, text: str) -> None:
    assert str(Change(("x",), before, after)) == f"x: {text}"
