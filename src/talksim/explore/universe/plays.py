"""The operations of a universe: phrases, or whole chapters, with who plays them, where, and their choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from talksim.explore.universe.universe import Play
from talksim.naming import ROLES, meant_by
from talksim.rules.operation import OPERATIONS, Operation
from talksim.scenario.document.fault import did_you_mean
from talksim.scenario.document.mistake import Mistake, Wrong, attempt
from talksim.scenario.reading.command import phrases, plays_in_room
from talksim.scenario.reading.given import names
from talksim.scenario.script import Given
from talksim.scenario.value import check_parameter, listed

__all__ = ["default_plays", "plays"]

_DEFAULT: Final = ("join room", "leave room", "join call", "leave call", "set lobby")
"""What is played where a file does not say: a call and a lobby before it."""

_OWN: Final = ("by", "in")
"""Keys below an operation that are no parameters."""


def default_plays() -> tuple[Play, ...]:
    """The operations of a universe that names none."""
    return tuple(Play(phrases()[phrase]) for phrase in _DEFAULT)


def plays(raw: Any, given: Given) -> tuple[Play, ...]:
    """The operations in play. Raises `Wrong` with every mistake."""
    items = raw if isinstance(raw, list) else [raw]
    if not items:
        raise Wrong(Mistake("no operation is in play", "such as [join room, join call]"))
    found: list[Mistake] = []
    made: list[Play] = []
    for number, item in enumerate(items):
        path = (number,) if isinstance(raw, list) else ()
        made += attempt(found, path, _item, item, given, ("operations", *path)) or ()
    if found:
        raise Wrong(*found)
    return tuple(made)


def _item(raw: Any, given: Given, path: tuple[str | int, ...]) -> list[Play]:
    if isinstance(raw, str):
        return [Play(operation, path=path) for operation in _called(raw)]
    if not isinstance(raw, dict) or len(raw) != 1:
        hint = "such as join call, or join call: {flags: [audio, disconnected]}"
        raise Wrong(Mistake("an operation is named, or a mapping of its name to its choices", hint))
    ((name, said),) = raw.items()
    found: list[Mistake] = []
    operations = attempt(found, (), _called, name)
    if found:
        raise Wrong(*(mistake.under(name) for mistake in found))
    made = [attempt(found, (name,), _play, operation, said, given, path) for operation in operations]
    if found:
        raise Wrong(*found)
    return made


def _called(name: Any) -> list[Operation]:
    """The operation of that phrase, or those of that chapter. Raises `Wrong`."""
    if name in phrases():
        return [phrases()[name]]
    chapter = [one for one in OPERATIONS.values() if one.chapter.replace("_", " ") == name]
    if not chapter:
        known = [*phrases(), *(one.chapter.replace("_", " ") for one in OPERATIONS.values())]
        raise Wrong(Mistake(f'there is no operation "{name}"', did_you_mean(str(name), known), at="value"))
    return chapter


def _play(operation: Operation, raw: Any, given: Given, path: tuple[str | int, ...]) -> Play:
    said = {} if raw is None else raw
    if not isinstance(said, dict):
        raise Wrong(Mistake("choices are a mapping", "such as {flags: [audio, disconnected]}"))
    found: list[Mistake] = []
    by = attempt(found, ("by",), _by, said["by"], given, operation) if "by" in said else None
    rooms = attempt(found, ("in",), _list, said["in"]) if "in" in said else None
    if rooms is not None and not plays_in_room(operation):
        found.append(Mistake(f"{operation.phrase} plays in no room", "", ("in",), "key"))
    choices = dict(_choices(operation, said, found))
    if found:
        raise Wrong(*found)
    return Play(operation, choices, by, rooms, path)


def _choices(
    operation: Operation, said: Mapping[str, Any], found: list[Mistake]
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    known = {key: one for one in operation.parameters for key in (one.wire, one.name)}
    for key, value in said.items():
        if key in _OWN:
            continue
        parameter = known.get(key)
        if parameter is None:
            hint = listed((*(one.name for one in operation.parameters), *_OWN), str(key))
            found.append(Mistake(f'{operation.phrase} has no "{key}"', hint, (key,), "key"))
            continue
        chosen = value if isinstance(value, list) else [value]
        for number, item in enumerate(chosen):
            if wrong := check_parameter(parameter, item):
                found.append(Mistake(*wrong, (key, number) if isinstance(value, list) else (key,)))
        yield parameter.name, tuple(chosen)


def _by(raw: Any, given: Given, operation: Operation) -> tuple[str, ...]:
    chosen = _list(raw)
    known = [*given.users, *given.guests]
    for number, name in enumerate(chosen):
        role = name if name in ROLES else "browser"
        place = (number,) if isinstance(raw, list) else ()
        if role == "browser" and not _is_known(name, known):
            hint = meant_by(name, known) or "declare them under given"
            raise Wrong(Mistake(f'nobody is called "{name}"', hint, place))
        if operation.by != role:
            who = "people do" if operation.by == "browser" else f"the {operation.by} does"
            raise Wrong(Mistake(f'{name} cannot "{operation.phrase}"', f"{who} that", place))
    return chosen


def _is_known(name: str, known: Iterable[str]) -> bool:
    """Whether somebody is called so, perhaps with a device or an address."""
    return name.startswith("guest") or any(
        name == one or name.startswith((f"{one}'s ", f"{one} at ")) for one in known
    )


def _list(raw: Any) -> tuple[str, ...]:
    return names(raw if isinstance(raw, list) else [raw])
