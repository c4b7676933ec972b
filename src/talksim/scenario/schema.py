"""The JSON Schema of scenario files, for editors: derived from the operations, constants and settings.

The reader of scenarios is stricter: it knows which rooms and people there are, and what each operation takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from talksim.constants import GROUPS, FlagConstant, ObjectType, RoomType, Vocabulary, words
from talksim.fixes import FIXES
from talksim.invariants import INVARIANTS
from talksim.naming import ROLES
from talksim.rules.operation import OPERATIONS
from talksim.rules.parameter import Parameter
from talksim.scenario.answers import ON_LOOKS
from talksim.scenario.command import phrases
from talksim.scenario.given import SWITCHES, setting_types
from talksim.scenario.matching import REFERENCES
from talksim.scenario.seeing import sights
from talksim.scenario.steps import ACT_KEYS
from talksim.scenario.value import JSON_MEANINGS, vocabulary_of

__all__ = ["schema"]

_PARAMETER: Final = {"type": "string", "pattern": r"\$\{[^}]+\}"}
_NAMES: Final = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
_COUNT: Final = {"anyOf": [{"type": "integer", "minimum": 0}, _PARAMETER]}
_REPEATED: Final = {"$ref": "#/$defs/repeated"}
_REFERENCE: Final = {
    "type": "object",
    "properties": {
        key: {"anyOf": [{"type": ["string", "integer"]}, _REPEATED]} for key in (*REFERENCES, "raw")
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
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://talksim.example/scenario-1.schema.json",
        "title": "talksim scenario, version 1",
        **_either({"required": ["fragment"]}, _ref("fragment"), _ref("scenario")),
        "$defs": {
            "scenario": _scenario(),
            "fragment": _fragment(),
            "given": _given(),
            "room": _room(),
            "step": _step(),
            "look": _look(),
            "refused": _refused(),
            "command": _command(),
            "with": _with(),
            "repeated": _object(
                ("text", "times"),
                text={"type": "string"},
                times={"anyOf": [{"type": "integer", "minimum": 0}, _PARAMETER]},
            ),
            **{_key(group): _group(group) for group in GROUPS},
        },
    }


def _either(test: dict[str, Any], then: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """One of two by what a mapping has, so that a validator points at what is wrong, not at the whole."""
    return {"if": test, "then": then, "else": other}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _object(required: Iterable[str] = (), **properties: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**made, "required": list(required)} if required else made


def _scenario() -> dict[str, Any]:
    return _object(
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
    return {"anyOf": [{"enum": sorted(names)}, _PARAMETER], "description": what}


def _fragment() -> dict[str, Any]:
    return _object(
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
            _object(name={"type": "string"}, groups=_NAMES, do_not_disturb={"type": "boolean"}),
        ]
    }
    guest = {"anyOf": [{"type": "null"}, _object(address={"type": "string"})]}
    return _object(
        users={"oneOf": [_NAMES, {"type": "object", "additionalProperties": person}]},
        groups={"type": "object", "additionalProperties": _NAMES},
        guests={"oneOf": [_NAMES, {"type": "object", "additionalProperties": guest}]},
        settings=_settings(),
        rooms={"type": "object", "additionalProperties": {"$ref": "#/$defs/room"}},
    )


def _settings() -> dict[str, Any]:
    kinds = {name: _setting(hint) for name, hint in setting_types().items()}
    return _object(**kinds, **{name: _or_parameter({"type": "boolean"}) for name in SWITCHES})


def _setting(hint: Any) -> dict[str, Any]:
    vocabulary = vocabulary_of(hint)
    if vocabulary is not None:
        return _word(vocabulary)
    plain: dict[Any, dict[str, Any]] = {
        bool: {"type": "boolean"},
        int: {"type": "integer"},
        str: {"type": "string"},
    }
    return _or_parameter(plain.get(hint, {"type": "array"}))


def _room() -> dict[str, Any]:
    lists = dict.fromkeys(("moderators", "users", "groups", "joined", "in call"), _or_parameter(_NAMES))
    settable = {
        operation.phrase.removeprefix("set "): _value(operation.parameters[0])
        for operation in phrases().values()
        if operation.phrase.startswith("set ") and operation.in_room and operation.parameters
    }
    for key, value in settable.items():
        settable[key] = {"anyOf": [value, {"type": "object"}]}
    kinds = {"type": _word(RoomType), "object": _word(ObjectType)}
    return _object(("owner",), **kinds, owner={"type": "string"}, **lists, **settable)


def _step() -> dict[str, Any]:
    actor = {
        "type": "object",
        "properties": {
            "with": {"$ref": "#/$defs/with"},
            "refused": {"$ref": "#/$defs/refused"},
            "answers": {"type": ["integer", "object", "array", "null", "string"]},
            "status": {"anyOf": [{"type": "integer", "minimum": 200, "maximum": 599}, _PARAMETER]},
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
    wait = _object(("wait",), wait={"type": ["string", "number"], "description": "How long: 90 s, 6 h."})
    include = _object(("include",), include={"type": "string"}, **{"with": {"type": "object"}})
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
    said = _object(
        status={"anyOf": [{"type": "integer", "minimum": 400}, _PARAMETER]},
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
                kinds += [kind for kind in [_value(parameter)] if kind not in kinds]
    return _or_parameter(
        {"type": "object", "properties": {name: {"anyOf": found[name]} for name in sorted(found)}}
    )


def _value(parameter: Parameter) -> dict[str, Any]:
    if parameter.vocabulary is not None and issubclass(parameter.vocabulary, Vocabulary):
        word = _word(parameter.vocabulary)
        return {"anyOf": [word, {"type": "string"}]} if parameter.free else word
    if parameter.kind:
        return {"type": ["string", "integer"]}
    kinds: dict[type, list[str]] = {
        bool: ["boolean"],
        str: ["string", "number"],
        int: ["integer", "string"],
        float: ["number", "string"],
        list: ["array"],
        dict: ["object"],
    }
    plain = kinds.get(parameter.python_type)
    if plain is None:
        return {}
    made = _or_parameter({"type": [*plain, "null"] if parameter.optional else plain})
    if parameter.python_type is str:
        made["anyOf"].append(_REPEATED)
    return made


def _or_parameter(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, _PARAMETER]}


def _word(vocabulary: type[Vocabulary]) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{_key(vocabulary)}"}


def _group(group: type[Vocabulary]) -> dict[str, Any]:
    """The words of a vocabulary; other spellings and numbers are taken, but not proposed."""
    said = {"enum": [member.word for member in group.members()]}
    other: list[dict[str, Any]] = [{"type": ["integer", "string", "null"]}]
    if issubclass(group, FlagConstant):
        other.append({"type": "array"})
    return {"anyOf": [said, *other], "description": f"{group.title}: {', '.join(words(group))}"}


def _key(group: type[Vocabulary]) -> str:
    return group.title.replace(" ", "-")
