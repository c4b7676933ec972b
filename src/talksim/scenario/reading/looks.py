"""What a step says is to be seen: who looks at what, and what it is compared with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from talksim.scenario.document.fault import did_you_mean, nearest
from talksim.scenario.document.mistake import Mistake, Wrong, attempt
from talksim.scenario.matching import is_way_of_comparing
from talksim.scenario.reading.answers import refusal, rows_left_aside, unknown_keys
from talksim.scenario.reading.command import BadCommand, split
from talksim.scenario.reading.ways import wrong_ways
from talksim.scenario.script import Expected, Mode, See
from talksim.scenario.seeing import Sight, fields, is_single, sights
from talksim.scenario.value import check_word, listed, written

__all__ = ["SEE_KEYS", "see"]

_MODES: Final[tuple[Mode, ...]] = ("exactly", "including", "in any order", "excluding", "number")
SEE_KEYS: Final = (*_MODES, "without", "forget", "refused")
_EVERYDAY: Final = {
    "chat": "messages",
    "conversation": "room",
    "conversations": "rooms",
    "members": "attendees",
    "participants": "attendees",
    "people": "attendees",
    "users": "attendees",
}
_MOST: Final = 6
"""How many fields are named that may be meant."""

_SOMETIMES: Final = ("details", "status")
"""Fields of looks that only some have: a poll that is over, people with a status."""

_WORD: Final = re.compile("[A-Z]?[a-z]+|[A-Z]+")
_RECEIVED: Final = {"signaling server": "signaling", "recording backend": "recording", "bot": "bot"}


def see(raw: dict[str, Any], subject: str) -> See:
    """The look a mapping says. Raises `Wrong`."""
    found: list[Mistake] = []
    unknown_keys(found, raw, subject, SEE_KEYS)
    text = raw[subject]
    viewer, sight, room = attempt(found, (subject,), _sight, subject, text) or ("", None, "")
    refused = attempt(found, ("refused",), refusal, raw["refused"], None) if "refused" in raw else None
    expected = _expected(found, raw, sight)
    forget = raw.get("forget", False)
    if forget is not False and (forget is not True or sight is None or not sight.viewer):
        found.append(Mistake("only records of requests are forgotten", "forget: true", ("forget",)))
    if expected is None and refused is None and not forget and not found:
        hint = '"exactly" or "including" below it'
        found.append(Mistake("the step does not say what is to be seen", hint, (subject,), "key"))
    if found or sight is None:
        raise Wrong(*found)
    return See(viewer, text, sight, room, expected, refused, forget)


def _sight(subject: str, text: Any) -> tuple[str, Sight, str]:
    if not isinstance(text, str):
        raise Wrong(Mistake("what is seen is said in one line", "such as attendees webinar"))
    viewer, _, verb = subject.rpartition(" ")
    known = sights()
    if verb == "received":
        viewer = viewer.removeprefix("the ")
        kind = _RECEIVED.get(viewer)
        if kind is None or text != "requests":
            hint = "the signaling server received: requests"
            raise Wrong(Mistake("only servers receive, and only requests", hint))
        return viewer, known[f"{kind} requests"], ""
    try:
        words = [word.text for word in split(text)]
    except BadCommand as bad:
        raise Wrong(Mistake(bad.message, bad.hint, (), "value", bad.start, bad.length)) from None
    return (viewer, *_named_sight(text, words, known))


def _named_sight(text: str, words: list[str], known: Mapping[str, Sight]) -> tuple[Sight, str]:
    for used in range(len(words), 0, -1):
        sight = known.get(" ".join(words[:used]))
        if sight is None:
            continue
        rest = words[used:]
        if len(rest) != int(sight.in_room):
            room = f"{sight.name} <room>" if sight.in_room else f"{sight.name} of no room"
            raise Wrong(Mistake(f"it is written: {room}", "", (), "value", 0, len(text)))
        return sight, rest[0] if rest else ""
    raise Wrong(Mistake(f'nobody can see "{text}"', _meant(words, known), (), "value", 0, max(len(text), 1)))


def _meant(words: list[str], known: Mapping[str, Sight]) -> str:
    """A hint for what nobody can see: what it may be called, or of which it is a field."""
    word = " ".join(words[:-1]) or " ".join(words)
    if near := nearest(word, [*known, *_EVERYDAY]):
        return f'Did you mean "{_EVERYDAY.get(near, near)}"?'
    of_room = [name for name in fields(known["room"]) if word and word.casefold() in name.casefold()]
    if of_room:
        return f"look at the room, which has {', '.join(of_room)}"
    return f"one of: {', '.join(sorted(known))}"


def _expected(found: list[Mistake], raw: dict[str, Any], sight: Sight | None) -> Expected | None:
    given = [mode for mode in _MODES if mode in raw]
    if len(given) > 1:
        one, other = given[:2]
        found.append(Mistake(f'"{one}" and "{other}" exclude each other', "", (other,), "key"))
    without = attempt(found, ("without",), rows_left_aside, raw["without"]) if "without" in raw else {}
    for mode in given:
        found += wrong_ways(raw[mode], (mode,))
        if sight is not None and mode != "number":
            _check_fields(found, sight, raw[mode], mode)
        if sight is not None and without:
            _check_row(found, sight, dict.fromkeys(without), ("without",), strict=True)
        return Expected(mode, raw[mode], mode, without or {})
    return None


def _check_fields(found: list[Mistake], sight: Sight, value: Any, mode: Mode) -> None:
    """The fields and words of what is to be seen; a field is refused only if it looks like another.

    What is to be absent has to have fields that are there: of others it always is.
    """
    rows = enumerate(value) if isinstance(value, list) else [(None, value)]
    for number, row in rows:
        place = (mode,) if number is None else (mode, number)
        if isinstance(row, dict) and mode == "excluding" and is_single(sight) and row.keys() & fields(sight):
            message = f'{sight.name} is a single thing, and "excluding" is about rows'
            found.append(Mistake(message, f"say what it is: including: {written(row)}", place))
        elif isinstance(row, dict):
            _check_row(found, sight, row, place, strict=mode == "excluding")
        elif number is None and row is not None:
            found.append(Mistake(f"{sight.name} is compared with a mapping or a list", "", place))
        elif isinstance(row, str) and " " not in row and (wrong := _unknown_word(sight, row)):
            found.append(Mistake(*wrong, place))
        elif not sight.main:
            found.append(Mistake(f"a row of {sight.name} is a mapping", "", place))


def _check_row(
    found: list[Mistake],
    sight: Sight,
    row: Mapping[str, Any],
    place: tuple[str | int, ...],
    *,
    strict: bool,
) -> None:
    known = fields(sight)
    if is_way_of_comparing(row) and next(iter(row)) not in known:
        return
    for name, value in row.items():
        if name == sight.main and isinstance(value, str) and (wrong := _unknown_word(sight, value)):
            found.append(Mistake(*wrong, (*place, name)))
        elif name not in known and (hint := _hint(name, sight, strict=strict)):
            found.append(Mistake(f'{sight.name} has no field "{name}"', hint, (*place, name), "key"))
        elif (
            (vocabulary := known.get(name)) is not None
            and value is not None
            and not isinstance(value, dict)
            and (wrong := check_word(vocabulary, value))
        ):
            found.append(Mistake(*wrong, (*place, name)))


def _fields_of(sight: Sight) -> str:
    """A hint that lists the fields, as far as they are known."""
    known = ", ".join(sorted(fields(sight)))
    return known and f"its fields: {known}"


def _hint(name: str, sight: Sight, *, strict: bool) -> str:
    """A hint for what is no field; "" where it may be one."""
    if name in _SOMETIMES:
        return ""
    return _field_meant(name, sight) or (_fields_of(sight) if strict and not sight.viewer else "")


def _field_meant(name: str, sight: Sight) -> str:
    """The fields with that word in their names, or the one spelled almost so."""
    known = fields(sight)
    found = sorted(field for field in known if name.casefold() in _words(field))
    if sight.main in found or not 0 < len(found) <= _MOST:
        return did_you_mean(name, known)
    return "Did you mean " + " or ".join(f'"{field}"' for field in found) + "?"


def _words(field: str) -> list[str]:
    """`lobby` and `state` of `lobbyState`."""
    return [word.casefold() for word in _WORD.findall(field)]


def _unknown_word(sight: Sight, word: str) -> tuple[str, str] | None:
    """What is wrong with a word of the main field, with a hint, where its words are known."""
    if not sight.words or word in sight.words:
        return None
    return f'unknown word "{word}" of {sight.name}', listed(sight.words, word)
