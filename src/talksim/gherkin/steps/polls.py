"""Polls."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from talksim.gherkin.cells import Cell, json_value, structure, text
from talksim.gherkin.registry import step
from talksim.gherkin.world import BadStep, World

_POLL: Final = "/api/v1/poll/{token}"
_ONE: Final = f"{_POLL}/{{pollId}}"
_MODES: Final = {"public": 0, "hidden": 1}
_STATES: Final = {"open": 0, "closed": 1}


@step('user "{}" creates a poll in room "{}" with {status}')
def create(w: World, user: str, room: str, status: int) -> None:
    """A question and its options."""
    cells = w.only("question", "options", "resultMode", "maxVotes")
    given: dict[str, Any] = {"question": cells["question"], "options": json_value(cells["options"])}
    if "resultMode" in cells:
        given["resultMode"] = _mode(cells["resultMode"])
    if "maxVotes" in cells:
        given["maxVotes"] = _votes(cells["maxVotes"])
    w.act(user, f"POST {_POLL}", room, status=status, given=given)


@step('user "{}" sees poll "{}" in room "{}" with {status}', verb="GET")
@step('user "{}" closes poll "{}" in room "{}" with {status}', verb="DELETE")
def poll(w: World, user: str, question: str, room: str, status: int, verb: str) -> None:
    """A poll is read or closed."""
    given = {"pollId": {"poll": question}}
    w.act(user, f"{verb} {_ONE}", room, status=status, given=given, **_described(w, status))


@step('user "{}" votes for options "{}" on poll "{}" in room "{}" with {status}')
def vote(w: World, user: str, options: str, question: str, room: str, status: int) -> None:
    """A vote, by the numbers of the options."""
    given = {"pollId": {"poll": question}, "optionIds": list(json.loads(options))}
    w.act(user, f"POST {_ONE}", room, status=status, given=given, **_described(w, status))


def _described(w: World, status: int) -> dict[str, Any]:
    """The poll as it is answered, with these keys and no others."""
    cells = w.settings_table()
    if status not in (200, 201) or not cells:
        return {}
    return {"answers exactly": {name: _cell(name, cell) for name, cell in cells.items()}}


def _cell(name: str, cell: str) -> Any:
    if name not in _READERS:
        raise BadStep(f'a poll has no "{name}"')
    return _READERS[name](cell)


def _mode(cell: str) -> int:
    return _MODES[cell] if cell in _MODES else int(cell)


def _votes(cell: str) -> int:
    return 0 if cell == "unlimited" else int(cell)


def _voted(cell: str) -> Any:
    return [] if cell == "not voted" else structure(cell)


_READERS: Final[Mapping[str, Cell]] = {
    "id": lambda cell: {"poll": cell.removeprefix("POLL_ID(").removesuffix(")")},
    "resultMode": _mode,
    "status": lambda cell: _STATES[cell] if cell in _STATES else int(cell),
    "maxVotes": _votes,
    "numVoters": _votes,
    "votedSelf": _voted,
    "options": structure,
    "votes": structure,
    "details": lambda cell: json_value(cell) or [],
    "question": text,
    "actorType": text,
    "actorId": text,
    "actorDisplayName": text,
}
"""How the cells of a poll's description are read."""
