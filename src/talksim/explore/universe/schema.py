"""The JSON Schema of universe files, for editors: derived from operations, guards, invariants and constants.

The loader is stricter: it knows who there is, and what each condition speaks of.
"""

from __future__ import annotations

from typing import Any, Final

from talksim.constants import GROUPS
from talksim.fixes import FIXES
from talksim.invariants import INVARIANTS
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.stage import RULES, Guard
from talksim.scenario.reading.command import phrases
from talksim.scenario.schema import given_schemas
from talksim.scenario.schema_parts import (
    REPEATED_SCHEMA,
    group_key,
    group_schema,
    head_of,
    object_schema,
    value_schema,
)
from talksim.scenario.value import JSON_MEANINGS

__all__ = ["schema"]

_TEXT: Final = {"type": "string"}
_NAMES: Final = {"$ref": "#/$defs/names"}
_GUARDS: Final = {"$ref": "#/$defs/guards"}


def schema() -> dict[str, Any]:
    """The schema of version 1, draft 2020-12."""
    return {
        **head_of("universe"),
        **object_schema(
            ("talksim", "universe"),
            talksim={"const": 1, "description": "The version of the format."},
            universe={**_TEXT, "description": "What is looked at, in one line."},
            given={"$ref": "#/$defs/given"},
            start={**_TEXT, "description": "A scenario whose end is the beginning."},
            operations=_one_or_many({"$ref": "#/$defs/operation"}),
            wait={"type": "boolean", "description": "Time passes, from deadline to deadline."},
            bounds=_bounds(),
            always=_one_or_many(_claim(INVARIANTS)),
            sometimes=_one_or_many(_claim(())),
            refused=object_schema(**dict.fromkeys(("all", *sorted(phrases())), _GUARDS)),
            symmetry={"type": "array", "description": "People of whom it does not matter who is who."},
            fix={"enum": sorted(FIXES), "description": "The named fix under which all this holds."},
        ),
        "$defs": {
            **given_schemas(),
            "guards": _guards(),
            "names": _one_or_many(_TEXT),
            "operation": _operation(),
            "repeated": REPEATED_SCHEMA,
            **{group_key(group): group_schema(group) for group in GROUPS},
        },
    }


def _one_or_many(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _claim(invariants: Any) -> dict[str, Any]:
    named = {"type": "object", "additionalProperties": _TEXT, "minProperties": 1, "maxProperties": 1}
    return {"anyOf": [*([{"enum": sorted(invariants)}] if invariants else []), _TEXT, named]}


def _bounds() -> dict[str, Any]:
    whole = {"type": "integer", "minimum": 1}
    return object_schema(depth=whole, states=whole, seconds={"type": ["number", "string"]})


def _guards() -> dict[str, Any]:
    """Names of guards, or statuses."""
    guards = {rule.name for rule in RULES.values() if isinstance(rule, Guard)}
    status = {"type": ["string", "integer"], "pattern": "^[0-9]+$"}
    return _one_or_many({"anyOf": [{"enum": sorted(guards)}, status]})


def _operation() -> dict[str, Any]:
    chapters = {one.chapter.replace("_", " ") for one in OPERATIONS.values()}
    names = {"enum": sorted({*phrases(), *chapters})}
    played = {phrase: _played(operation) for phrase, operation in sorted(phrases().items())}
    return {"anyOf": [names, {**object_schema(**played), "minProperties": 1, "maxProperties": 1}]}


def _played(operation: Operation) -> dict[str, Any]:
    choices = {}
    for parameter in operation.parameters:
        mapping = [{"type": "object"}] if parameter.means in JSON_MEANINGS else []
        for name in {parameter.name, parameter.wire}:
            choices[name] = _one_or_many({"anyOf": [value_schema(parameter), *mapping]})
    choices["in"] = choices["by"] = _NAMES
    return {"anyOf": [object_schema(**dict(sorted(choices.items()))), {"type": "null"}]}
