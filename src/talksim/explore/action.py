"""Actions: the steps a search tries in every state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from talksim.by_fields import EqualByFields
from talksim.errors import UsageError
from talksim.explore.clock import age, next_deadline
from talksim.outcome import Outcome
from talksim.rules.operation import Operation
from talksim.scenario.player import Player
from talksim.scenario.reading.command import plays_in_room
from talksim.scenario.script import Command
from talksim.scenario.value import written
from talksim.talk import Talk

__all__ = ["WAIT", "Action", "Request", "Wait", "request"]


@attrs.frozen(eq=False, repr=False)
class Action(EqualByFields):
    """One step: `text` is how a scenario writes it, on one line."""

    text: str

    def run(self, talk: Talk) -> Outcome | None:
        """Do it in a world of the search; None where no request is made. Names mean what they mean there."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.text


@attrs.frozen(eq=False, repr=False)
class Request(Action):
    """Somebody asks for an operation in a room; `words` are the parameters as people write them."""

    actor: str = attrs.field(eq=False)
    operation: Operation = attrs.field(eq=False)
    room: str = attrs.field(eq=False, default="")
    words: Mapping[str, Any] = attrs.field(eq=False, factory=dict)

    def run(self, talk: Talk) -> Outcome | None:
        """Ask; None for what no request can carry in this world."""
        try:
            command = Command(self.operation, _meant(talk, self.room), self.words)
            return Player.on(talk).ask(self.actor, command)
        except UsageError:
            return None


def _meant(talk: Talk, room: str) -> str:
    """What a room is called now: its name passes on to the next that bears it, once it has gone."""
    rooms = talk.server.rooms
    if room not in talk.names.aliases or talk.names.aliases[room] in rooms:
        return room
    return next((other.token for other in rooms.values() if other.name == room), room)


@attrs.frozen(eq=False, repr=False)
class Wait(Action):
    """Time passes, up to the next deadline. How long that is depends on the world."""

    def run(self, talk: Talk) -> None:
        """Let everything grow older by as much."""
        age(talk.server, next_deadline(talk.server))


WAIT: Final = Wait("wait")


def request(
    actor: str, operation: Operation, room: str = "", words: Mapping[str, Any] | None = None
) -> Request:
    """An action by what it asks for, with the text that says so."""
    return Request(f"{actor}: {_line(operation, room, words or {})}", actor, operation, room, words or {})


def _line(operation: Operation, room: str, words: Mapping[str, Any]) -> str:
    """One line for the eye: what a command cannot hold stands as it would below a step."""
    place = [_word(room)] if plays_in_room(operation) else []
    return " ".join([operation.phrase, *place, *(f"{name}={_word(value)}" for name, value in words.items())])


def _is_piece(item: Any) -> bool:
    """Whether it can stand in a list on one line, `in call,audio`."""
    return isinstance(item, str) and item == item.strip() != "" and not set(item) & set(",[]'\"\\")


def _word(value: Any) -> str:
    if isinstance(value, list | tuple) and value and all(map(_is_piece, value)):
        pieces = ",".join(value)
        return f'"{pieces}"' if " " in pieces else pieces
    text = written(value)
    return f'"{text}"' if isinstance(value, str) and " " in text and not text.startswith('"') else text
