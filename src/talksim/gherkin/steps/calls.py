"""Calls, and ringing at somebody."""

from __future__ import annotations

from typing import Any

from talksim.gherkin.registry import step
from talksim.gherkin.world import BadStep, World

_CALL = "/api/v4/call/{token}"
_NOBODY = 2147483647


@step('user "{}" joins call "{}" with {status} ({api})')
def join(w: World, user: str, room: str, status: int) -> None:
    """Into the call, with the session in the room."""
    cells = w.only("flags", "silent", "recordingConsent")
    given: dict[str, Any] = {}
    if "flags" in cells:
        given["flags"] = int(cells["flags"])
    if "silent" in cells:
        given["silent"] = cells["silent"] == "true"
    if "recordingConsent" in cells:
        given["recordingConsent"] = cells["recordingConsent"] not in ("", "0", "false")
    w.act(user, f"POST {_CALL}", room, status=status, given=given)


@step('user "{}" updates call flags in room "{}" to "{}" with {status} ({api})')
def flags(w: World, user: str, room: str, value: str, status: int) -> None:
    """What somebody sends in the call."""
    w.act(user, f"PUT {_CALL}", room, status=status, given={"flags": int(value)})


@step('user "{}" leaves call "{}" with {status} ({api})')
def leave(w: World, user: str, room: str, status: int) -> None:
    """The own session leaves."""
    w.act(user, f"DELETE {_CALL}", room, status=status)


@step('user "{}" ends call "{}" with {status} ({api})')
def end(w: World, user: str, room: str, status: int) -> None:
    """The call ends for everyone."""
    w.act(user, f"DELETE {_CALL}", room, status=status, given={"all": True})


@step('user "{}" sees {n} peers in call "{}" with {status} ({api})')
def peers(w: World, user: str, count: int, room: str, status: int) -> None:
    """How many are in the call."""
    if status != 200 and count:
        raise BadStep("whoever sees no call sees 0 peers")
    counted: dict[str, Any] = {"answers number": count} if status == 200 else {}
    w.act(user, f"GET {_CALL}", room, status=status, **counted)


@step('user "{}" pings user "{}" to join call "{}" with {status} ({api})')
@step('user "{}" pings user "{}" attendeeIdPlusOne to join call "{}" with {status} ({api})', missing=True)
def ring(w: World, user: str, other: str, room: str, status: int, missing: bool = False) -> None:
    """Ring at somebody, or at an attendee who does not exist."""
    attendee: int | str = _NOBODY if missing else f"user {other}"
    endpoint = "POST /api/v4/call/{token}/ring/{attendeeId}"
    w.act(user, endpoint, room, status=status, given={"attendee": attendee})


@step('user "{}" dials out to "{}" from call in room "{}" with {status} ({api})')
def dial_out(w: World, user: str, phone: str, room: str, status: int) -> None:
    """Call a telephone number from the call."""
    endpoint = "POST /api/v4/call/{token}/dialout/{attendeeId}"
    w.act(user, endpoint, room, status=status, given={"attendee": f"phone {phone}"})
