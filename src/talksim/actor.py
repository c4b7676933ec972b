"""Somebody who asks, with one method for each operation: `alice.create_room("standup", type="public")`.

The methods are made of the declared operations when this module is imported; type checkers read them in the
stub beside it, which `python -m talksim.stubs` writes.
"""

from __future__ import annotations

import talksim.operations  # noqa: F401  declares what the methods are made of
from talksim.asking import Asker, Door, method_of
from talksim.rules.operation import OPERATIONS

__all__ = ["Actor", "Door"]


class Actor(Asker):
    """A person, a guest or a server in one world; each operation of the API is a method.

    In a room, the room comes first: a name, a token, or the outcome that created it. Parameters follow in
    order or by name, as words or values: `alice.join_call("standup", flags=["audio", "video"])`.
    """

    __slots__ = ()


for _operation in OPERATIONS.values():
    setattr(Actor, _operation.name, method_of(_operation))
