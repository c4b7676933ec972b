"""Who is where in a room, as a Mermaid flowchart: boxes for the lobby, the room and the call in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from talksim.draw.mermaid import escaped
from talksim.draw.place import OUTSIDE, where
from talksim.model.room import Room
from talksim.model.server import Server

__all__ = ["whereabouts"]

_BOXES: Final = ("lobby", "in room", "in call")


def whereabouts(server: Server, room: Room) -> str:
    """The people of a room in its boxes, with what they send; who is not there stands outside."""
    places = dict(_places(server, room))
    lines = ["flowchart LR", f'subgraph room["{escaped(room.label)}"]']
    for number, box in enumerate(_BOXES):
        inside = [who for who, place in places.items() if place.startswith(box)]
        if inside:
            lines += [f'subgraph b{number}["{box}"]', *_people(places, inside, box), "end"]
    lines += ["end", *_people(places, [who for who, place in places.items() if place == OUTSIDE], OUTSIDE)]
    return "\n    ".join(lines) + "\n"


def _places(server: Server, room: Room) -> Iterator[tuple[str, str]]:
    """Where each browser is that is there, then who belongs to the room and is there with none."""
    browsers = ((browser, where(server, browser, room)) for browser in server.browsers.values())
    there = [(browser, place) for browser, place in browsers if place != OUTSIDE]
    yield from ((browser.name, place) for browser, place in there)
    present = {browser.user for browser, _ in there}
    members = (attendee.actor_id for attendee in room.attendees.values())
    yield from ((id, OUTSIDE) for id in members if id in server.users and id not in present)


def _people(places: dict[str, str], inside: list[str], box: str) -> Iterator[str]:
    names = list(places)
    for who in inside:
        sends = places[who].removeprefix(box).removeprefix(" with ")
        said = f"{who}, {sends}" if sends else who
        yield f'p{names.index(who)}(["{escaped(said)}"])'
