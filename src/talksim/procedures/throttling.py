"""Protection against guessing: too many wrong tries from one address are 429 (spec: conversation 6).

An operation names the guards whose refusals count, with `counting`; more than ten of one kind within half an
hour, and the address is refused before it is looked at. Off unless the setting `bruteforce_protection` is on.
"""

from __future__ import annotations

from typing import Any, Final

from talksim.procedures.scene import OnServer
from talksim.rules.operation import Unwind
from talksim.rules.stage import Guard, guard

__all__ = [
    "counting",
    "forgive",
    "password_tries_left",
    "secret_tries_left",
    "signature_tries_left",
    "token_tries_left",
]

_MAX_TRIES: Final = 10
_WINDOW: Final = 1800


def _because(at: OnServer) -> str:
    return f"{at.browser.address} was wrong more than {_MAX_TRIES} times within half an hour"


@guard(429, because=_because)
def token_tries_left(at: OnServer) -> bool:
    """The address has not asked for too many rooms that are not there for it."""
    return _tries_left(at, token_tries_left)


@guard(429, because=_because)
def password_tries_left(at: OnServer) -> bool:
    """The address has not come with too many wrong passwords."""
    return _tries_left(at, password_tries_left)


@guard(429, because=_because)
def secret_tries_left(at: OnServer) -> bool:
    """The address has not sent too much in the name of bots without their secret."""
    return _tries_left(at, secret_tries_left)


@guard(429, because=_because)
def signature_tries_left(at: OnServer) -> bool:
    """The address has not asked too often as SIP bridge without its signature."""
    return _tries_left(at, signature_tries_left)


def counting(*tries: tuple[Guard, Guard]) -> Unwind:
    """What an operation does when it refuses: pairs of a guard that counts and the limit it counts for."""
    limits = {wrong.id: limit for wrong, limit in tries}

    def count(at: Any, refused: Guard) -> None:
        limit = limits.get(refused.id)
        if limit is not None and at.server.settings.bruteforce_protection:
            at.server.wrong_tries.setdefault(_key(at, limit), []).append(at.now)

    return count


def forgive(at: OnServer, *limits: Guard) -> None:
    """Forget the wrong tries of the caller's address."""
    for limit in limits:
        at.server.wrong_tries.pop(_key(at, limit), None)


def _tries_left(at: OnServer, limit: Guard) -> bool:
    tries = at.server.wrong_tries.get(_key(at, limit), ())
    return sum(time > at.now - _WINDOW for time in tries) <= _MAX_TRIES


def _key(at: OnServer, limit: Guard) -> str:
    return f"{limit.id} {at.browser.address}"
