"""What stands before the first step, from plain values: accounts, groups, guests, settings, rooms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, TypeVar, get_type_hints

from talksim.constants import ObjectType, RoomType, UnknownWord, Vocabulary, words
from talksim.model.settings import Settings
from talksim.rules.operation import Operation
from talksim.scenario.document.mistake import Mistake, Wrong, attempt
from talksim.scenario.reading.command import phrases
from talksim.scenario.script import GivenRoom, Guest, Person
from talksim.scenario.value import check_parameter, check_word, listed, vocabulary_of, written
from talksim.switches import SWITCHES

__all__ = [
    "guests",
    "mapping",
    "names",
    "room",
    "setting_operation",
    "setting_types",
    "settings",
    "users",
]

T = TypeVar("T")

_IDS: Final = "such as [alice, bob]"
_PEOPLE: Final = ("moderators", "users", "groups")
_LISTS: Final = (*_PEOPLE, "joined", "in call")
_EVERYDAY: Final = {
    "admins": "moderators",
    "kind": "type",
    "members": "users",
    "participants": "users",
    "people": "users",
}
"""What people call the keys of a room."""


def names(raw: Any) -> tuple[str, ...]:
    """A list of names. Raises `Wrong`."""
    if not isinstance(raw, list):
        raise Wrong(Mistake("this is a list of names", "such as [alice, bob]"))
    found = [Mistake("a name is text", "", (n,)) for n, item in enumerate(raw) if not isinstance(item, str)]
    found += [
        Mistake(f'"{item}" is listed twice', "", (n,))
        for n, item in enumerate(raw)
        if isinstance(item, str) and item in raw[:n]
    ]
    if found:
        raise Wrong(*found)
    return tuple(raw)


def mapping(raw: Any, make: Callable[[Any], T], what: str, hint: str = "") -> dict[str, T]:
    """A mapping whose values `make` makes. Raises `Wrong` with the mistakes in all of them."""
    if not isinstance(raw, dict):
        raise Wrong(Mistake(f"{what} are {'a list or ' if hint else ''}a mapping", hint))
    found: list[Mistake] = []
    made = {name: attempt(found, (name,), make, value) for name, value in raw.items()}
    if found:
        raise Wrong(*found)
    return made


def users(raw: Any, person: Callable[[Any], Person]) -> dict[str, Person]:
    """The accounts: a list of ids, or a mapping that says more of them. Raises `Wrong`."""
    if isinstance(raw, list):
        return {name: Person() for name in names(raw)}
    return mapping(raw, lambda value: Person() if value is None else person(value), "users", _IDS)


def guests(raw: Any, guest: Callable[[Any], Guest]) -> dict[str, Guest]:
    """The browsers without account. Raises `Wrong`."""
    if isinstance(raw, list):
        return {name: Guest() for name in names(raw)}
    return mapping(raw, lambda value: Guest() if value is None else guest(value), "guests", _IDS)


@cache
def setting_types() -> Mapping[str, Any]:
    """The settings with the type of each."""
    return {name: hint for name, hint in get_type_hints(Settings).items() if not name.startswith("_")}


def settings(raw: Any) -> dict[str, Any]:
    """The settings of the administrator. Raises `Wrong`."""
    if not isinstance(raw, dict):
        raise Wrong(Mistake("settings are a mapping", "such as {start_calls: moderators}"))
    found: list[Mistake] = []
    made = {name: attempt(found, (), _setting, name, value) for name, value in raw.items()}
    if found:
        raise Wrong(*found)
    return made


def room(raw: Any) -> GivenRoom:
    """A room that stands before the first step. Raises `Wrong`."""
    if not isinstance(raw, dict):
        raise Wrong(Mistake("a room is a mapping", "such as {type: public, owner: alice}"))
    found: list[Mistake] = []
    if not isinstance(raw.get("owner"), str):
        message = '"owner" must be a name' if "owner" in raw else "the room has no owner"
        found.append(Mistake(message, "such as owner: alice", ("owner",) if "owner" in raw else ()))
    if "type" in raw and (wrong := check_word(RoomType, raw["type"])):
        found.append(Mistake(*wrong, ("type",)))
    if "object" in raw and (wrong := check_word(ObjectType, raw["object"])):
        found.append(Mistake(*wrong, ("object",)))
    lists = {key: attempt(found, (key,), names, raw[key]) for key in _LISTS if key in raw}
    rest = {key: value for key, value in raw.items() if key not in ("owner", "type", "object", *_LISTS)}
    for key, value in rest.items():
        attempt(found, (), _room_setting, key, value)
    if found:
        raise Wrong(*found)
    lists["in_call"] = lists.pop("in call", ())
    lists["order"] = tuple(key for key in raw if key in _PEOPLE)
    made_for = raw.get("object", "none")
    return GivenRoom(raw.get("type", "group"), raw["owner"], object=made_for, settings=rest, **lists)


def setting_operation(key: str) -> Operation | None:
    """The operation that sets what a room's key names: `lobby` → set lobby."""
    return phrases().get(f"set {key}")


def _setting(name: str, value: Any) -> Any:
    hint = setting_types().get(name)
    if name in SWITCHES:
        if not isinstance(value, bool):
            raise Wrong(Mistake(f'"{name}" must be true or false', f"not {written(value)}", (name,)))
        return value
    if hint is None:
        known = [*setting_types(), *SWITCHES]
        raise Wrong(Mistake(f'unknown setting "{name}"', listed(known, name), (name,), "key"))
    return _typed(name, hint, value)


def _typed(name: str, hint: Any, value: Any) -> Any:
    vocabulary = vocabulary_of(hint)
    if vocabulary is not None and issubclass(vocabulary, Vocabulary):
        if wrong := check_word(vocabulary, value):
            raise Wrong(Mistake(*wrong, (name,)))
        return _member(vocabulary, value, name)
    plain = list if str(hint).startswith("list") else hint
    if not isinstance(value, plain) or (plain is int and isinstance(value, bool)):
        shown = {list: "a list", bool: "true or false", str: "text", int: "a whole number"}.get(
            plain, plain.__name__
        )
        raise Wrong(Mistake(f'"{name}" must be {shown}', f"not {written(value)}", (name,)))
    return list(value) if plain is list else value


def _member(vocabulary: type[Vocabulary], value: Any, name: str) -> Any:
    """A setting is a member: unlike a request, it cannot carry a number nobody knows."""
    try:
        return vocabulary.parse(value)
    except UnknownWord:
        known = f"one of: {', '.join(words(vocabulary))}"
        raise Wrong(Mistake(f"unknown {vocabulary.title} {written(value)}", known, (name,))) from None


def _room_setting(key: str, value: Any) -> None:
    operation = setting_operation(key)
    if operation is None:
        raise Wrong(Mistake(f'a room has no "{key}"', _key_meant(key, value), (key,), "key"))
    given = value if isinstance(value, dict) else {operation.parameters[0].name: value}
    found: list[Mistake] = []
    for name, item in given.items():
        parameter = operation.parameter(name)
        path = (key, name) if given is value else (key,)
        if parameter is None:
            hint = listed((p.name for p in operation.parameters), name)
            found.append(Mistake(f'{operation.phrase} has no "{name}"', hint, path, "key"))
        elif wrong := check_parameter(parameter, item):
            found.append(Mistake(*wrong, path))
    if found:
        raise Wrong(*found)


def _key_meant(key: str, value: Any) -> str:
    """A hint for a key that no room has."""
    if key == "guests":
        return f"guests join by themselves: joined: {written(value if isinstance(value, list) else [value])}"
    if key in _EVERYDAY:
        return f'Did you mean "{_EVERYDAY[key]}"?'
    settings = (phrase.removeprefix("set ") for phrase in phrases() if phrase.startswith("set "))
    return listed([*_LISTS, "type", "object", "owner", *settings], key)
