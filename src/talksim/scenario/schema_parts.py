"""What the schemas of our files are made of: settings, parameters and words, as editors propose them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from talksim.constants import FlagConstant, Vocabulary, words
from talksim.rules.parameter import Parameter
from talksim.scenario.reading.given import setting_types
from talksim.scenario.value import vocabulary_of
from talksim.switches import SWITCHES

__all__ = [
    "PARAMETER",
    "REPEATED",
    "REPEATED_SCHEMA",
    "group_key",
    "group_schema",
    "head_of",
    "object_schema",
    "or_parameter",
    "settings_schema",
    "value_schema",
    "word_schema",
]

PARAMETER: Final = {"type": "string", "pattern": r"\$\{[^}]+\}"}
REPEATED: Final = {"$ref": "#/$defs/repeated"}


def head_of(kind: str) -> dict[str, Any]:
    """What each of our schemas begins with: draft 2020-12, version 1 of the format of that kind of file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://talksim.example/{kind}-1.schema.json",
        "title": f"talksim {kind}, version 1",
    }


def object_schema(required: Iterable[str] = (), **properties: Any) -> dict[str, Any]:
    """A mapping with these keys and no others."""
    made: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**made, "required": list(required)} if required else made


REPEATED_SCHEMA: Final = object_schema(
    ("text", "times"),
    text={"type": "string"},
    times={"anyOf": [{"type": "integer", "minimum": 0}, PARAMETER]},
)
"""A long text: one that is repeated."""


def settings_schema() -> dict[str, Any]:
    """The settings of the administrator."""
    kinds = {name: _setting(hint) for name, hint in setting_types().items()}
    return object_schema(**kinds, **{name: or_parameter({"type": "boolean"}) for name in SWITCHES})


def _setting(hint: Any) -> dict[str, Any]:
    vocabulary = vocabulary_of(hint)
    if vocabulary is not None:
        return word_schema(vocabulary)
    plain: dict[Any, dict[str, Any]] = {
        bool: {"type": "boolean"},
        int: {"type": "integer"},
        str: {"type": "string"},
    }
    return or_parameter(plain.get(hint, {"type": "array"}))


def value_schema(parameter: Parameter) -> dict[str, Any]:
    """What a parameter can be; other types that mean the same are taken as well."""
    if parameter.vocabulary is not None and issubclass(parameter.vocabulary, Vocabulary):
        word = word_schema(parameter.vocabulary)
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
    made = or_parameter({"type": [*plain, "null"] if parameter.optional else plain})
    if parameter.python_type is str:
        made["anyOf"].append(REPEATED)
    return made


def or_parameter(schema: dict[str, Any]) -> dict[str, Any]:
    """The same, or a parameter of the file that is filled in."""
    return {"anyOf": [schema, PARAMETER]}


def word_schema(vocabulary: type[Vocabulary]) -> dict[str, Any]:
    """A word of a vocabulary, which stands among the definitions."""
    return {"$ref": f"#/$defs/{group_key(vocabulary)}"}


def group_schema(group: type[Vocabulary]) -> dict[str, Any]:
    """The words of a vocabulary; other spellings and numbers are taken, but not proposed."""
    said = {"enum": [member.word for member in group.members()]}
    other: list[dict[str, Any]] = [{"type": ["integer", "string", "null"]}]
    if issubclass(group, FlagConstant):
        other.append({"type": "array"})
    return {"anyOf": [said, *other], "description": f"{group.title}: {', '.join(words(group))}"}


def group_key(group: type[Vocabulary]) -> str:
    """What a vocabulary is called among the definitions."""
    return group.title.replace(" ", "-")
