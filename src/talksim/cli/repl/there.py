"""What is there now: the clock, and of each room who is where, its lobby, call and recording."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from talksim.scenario.player import Player

__all__ = ["there"]

_PLACES: Final = {"call": "in call", "room": "in room", "lobby": "lobby", "member": "outside"}
"""Where people are, from the inside out: in the words of timelines."""


def there(player: Player, token: str = "") -> str:
    """The rooms as people would see them now, or the one room, as reports and timelines have them."""
    from talksim.scenario.peek import peek  # noqa: PLC0415  most is typed without
    from talksim.site.scene import people, rooms  # noqa: PLC0415
    from talksim.values import moment_text  # noqa: PLC0415

    seen = peek(player)
    found = [room for room in rooms(seen) if token in ("", room["token"])]
    shown = ["\n".join(_room(room)) for room in found] or ["there is no room"]
    everybody = [] if token else [f"people: {', '.join(people(seen)) or 'nobody'}"]
    return "\n".join([f"it is {moment_text(seen.talk.server.now)}", *everybody, *shown])


def _room(room: Mapping[str, Any]) -> Iterator[str]:
    """A room with its statuses, then the people in each place."""
    status = [
        value if name in ("type", *value.split()) else f"{name} {value}" for name, value in room["status"]
    ]
    call = "call active" if room["call"] else "no call"
    recording = [f"recording {room['recording']}"] if room["recording"] else []
    yield f"{room['name']}: {', '.join([*status, call, *recording])}"
    for place, words in _PLACES.items():
        inside = [_person(one) for one in room["people"] if one["at"] == place]
        if inside:
            yield f"  {words:<7}  {', '.join(inside)}"


def _person(person: Mapping[str, Any]) -> str:
    """Somebody with what is not usual: `olga (owner) with audio + video`."""
    type = [] if person["type"] == "user" else [person["type"]]
    rights = [f"may {person['rights']}"] if person.get("rights") else []
    known = f" ({', '.join([*type, *rights])})" if type or rights else ""
    flags = f" with {' + '.join(person['flags'])}" if person.get("flags") else ""
    return f"{person['name']}{known}{flags}"
