from __future__ import annotations

from typing import Any

import attrs
import pytest

import talksim.operations  # noqa: F401  declares OPERATIONS
from talksim.by_fields import EqualByFields
from talksim.constants import RoomType
from talksim.model.event import RoomCreated, RoomDeleted
from talksim.model.room import Room
from talksim.rules.operation import OPERATIONS
from talksim.rules.policy import swapped
from talksim.rules.stage import Guard, keyword_only


@attrs.frozen(eq=False, repr=False)
class Point(EqualByFields):
    x: int
    y: int = 0
    label: str = attrs.field(default="", eq=False, repr=False)


@attrs.frozen(eq=False, repr=False)
class Other(EqualByFields):
    x: int
    y: int = 0


@attrs.frozen
class Generated:
    x: int
    y: int = 0
    label: str = attrs.field(default="", eq=False, repr=False)


PAIRS = [((1,), (1, 0)), ((1, 2), (2, 1)), ((1, 2, "a"), (1, 2, "b")), ((1,), (2,))]


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_they_are_shown_and_compared_as_attrs_would_do_it(one: tuple[Any, ...], two: tuple[Any, ...]) -> None:
    equal = Generated(*one) == Generated(*two)
    assert (Point(*one) == Point(*two)) is equal
    assert (hash(Point(*one)) == hash(Point(*two))) is equal
    assert repr(Point(*one)) == repr(Generated(*one)).replace("Generated", "Point")


def test_classes_differ() -> None:
    assert Point(1) != Other(1)
    assert Point(1) != 1


def test_an_event_is_not_changed(room: Room) -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        RoomCreated(room).by_system = True  # type: ignore[misc]
    assert repr(RoomDeleted(room)).startswith("RoomDeleted(room=Room(")


def test_the_declared_effect_says_the_parameters_whatever_a_policy_puts_in_its_place() -> None:
    operation = attrs.evolve(OPERATIONS["set_lobby"])
    with swapped(operation, effect=print):
        assert [parameter.name for parameter in operation.parameters] == ["state", "timer"]
        assert operation.doc == OPERATIONS["set_lobby"].doc != ""


def test_a_stage_is_described_by_its_function() -> None:
    def odd_number(_at: object, *, number: int) -> bool:
        """The number is odd."""
        return number % 2 == 1

    stage = Guard("somewhere.odd_number", odd_number)
    assert (stage.doc, stage.name, keyword_only(odd_number)) == (
        "The number is odd.",
        "odd number",
        ("number",),
    )


@pytest.fixture
def room() -> Room:
    return Room(1, "token", RoomType.GROUP, "a room")
