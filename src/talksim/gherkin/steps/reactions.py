"""Reactions to messages."""

from __future__ import annotations

from typing import Any, Final

from talksim.gherkin.cells import bot, newlines
from talksim.gherkin.registry import step
from talksim.gherkin.world import BadStep, World

_REACTION: Final = "/api/v1/reaction/{token}/{messageId}"
_COLUMNS: Final = ("actorType", "actorId", "actorDisplayName")


@step('user "{}" react with "{}" on message "{}" to room "{}" with {status}', verb="POST")
@step('user "{}" delete react with "{}" on message "{}" to room "{}" with {status}', verb="DELETE")
def react(w: World, user: str, reaction: str, message: str, room: str, status: int, verb: str) -> None:
    """A reaction comes or goes."""
    given = {"messageId": {"message": newlines(message)}, "reaction": reaction}
    compared = _described(w) if status in (200, 201) else {}
    w.act(user, f"{verb} {_REACTION}", room, status=status, given=given, **compared)


@step('user "{}" retrieve reactions "{}" of message "{}" in room "{}" with {status}')
def reactions(w: World, user: str, reaction: str, message: str, room: str, status: int) -> None:
    """The reactions to a message, all or of one kind."""
    given: dict[str, Any] = {"messageId": {"message": newlines(message)}}
    if reaction != "all":
        given["reaction"] = reaction
    compared = _described(w) if status == 200 else {}
    w.act(user, f"GET {_REACTION}", room, status=status, given=given, **compared)


def _described(w: World) -> dict[str, Any]:
    """Who reacted, by reaction, in any order within one."""
    if w.said.table is None:
        return {}
    groups: dict[str, list[dict[str, Any]]] = {}
    for cells in w.rows():
        if set(cells) != {*_COLUMNS, "reaction"}:
            raise BadStep(f"the table has the columns {', '.join(_COLUMNS)} and reaction")
        groups.setdefault(cells["reaction"], []).append({name: bot(cells[name]) for name in _COLUMNS})
    return {"answers exactly": {reaction: {"in any order": who} for reaction, who in groups.items()}}
