"""The names that conditions speak of: a room or person that can never be there is a mistake.

A room can be there that is there in the beginning, that a text in play names, or that the server names by
itself; a person, who has an account, a browser, or a place in a room, or whom a text in play names. A text in
play is one that some action gives: whoever is invited by mail, a room's new name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Final

import attrs

from talksim.explore.action import Action, Request
from talksim.explore.universe.condition import Condition
from talksim.explore.universe.terms import Comparison, FactOf, Items, Literal, PersonIn, RoomNamed, Term
from talksim.explore.universe.universe import Claim
from talksim.model.server import Server
from talksim.scenario.document.fault import Path, nearest
from talksim.scenario.document.mistake import Mistake
from talksim.scenario.rooms import is_made_by_the_server
from talksim.talk import Talk
from talksim.views.names import display_name

__all__ = ["misspoken"]

_BY_THE_SERVER: Final = re.compile(r"Room \d+|\[.*\]")
"""How breakout rooms and one-to-ones are called."""

_NAMES: Final = (".name", ".id")
"""What conditions say of rooms and people to tell who they are."""

_NEAR: Final = 0.8
"""How like a word of some request a name has to be, to be meant as that."""

_SAME: Final = ("Eq", "NotEq", "In", "NotIn")


def misspoken(claims: Iterable[Claim], talk: Talk, actions: Iterable[Action]) -> Iterator[Mistake]:
    """The names in conditions that nothing can ever bear, in the world in which a search begins."""
    said = [(one, one.says) for one in claims if isinstance(one.says, Condition)]
    if not said:
        return
    known = _Known(talk, actions)
    for claim, condition in said:
        for kind, term, name in _spoken(condition.term):
            if not known.may_be(kind, name.known):
                yield _mistake(claim.path, condition.text.strip(), term, name, known.told(kind, name.known))


def _mistake(path: Path, whole: str, term: Term, name: Literal, told: tuple[str, str]) -> Mistake:
    if "\n" in whole:
        return Mistake(*told, path)
    start = whole.find(term.text) + term.text.rfind(name.text)
    return Mistake(*told, path, start=start, length=len(name.text))


class _Known:
    """Who and what can be there."""

    def __init__(self, talk: Talk, actions: Iterable[Action]) -> None:
        self.server = talk.server
        self.texts = set(_texts(actions))
        self.names = {"room": set(_rooms(talk)), "person": set(_people(talk))}

    def may_be(self, kind: str, name: Any) -> bool:
        """Whether a room, or a person, may be called so at some time; some have no name at all."""
        if not isinstance(name, str) or not name or name in self.texts or name in self.names[kind]:
            return True
        return kind == "room" and (name in self.server.rooms or _is_made_by_the_server(name, self.server))

    def told(self, kind: str, name: str) -> tuple[str, str]:
        """What to say of a name that nothing bears, and what may have been meant."""
        message = f'no room is ever called "{name}"' if kind == "room" else f'nobody is ever called "{name}"'
        near = nearest(name, self.names[kind]) or nearest(name, self.texts, cutoff=_NEAR)
        hint = f'Did you mean "{near}"?' if near else "given declares it, or an operation in play names it"
        return message, hint


def _spoken(term: Term) -> Iterator[tuple[str, Term, Literal]]:
    """Every name in a condition, with what it is part of and whether it is a room's or a person's."""
    if isinstance(term, RoomNamed | PersonIn) and isinstance(term.name, Literal):
        yield "room" if isinstance(term, RoomNamed) else "person", term, term.name
    if isinstance(term, Comparison):
        yield from ((kind, term, name) for kind, name in _compared(term))
    for part in _parts(term):
        yield from _spoken(part)


def _compared(term: Comparison) -> Iterator[tuple[str, Literal]]:
    """The texts that somebody's name is to be, or is to be one of."""
    for by, sides in zip(term.by, pairwise(term.sides), strict=True):
        for one, other in (sides, sides[::-1]) if by in ("Eq", "NotEq") else (sides,):
            if isinstance(one, FactOf) and one.text.endswith(_NAMES) and by in _SAME:
                named = other.parts if isinstance(other, Items) else (other,)
                yield from ((one.of.type.kind, name) for name in named if isinstance(name, Literal))


def _parts(term: Term) -> Iterator[Term]:
    for field in attrs.fields(type(term)):
        value = getattr(term, field.name)
        yield from (
            part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, Term)
        )


def _rooms(talk: Talk) -> Iterator[str]:
    yield from talk.names.aliases
    yield from (room.name for room in talk.server.rooms.values())


def _is_made_by_the_server(name: str, server: Server) -> bool:
    """Whether the server may call a room so: after files too, or accounts that left a one-to-one."""
    made = {file.name for file in server.files.values()} | {u.display_name for u in server.users.values()}
    return is_made_by_the_server(name) or _BY_THE_SERVER.fullmatch(name) is not None or name in made


def _people(talk: Talk) -> Iterator[str]:
    server = talk.server
    yield from talk.names.guests
    yield from (name for user in server.users.values() for name in (user.id, user.display_name))
    yield from (browser.name for browser in server.browsers.values())
    for room in server.rooms.values():
        for one in room.attendees.values():
            yield from (one.actor_id, display_name(server, one))


def _texts(actions: Iterable[Action]) -> Iterator[str]:
    """Every text that some action gives, and every part of a list in one."""
    for action in actions:
        if isinstance(action, Request):
            yield action.actor
            yield from _within(action.words)


def _within(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from (value, value.strip(), *(part.strip() for part in value.split(",")))
    elif isinstance(value, dict):
        yield from (text for item in value.values() for text in _within(item))
    elif isinstance(value, list | tuple):
        yield from (text for item in value for text in _within(item))
