"""The JSON Schema of scenario files, for editors: derived from the operations, constants and settings.

The reader of scenarios is stricter: it knows which rooms and people there are, and what each operation takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from talksim.constants import GROUPS, ObjectType, RoomType
from talksim.fixes import FIXES
from talksim.invariants import INVARIANTS
from talksim.naming import ROLES
from talksim.rules.operation import OPERATIONS
from talksim.scenario.document.keys import ON_LOOKS
from talksim.scenario.matching import REFERENCES
from talksim.scenario.reading.command import phrases
from talksim.scenario.reading.steps import ACT_KEYS
from talksim.scenario.schema_parts import (
    PARAMETER,
    REPEATED,
    REPEATED_SCHEMA,
    group_key,
    group_schema,
    head_of,
    object_schema,
    or_parameter,
    settings_schema,
    value_schema,
    word_schema,
)
from talksim.scenario.seeing import sights
from talksim.scenario.value import JSON_MEANINGS

__all__ = ["given_schemas", "schema"]

_NAMES: Final = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
_COUNT: Final = {"anyOf": [{"type": "integer", "minimum": 0}, PARAMETER]}
_REFERENCE: Final = {
    "type": "object",
    "properties": {
        key: {"anyOf": [{"type": ["string", "integer"]}, REPEATED]} for key in (*REFERENCES, "raw")
    },
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}
_LOOKS: Final = "( sees| received)$"
_SEEN: Final = {"type": ["array", "object", "null", "string"]}


def schema() -> dict[str, Any]:
    """The schema of version 1, draft 2020-12: of scenarios and of fragments."""
    return {
        **head_of("scenario"),
        **_either({"required": ["fragment"]}, _ref("fragment"), _ref("scenario")),
        "$defs": {
            "scenario": _scenario(),
            "fragment": _fragment(),
            **given_schemas(),
            "step": _step(),
            "look": _look(),
            "refused": _refused(),
            "command": _command(),
            "with": _with(),
            "repeated": REPEATED_SCHEMA,
            **{group_key(group): group_schema(group) for group in GROUPS},
        },
    }


def given_schemas() -> dict[str, Any]:
    """What stands before the first step, and its rooms, under the names by which they are referred to."""
    return {"given": _given(), "room": _room()}


def _either(test: dict[str, Any], then: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """One of two by what a mapping has, so that a validator points at what is wrong, not at the whole."""
    return {"if": test, "then": then, "else": other}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _scenario() -> dict[str, Any]:
    return object_schema(
        ("talksim", "name", "steps"),
        talksim={"const": 1, "description": "The version of the format."},
        name={"type": "string", "description": "What the scenario shows, in one line."},
        tags={**_NAMES, "description": "Words to select scenarios by."},
        parameters=_parameters(),
        cases={
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "required": ["case"], "properties": {"case": {"type": "string"}}},
            "description": "One scenario for each: its name, and the parameters it fills in.",
        },
        xfail={"type": "string", "description": "Why the scenario is expected to fail."},
        breaks=_named(INVARIANTS, "The invariant that a fault of the modelled server breaks in this story."),
        fix=_named(FIXES, "The named fix under which the invariant holds."),
        given={"$ref": "#/$defs/given"},
        steps=_steps(),
    )


def _named(names: Iterable[str], what: str) -> dict[str, Any]:
    return {"anyOf": [{"enum": sorted(names)}, PARAMETER], "description": what}


def _fragment() -> dict[str, Any]:
    return object_schema(
        ("talksim", "fragment", "steps"),
        talksim={"const": 1},
        fragment={"type": "string", "description": "What the steps do, in one line."},
        parameters=_parameters(),
        steps=_steps(),
    )


def _parameters() -> dict[str, Any]:
    return {
        "oneOf": [_NAMES, {"type": "object"}],
        "description": "Filled in as ${name}: a list of names, or a mapping of names to defaults.",
    }


def _steps() -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/step"}}


def _given() -> dict[str, Any]:
    person = {
        "anyOf": [
            {"type": "null"},
            object_schema(name={"type": "string"}, groups=_NAMES, do_not_disturb={"type": "boolean"}),
        ]
    }
    guest = {"anyOf": [{"type": "null"}, object_schema(address={"type": "string"})]}
    return object_schema(
        users={"oneOf": [_NAMES, {"type": "object", "additionalProperties": person}]},
        groups={"type": "object", "additionalProperties": _NAMES},
        guests={"oneOf": [_NAMES, {"type": "object", "additionalProperties": guest}]},
        settings=settings_schema(),
        rooms={"type": "object", "additionalProperties": {"$ref": "#/$defs/room"}},
    )


def _room() -> dict[str, Any]:
    lists = dict.fromkeys(("moderators", "users", "groups", "joined", "in call"), or_parameter(_NAMES))
    settable = {
        operation.phrase.removeprefix("set "): value_schema(operation.parameters[0])
        for operation in phrases().values()
        if operation.phrase.startswith("set ") and operation.in_room and operation.parameters
    }
    for key, value in settable.items():
        settable[key] = {"anyOf": [value, {"type": "object"}]}
    kinds = {"type": word_schema(RoomType), "object": word_schema(ObjectType)}
    return object_schema(("owner",), **kinds, owner={"type": "string"}, **lists, **settable)


def _step() -> dict[str, Any]:
    actor = {
        "type": "object",
        "properties": {
            "with": {"$ref": "#/$defs/with"},
            "refused": {"$ref": "#/$defs/refused"},
            "answers": {"type": ["integer", "object", "array", "null", "string"]},
            "status": {"anyOf": [{"type": "integer", "minimum": 200, "maximum": 599}, PARAMETER]},
            **{f"answers {mode}": _SEEN for mode in ("exactly", "in any order", "excluding")},
            "answers number": _COUNT,
            "without": {"type": "object", "description": "Rows with one of these values are left aside."},
            "headers": {"type": "object"},
            "as": {"type": "string"},
            "then": {"type": "array", "items": {"$ref": "#/$defs/look"}},
        },
        "additionalProperties": {"$ref": "#/$defs/command"},
        "propertyNames": {"not": {"pattern": f"( sees| received)$|^(wait|include|{'|'.join(ON_LOOKS)})$"}},
        "minProperties": 1,
        "maxProperties": len(ACT_KEYS) + 1,
    }
    wait = object_schema(
        ("wait",), wait={"type": ["string", "number"], "description": "How long: 90 s, 6 h."}
    )
    include = object_schema(("include",), include={"type": "string"}, **{"with": {"type": "object"}})
    asks = {"propertyNames": {"not": {"pattern": _LOOKS}}}
    rest = _either({"required": ["include"]}, include, _either(asks, actor, _ref("look")))
    return _either({"required": ["wait"]}, wait, rest)


def _look() -> dict[str, Any]:
    shown = "|".join(re.escape(name) for name in sorted(sights(), key=len, reverse=True))
    return {
        "type": "object",
        "properties": {
            "exactly": {**_SEEN, "description": "These rows in this order, and no others."},
            "including": {**_SEEN, "description": "These rows in this order, among others."},
            "in any order": {**_SEEN, "description": "These rows in whatever order, and no others."},
            "excluding": {**_SEEN, "description": "None of these rows."},
            "number": {**_COUNT, "description": "So many rows."},
            "without": {"type": "object", "description": "Rows with one of these values are left aside."},
            "forget": {"const": True, "description": "The record of requests begins anew afterwards."},
            "refused": {"$ref": "#/$defs/refused"},
        },
        "patternProperties": {
            " sees$": {"type": "string", "pattern": rf"^({shown})( .*)?$"},
            " received$": {"const": "requests"},
        },
        "additionalProperties": False,
        "minProperties": 2,
    }


def _refused() -> dict[str, Any]:
    said = object_schema(
        status={"anyOf": [{"type": "integer", "minimum": 400}, PARAMETER]},
        error={"type": "string"},
        guard={"type": "string"},
    )
    return {"anyOf": [{"type": "integer", "minimum": 400, "maximum": 599}, {"type": "string"}, said]}


def _command() -> dict[str, Any]:
    known = "|".join(re.escape(phrase) for phrase in sorted(phrases(), key=len, reverse=True))
    return {
        "type": "string",
        "pattern": rf"^({known})( .*)?$|\$\{{",
        "description": f"An operation and what it needs. Servers are actors too: {', '.join(ROLES)}.",
    }


def _with() -> dict[str, Any]:
    """The parameters of all operations under their names; one name can mean several things."""
    found: dict[str, list[dict[str, Any]]] = {}
    for operation in OPERATIONS.values():
        for parameter in operation.parameters:
            for name in {parameter.name, parameter.wire}:
                mapping = parameter.means in JSON_MEANINGS
                kinds = found.setdefault(name, [{"type": "object"} if mapping else _REFERENCE])
                kinds += [kind for kind in [value_schema(parameter)] if kind not in kinds]
    return or_parameter(
        {"type": "object", "properties": {name: {"anyOf": found[name]} for name in sorted(found)}}
    )
