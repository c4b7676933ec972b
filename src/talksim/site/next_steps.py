"""What each person may do next, why not, and what would help: tried on copies of the world, within bounds.

All operations for everybody after every step would be half a million requests. So those are asked that the
scenario speaks of and those by which people get in and talk; in the first rooms, of the first people; and for
each guard what would help is tried until something does, a few times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from talksim.can import Permit
from talksim.constants import AttendeeType, LobbyState, ReadOnly, RoomType
from talksim.procedures.gate import lobby_passed
from talksim.rules.operation import OPERATIONS, Operation
from talksim.scenario.player import Player
from talksim.scenario.script import Act, Scenario
from talksim.site.scene import MOST_PEOPLE, MOST_ROOMS, people
from talksim.site.scratch import Scratch
from talksim.talk import Talk
from talksim.why.candidates import Candidate, Waiting
from talksim.why.wording import step_text

__all__ = ["Helped", "asked_about", "next_steps"]

_ASKED: Final = ("join_room", "join_call", "send_message", "set_lobby", "start_recording")
_MOST_ASKED: Final = 9
_MOST_SEARCHES: Final = 2
"""So often it is tried, in a scenario, what would help against one guard."""

_REMEDIES: Final[tuple[tuple[str, Mapping[str, Any]], ...]] = (
    ("set_lobby", {"state": LobbyState.NO_LOBBY}),
    ("set_read_only", {"state": ReadOnly.READ_WRITE}),
    ("add_participant", {}),
    ("join_call", {}),
    ("promote", {}),
)
"""What a moderator can do for somebody; the person is the one who was refused."""

_OWN: Final = ("join_room", "join_call", "leave_call")
"""What somebody who was refused can do without help."""


@attrs.frozen
class _Asked:
    """A request that was refused, to be made again."""

    name: str
    token: str
    permit: Permit

    def again(self, scratch: Scratch) -> bool:
        """Whether it is allowed in the world as it is now."""
        operation, given = self.permit.operation, self.permit.parameters
        return bool(scratch.ask(self.name, operation, self.token, given))


@attrs.define
class Helped:
    """What helped, by the guard that refused, and how often it was tried."""

    found: dict[str, str] = attrs.field(factory=dict)
    tried: Counter[str] = attrs.field(factory=Counter)

    def against(self, rule: str, scratch: Scratch, asked: _Asked) -> str:
        """What helps against a guard: to wait, what was found before, what is found now; "" for nothing."""
        if rule not in self.found and self.tried[rule] < _MOST_SEARCHES:
            self.tried[rule] += 1
            if helps := _helping(scratch, asked):
                self.found[rule] = helps
        waits = _waiting(scratch, asked) if rule == lobby_passed.id else ""
        return waits or self.found.get(rule, "")


def asked_about(scenario: Scenario) -> list[Operation]:
    """The operations to ask about: those of every scenario, then those that this one speaks of."""
    used = [step.command.operation for _, step in scenario.walk() if isinstance(step, Act)]
    chosen = [OPERATIONS[name] for name in _ASKED] + [operation for operation in used if _is_told(operation)]
    return list(dict.fromkeys(chosen))[:_MOST_ASKED]


def next_steps(player: Player, operations: Sequence[Operation], helped: Helped) -> list[dict[str, Any]]:
    """A grid for each room: who may ask for which operation, and how many people are `left` out.

    `helped` keeps what would help, by guard.
    """
    talk = player.talk
    everybody = [name for name in people(player) if talk.names.role(name) == "browser"]
    persons = everybody[:MOST_PEOPLE]
    if not persons:
        return []
    asking = _Asking(player, Scratch(talk), helped)
    return [
        {
            "room": token,
            "people": persons,
            "left": len(everybody) - len(persons),
            "rows": [[o.phrase, *(asking.cell(name, o, token) for name in persons)] for o in operations],
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
    helped: Helped

    def cell(self, name: str, operation: Operation, token: str) -> Any:
        """1 for what is allowed, 0 for what cannot be asked, else status, guard, rule, why, what helps.

        Where nothing that is there fits, the words that say so stand in place of the status.
        """
        permit = self.scratch.answer(name, operation, token)
        if permit is None or permit.allowed:
            return int(permit is not None)
        guard, named, outcome = permit.guard, self.player.named, permit.outcome
        if guard is None:
            return [outcome.status, outcome.error or "", "", "", ""]
        if not permit.fits:
            words = f"no {permit.lacks}" if permit.lacks else "nothing fits"
            return [words, "" if permit.lacks else guard.name, guard.id, named(permit.because), ""]
        helps = self.helped.against(guard.id, self.scratch, _Asked(name, token, permit))
        return [outcome.status, guard.name, guard.id, named(permit.because), named(helps)]


def _helping(scratch: Scratch, asked: _Asked) -> str:
    """The first step after which the same request is allowed, "" if none of the few that are tried helps."""
    scratch.renew()
    for actor, step, words in list(_candidates(scratch.talk, asked.name, asked.token)):
        if (step, actor) == (asked.permit.operation, asked.name):
            continue
        scratch.renew()
        if scratch.ask(actor, step, asked.token, words) and asked.again(scratch):
            scratch.renew()
            return step_text(scratch.talk, Candidate(actor, step, asked.token, words))
    return ""


def _waiting(scratch: Scratch, asked: _Asked) -> str:
    """How long to wait until the lobby's timer is over, which is after its time; "" if that does not help."""
    scratch.renew()
    left = scratch.talk.server.rooms[asked.token].lobby_timer + 1 - scratch.talk.server.now
    if left <= 1:
        return ""
    scratch.wait(left)
    helps = asked.again(scratch)
    scratch.renew()
    return step_text(scratch.talk, Waiting(left)) if helps else ""


def _candidates(talk: Talk, name: str, token: str) -> Iterator[tuple[str, Operation, Mapping[str, Any]]]:
    """What the person can do, then what a moderator of the room can do for them."""
    yield from ((name, OPERATIONS[own], OPERATIONS[own].samples[0]) for own in _OWN)
    room = talk.server.rooms[token]
    moderators = (a for a in room.attendees.values() if a.moderates and a.actor_type is AttendeeType.USERS)
    moderator = next((a.actor_id for a in moderators if a.actor_id != name), "")
    for remedy, words in _REMEDIES if moderator else ():
        operation = OPERATIONS[remedy]
        named = [p.name for p in operation.parameters if p.kind == "attendee" or p.name == "participant"]
        yield moderator, operation, {**operation.samples[0], **words, **dict.fromkeys(named, name)}
