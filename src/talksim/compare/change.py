"""What differs between two policies: an operation, for whom, in what kind of room, and what shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import attrs

from talksim.by_fields import EqualByFields
from talksim.constants import ObjectType
from talksim.model.room import Room
from talksim.model.user import Browser
from talksim.rules.operation import Operation
from talksim.rules.stage import RULES
from talksim.scenario.rooms import room_called
from talksim.talk import Talk

__all__ = ["ALLOWED", "NO_REQUEST", "Cell", "Change", "Kind", "cell", "place"]

Kind: TypeAlias = Literal["newly allowed", "newly refused", "other refusal"]

ALLOWED = "allowed"
NO_REQUEST = "no request can say that"
"""The answer where a word means nothing, such as somebody who is not in the room."""


@attrs.frozen(eq=False, repr=False)
class Cell(EqualByFields):
    """What changes for whom: `before` and `after` are "allowed", or status and rule of the refusal.

    `role` is a participant type with "account" or "guest", or "outside" of the room, or the name of a server;
    `room` its type and what it is for, "" where no room is asked. `cause` is the rule that speaks on one side
    and lets pass on the other.
    """

    operation: str
    role: str
    room: str
    before: str
    after: str
    cause: str

    @property
    def kind(self) -> Kind:
        """Whether more is allowed, less is, or it is refused otherwise."""
        if self.after == ALLOWED:
            return "newly allowed"
        return "newly refused" if self.before == ALLOWED else "other refusal"


@attrs.frozen(eq=False, repr=False)
class Change(EqualByFields):
    """A cell with what shows it: the steps, the last of which is answered otherwise, and a scenario.

    `scenario` is the text of a file that `talksim run` replays under the first policy; "" where no file can
    say it. `source` is the scenario where it was seen, as `path:line`, "" for one found by search. `shorter`
    tells the same with less, if it can be.
    """

    cell: Cell
    steps: tuple[str, ...]
    scenario: str = attrs.field(default="", repr=False)
    source: str = ""
    shorter: Callable[[], Change] | None = attrs.field(default=None, eq=False, repr=False)


def cell(operation: Operation, standing: tuple[str, str], before: Any, after: Any) -> Cell | None:
    """The cell of two answers, `(status, rule)` or None each; None where they do not differ."""
    told = _told(before), _told(after)
    if told[0] == told[1]:
        return None
    rules = [rule for rule in (_rule(before), _rule(after)) if rule]
    return Cell(operation.phrase, *standing, *told, min(rules, key=_turn(operation), default=""))


def _turn(operation: Operation) -> Callable[[str], int]:
    """When a rule is asked: of two that speak, the first has let the other side pass."""
    stages = [stage.id for stage in operation.stages]
    return lambda rule: stages.index(rule) if rule in stages else len(stages)


def place(talk: Talk, actor: str, room: str) -> tuple[str, str]:
    """In which role somebody asks, and in what kind of room."""
    browser = talk.names.browser(actor)
    found = talk.server.rooms.get(room_called(talk, room, browser.user)) if room else None
    return _role(talk, browser, found), _kind_of(found)


def _role(talk: Talk, browser: Browser, room: Room | None) -> str:
    if browser.role != "browser":
        return browser.role
    who = "account" if browser.user else "guest"
    if room is None:
        return who
    entry = talk.server.sessions.get(browser.sessions.get(room.token, ""))
    attendee = entry[1] if entry is not None and entry[0] is room else None
    if attendee is None and browser.user:
        attendee = room.find("users", browser.user)
    if attendee is None:
        return f"outside, {who}"
    return str(attendee.type) if attendee.is_guest else f"{attendee.type}, {who}"


def _kind_of(room: Room | None) -> str:
    if room is None:
        return ""
    purpose = "" if room.object_type is ObjectType.NONE else f", {room.object_type}"
    return f"{room.type}{purpose}"


def _told(answer: Any) -> str:
    if answer is None:
        return NO_REQUEST
    status, rule = answer
    return ALLOWED if status < 400 else f"{status} {rule}".strip()


def _rule(answer: Any) -> str:
    """The rule of a refusal, "" of what was allowed."""
    return answer[1] if answer is not None and answer[0] >= 400 and answer[1] in RULES else ""
