"""Parameters of operations: typed by the effect's signature, named as the API names them."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Annotated, Any, NewType, Union, get_args, get_origin

import attrs

from talksim.by_fields import EqualByFields
from talksim.rules.stage import Run, keyword_only

__all__ = [
    "AttendeeId",
    "AttendeeMap",
    "BanId",
    "BotId",
    "CircleId",
    "Duration",
    "GroupId",
    "JsonText",
    "MessageId",
    "Moment",
    "Parameter",
    "PersonId",
    "PollId",
    "Token",
    "parameter_for",
    "parameters_of",
]

Token = NewType("Token", str)
"""The token of a room; scenarios name the room instead."""

AttendeeId = NewType("AttendeeId", int)
"""The id of an attendee; scenarios name the person, group or address instead."""

BanId = NewType("BanId", int)
"""The id of a ban; scenarios name the banned actor instead."""

Moment = NewType("Moment", int)
"""A point in time in Unix seconds; people may say how far from now."""

Duration = NewType("Duration", int)
"""Seconds; people may write "6 h"."""

AttendeeMap = NewType("AttendeeMap", str)
"""JSON that maps attendee ids to numbers of breakout rooms; people map names."""

JsonText = NewType("JsonText", str)
"""JSON in a text; people may write a mapping."""

PollId = NewType("PollId", int)
"""The id of a poll; scenarios refer to it by its question."""

MessageId = NewType("MessageId", int)
"""The id of a message; scenarios refer to it by its text."""

PersonId = NewType("PersonId", str)
"""The id of an account, or of what the type or source beside it says."""

GroupId = NewType("GroupId", str)
"""The id of a group."""

CircleId = NewType("CircleId", str)
"""The id of a circle."""

BotId = NewType("BotId", str)
"""The id of a bot."""


@attrs.frozen(eq=False, repr=False)
class Parameter(EqualByFields):
    """One parameter of an operation.

    `python_type` is the plain Python type (`int`, `str`, `bool`, `float`), `vocabulary` the class of
    `talksim.constants` whose words it accepts, `kind` says what an id names ("attendee", "room",
    "ban"), `wire` is the key in the HTTP request, `free` whether any text passes beside the words,
    `items` the plain Python type of what is in a list (`object` for anything), `means` what a number or
    text stands for, so that people may write it their way ("moment", "duration", "attendee map", "JSON"),
    or so that what is there can be found for it ("poll", "message", "person", "group", "circle", "bot").
    """

    name: str
    wire: str
    python_type: type
    vocabulary: type[Enum] | None = None
    kind: str = ""
    required: bool = True
    default: Any = None
    optional: bool = False
    free: bool = False
    items: type = object
    means: str = ""


def parameters_of(effect: Run, wire: Mapping[str, str], hints: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """The keyword-only parameters of an effect, in order; `hints` are its resolved annotations."""
    return tuple(_parameters(effect, wire, hints))


def parameter_for(name: str, hint: Any) -> Parameter:
    """A parameter that no effect declares, such as a setting, from its type hint."""
    return Parameter(name=name, wire=_camel(name), **_shape(hint))


def _parameters(effect: Run, wire: Mapping[str, str], hints: Mapping[str, Any]) -> Iterator[Parameter]:
    defaults = effect.__kwdefaults__ or {}
    for name in keyword_only(effect):
        yield Parameter(
            name=name,
            wire=wire.get(name, _camel(name)),
            required=name not in defaults,
            default=defaults.get(name),
            **_shape(hints[name]),
        )


_KINDS: dict[Any, str] = {Token: "room", AttendeeId: "attendee", BanId: "ban"}
_MEANINGS: dict[Any, str] = {
    Moment: "moment",
    Duration: "duration",
    AttendeeMap: "attendee map",
    JsonText: "JSON",
    PollId: "poll",
    MessageId: "message",
    PersonId: "person",
    GroupId: "group",
    CircleId: "circle",
    BotId: "bot",
}


def _shape(hint: Any) -> dict[str, Any]:
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    members = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    optional = type(None) in members
    members = tuple(m for m in members if m is not type(None))
    vocabulary = next((m for m in members if isinstance(m, type) and issubclass(m, Enum)), None)
    kind = next((_KINDS[m] for m in members if m in _KINDS), "")
    inner = get_args(members[0])  # of a list, what its items are
    means = next((_MEANINGS[m] for m in (*members, *inner) if m in _MEANINGS), "")
    return {
        "python_type": _plain(members[0] if vocabulary is None else vocabulary),
        "vocabulary": vocabulary,
        "kind": kind,
        "means": means,
        "optional": optional,
        "items": _plain(next(iter(inner), object)),
        "free": str in members and vocabulary is not None and not issubclass(vocabulary, str),
    }


def _plain(member: Any) -> type:
    member = getattr(member, "__supertype__", member)
    for plain in (bool, int, float, str):
        if isinstance(member, type) and issubclass(member, plain):
            return plain
    origin = get_origin(member)
    return origin if isinstance(origin, type) else object


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)
