"""What would help somebody who was refused: one step, tried in that very world for that very request.

Tried are the few things that people do first. What a guard reads says which of them may count; one that was
in vain against a guard a few times in a row is not tried against it again in the scenario.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import attrs

from talksim.can import Permit
from talksim.constants import AttendeeType, LobbyState, ReadOnly
from talksim.outcome import Outcome
from talksim.procedures.gate import lobby_passed
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.stage import Guard
from talksim.site.scratch import Scratch
from talksim.talk import Talk
from talksim.why.candidates import Candidate, Waiting
from talksim.why.knowledge import knowledge
from talksim.why.wording import step_text

__all__ = ["Help", "Remedies"]

_MOST_IN_VAIN: Final = 2


@attrs.frozen
class Help:
    """A step as scenarios write it, and what refuses the same request after it, "" if it is allowed."""

    step: str
    then: str = ""


@attrs.frozen
class _Remedy:
    """Something to ask for, by the person who was refused, or for them by a moderator of the room."""

    name: str
    words: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    by_moderator: bool = False

    @property
    def operation(self) -> Operation:
        return OPERATIONS[self.name]

    def may_help(self, guard: Guard) -> bool:
        """Whether it may write what the guard reads; of some guards nobody knows what they read."""
        reads = knowledge().read_by(guard)
        return not reads or knowledge().may_write(self.operation, reads)

    def step(self, talk: Talk, name: str, token: str) -> Candidate | None:
        """The request that it is for a person, None where nobody can make it."""
        about = [p.name for p in self.operation.parameters if p.kind == "attendee" or p.name == "participant"]
        actor = _moderator(talk, token, name if about else "") if self.by_moderator else name
        words = {**self.operation.samples[0], **self.words, **dict.fromkeys(about, name)}
        return Candidate(actor, self.operation, token, words) if actor else None


@attrs.frozen
class _Patience:
    """To wait until the timer of the lobby is over, which is after its time."""

    def may_help(self, guard: Guard) -> bool:
        """Whether it is the lobby that keeps somebody out."""
        return guard is lobby_passed

    def step(self, talk: Talk, _name: str, token: str) -> Waiting | None:
        """The time that is left, None where there is no timer."""
        left = talk.server.rooms[token].lobby_timer + 1 - talk.server.now
        return Waiting(left) if left > 1 else None


_TRIED: Final[tuple[_Remedy | _Patience, ...]] = (
    _Patience(),
    _Remedy("join_room"),
    _Remedy("join_call"),
    _Remedy("leave_call"),
    _Remedy("set_lobby", {"state": LobbyState.NO_LOBBY}, by_moderator=True),
    _Remedy("set_read_only", {"state": ReadOnly.READ_WRITE}, by_moderator=True),
    _Remedy("add_participant", by_moderator=True),
    _Remedy("join_call", by_moderator=True),
    _Remedy("promote", by_moderator=True),
)


@cache
def _promising(guard: Guard) -> tuple[int, ...]:
    return tuple(place for place, remedy in enumerate(_TRIED) if remedy.may_help(guard))


@attrs.define
class Remedies:
    """Tries remedies, and keeps which of them were in vain against which guard."""

    vain: Counter[tuple[str, int]] = attrs.field(factory=Counter)

    def against(
        self, talk: Talk, scratch: Scratch, name: str, token: str, refused: Sequence[Permit]
    ) -> dict[str, Help]:
        """What helps against refusals of one person in a room, by operation; `scratch` is of the same world.

        A step after which the request is allowed comes before one that leads past the guard to the next.
        """
        found: dict[str, Help] = {}
        for place, remedy in enumerate(_TRIED):
            left = [permit for permit in refused if self._is_open(permit, place, found)]
            step = remedy.step(talk, name, token) if left else None
            asked = [permit for permit in left if not _is_same(step, name, permit)]
            if step is None or not asked:
                continue
            world = scratch.after(step, once=len(asked) == 1)
            for permit in asked:
                then = _then(permit, world.again(name, token, permit)) if world else None
                self._note(permit, place, then)
                if then is not None and (not then or permit.operation.name not in found):
                    found[permit.operation.name] = Help(step_text(talk, step), then)
        return found

    def _is_open(self, permit: Permit, place: int, found: Mapping[str, Help]) -> bool:
        known = found.get(permit.operation.name)
        return (
            (known is None or bool(known.then))
            and place in _promising(_guard(permit))
            and self.vain[_guard(permit).id, place] < _MOST_IN_VAIN
        )

    def _note(self, permit: Permit, place: int, then: str | None) -> None:
        key = _guard(permit).id, place
        self.vain[key] = self.vain[key] + 1 if then is None else 0


def _guard(permit: Permit) -> Guard:
    assert permit.guard is not None
    return permit.guard


def _is_same(step: Candidate | Waiting | None, name: str, permit: Permit) -> bool:
    return isinstance(step, Candidate) and (step.actor, step.operation) == (name, permit.operation)


def _then(permit: Permit, outcome: Outcome | None) -> str | None:
    """Which later guard refuses the request now, "" if it is allowed, None if it came no further."""
    if outcome is None or outcome.refusal is None:
        return "" if outcome else None
    stages, guard = permit.operation.stages, outcome.refusal.guard
    first, now = (stages.index(one) if one in stages else len(stages) for one in (_guard(permit), guard))
    return f"{outcome.status} {guard.name}" if now > first else None


def _moderator(talk: Talk, token: str, but: str) -> str:
    """An account that moderates the room, another than this one; "" if there is none."""
    people = talk.server.rooms[token].attendees.values()
    moderators = (a.actor_id for a in people if a.moderates and a.actor_type is AttendeeType.USERS)
    return next((name for name in moderators if name != but), "")
