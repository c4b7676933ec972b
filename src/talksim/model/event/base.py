"""Something that happened, for those who react."""

from __future__ import annotations

import attrs

from talksim.by_fields import ShownByFields
from talksim.model.room import Room

__all__ = ["Event"]


@attrs.frozen(eq=False, repr=False)
class Event(ShownByFields):
    """Something that happened in a room."""

    room: Room
