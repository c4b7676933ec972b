"""Reading the values of app settings, which come as words, numbers or lists (spec: chat 5.4)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeAlias, get_args, get_type_hints

from talksim.constants import Permission, Vocabulary
from talksim.model.settings import Settings

__all__ = ["ConfigValue", "config_keys", "parsed"]

ConfigValue: TypeAlias = str | int | list[str] | None
"""What a setting can be given as."""

_TRUE = ("yes", "true", "on", "1")
_FALSE = ("no", "false", "off", "0")


def config_keys() -> tuple[str, ...]:
    """The names of the settings."""
    return tuple(_readers())


def parsed(key: str, value: ConfigValue) -> Any:
    """The value of the setting; None or "" is its shipped default.

    Raises `KeyError` for an unknown key, `UnknownWord` or `ValueError` for a value it cannot have.
    """
    if value is None or value == "":
        return getattr(Settings(), key)
    return _readers()[key](value)


@cache
def _readers() -> Mapping[str, Callable[[Any], Any]]:
    return {name: _reader(hint) for name, hint in get_type_hints(Settings).items()}


def _reader(hint: Any) -> Callable[[Any], Any]:
    if hint is bool:
        return _truth
    if hint is str:
        return str
    members = get_args(hint) or (hint,)
    if Permission in members:
        return _permission
    words = next((m for m in members if isinstance(m, type) and issubclass(m, Vocabulary)), None)
    return _list if words is None else words.parse


def _truth(value: Any) -> bool:
    word = str(value).lower()
    if word not in _TRUE + _FALSE:
        raise ValueError(f"{value!r} is neither yes nor no")
    return word in _TRUE


def _permission(value: Any) -> Permission:
    """A number, or words; unlike a room's default, nothing is added to it."""
    if isinstance(value, str) and value.strip().isdigit():
        return Permission(int(value))
    return Permission.parse(value)


def _list(value: Any) -> list[str]:
    if isinstance(value, str):
        value = json.loads(value) if value.startswith("[") else [part.strip() for part in value.split(",")]
    return [str(item) for item in value]
