"""Bans."""

from __future__ import annotations

from typing import Any

from talksim.gherkin.registry import step
from talksim.gherkin.tables import BANS, row
from talksim.gherkin.world import BadStep, World

_HOME = "127.0.0.1"
_ALL = tuple(BANS)


@step('user "{}" bans user "{}" from room "{}" with {status} ({api})', kind="users")
@step('user "{}" bans ip "{}" from room "{}" with {status} ({api})', kind="ip")
@step('user "{}" bans guest "{}" from room "{}" with {status} ({api})', kind="guests")
@step('user "{}" bans range "{}" from room "{}" with {status} ({api})', kind="ranges")
def ban(w: World, user: str, banned: str, room: str, status: int, kind: str) -> None:
    """A ban; a guest is named by the name of its session."""
    cells = w.only("internalNote", "error")
    actor = w.sessions.get(banned, banned) if kind == "guests" else _local(banned)
    given: dict[str, Any] = {"actorType": kind, "actorId": actor}
    if "internalNote" in cells:
        given["internalNote"] = cells["internalNote"]
    options: dict[str, Any] = {"status": status}
    if "error" in cells and status >= 400:
        options = {"refused": {"status": status, "error": cells["error"]}}
    w.act(user, "POST /api/v1/ban/{token}", room, given=given, **options)


@step('user "{}" sees the following bans in room "{}" with {status} ({api})')
def bans(w: World, user: str, room: str, status: int) -> None:
    """All bans, the oldest first."""
    expected = []
    for cells in w.rows():
        if missing := [name for name in _ALL if name not in cells]:
            raise BadStep(f'the table lacks the column "{missing[0]}"')
        expected.append({name: _named(w, cell) for name, cell in row(cells, BANS).items()})
    compared: dict[str, Any] = {"answers exactly": expected} if status == 200 else {}
    w.act(user, "GET /api/v1/ban/{token}", room, status=status, **compared)


@step('user "{}" unbans user "{}" from room "{}" with {status} ({api})')
def unban(w: World, user: str, banned: str, room: str, status: int) -> None:
    """A ban ends."""
    w.act(user, "DELETE /api/v1/ban/{token}/{banId}", room, status=status, given={"ban": banned})


def _local(address: str) -> str:
    return _HOME if address == "LOCAL_IP" else address


def _named(w: World, cell: str) -> str:
    if cell.startswith("SESSION("):
        name = cell.removeprefix("SESSION(").removesuffix(")")
        return w.sessions.get(name, name)
    return _local(cell)
