"""The texts a request may carry: ids of what there is, words from samples of operations, and odd ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from random import Random
from typing import Any, Final

import talksim.operations  # noqa: F401  declares the operations whose samples are read
from talksim.constants import AttendeeType
from talksim.model.room import Room
from talksim.model.server import Server
from talksim.procedures.app_config import config_keys
from talksim.rules.operation import OPERATIONS

__all__ = ["ODD_TEXTS", "any_text", "text_for"]

ODD_TEXTS: Final = (
    "",
    " ",
    "nobody",
    "standup",
    "-1",
    "9" * 30,
    "@all",
    "é👍",
    "a\nb",
    "${a}",
    "x" * 256,
    "x" * 32_001,
)
"""Empty, too long, of other scripts, numbers out of range."""

_PLAIN: Final = ("standup", "hello", "@bob hello @all", "secret words", "")


def text_for(random: Random, server: Server, room: Room | None, name: str) -> str:
    """A text that makes sense for a parameter of that name; a sample where nothing else is known."""
    found: Sequence[str] = ()
    if name in _IDS and random.randrange(8) < 7:
        found = list(_IDS[name](server, room))
    return random.choice(found or samples(name) or _PLAIN)


def any_text(random: Random) -> str:
    """A text that makes sense for few parameters."""
    return random.choice(ODD_TEXTS)


@cache
def samples(name: str) -> tuple[str, ...]:
    """The texts that operations declare as samples for a parameter of that name, and what else is usual."""
    given = [sample.get(name) for operation in OPERATIONS.values() for sample in operation.samples]
    texts = dict.fromkeys(str(text) for text in given if isinstance(text, str))
    return (*texts, *_USUAL.get(name, ()))


_USUAL: Final[Mapping[str, Sequence[str]]] = {
    "action": ("leave", "hello"),
    "actor_type": ("users", "guests", "ip", "emails"),
    "answer": ('{"dialout": {"callid": "call-1"}}',),
    "app": ("guests", "circles"),
    "features": ("webhook", "response", "none"),
    "job": ("ExpireChatMessages", "RemoveEmptyRooms", "TranscriptionJob", "ResetAssistance"),
    "kind": ("call", "default"),
    "key": config_keys(),
    "message": _PLAIN,
    "mime_type": ("video/ogg", "audio/ogg", "text/plain"),
    "mode": ("call", "default"),
    "object_id": ("call", "7"),
    "options": ("tea", "coffee", "water"),
    "password": ("secret words", "", "short"),
    "random": ("r" * 64,),
    "reaction": ("❤️", "👎", "no"),
    "reference_id": ("reference",),
    "secret": ("s" * 40,),
    "status": ("online", "dnd", "invisible", "offline"),
    "value": ("", "no", "yes", "1", "0", "none", "staff", "external"),
}


def _users(server: Server, _: Room | None) -> Iterable[str]:
    return server.users


def _groups(server: Server, _: Room | None) -> Iterable[str]:
    return server.groups


def _circles(server: Server, _: Room | None) -> Iterable[str]:
    return server.circles


def _bots(server: Server, _: Room | None) -> Iterable[str]:
    return map(str, server.bots)


def _files(server: Server, _: Room | None) -> Iterable[str]:
    return server.files


def _links(server: Server, _: Room | None) -> Iterable[str]:
    return server.links


def _anybody(server: Server, room: Room | None) -> list[str]:
    """Accounts, groups, circles, whoever else is in the room, and addresses."""
    inside = [one.actor_id for one in room.attendees.values() if not one.is_user] if room else []
    known = [*server.users, *server.groups, *server.circles]
    return [*known, *inside, "zoe@example.org", "+4930123456", "127.0.0.1"]


def _sessions(server: Server, room: Room | None) -> list[str]:
    if room is None:
        return [*server.sessions]
    return [session for one in room.attendees.values() for session in one.sessions]


def _passwords(_: Server, room: Room | None) -> list[str]:
    return [room.password] if room and room.password else []


def _pins(_: Server, room: Room | None) -> list[str]:
    return [one.pin for one in room.attendees.values() if one.pin] if room else []


def _phones(_: Server, room: Room | None) -> list[str]:
    phones = room.attendees.values() if room else ()
    return [one.phone_number for one in phones if one.actor_type is AttendeeType.PHONES]


def _calls(_: Server, room: Room | None) -> list[str]:
    return [one.call_id for one in room.attendees.values() if one.call_id] if room else []


_IDS: Final[Mapping[str, Callable[[Server, Room | None], Iterable[str]]]] = {
    "actor_id": _anybody,
    "bot": _bots,
    "call_id": _calls,
    "circle": _circles,
    "destination": _users,
    "file": _files,
    "group": _groups,
    "groups": _groups,
    "invite": _anybody,
    "link": _links,
    "member": _anybody,
    "moderators": _users,
    "number": _phones,
    "owner": _users,
    "participant": _anybody,
    "password": _passwords,
    "pin": _pins,
    "readers": _users,
    "search": _users,
    "session": _sessions,
    "sessions": _sessions,
    "source": _users,
    "user": _users,
    "users": _users,
}
"""What there is, by the parameters that name it."""


def listed(random: Random, items: Callable[[], Any], most: int = 3) -> list[Any]:
    """A short list."""
    return [items() for _ in range(random.randrange(most + 1))]
