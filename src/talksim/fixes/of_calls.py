"""Fixes of what the modelled server does with calls (spec: participant 4)."""

from __future__ import annotations

from collections.abc import Iterator

from talksim.fixes.fix import Change, fix
from talksim.procedures.presence import call_startable
from talksim.procedures.scene import InCall
from talksim.rules.operation import OPERATIONS
from talksim.rules.policy import also_asking, without
from talksim.rules.stage import RULES

__all__: list[str] = []


@fix("A20")
def ask_whatever_the_flags() -> Iterator[Change]:
    """Joining a call asks "call startable" for flags 0 as well: an added guard."""
    yield also_asking(OPERATIONS["join_call"], call_startable, _startable_or_in_call)


@fix("A42")
def let_people_hang_up() -> Iterator[Change]:
    """Leaving a call, or a room, asks for no type: dropped "fault of type" and "former call cannot end"."""
    yield without(OPERATIONS["leave_call"], RULES["calls.fault_of_type"])
    for name in ("leave_room", "join_room"):
        yield without(OPERATIONS[name], RULES["sessions.former_call_cannot_end"])


def _startable_or_in_call(at: InCall) -> bool:
    """Who is in the call is not asked again, as it is for other flags."""
    return bool(at.session.in_call) or bool(call_startable.run(at))
