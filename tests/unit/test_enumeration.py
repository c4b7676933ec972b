"""Whom one may find for a one-to-one: every case of the sharing settings (spec: conversation 1.2)."""

from __future__ import annotations

import pytest
from standup import World

from talksim.constants import RoomType


@pytest.mark.parametrize(
    ("full_match", "allowed", "to_group", "to_phone", "same_group", "other_group"),
    [
        (True, False, True, True, True, True),
        (True, True, False, False, True, True),
        (False, False, False, False, False, False),
        (False, False, True, False, False, False),
        (False, True, False, False, True, True),
        (False, True, True, False, True, False),
        (False, True, False, True, False, False),
        (False, True, True, True, True, False),
    ],
)
def test_who_may_begin_a_one_to_one(
    full_match: bool, allowed: bool, to_group: bool, to_phone: bool, same_group: bool, other_group: bool
) -> None:
    world = World()
    settings = world.server.settings
    settings.enumeration_full_match, settings.enumeration = full_match, allowed
    settings.enumeration_to_group, settings.enumeration_to_phone = to_group, to_phone

    def found(other: str) -> bool:
        outcome = world.do("bob", "create_room", "", type=RoomType.ONE_TO_ONE, invite=other)
        assert outcome.status in (201, 403)
        return outcome.ok

    assert (found("carol"), found("dave")) == (same_group, other_group)
