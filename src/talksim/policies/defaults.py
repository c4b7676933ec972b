"""The section `defaults`: what new rooms have, and what parameters are, where nobody says it.

    room: {lobby: non moderators}
    create room: {type: public}

The rooms are group and public rooms that were made for themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from talksim.constants import UnknownWord, words
from talksim.policies.entries import Change, by_operation, entries
from talksim.procedures.room_defaults import ROOM_DEFAULTS, default_fields, marked
from talksim.rules.operation import Operation
from talksim.rules.parameter import Parameter
from talksim.rules.policy import Swap, swapped
from talksim.scenario.document.fault import one_of
from talksim.scenario.document.mistake import Mistake, Wrong, attempt
from talksim.scenario.value import check_parameter, listed, written
from talksim.values import duration, plain_value, word_value

__all__ = ["ROOM", "defaulted", "takes_default"]

ROOM: Final = "room"
_HINT: Final = 'such as "room: {lobby: non moderators}"'
_OF_A_MOMENT: Final = ("moment", "attendee map", "JSON")


def defaulted(raw: Any, found: list[Mistake]) -> Iterator[Change]:
    """What `defaults` says."""
    rest = raw
    if isinstance(raw, dict) and ROOM in raw:
        rest = {key: value for key, value in raw.items() if key != ROOM}
        yield from _of_rooms(raw[ROOM], found)
    for phrase, operation, given in by_operation(rest, _HINT, found):
        inner: list[Mistake] = []
        for name, value in entries(given, 'such as "type: public"', inner):
            made = attempt(inner, (name,), _of_parameter, operation, name, value)
            if made is not None:
                yield Change((phrase, name), partial(_defaulted, operation, name, made[0]))
        found += [mistake.under(phrase) for mistake in inner]


def takes_default(parameter: Parameter) -> bool:
    """Whether a policy can say what a parameter is: it need not be given, and means the same at any time."""
    return not parameter.required and not parameter.kind and parameter.means not in _OF_A_MOMENT


def _of_rooms(raw: Any, found: list[Mistake]) -> Iterator[Change]:
    inner: list[Mistake] = []
    for name, value in entries(raw, "such as {lobby: non moderators}", inner):
        made = attempt(inner, (name,), _of_field, name, value)
        if made is not None:
            yield Change((ROOM, name), partial(_new_rooms, name.replace(" ", "_"), made[0]))
    found += [mistake.under(ROOM) for mistake in inner]


def _of_field(name: str, value: Any) -> tuple[Any]:
    """The value of a field of rooms. Raises `Wrong`."""
    parameter = default_fields().get(name)
    if parameter is None:
        message = f'new rooms have no "{name}" by default'
        raise Wrong(Mistake(message, one_of(name, default_fields()), (), "key"))
    if wrong := check_parameter(parameter, value):
        raise Wrong(Mistake(*wrong))
    if parameter.vocabulary is None:
        return (_seconds(value),)
    vocabulary: Any = parameter.vocabulary
    try:
        return (marked(vocabulary.parse(value)),)
    except UnknownWord:  # unlike a request, a room cannot hold a number nobody knows
        message = f"unknown {vocabulary.title} {written(value)}"
        raise Wrong(Mistake(message, f"one of: {', '.join(words(vocabulary))}")) from None


def _seconds(value: Any) -> int:
    seconds = int(duration(value))
    if seconds < 0:
        raise Wrong(Mistake("the time is negative", "0 is for never"))
    return seconds


def _of_parameter(operation: Operation, name: str, value: Any) -> tuple[Any]:
    """The value of a parameter. Raises `Wrong`."""
    parameter = operation.parameter(name)
    if parameter is None or not takes_default(parameter):
        known = [p.name for p in operation.parameters if takes_default(p)]
        why = "has no" if parameter is None else "takes no default for"
        hint = listed(known, name) if known else "none of its parameters does"
        raise Wrong(Mistake(f'{operation.phrase} {why} "{name}"', hint, (), "key"))
    if wrong := check_parameter(parameter, value):
        raise Wrong(Mistake(*wrong))
    if value is None or parameter.vocabulary is not None:
        return (None if value is None else word_value(parameter, value),)
    if parameter.means == "duration":
        return (int(duration(value)),)
    return (plain_value(parameter, value),)


def _new_rooms(field: str, value: Any) -> Iterator[Swap]:
    yield swapped(ROOM_DEFAULTS, fields={**ROOM_DEFAULTS.fields, field: value})


def _defaulted(operation: Operation, name: str, value: Any) -> Iterator[Swap]:
    yield swapped(operation, defaults={**operation.defaults, name: value})
