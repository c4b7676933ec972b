"""What each person may do next, why not, and what would help: tried on copies of the world, within bounds.

All operations for everybody after every step would be half a million requests. So those are asked that the
scenario speaks of and those by which people get in and talk; in the first rooms, of the first people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs

from talksim.can import Permit
from talksim.constants import RoomType
from talksim.rules.operation import OPERATIONS, Operation
from talksim.scenario.player import Player
from talksim.scenario.script import Act, Scenario
from talksim.site.remedies import Help, Remedies
from talksim.site.scene import MOST_PEOPLE, MOST_ROOMS, people
from talksim.site.scratch import Scratch
from talksim.talk import Talk

__all__ = ["asked_about", "next_steps"]

_ASKED: Final = ("join_room", "join_call", "send_message", "set_lobby", "start_recording")
_MOST_ASKED: Final = 9


def asked_about(scenario: Scenario) -> list[Operation]:
    """The operations to ask about: those of every scenario, then those that this one speaks of."""
    used = [step.command.operation for _, step in scenario.walk() if isinstance(step, Act)]
    chosen = [OPERATIONS[name] for name in _ASKED] + [operation for operation in used if _is_told(operation)]
    return list(dict.fromkeys(chosen))[:_MOST_ASKED]


def next_steps(player: Player, operations: Sequence[Operation], remedies: Remedies) -> list[dict[str, Any]]:
    """A grid for each room: who may ask for which operation, and how many people are `left` out."""
    talk = player.talk
    everybody = [name for name in people(player) if talk.names.role(name) == "browser"]
    persons = everybody[:MOST_PEOPLE]
    if not persons:
        return []
    asking = _Asking(player, Scratch(talk.fork()), remedies, operations)
    return [
        {
            "room": token,
            "people": persons,
            "left": len(everybody) - len(persons),
            "rows": asking.rows(persons, token),
        }
        for token in _rooms(talk)
    ]


def _is_told(operation: Operation) -> bool:
    """Whether people ask for it, in a room, to change something."""
    return operation.by == "browser" and operation.in_room and not operation.endpoint.startswith("GET")


def _rooms(talk: Talk) -> list[str]:
    named = [token for token in talk.names.aliases.values() if token in talk.server.rooms]
    others = (r.token for r in talk.server.rooms.values() if r.type is not RoomType.CHANGELOG)
    return list(dict.fromkeys([*named, *others]))[:MOST_ROOMS]


@attrs.frozen
class _Asking:
    """What the cells of one moment share."""

    player: Player
    scratch: Scratch
    remedies: Remedies
    operations: Sequence[Operation]

    def rows(self, persons: Sequence[str], token: str) -> list[list[Any]]:
        """A row for each operation: its phrase, then what each person is answered."""
        columns = [list(self._column(name, token)) for name in persons]
        phrases = [operation.phrase for operation in self.operations]
        return [list(row) for row in zip(phrases, *columns, strict=True)]

    def _column(self, name: str, token: str) -> Iterator[Any]:
        permits = [self.scratch.answer(name, operation, token) for operation in self.operations]
        refused = [one for one in permits if one is not None and one.fits and one.guard]
        helps = self.remedies.against(self.player.talk, self.scratch, name, token, refused)
        for permit in permits:
            yield 0 if permit is None else self._cell(permit, helps.get(permit.operation.name))

    def _cell(self, permit: Permit, help: Help | None) -> Any:
        """1 for what is allowed, else status, guard, rule, why, what would help, what refuses after that.

        Where nothing that is there fits, the words that say so stand in place of the status.
        """
        if permit.allowed:
            return 1
        guard, named, outcome = permit.guard, self.player.named, permit.outcome
        if guard is None:
            return [outcome.status, outcome.error or "", "", "", "", ""]
        if not permit.fits:
            words = f"no {permit.lacks}" if permit.lacks else "nothing fits"
            return [words, "" if permit.lacks else guard.name, guard.id, named(permit.because), "", ""]
        told = [named(help.step), help.then] if help else ["", ""]
        return [outcome.status, guard.name, guard.id, named(permit.because), *told]
