"""The JSON Schema of policy files, for editors: derived from operations, guards, lifecycles and defaults.

The loader is stricter: it knows what the rules are after each change, and what a guard relies on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from talksim.constants import GROUPS
from talksim.fixes import FIXES
from talksim.policies.defaults import ROOM, takes_default
from talksim.policies.guards import can_be_added, can_be_dropped
from talksim.policies.moves import states_of
from talksim.procedures.room_defaults import default_fields
from talksim.rules.lifecycle import LIFECYCLES, Lifecycle
from talksim.rules.operation import Operation
from talksim.rules.stage import RULES, Stage
from talksim.scenario.reading.command import phrases
from talksim.scenario.schema_parts import (
    group_key,
    group_schema,
    head_of,
    object_schema,
    settings_schema,
    value_schema,
)

__all__ = ["schema"]

_TEXT: Final = {"type": "string"}
_ID: Final = {"type": "string", "pattern": r"^\w+\.\w+$"}


def schema() -> dict[str, Any]:
    """The schema of version 1, draft 2020-12."""
    return {
        **head_of("policy"),
        **object_schema(
            ("talksim", "policy"),
            talksim={"const": 1, "description": "The version of the format."},
            policy={**_TEXT, "description": "What is otherwise, in one line."},
            extends={**_TEXT, "description": "Another policy file, whose changes come first."},
            settings=settings_schema(),
            variants={**_names(FIXES), "description": "Effects as under these named fixes."},
            drop={**_by_operation(_droppable), "description": "Guards that operations ask no more."},
            add={
                **_by_operation(lambda _: _ref("guards")),
                "description": "Guards that operations ask as well.",
            },
            moves=object_schema(**{name: _ways(one) for name, one in sorted(LIFECYCLES.items())}),
            defaults=_defaults(),
        ),
        "$defs": {
            "guards": _guards(rule for rule in RULES.values() if can_be_added(rule)),
            **{f"states of {name}": _names(states_of(one)) for name, one in sorted(LIFECYCLES.items())},
            **{f"moves of {name}": _leads(one) for name, one in sorted(LIFECYCLES.items())},
            **{group_key(group): group_schema(group) for group in GROUPS},
        },
    }


def _names(words: Iterable[str]) -> dict[str, Any]:
    word = {"enum": sorted(words)}
    return {"anyOf": [word, {"type": "array", "items": word}]}


def _guards(guards: Iterable[Stage]) -> dict[str, Any]:
    word = {"anyOf": [{"enum": sorted({guard.name for guard in guards})}, _ID]}
    return {"anyOf": [word, {"type": "array", "items": word}]}


def _droppable(operation: Operation) -> dict[str, Any]:
    return _guards(stage for stage in operation.stages if can_be_dropped(stage))


def _by_operation(made: Callable[[Operation], dict[str, Any]]) -> dict[str, Any]:
    return object_schema(**{phrase: made(phrases()[phrase]) for phrase in sorted(phrases())})


def _ways(lifecycle: Lifecycle) -> dict[str, Any]:
    from_states = dict.fromkeys(lifecycle.triggers, _ref(f"states of {lifecycle.name}"))
    guards = [RULES[guard.id].name for edge in lifecycle.moves for guard in edge.guards]
    return object_schema(
        remove={"anyOf": [_names(lifecycle.triggers), object_schema(**from_states)]},
        redirect=_ref(f"moves of {lifecycle.name}"),
        add=_ref(f"moves of {lifecycle.name}"),
        **({"drop": _names(guards)} if guards else {}),
    )


def _leads(lifecycle: Lifecycle) -> dict[str, Any]:
    states = sorted(states_of(lifecycle))
    leads = {"type": "object", "propertyNames": {"enum": states}, "additionalProperties": {"enum": states}}
    return {
        "type": "object",
        "propertyNames": {"enum": list(lifecycle.triggers)},
        "additionalProperties": leads,
    }


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name.replace(' ', '%20')}"}


def _defaults() -> dict[str, Any]:
    room = object_schema(**{name: value_schema(field) for name, field in default_fields().items()})
    operations = {
        phrase: object_schema(**{p.name: value_schema(p) for p in operation.parameters if takes_default(p)})
        for phrase, operation in sorted(phrases().items())
        if any(map(takes_default, operation.parameters))
    }
    return object_schema(**{ROOM: room}, **operations)
