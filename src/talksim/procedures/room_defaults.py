"""What a new room has beyond what was asked for: nothing in Talk itself, what a policy says under one.

It holds for rooms that people can set up afterwards: group and public rooms that were made for themselves.
The server's own rooms, one-to-ones, breakout rooms and those about a file, a link or a telephone call are as
Talk makes them, for their rules forbid such settings (spec: conversation 3.2 to 3.4, 9).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, get_type_hints

import attrs

from talksim.by_fields import ShownByFields
from talksim.constants import ObjectType, Permission, RoomType
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.rules.parameter import Parameter, parameter_for

__all__ = ["ROOM_DEFAULTS", "RoomDefaults", "default_fields", "marked"]

_FIELDS: Final = (
    "default_permissions",
    "listable",
    "lobby",
    "mention_permissions",
    "message_expiration",
    "read_only",
    "recording_consent",
    "sip",
)
_MANY: Final = (RoomType.GROUP, RoomType.PUBLIC)


@attrs.frozen(eq=False, repr=False)
class RoomDefaults(ShownByFields):
    """The values of fields of new rooms; a policy swaps `fields`."""

    fields: Mapping[str, Any] = {}

    def of(self, server: Server, type: RoomType, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """The fields of a room that is made with what was asked for; SIP is on where it is set up alone."""
        if type not in _MANY or asked.get("object_type", ObjectType.NONE) is not ObjectType.NONE:
            return {}
        if server.settings.sip_configured:
            return self.fields
        return {name: value for name, value in self.fields.items() if name != "sip"}


ROOM_DEFAULTS: Final = RoomDefaults()
"""Those in force."""


@cache
def default_fields() -> Mapping[str, Parameter]:
    """What new rooms can have by default, with type or vocabulary, by the words people use: `read only`."""
    hints = get_type_hints(Room)
    return {name.replace("_", " "): parameter_for(name, hints[name]) for name in _FIELDS}


def marked(value: Any) -> Any:
    """A value as a room keeps it: permissions of its own are marked as such (spec: participant 2.5)."""
    return value | Permission.CUSTOM if isinstance(value, Permission) and value else value
