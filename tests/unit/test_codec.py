"""A domain object frozen, thawed, saved and read back is the same object, its indexes included."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import IntEnum, IntFlag, StrEnum
from typing import Any, Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talksim.model.codec import Codec, dump, freeze, key, restore, thaw
from talksim.model.fields import history, index, is_identity, kind_of, model_class, state


class Lobby(IntEnum):
    OPEN = 0
    CLOSED = 1


class Right(IntFlag):
    TALK = 1
    SHOW = 2


class Kind(StrEnum):
    USER = "users"
    GUEST = "guests"


@attrs.frozen
class Who:
    kind: Kind
    name: str


@model_class
class Session:
    id: int = state(identity=True)
    seen: float = state(default=0.0)
    in_call: bool = state(default=False)


@model_class
class Attendee:
    who: Who = state()
    rights: Right = state(default=Right(0))
    sessions: list[Session] = state(factory=list)
    seen: list[str] = history(factory=list)


@model_class
class Call:
    since: int = state()
    reactions: set[str] = state(factory=set)


@model_class
class Thread:
    title: str = state()
    replies: list[Thread] = state(factory=list)


@model_class
class Room:
    name: str = state()
    lobby: Lobby = state(default=Lobby.OPEN)
    until: int | None = state(default=None)
    mode: Literal["free", "manual"] = state(default="free")
    call: Call | None = state(default=None)
    attendees: dict[str, Attendee] = state(factory=dict)
    allowed: set[Who] = state(factory=set)
    tags: frozenset[str] = state(default=frozenset())
    marks: tuple[int, ...] = state(default=())
    votes: dict[int, set[str]] = state(factory=dict)
    board: dict[str, dict[str, int]] = state(factory=dict)
    thread: Thread | None = state(default=None)
    log: list[Mapping[str, object]] = history(factory=list)
    count: dict[str, int] = index(factory=dict)
    size: int = index(default=0)

    def rebuild(self) -> None:
        self.count = {name: len(attendee.sessions) for name, attendee in self.attendees.items()}
        self.size = sum(self.count.values())


names = st.text("ab", max_size=2)
whos = st.builds(Who, st.sampled_from(Kind), names)
rights = st.sampled_from([Right(0), Right.TALK, Right.TALK | Right.SHOW])
sessions = st.builds(Session, st.integers(0, 3), st.floats(0, 9), st.booleans())
attendees = st.builds(Attendee, whos, rights, st.lists(sessions, max_size=2), st.lists(names, max_size=2))
calls = st.builds(Call, st.integers(0, 3), st.sets(names, max_size=2))
threads = st.recursive(
    st.builds(Thread, names), lambda t: st.builds(Thread, names, st.lists(t, max_size=2)), max_leaves=3
)
json_like = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | names,
    lambda v: st.lists(v, max_size=2) | st.dictionaries(names, v, max_size=2) | st.tuples(v, v),
    max_leaves=4,
)
rooms = st.builds(
    Room,
    name=names,
    lobby=st.sampled_from(Lobby),
    until=st.none() | st.integers(0, 3),
    mode=st.sampled_from(["free", "manual"]),
    call=st.none() | calls,
    attendees=st.dictionaries(names, attendees, max_size=3),
    allowed=st.sets(whos, max_size=3),
    tags=st.frozensets(names, max_size=2),
    marks=st.lists(st.integers(0, 3), max_size=2).map(tuple),
    votes=st.dictionaries(st.integers(0, 3), st.sets(names, max_size=2), max_size=2),
    board=st.dictionaries(names, st.dictionaries(names, st.integers(0, 3), max_size=2), max_size=2),
    thread=st.none() | threads,
    log=st.lists(st.dictionaries(names, json_like, max_size=2), max_size=2),
)


def small_room() -> Room:
    bob = Attendee(Who(Kind.USER, "bob"), Right.TALK, [Session(1), Session(2)])
    return Room("standup", call=Call(5), attendees={"bob": bob}, log=[{"x": [1, (2,)]}])


@given(rooms)
def test_thawing_a_frozen_room_gives_the_room(room: Room) -> None:
    frozen = freeze(room)
    again = thaw(Room, frozen)
    assert hash(frozen) == hash(freeze(again))
    assert frozen == freeze(again)
    assert key(room) == key(again)
    assert again.log == room.log
    assert (again.allowed, again.votes, again.board) == (room.allowed, room.votes, room.board)


@given(rooms)
def test_a_room_survives_its_json_text(room: Room) -> None:
    again = restore(Room, json.loads(json.dumps(dump(room))))
    assert freeze(again) == freeze(room)
    assert type(again.lobby) is Lobby
    assert all(type(attendee.who.kind) is Kind for attendee in again.attendees.values())
    assert again.log == room.log


@given(rooms)
def test_a_thawed_room_shares_nothing_with_the_old_one(room: Room) -> None:
    frozen = freeze(room)
    again = thaw(Room, frozen)
    again.attendees["new"] = Attendee(Who(Kind.USER, "new"))
    again.allowed.add(Who(Kind.GUEST, "nobody"))
    again.board.setdefault("a", {})["z"] = 1
    assert freeze(room) == frozen != freeze(again)


def test_the_key_ignores_history_at_every_depth_and_freeze_does_not() -> None:
    room, other = small_room(), small_room()
    other.log.append({})
    other.attendees["bob"].seen.append("hello")
    assert key(room) == key(other)
    assert freeze(room) != freeze(other)


@pytest.mark.parametrize(
    "change",
    [
        lambda room: room.attendees["bob"].sessions.pop(),
        lambda room: setattr(room.attendees["bob"].sessions[1], "in_call", True),
        lambda room: setattr(room, "call", None),
        lambda room: room.call.reactions.add("x"),
        lambda room: setattr(room, "lobby", Lobby.CLOSED),
    ],
)
def test_every_change_of_state_changes_the_key(change: Callable[[Room], object]) -> None:
    room = small_room()
    change(room)
    assert key(room) != key(small_room())


def test_the_order_of_a_dict_counts_and_that_of_a_set_does_not() -> None:
    alice, bob = Attendee(Who(Kind.USER, "alice")), Attendee(Who(Kind.USER, "bob"))
    assert key(Room("r", attendees={"a": alice, "b": bob})) != key(
        Room("r", attendees={"b": bob, "a": alice})
    )
    one, other = (
        {Who(Kind.USER, str(n)) for n in range(9)},
        {Who(Kind.USER, str(n)) for n in reversed(range(9))},
    )
    assert key(Room("r", allowed=one)) == key(Room("r", allowed=other))


def test_an_index_is_rebuilt_and_never_frozen() -> None:
    room = small_room()
    frozen = freeze(room)
    room.count["nobody"] = 9
    assert freeze(room) == frozen
    again = thaw(Room, frozen)
    assert (again.count, again.size) == ({"bob": 2}, 2)


built: list[str] = []


@model_class
class Leaf:
    name: str = state()

    def rebuild(self) -> None:
        built.append(self.name)


@model_class
class Root:
    leaves: list[Leaf] = state(factory=list)
    names: list[str] = index(factory=list)
    first: list[str] = index(default=attrs.Factory(lambda self: [self.leaves[0].name], takes_self=True))

    def rebuild(self) -> None:
        built.append("root")


def test_leaves_are_rebuilt_before_their_owner() -> None:
    built.clear()
    root = thaw(Root, freeze(Root([Leaf("one"), Leaf("two")])))
    assert built == ["one", "two", "root"]
    assert (root.names, root.first) == ([], ["one"])


def test_two_thawed_objects_do_not_share_an_index() -> None:
    frozen = freeze(Root([Leaf("one")]))
    assert thaw(Root, frozen).names is not thaw(Root, frozen).names


def test_thaw_passes_by_a_guarded_setattr() -> None:
    @attrs.define(eq=False)
    class Checked:
        size: int = state(default=1)

        def __setattr__(self, name: str, value: object) -> None:
            raise AssertionError(name)

    codec = Codec.of(Checked)
    assert codec.thaw((7,)).size == 7


def attributes(cls: Any) -> Any:
    return attrs.fields(cls)


def test_the_marks_of_a_field_can_be_read() -> None:
    kinds = {attribute.name: kind_of(attribute) for attribute in attributes(Room)}
    assert (kinds["name"], kinds["log"], kinds["count"]) == ("state", "history", "index")
    assert [a.name for a in attributes(Session) if is_identity(a)] == ["id"]


def test_model_objects_are_slotted_and_equal_only_to_themselves() -> None:
    assert not hasattr(small_room(), "__dict__")
    assert Session(1) != Session(1)


def test_an_index_without_a_start_is_refused() -> None:
    with pytest.raises(TypeError, match="default or a factory"):
        index()  # type: ignore[call-overload]


@attrs.define(eq=False)
class Unmarked:
    good: int = state()
    bad: int = 0


@attrs.define(eq=False)
class Loose:
    x: int = 0


@model_class
class Owner:
    held: Loose = state()


@model_class
class Odd:
    held: dict[str, bytes] = state()


@model_class
class Mixed:
    held: list[int] | str = state()


@model_class
class Unkeyed:
    held: set[Leaf] = state()


@model_class
class First:
    second: Second | None = state()
    bad: bytes = state()


@model_class
class Second:
    first: First | None = state()


@pytest.mark.parametrize(
    ("cls", "message"),
    [
        (Unmarked, "Unmarked: field 'bad' is not marked"),
        (Loose, "Loose: field 'x'"),
        (Owner, r"Owner\.held: Loose is neither"),
        (Odd, r"Odd\.held: bytes"),
        (Mixed, r"Mixed\.held: a mutable type"),
        (Unkeyed, r"Unkeyed\.held: .*immutable"),
        (First, r"First\.bad: bytes"),
        (Second, r"First\.bad: bytes"),
        (int, "int is not a model class"),
    ],
)
def test_a_class_no_codec_covers_is_refused_by_name(cls: type, message: str) -> None:
    for _ in range(2):
        with pytest.raises(TypeError, match=message):
            Codec.of(cls)


def test_a_parameter_json_has_no_word_for_is_refused() -> None:
    with pytest.raises(TypeError, match="Session"):
        freeze(Room("r", log=[{"x": Session(1)}]))


def saved(**changes: Any) -> dict[str, Any]:
    return {**json.loads(json.dumps(dump(small_room()))), **changes}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "expected a saved state"),
        ([], "expected a saved state"),
        ({"class": "Room", "state": []}, "expected a saved state"),
        (saved(extra=1), "expected a saved state"),
        (saved(**{"talksim-state": 2}), "version 1 of a saved state, got 2"),
        (saved(**{"class": "Call"}), "saved state of a Room, got 'Call'"),
        (saved(state=[]), "Room: expected a list of the 13 fields"),
        (saved(state="standup"), "Room: expected a list"),
        (saved(state=[5, *saved()["state"][1:]]), r"Room\.name: expected str, got 5"),
        (saved(state=["r", 7, *saved()["state"][2:]]), r"Room\.lobby: expected Lobby, got 7"),
    ],
)
def test_a_saved_state_of_another_shape_is_refused_with_its_place(data: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        restore(Room, data)


def places(data: Any) -> list[tuple[Any, Any]]:
    own = [(data, i) for i in range(len(data))] if isinstance(data, list) else []
    return own + [place for item in (data if isinstance(data, list) else []) for place in places(item)]


junk: st.SearchStrategy[object] = (
    st.none()
    | st.integers()
    | st.text(max_size=2)
    | st.just([])
    | st.just({})
    | st.just([[], []])
    | st.just([1])
)


@given(rooms, st.data())
def test_any_damage_is_a_value_error_or_another_good_room(room: Room, data: st.DataObject) -> None:
    damaged = json.loads(json.dumps(dump(room)))
    holder, place = data.draw(st.sampled_from(places(damaged["state"])))
    holder[place] = data.draw(junk)
    try:
        again = restore(Room, damaged)
    except ValueError:
        return
    assert freeze(restore(Room, dump(again))) == freeze(again)


def test_nesting_without_end_is_a_value_error() -> None:
    deep: list[object] = []
    for _ in range(5000):
        deep = ["list", deep]
    state_ = saved()["state"]
    state_[12] = [[["x"], [deep]]]
    with pytest.raises(ValueError, match="fit together"):
        restore(Room, saved(state=state_))


@model_class
class Linked:
    links: dict[str, str] = state(factory=dict)

    def rebuild(self) -> None:
        for target in self.links.values():
            self.links[target]


def test_a_link_that_leads_nowhere_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="does not fit together"):
        restore(Linked, {"talksim-state": 1, "class": "Linked", "state": [[["a"], ["b"]]]})
