"""Scenes: where an operation plays, and so what its stages and effect may rely on.

The type says it: in an `InRoom`, `room` and `attendee` are there once the gates have bound them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from talksim.by_fields import ShownByFields
from talksim.constants import Permission
from talksim.model.attendee import Attendee
from talksim.model.event import Event
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.model.session import Session
from talksim.model.user import Browser, User
from talksim.procedures.permissions import effective_permissions

__all__ = ["InCall", "InRoom", "OnServer"]


@attrs.define(eq=False, repr=False)
class OnServer(ShownByFields):
    """A request at the server: who asks, for which token (may be unknown), with which parameters."""

    server: Server
    browser: Browser
    token: str
    params: Mapping[str, Any]
    found: Any = attrs.field(default=None, init=False)

    @property
    def now(self) -> float:
        """The virtual clock, in seconds."""
        return self.server.now

    @property
    def user(self) -> User | None:
        """The account of the caller, None for guests and servers."""
        return self.server.users.get(self.browser.user)

    def emit(self, event: Event) -> None:
        """Tell those who react."""
        self.server.emit(event)


@attrs.define(eq=False, repr=False)
class InRoom(OnServer):
    """A request in a room, by an attendee; `session` is the caller's own in this browser, if any.

    `target` is the attendee the request is about, once a bind has found it.
    """

    room: Room = attrs.field(init=False)
    attendee: Attendee = attrs.field(init=False)
    session: Session | None = attrs.field(default=None, init=False)
    target: Attendee = attrs.field(init=False)

    @property
    def permissions(self) -> Permission:
        """The caller's effective permissions."""
        return effective_permissions(self.server, self.room, self.attendee)


@attrs.define(eq=False, repr=False)
class InCall(InRoom):
    """A request that needs the caller's own session in the room."""

    session: Session = attrs.field(init=False)
