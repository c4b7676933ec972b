"""Whom one may add to a room: the server's own completion, which Talk filters (spec: participant 1)."""

from __future__ import annotations

from collections.abc import Iterator

from talksim.constants import AttendeeType
from talksim.model.server import Server
from talksim.procedures.gate import logged_in
from talksim.procedures.scene import OnServer
from talksim.rules.operation import operation
from talksim.rules.parameter import Token
from talksim.rules.stage import Answer

__all__ = ["list_suggestions"]

_Suggestion = dict[str, str]


@operation(
    "GET /core/autocomplete/get",
    stages=[logged_in],
    wire={"room": "itemId", "kind": "itemType"},
    samples=[{"search": "bob"}],
)
def list_suggestions(at: OnServer, *, search: str, room: Token | str = "", kind: str = "call") -> Answer:
    """Accounts and groups that fit a search, the caller aside.

    Who is in the room is left out, for a caller who is in it as well.
    """
    found = [suggestion for suggestion in _known(at.server) if _fits(suggestion, search)]
    own: tuple[str, str] = (AttendeeType.USERS, at.browser.user)
    taken = {own}
    where = at.server.rooms.get(room) if kind == "call" else None
    if where is not None and own in where.by_actor:
        taken |= where.by_actor.keys()
    return Answer(200, [each for each in found if (each["source"], each["id"]) not in taken])


def _known(server: Server) -> Iterator[_Suggestion]:
    for user in server.users.values():
        yield {"source": AttendeeType.USERS.value, "id": user.id, "label": user.display_name}
    for group in server.groups.values():
        yield {"source": AttendeeType.GROUPS.value, "id": group.id, "label": group.display_name}


def _fits(suggestion: _Suggestion, search: str) -> bool:
    wanted = search.casefold()
    return wanted in suggestion["id"].casefold() or wanted in suggestion["label"].casefold()
