"""A small world with breakout rooms: alice teaches bob and carol."""

from __future__ import annotations

import json
from typing import Any

from standup import World

from talksim.constants import BreakoutMode, RoomType
from talksim.model.room import Room
from talksim.outcome import Outcome

__all__ = ["Class", "answer"]


class Class(World):
    """Alice's group room "standup" with bob and carol, its breakout rooms by number."""

    def __init__(self, mode: BreakoutMode | None = None, amount: int = 2) -> None:
        super().__init__(RoomType.GROUP)
        if mode is not None:
            self.done("alice", "configure_breakout_rooms", mode=mode, amount=amount)

    def done(self, who: str, operation: str, token: str | None = None, **params: Any) -> Outcome:
        outcome = self.do(who, operation, token, **params)
        assert outcome.ok, outcome
        return outcome

    @property
    def breakouts(self) -> list[Room]:
        return list(self.server.breakout_rooms.get(self.token, {}).values())

    def where(self, *names: str) -> list[list[str]]:
        """Who of those named is in which breakout room."""
        return [[n for n in names if room.find("users", n)] for room in self.breakouts]

    def mapped(self, **rooms: int) -> str:
        return json.dumps({str(self.attendee(name).id): number for name, number in rooms.items()})

    def keys(self, room: Room) -> list[str]:
        return [message.system or message.text for message in room.messages]


def answer(outcome: Outcome) -> tuple[int, str | None]:
    return outcome.status, outcome.error
