"""Settings from outside a scenario: `key=value` words, and files, also those of a real server.

A file is a mapping of settings, or what `occ config:list` prints, in which everything is text: `yes`, `2`,
`["staff"]`. A text is read as its setting asks; then a scenario's own `given: settings:` checks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from talksim.errors import UsageError
from talksim.procedures.app_config import OF_OTHER_APPS, field_of
from talksim.scenario.document.fault import Faults, Path
from talksim.scenario.document.mistake import Mistake, Wrong, locate
from talksim.scenario.document.source import Document, read_file
from talksim.scenario.reading.given import setting_types, settings

__all__ = ["from_file", "from_words"]

_BOOLEANS: Final = {"yes": True, "1": True, "true": True, "no": False, "0": False, "false": False}
_WHOLE: Final = re.compile(r"-?[0-9]{1,18}").fullmatch
_ENABLED: Final = ("circles", "guests", "password_policy")


def from_words(given: Iterable[str]) -> dict[str, Any]:
    """The settings in words such as `start_calls=moderators`; of equal names the last one counts.

    Raises `UsageError`.
    """
    found = {}
    for word in given:
        name, equals, text = word.partition("=")
        if not equals:
            raise UsageError(f'"{word}" is not key=value')
        found[name.strip()] = _read(name.strip(), text.strip())
    try:
        return settings(found)
    except Wrong as wrong:
        raise UsageError("; ".join(mistake.sentence for mistake in wrong.mistakes)) from None


def from_file(path: str) -> dict[str, Any]:
    """The settings in a file. Raises `Faults` with all that is wrong, and where."""
    document = read_file(path)
    value = document.value
    try:
        if isinstance(value, dict) and "apps" in value:
            return _of_server(value["apps"])
        if not isinstance(value, dict):
            raise Wrong(Mistake("settings are a mapping", "such as start_calls: moderators"))
        return _checked(value, ())
    except Wrong as wrong:
        raise _faults(document, wrong) from None


def _of_server(apps: Any) -> dict[str, Any]:
    """What `occ config:list` says about Talk and the apps it asks; all else is not ours to judge."""
    if not isinstance(apps, dict) or not all(isinstance(app, dict) for app in apps.values()):
        raise Wrong(Mistake("apps are a mapping of mappings", "as `occ config:list` prints it", ("apps",)))
    known, talk = setting_types(), apps.get("spreed", {})
    found = _checked(
        {field_of(key): value for key, value in talk.items() if field_of(key) in known}, ("apps", "spreed")
    )
    for app in _ENABLED:
        if app in known and "enabled" in apps.get(app, {}):
            found[app] = apps[app]["enabled"] != "no"
    for (app, key), name in OF_OTHER_APPS.items():
        if key in apps.get(app, {}):
            found |= _checked({name: apps[app][key]}, ("apps", app))
    return found


def _checked(given: Mapping[str, Any], path: Path) -> dict[str, Any]:
    try:
        return settings({name: _read(name, value) for name, value in given.items()})
    except Wrong as wrong:
        raise Wrong(*(mistake.under(*path) for mistake in wrong.mistakes)) from None


def _read(name: str, value: Any) -> Any:
    """A text as the value which its setting asks for; what cannot be read so stays for the check."""
    hint = setting_types().get(name, bool)
    if str(hint).startswith("list"):
        return _list(value)
    if hint is int:
        return int(value) if _WHOLE(str(value)) else value
    if hint is bool:
        return _BOOLEANS.get(str(value).casefold(), value)
    return str(value) if hint is str and isinstance(value, (int, float)) else value


def _list(value: Any) -> Any:
    """A list: also as JSON, as Talk's `{"servers": [{"server": …}]}`, or as words with commas between."""
    if isinstance(value, str):
        value = (
            _json(value) if value[:1] in ("[", "{") else [word.strip() for word in value.split(",") if word]
        )
    if isinstance(value, dict):
        value = value.get("servers", value)
    if not isinstance(value, list):
        return value
    return [item.get("server", "") if isinstance(item, dict) else item for item in value]


def _json(text: str) -> Any:
    import json  # noqa: PLC0415  only a server's own file holds it

    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _faults(document: Document, wrong: Wrong) -> Faults:
    return Faults(locate(document, wrong.mistakes), document.text)
