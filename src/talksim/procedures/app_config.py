"""Reading the values of app settings, which come as words, numbers or lists (spec: chat 5.4)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, TypeAlias, get_args, get_type_hints

from talksim.constants import Permission, Vocabulary
from talksim.model.settings import Settings

__all__ = ["OF_OTHER_APPS", "ConfigValue", "config_keys", "field_of", "parsed"]

ConfigValue: TypeAlias = str | int | list[str] | None
"""What a setting can be given as."""

OF_OTHER_APPS: Final[Mapping[tuple[str, str], str]] = {
    ("core", "shareapi_allow_share_dialog_user_enumeration"): "enumeration",
    ("core", "shareapi_restrict_user_enumeration_to_group"): "enumeration_to_group",
    ("core", "shareapi_restrict_user_enumeration_to_phone"): "enumeration_to_phone",
    ("core", "shareapi_restrict_user_enumeration_full_match"): "enumeration_full_match",
    ("core", "backgroundjobs_mode"): "backgroundjobs_mode",
    ("call_summary_bot", "min-length"): "summary_min_length",
}
"""The settings that are kept by another app than Talk, by that app and its name for them."""

_TRUE = ("yes", "true", "on", "1")
_FALSE = ("no", "false", "off", "0")


def config_keys() -> tuple[str, ...]:
    """The names of the settings."""
    return tuple(_readers())


def field_of(key: str) -> str:
    """The name of a setting from its key, whose dots and dashes are underscores here."""
    return key.replace(".", "_").replace("-", "_")


def parsed(key: str, value: ConfigValue) -> Any:
    """The value of the setting by its name; None or "" is its shipped default.

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
    if hint in (str, int):
        return hint  # type: ignore[no-any-return]
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
        value = _json_list(value) if value.startswith("[") else [part.strip() for part in value.split(",")]
    return [str(item) for item in value]


def _json_list(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("a list is not that deep") from None
