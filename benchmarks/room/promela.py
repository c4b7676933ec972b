"""The room in Promela, for Spin: one indivisible step for every action, its guard first.

Unrolled over the people, which suits Spin best: nothing is indexed by a variable, and no process is switched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from room.model import room_of

__all__ = ["promela"]

_TYPES: Final = ("owner", "moderator", "user", "guest", "guest moderator")
_HEAD: Final = """\
#define OWNER 0
#define MODERATOR 1
#define USER 2
#define GUEST 3
#define GUEST_MODERATOR 4
#define AWAY 0
#define IN_ROOM 1
#define IN_CALL 2
#define NONE 0
#define STARTING_VIDEO 1
#define VIDEO 2
#define STARTING_AUDIO 3
#define AUDIO 4
#define FAILED 5
#define LEADS(n) (type[n] == OWNER || type[n] == MODERATOR || type[n] == GUEST_MODERATOR)
#define MAY_LEAD(n) (presence[n] != AWAY && LEADS(n))
#define STARTING (recording == STARTING_VIDEO || recording == STARTING_AUDIO)
#define STOPPED (recording == NONE || recording == FAILED)
#define END_IF_EMPTY if :: !ACTIVE -> recording = NONE :: else fi
#define TAKE_OUT(n) if :: presence[n] == IN_CALL && !LEADS(n) -> presence[n] = IN_ROOM :: else fi
"""


def promela(people: int) -> str:
    """The model of a room of so many people, as text."""
    active = " || ".join(f"presence[{n}] == IN_CALL" for n in range(people))
    types = [_TYPES.index(person.type) for person in room_of(people).people.values()]
    given = " ".join(f"type[{n}] = {type};" for n, type in enumerate(types))
    steps = "\n".join(f":: d_step {{ {guard} -> {effect} }}" for guard, effect in _steps(people))
    variables = f"byte type[{people}]; byte presence[{people}]; bit lobby; bit read_only; byte recording;"
    head = f"{_HEAD}#define ACTIVE ({active})\n{variables}"
    return f"{head}\ninit {{\nd_step {{ {given} }}\ndo\n{steps}\nod\n}}\n"


def _steps(people: int) -> Iterator[tuple[str, str]]:
    yield "STARTING", "recording = recording + 1"
    yield "STARTING", "recording = FAILED"
    for who in range(people):
        yield from _by_person(who)
        yield from _by_moderator(who, people)
        for whom in range(people):
            yield from _on_others(who, whom)


def _by_person(who: int) -> Iterator[tuple[str, str]]:
    place = f"presence[{who}]"
    yield f"{place} == AWAY", f"{place} = IN_ROOM"
    yield f"{place} != AWAY", f"{place} = AWAY; END_IF_EMPTY"
    allowed = f"(!lobby || LEADS({who})) && (!read_only || ACTIVE)"
    yield f"{place} == IN_ROOM && {allowed}", f"{place} = IN_CALL"
    yield f"{place} == IN_CALL", f"{place} = IN_ROOM; END_IF_EMPTY"


def _by_moderator(who: int, people: int) -> Iterator[tuple[str, str]]:
    may = f"MAY_LEAD({who})"
    everybody = "; ".join(f"TAKE_OUT({n})" for n in range(people))
    yield f"{may} && !lobby", f"lobby = 1; {everybody}; END_IF_EMPTY"
    yield f"{may} && lobby", "lobby = 0"
    yield f"{may} && !read_only", "read_only = 1"
    yield f"{may} && read_only", "read_only = 0"
    yield f"{may} && ACTIVE && STOPPED", "recording = STARTING_VIDEO"
    yield f"{may} && ACTIVE && STOPPED", "recording = STARTING_AUDIO"
    yield f"{may} && !STOPPED", "recording = NONE"


def _on_others(who: int, whom: int) -> Iterator[tuple[str, str]]:
    type = f"type[{whom}]"
    promoted = f"if :: {type} == USER -> {type} = MODERATOR :: else -> {type} = GUEST_MODERATOR fi"
    yield f"MAY_LEAD({who}) && ({type} == USER || {type} == GUEST)", promoted
    demoted = f"if :: {type} == MODERATOR -> {type} = USER :: else -> {type} = GUEST fi"
    out = f"if :: lobby -> TAKE_OUT({whom}) :: else fi"
    moderator = f"({type} == MODERATOR || {type} == GUEST_MODERATOR)"
    yield f"MAY_LEAD({who}) && {moderator}", f"{demoted}; {out}; END_IF_EMPTY"
