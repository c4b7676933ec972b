"""What is claimed of a universe: invariants by name, conditions, and functions."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, cast

from talksim.errors import UsageError
from talksim.explore.model import Kind
from talksim.explore.universe.condition import condition
from talksim.explore.universe.universe import Claim
from talksim.invariants import INVARIANTS, Invariant
from talksim.scenario.document.fault import nearest
from talksim.scenario.document.mistake import Mistake, Wrong

__all__ = ["claim", "claims_of", "ready"]

_NOT_CLAIMED: Final = "indexes are in step"
"""It takes as long as everything else, and in a search indexes are made anew all the time."""

_SUBJECTS: Final = ("server", "room", "step")


def ready() -> tuple[Claim, ...]:
    """Every invariant that holds although the modelled server has its faults."""
    known = (one for one in INVARIANTS.values() if not one.broken_by and one.name != _NOT_CLAIMED)
    return tuple(Claim(one.name, "always", one) for one in known)


def claim(kind: Kind, said: str, path: tuple[str | int, ...] = ()) -> Claim:
    """What is claimed in words: the name of an invariant, or a condition. Raises `Wrong`."""
    if said in INVARIANTS:
        if kind == "sometimes":
            raise Wrong(Mistake("an invariant holds always", "a goal is a condition"))
        return Claim(said, kind, INVARIANTS[said], path)
    if (near := nearest(said, INVARIANTS)) and "(" not in said:
        raise Wrong(Mistake(f'there is no invariant "{said}"', f'Did you mean "{near}"?', length=len(said)))
    return Claim(said, kind, condition(said), path)


def claims_of(kind: Kind, said: Iterable[Any] | None) -> tuple[Claim, ...]:
    """What a call claims: words, and functions; all invariants for None. Raises `UsageError`."""
    if said is None:
        return ready()
    items = [said] if isinstance(said, str) or callable(said) else list(said)
    return tuple(_claimed(kind, item) for item in items)


def _claimed(kind: Kind, said: Any) -> Claim:
    if isinstance(said, Invariant):
        return Claim(said.name, kind, said)
    if callable(said):
        return Claim(_name(said), kind, Invariant(_name(said), "", _subject(said), _test(said)))
    try:
        return claim(kind, str(said))
    except Wrong as wrong:
        raise UsageError(f"{said}: {wrong.mistakes[0].message}. {wrong.mistakes[0].hint}") from None


def _name(test: Callable[..., Any]) -> str:
    return str(getattr(test, "__name__", test)).replace("_", " ")


def _subject(test: Callable[..., Any]) -> Any:
    """What a function is about: its parameter says so. Raises `UsageError`."""
    try:
        first = next(iter(inspect.signature(test).parameters), "")
    except (TypeError, ValueError):
        first = ""
    if first not in _SUBJECTS:
        raise UsageError(f"{_name(test)}: its parameter is called server, room or step, for what it is about")
    return first


def _test(test: Callable[..., Any]) -> Callable[[Any], Iterator[str]]:
    """A function that may say true or false as one that yields what is wrong."""

    def breaches(subject: Any) -> Iterator[str]:
        said = test(subject)
        if said is False:
            yield f"{_name(test)} is false"
        elif said is not None and said is not True:
            yield from map(str, cast(Iterable[Any], said))

    return breaches
