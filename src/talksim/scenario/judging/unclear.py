"""What a step's answer does not say of itself: names that mean nothing, and flags that were left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from talksim.constants import InCall
from talksim.model.room import Room
from talksim.procedures.permissions import allowed_flags, effective_permissions
from talksim.scenario.document.fault import did_you_mean
from talksim.scenario.matching import is_raw, is_reference, way_of
from talksim.scenario.player import Player
from talksim.scenario.rooms import room_called
from talksim.scenario.script import Act

__all__ = ["left_out", "meaning_nothing"]


def meaning_nothing(player: Player, step: Act) -> str:
    """What names in a step mean nothing: `no poll is called "Lnch?". Did you mean "Lunch?"?`."""
    return "; ".join(_meaning_nothing(player, step))


def left_out(player: Player) -> str:
    """The flags that the last request did not get for want of a permission (spec: participant 2.4)."""
    entry = player.talk.journal[-1]
    wanted, room = entry.complete.get("flags"), player.talk.server.rooms.get(entry.token)
    browser = player.talk.server.browsers.get(entry.caller)
    found = player.talk.server.sessions.get(browser.sessions.get(entry.token, "")) if browser else None
    if room is None or found is None or not isinstance(wanted, int):
        return ""
    attendee = found[1]
    lost = InCall(int(wanted) & ~int(allowed_flags(player.talk.server, room, attendee, int(wanted))))
    if not lost:
        return ""
    may = effective_permissions(player.talk.server, room, attendee)
    return f'the flags were taken without "{lost}": {attendee.label} has the permissions "{may}"'


def _meaning_nothing(player: Player, step: Act) -> Iterator[str]:
    for value in {**step.command.words, **step.given}.values():
        if not is_reference(value) or is_raw(value):
            continue
        kind, called = way_of(value)
        if kind == "notification" or player.eyes().ids(kind, str(called)):
            continue
        token = room_called(player.talk, step.command.room, player.talk.names.browser(step.actor).user)
        guess = did_you_mean(str(called), _known(player, kind, player.talk.server.rooms.get(token)))
        yield f'no {kind} is called "{called}"' + (f". {guess}" if guess else "")


def _known(player: Player, kind: str, room: Room | None) -> list[Any]:
    """What is there of the kind, by name."""
    if kind == "bot":
        return [bot.name for bot in player.talk.server.bots.values()]
    if room is None:
        return []
    if kind == "poll":
        return [poll.question for poll in room.polls.values()]
    return [message.text for message in room.messages]
