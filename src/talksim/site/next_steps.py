"""What each person may do next, why not, and what would help: tried on copies of the world, within bounds.

All operations for everybody after every step would be half a million requests. So those are asked that the
scenario speaks of and those by which people get in and talk; in the first rooms, of the first people; and for
each guard what would help is tried until something does, a few times in all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from talksim.can import Permit, filler
from talksim.constants import AttendeeType, LobbyState, ReadOnly, RoomType
from talksim.model.codec import key
from talksim.rules.operation import OPERATIONS, Operation
from talksim.scenario.player import Player
from talksim.scenario.script import Act, Scenario
from talksim.site.scene import MOST_PEOPLE, MOST_ROOMS, people
from talksim.talk import Talk
from talksim.why.candidates import Candidate
from talksim.why.wording import step_text

__all__ = ["Helped", "asked_about", "next_steps"]

_ASKED: Final = ("join_room", "join_call", "send_message", "set_lobby", "start_recording")
_MOST_ASKED: Final = 9
_MOST_SEARCHES: Final = 6
"""So often it is tried, in a scenario, what would help."""

_REMEDIES: Final[tuple[tuple[str, Mapping[str, Any]], ...]] = (
    ("set_lobby", {"state": LobbyState.NO_LOBBY}),
    ("promote", {}),
    ("set_read_only", {"state": ReadOnly.READ_WRITE}),
    ("add_participant", {}),
    ("join_call", {}),
)
"""What a moderator can do for somebody; the person is the one who was refused."""

_OWN: Final = ("join_room", "join_call", "leave_call")
"""What somebody who was refused can do without help."""


@attrs.define
class Helped:
    """What helped, by the guard that refused, and how often more it may be tried."""

    found: dict[str, str] = attrs.field(factory=dict)
    left: int = _MOST_SEARCHES

    def search(self, rule: str, talk: Talk, name: str, token: str, permit: Permit) -> None:
        """Try what helps one person in one world."""
        self.left -= 1
        if helps := _helping(talk, name, token, permit):
            self.found[rule] = helps


def asked_about(scenario: Scenario) -> list[Operation]:
    """The operations to ask about: those of every scenario, then those that this one speaks of."""
    used = [step.command.operation for _, step in scenario.walk() if isinstance(step, Act)]
    chosen = [OPERATIONS[name] for name in _ASKED] + [operation for operation in used if _is_told(operation)]
    return list(dict.fromkeys(chosen))[:_MOST_ASKED]


def next_steps(player: Player, operations: Sequence[Operation], helped: Helped) -> list[dict[str, Any]]:
    """A grid for each room: who may ask for which operation; `helped` keeps what would help, by guard."""
    talk = player.talk
    persons = [name for name in people(player) if _can_ask(talk, name)][:MOST_PEOPLE]
    return [
        {
            "room": token,
            "people": persons,
            "rows": [[o.phrase, *cells] for o, cells in _rows(player, persons, token, operations, helped)],
        }
        for token in _rooms(talk)
        if persons
    ]


def _is_told(operation: Operation) -> bool:
    """Whether people ask for it, in a room, to change something."""
    return operation.by == "browser" and operation.in_room and not operation.endpoint.startswith("GET")


def _can_ask(talk: Talk, name: str) -> bool:
    return name not in talk.server.browsers or talk.server.browsers[name].role == "browser"


def _rooms(talk: Talk) -> list[str]:
    named = [token for token in talk.names.aliases.values() if token in talk.server.rooms]
    others = (r.token for r in talk.server.rooms.values() if r.type is not RoomType.CHANGELOG)
    return list(dict.fromkeys([*named, *others]))[:MOST_ROOMS]


def _rows(
    player: Player,
    persons: Sequence[str],
    token: str,
    operations: Sequence[Operation],
    helped: Helped,
) -> Iterator[tuple[Operation, list[Any]]]:
    trials = _Trials(player.talk, token)
    for operation in operations:
        permits = ((name, trials.permit(name, operation)) for name in persons)
        yield operation, [_plain(player, name, token, permit, helped) for name, permit in permits]


class _Trials:
    """Requests tried in a room on copies of a world; a copy serves until a request may have changed it."""

    def __init__(self, talk: Talk, token: str) -> None:
        self.talk, self.token = talk, token
        self.fork: Talk | None = None

    def permit(self, name: str, operation: Operation) -> Permit | None:
        """The answer to the operation's first sample, None where nobody of this role asks."""
        if operation.by != self.talk.names.role(name) or not operation.samples:
            return None
        return self._tried(name, operation, operation.samples[0])

    def _tried(self, name: str, operation: Operation, sample: Mapping[str, Any]) -> Permit:
        fork, self.fork = self.fork or self.talk.fork(), None
        browser = fork.names.browser(name)
        given = {**filler(operation, fork.server, self.token, browser.user), **sample}
        params = fork.names.arguments(operation, self.token, given)
        before = key(fork.server)
        outcome = fork.perform(browser, operation, self.token, **params)
        if outcome.refusal is not None and key(fork.server) == before:
            self.fork = fork
        return Permit(operation, params, outcome)


def _plain(player: Player, name: str, token: str, permit: Permit | None, helped: Helped) -> Any:
    """1 for what is allowed, else status, guard, why not, and what would help; 0 where nobody asked."""
    if permit is None or permit.allowed:
        return int(permit is not None)
    guard = permit.guard
    if guard is None:
        return [permit.outcome.status, permit.outcome.error or "", "", "", ""]
    if guard.id not in helped.found and helped.left:
        helped.search(guard.id, player.talk, name, token, permit)
    helps = helped.found.get(guard.id, "")
    return [permit.outcome.status, guard.name, guard.id, player.named(permit.because), player.named(helps)]


def _helping(talk: Talk, name: str, token: str, permit: Permit) -> str:
    """The first step after which the same request is allowed, "" if none of the few that are tried helps."""
    for step in _candidates(talk, name, token):
        fork = talk.fork()
        if step.operation is permit.operation and step.actor == name:
            continue
        if step.take(fork) and _asks(fork, name, token, permit):
            return step_text(talk, step)
    return ""


def _asks(talk: Talk, name: str, token: str, permit: Permit) -> bool:
    return talk.perform(talk.names.browser(name), permit.operation, token, **permit.parameters).ok


def _candidates(talk: Talk, name: str, token: str) -> Iterator[Candidate]:
    """What the person can do, then what a moderator of the room can do for them."""
    yield from (Candidate(name, OPERATIONS[own], token, dict(OPERATIONS[own].samples[0])) for own in _OWN)
    room = talk.server.rooms[token]
    moderators = (a for a in room.attendees.values() if a.moderates and a.actor_type is AttendeeType.USERS)
    moderator = next((a.actor_id for a in moderators if a.actor_id != name), "")
    for remedy, words in _REMEDIES if moderator else ():
        operation = OPERATIONS[remedy]
        named = [p.name for p in operation.parameters if p.kind == "attendee" or p.name == "participant"]
        meant = dict.fromkeys(named, name)
        yield Candidate(moderator, operation, token, {**operation.samples[0], **words, **meant})
