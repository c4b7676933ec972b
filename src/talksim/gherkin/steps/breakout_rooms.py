"""Breakout rooms."""

from __future__ import annotations

from typing import Any

from talksim.gherkin.registry import step
from talksim.gherkin.tables import ROOMS, rows
from talksim.gherkin.world import World

_ROOMS = "/api/v1/breakout-rooms/{token}"
_MODES = {"automatic": 1, "manual": 2, "free": 3}


@step('user "{}" creates {n} automatic breakout rooms for "{}" with {status} ({api})', mode="automatic")
@step('user "{}" creates {n} manual breakout rooms for "{}" with {status} ({api})', mode="manual")
@step('user "{}" creates {n} free breakout rooms for "{}" with {status} ({api})', mode="free")
def create(w: World, user: str, count: int, room: str, status: int, mode: str) -> None:
    """Rooms, and who goes where if that is decided by hand."""
    given: dict[str, Any] = {"mode": _MODES[mode], "amount": count}
    if mode == "manual":
        given["attendeeMap"] = _attendee_map(w)
    w.act(user, f"POST {_ROOMS}", room, status=status, given=given)


def _attendee_map(w: World) -> dict[str, int]:
    """People by name and the number of their room."""
    return {f"user {key.partition('::')[2]}": int(value) for key, value in w.settings_table().items()}


@step('user "{}" moves participants into different breakout rooms for "{}" with {status} ({api})')
def move(w: World, user: str, room: str, status: int) -> None:
    """Who goes where, anew."""
    given = {"attendeeMap": _attendee_map(w)}
    w.act(user, f"POST {_ROOMS}/attendees", room, status=status, given=given)


@step('user "{}" removes breakout rooms from "{}" with {status} ({api})')
def remove(w: World, user: str, room: str, status: int) -> None:
    """The rooms go."""
    w.act(user, f"DELETE {_ROOMS}", room, status=status)


@step('user "{}" starts breakout rooms in room "{}" with {status} ({api})', verb="POST")
@step('user "{}" stops breakout rooms in room "{}" with {status} ({api})', verb="DELETE")
def run(w: World, user: str, room: str, status: int, verb: str) -> None:
    """Everybody goes to their room, or comes back."""
    w.act(user, f"{verb} {_ROOMS}/rooms", room, status=status)


@step('user "{}" switches in room "{}" to breakout room "{}" with {status} ({api})')
def switch(w: World, user: str, room: str, target: str, status: int) -> None:
    """The caller goes to another room."""
    w.act(user, f"POST {_ROOMS}/switch", room, status=status, given={"target": target})


@step('user "{}" broadcasts message "{}" to room "{}" with {status} ({api})')
def broadcast(w: World, user: str, message: str, room: str, status: int) -> None:
    """A message into every breakout room."""
    w.act(user, f"POST {_ROOMS}/broadcast", room, status=status, given={"message": message})
    w.posted()


@step('user "{}" requests assistance in room "{}" with {status} ({api})', verb="POST")
@step('user "{}" cancels request for assistance in room "{}" with {status} ({api})', verb="DELETE")
def assistance(w: World, user: str, room: str, status: int, verb: str) -> None:
    """A breakout room asks for a moderator."""
    w.act(user, f"{verb} {_ROOMS}/request-assistance", room, status=status)


@step('user "{}" sees the following breakout rooms for room "{}" with {status} ({api})')
def breakout_rooms(w: World, user: str, room: str, status: int) -> None:
    """The breakout rooms of a room, in any order."""
    compared: dict[str, Any] = {"answers in any order": rows(w.rows(), ROOMS)} if status == 200 else {}
    w.act(user, "GET /api/v4/room/{token}/breakout-rooms", room, status=status, **compared)
