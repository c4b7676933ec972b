"""Who may do what, by role: one room in a few situations, and everybody who can be in it or outside of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from talksim.constants import LobbyState, ReadOnly
from talksim.matrix import Grid
from talksim.talk import Talk

__all__ = ["situations"]

_ROOM: Final = "room"
_PEOPLE: Final = ("owner", "moderator", "user", "guest moderator", "guest", "outsider")


def situations() -> Iterator[tuple[str, list[Grid]]]:
    """Each situation in words, with who may do what in it."""
    for words, change in _SITUATIONS:
        talk = _world()
        change(talk)
        yield words, list(talk.matrix(_PEOPLE, [_ROOM]).grids)


def _world() -> Talk:
    """A public room with everybody but the outsider in it, and all of them there."""
    talk = Talk()
    owner = talk.user("owner")
    made = owner.create_room(_ROOM, type="public")
    talk.names.learn(_ROOM, made.token)
    for name in ("moderator", "user"):
        owner.add_participant(_ROOM, talk.user(name))
    owner.promote(_ROOM, "moderator")
    talk.user("outsider")
    for guest in ("guest moderator", "guest"):
        talk.guest(guest).join_room(_ROOM)
    owner.promote(_ROOM, "guest moderator")
    for name in ("owner", "moderator", "user"):
        talk.actor(name).join_room(_ROOM)
    talk.actor("user").send_message(_ROOM, "hello")
    talk.actor("user").create_poll(_ROOM, "Tea or coffee?", ["tea", "coffee"])
    return talk


def _open(_talk: Talk) -> None:
    """As it is."""


def _lobby(talk: Talk) -> None:
    talk.actor("owner").set_lobby(_ROOM, state=LobbyState.NON_MODERATORS)


def _call(talk: Talk) -> None:
    for name in ("owner", "user"):
        talk.actor(name).join_call(_ROOM)


def _read_only(talk: Talk) -> None:
    talk.actor("owner").set_read_only(_ROOM, state=ReadOnly.READ_ONLY)


_SITUATIONS: Final[tuple[tuple[str, Callable[[Talk], None]], ...]] = (
    ("a public room, everybody in it but the outsider", _open),
    ("the same with a lobby for non moderators", _lobby),
    ("the same with owner and user in a call", _call),
    ("the same when it is read-only", _read_only),
)
