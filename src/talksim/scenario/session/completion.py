"""How a line that somebody types may go on: who, what, in which room, with which words."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from talksim.naming import ROLES
from talksim.rules.operation import Operation
from talksim.rules.parameter import Parameter
from talksim.scenario.reading.command import BadCommand, phrases, plays_in_room, split
from talksim.scenario.seeing import sights
from talksim.talk import Talk
from talksim.why.wording import quoted

__all__ = ["completions", "names"]

_WORD: Final = re.compile(r"""(?:[^\s"']|"[^"]*(?:"|$)|'[^']*(?:'|$))+""")
"""A word, also one whose quote is still open."""
_SEES: Final = (" sees", " received")


def _begun(line: str) -> str:
    """The word with which a line ends, which may have only begun: `"no` of `set lobby standup "no`."""
    last = deque(_WORD.finditer(line), maxlen=1)
    return last[0][0] if last and last[0].end() == len(line) else ""


def completions(talk: Talk, line: str) -> list[str]:
    """Every line to which this one may go on, a word further, in the world as it is."""
    subject, colon, rest = line.partition(":")
    if not colon:
        return [first for first in _firsts(talk) if first.startswith(line)]
    word = _begun(rest)
    before = line[: len(line) - len(word)]
    gap = "" if rest != word else " "
    try:
        said = [known.text for known in split(rest[: len(rest) - len(word)])]
    except BadCommand:
        return []
    found = (_seen if subject.endswith(_SEES) else _asked)(talk, subject, said, word)
    fits = dict.fromkeys(option for option in found if _fits(option, word))
    return [f"{before}{gap}{option}{'' if option.endswith('=') else ' '}" for option in fits]


def names(talk: Talk, line: str) -> list[tuple[str, str]]:
    """People and rooms that begin as the last word of a line does, each with that word."""
    word = _begun(line)
    return [(name, word) for name in map(quoted, [*_people(talk), *_rooms(talk)]) if _fits(name, word)]


def _firsts(talk: Talk) -> Iterator[str]:
    for name in [*_people(talk), *ROLES]:
        yield f"{name}: "
    for name in _people(talk):
        yield f"{name} sees: "
    for viewer in dict.fromkeys(sight.viewer for sight in sights().values() if sight.viewer):
        yield f"the {viewer} received: "
    yield "wait: "


def _fits(option: str, word: str) -> bool:
    """Whether an option begins so, or would if its quote were typed as well."""
    return option.startswith((word, f'"{word}'))


def _seen(talk: Talk, subject: str, said: Sequence[str], _word: str) -> Iterator[str]:
    viewer = subject.removeprefix("the ").removesuffix(_SEES[1])
    known = [sight for sight in sights().values() if sight.viewer in ("", viewer)]
    yield from _further((sight.name for sight in known), said)
    if any(sight.in_room and sight.name.split() == list(said) for sight in known):
        yield from map(quoted, _rooms(talk))


def _asked(talk: Talk, subject: str, said: Sequence[str], word: str) -> Iterator[str]:
    """The next word of a phrase; once it is whole, the room, and what the parameters take."""
    known = {
        phrase: operation for phrase, operation in phrases().items() if operation.by in _roles(talk, subject)
    }
    yield from _further(known, said)
    for used in range(len(said), 0, -1):
        operation = known.get(" ".join(said[:used]))
        if operation is not None:
            yield from _of_operation(talk, operation, said[used:], word)
            return


def _further(known: Iterable[str], said: Sequence[str]) -> Iterator[str]:
    """The next word of every phrase that begins as what was said."""
    for phrase in known:
        words = phrase.split()
        if words[: len(said)] == list(said) and len(words) > len(said):
            yield words[len(said)]


def _of_operation(talk: Talk, operation: Operation, said: Sequence[str], word: str) -> Iterator[str]:
    if plays_in_room(operation):
        if not said:
            yield from map(quoted, _rooms(talk))
            return
        said = said[1:]
    name, equals, _ = word.partition("=")
    for number, parameter in enumerate(operation.parameters):
        if equals and name == parameter.name:
            yield from (f"{name}={value}" for value in _values(talk, parameter))
        elif not equals and number == len(said):
            yield from _values(talk, parameter)
        if not equals and number >= len(said):
            yield f"{parameter.name}="


def _values(talk: Talk, parameter: Parameter) -> Iterator[str]:
    if parameter.vocabulary is not None:
        yield from (quoted(str(member)) for member in parameter.vocabulary)
    elif parameter.python_type is bool:
        yield from ("true", "false")
    else:
        names: Callable[[Talk], Iterable[str]] = _rooms if parameter.kind == "room" else _people
        yield from map(quoted, names(talk))


def _roles(talk: Talk, subject: str) -> tuple[str, ...]:
    """What the one who asks is, or anything if that is nobody."""
    if subject in (*_people(talk), *ROLES):
        return (talk.names.role(subject),)
    return tuple({operation.by for operation in phrases().values()})


def _people(talk: Talk) -> list[str]:
    return list(dict.fromkeys([*talk.server.users, *talk.names.guests]))


def _rooms(talk: Talk) -> list[str]:
    """The rooms that have a name, whoever gave it."""
    aliased = set(talk.names.aliases.values())
    others = (
        room.name
        for room in talk.server.rooms.values()
        if room.token not in aliased and not room.is_one_to_one
    )
    return [*talk.names.aliases, *filter(None, dict.fromkeys(others))]
